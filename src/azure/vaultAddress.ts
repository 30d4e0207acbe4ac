const VAULT = /^https:\/\/[a-z0-9-]{3,24}\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)$/i;

/** A vault's address, of its address or its name; undefined where it is neither. */
export function vaultAddress(given: string): string | undefined {
  const typed = given.trim().replace(/\/+$/, "");
  const address = /^[a-z0-9-]{3,24}$/i.test(typed) ? `https://${typed}.vault.azure.net` : typed;
  return VAULT.test(address) ? address : undefined;
}
