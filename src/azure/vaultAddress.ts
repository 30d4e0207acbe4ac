import { AZURE, type Cloud, CLOUDS } from "./connection";

const NAME = /^[a-z](?:-?[a-z0-9]){2,23}$/i;

/** A vault's address, of its address or its name; undefined where it is neither. A name alone is one of the cloud's. */
export function vaultAddress(given: string, cloud: Cloud = AZURE): string | undefined {
  const typed = given.trim().replace(/\/+$/, "");
  if (NAME.test(typed)) return `https://${typed.toLowerCase()}.${cloud.vaults}`;
  const [, name = "", domain = ""] = /^https:\/\/([^./]+)\.([a-z.]+)$/i.exec(typed) ?? [];
  const isVaults = Object.values(CLOUDS).some(({ vaults }) => vaults === domain.toLowerCase());
  return isVaults && NAME.test(name) ? `https://${name.toLowerCase()}.${domain.toLowerCase()}` : undefined;
}

/** A vault's address as one of a cloud: a name that was typed alone is no vault of another cloud. */
export function vaultIn(given: string, cloud: Cloud): string | undefined {
  const address = vaultAddress(given, cloud);
  if (address === undefined || cloud === AZURE || !address.endsWith(`.${AZURE.vaults}`)) return address;
  return `${address.slice(0, -AZURE.vaults.length)}${cloud.vaults}`;
}
