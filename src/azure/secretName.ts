/** What a secret for an account's key is called unless a person says otherwise: another account's is another secret. */
export function secretNameFor(account: string, as: "key" | "connection-string"): string {
  return `${account}-cosmos-${as}`;
}
