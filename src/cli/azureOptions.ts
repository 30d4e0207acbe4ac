import { KEY_KINDS, type KeyKind } from "../azure/keyAge";
import type { Cloud } from "../azure/connection";
import type { AppsUse, StoreTarget } from "../azure/rotation/plan";
import { secretNameFor } from "../azure/secretName";
import { vaultAddress } from "../azure/vaultAddress";
import { oneOf, UsageError } from "./options";

/** Options that several Azure commands share. */

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];
const SPELLED = new Map(KINDS.map((kind) => [kind.replace("Readonly", "-readonly"), kind]));

/** A key's kind as a person writes it: `primary`, `secondary-readonly`. Throws a `UsageError` for others. */
export function keyKind(option: string, value: string): KeyKind {
  return SPELLED.get(oneOf(option, value, [...SPELLED.keys()])) ?? "primary";
}

/** A key's kind as it is written on the command line. */
export function spelledKind(kind: KeyKind): string {
  return kind.replace("Readonly", "-readonly");
}

/** Which keys apps use, as a person writes it: kinds, `both`, `none`. Undefined where nothing is said. */
export function appsUse(values: readonly string[], isKeyless: boolean): AppsUse | undefined {
  if (isKeyless || (values.length === 1 && values[0] === "none")) return [];
  if (values.length === 0) return undefined;
  if (values.includes("both")) return KINDS.slice(0, 2);
  return [...new Set(values.map((value) => keyKind("--apps-use", value)))];
}

/** Fingerprints that a person gives: of keys that are in no file any more. */
export function fingerprints(values: readonly string[]): readonly string[] {
  if (values.some((value) => !/^[\da-f]{16}$/i.test(value)))
    throw new UsageError("--fingerprint takes 16 hexadecimal characters, as scan --format json shows them");
  return values.map((value) => value.toLowerCase());
}

/** Where to store a key; undefined where no vault is given. The secret's name has the account's in it by default. */
export function storeTarget(
  { vault, secret }: { readonly vault?: string | undefined; readonly secret?: string | undefined },
  as: StoreTarget["as"],
  { name: account, cloud }: { readonly name: string; readonly cloud: Cloud },
): StoreTarget | undefined {
  if (vault === undefined) return undefined;
  const address = vaultAddress(vault, cloud);
  if (address === undefined) throw new UsageError(`--vault takes a vault's name or https://NAME.${cloud.vaults}`);
  const name = secret ?? secretNameFor(account, as);
  if (!/^[0-9A-Za-z-]{1,127}$/.test(name)) throw new UsageError("--secret takes letters, digits and dashes");
  return { vault: address, secret: name, as };
}
