/** Names of settings: when two of them mean the same, and what a text must hold to speak of one. */

/** Files in which Spring's relaxed names hold: `COSMOS_PRIMARYKEY` fills `cosmos.primary-key`. */
export const SPRING_FILE = /(?:^|\/)(?:application|bootstrap)[\w.-]*\.(?:ya?ml|properties)$/i;

/** Whether two names mean one setting; .NET's `Cosmos__Key` is `Cosmos:Key`, in any case. */
export function sameSetting(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [a.replaceAll("__", ":"), b.replaceAll("__", ":")];
  return x.includes(":") && x.toLowerCase() === y.toLowerCase();
}

/** Whether a variable and a property of Spring mean one setting. */
export function sameRelaxed(a: string, b: string): boolean {
  return relaxed(a) === relaxed(b);
}

/** The variables that give a property of Spring its value: `COSMOS_PRIMARYKEY` and `COSMOS_PRIMARY_KEY` `cosmos.primary-key`. */
export function variablesOf(property: string): readonly string[] {
  if (!property.includes(".")) return [];
  const kebab = property.replace(/([a-z\d])([A-Z])/g, "$1-$2");
  return [...new Set(["", "_"].map((dash) => kebab.replaceAll("-", dash).replaceAll(".", "_").toUpperCase()))];
}

function relaxed(name: string): string {
  return name.replace(/[-_.:]/g, "").toLowerCase();
}

/** What of a name every text holds that speaks of it by that name: its last part. */
export function wordOf(name: string): string {
  return name.split(/[:.]|__/).at(-1) ?? name;
}

/** The words by one of which code that reads a setting can be found. */
export function wordsOf(name: string): readonly string[] {
  const keys = name.split(/[:.]|__/);
  return keys.length > 1 ? [name, ...keys, keys.slice(0, -1).join(".")] : [name, name.toLowerCase()];
}

/** Whether a name says enough that any text with it speaks of the setting: `COSMOS_KEY`, `Cosmos:Key`, `cosmosWriteKey`. */
export function isDistinct(name: string): boolean {
  return /[A-Za-z\d](?:[:.]|_+)[A-Za-z\d]/.test(name) || /[a-z][A-Z]/.test(name) || name.length >= 10;
}
