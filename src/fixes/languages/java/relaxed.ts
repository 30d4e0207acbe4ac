/** Spring's relaxed binding: which spellings mean one property (Spring Boot, "Relaxed Binding"). */

/** A property in one spelling: no dashes, no underscores, small letters; `shop.cosmos.primaryKey` is `shop.cosmos.primarykey`. */
export function uniform(property: string): string {
  return property.replace(/[-_]/g, "").toLowerCase();
}

/** Whether two spellings mean one property. */
export function sameProperty(one: string, other: string): boolean {
  return uniform(one) === uniform(other);
}

/**
 * Whether an environment variable gives a property its value: `SHOP_COSMOS_PRIMARYKEY`, and in the older form
 * `SHOP_COSMOS_PRIMARY_KEY`, are `shop.cosmos.primary-key`.
 */
export function givesProperty(variable: string, property: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(variable)) return false;
  const kebab = property.replace(/([a-z0-9])([A-Z])/g, "$1-$2");
  const flat = kebab.replace(/\[(\d+)\]/g, ".$1");
  const forms = [flat.replaceAll("-", ""), flat.replaceAll("-", "_"), property];
  return forms.some((form) => form.replaceAll(".", "_").toUpperCase() === variable.toUpperCase());
}

/** Whether a setting's name, of a file or of the environment, is a property under another spelling. */
export function isProperty(setting: string, property: string): boolean {
  return setting.includes(".") || !/[A-Z_]/.test(setting)
    ? sameProperty(setting, property)
    : givesProperty(setting, property);
}
