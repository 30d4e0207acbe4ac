import type { Account } from "../finding";
import { accountIn, apiOfHost } from "../hosts";
import { linesAround } from "../lines";
import type { KeyRule } from "./rule";

/** An account key: 64 bytes in base64, certain by its checksum or likely by what stands around it. */
export const accountKey: KeyRule = {
  id: "account-key",
  title: "Account key",
  help: "A key of a Cosmos DB account. Whoever holds a read-write key can read, change and delete everything in the account, from anywhere, until the key is regenerated. Use a managed identity in its place, then rotate the key: it stays in git's history.",
  reads: "key",
  propose(text, key) {
    // Looked for only where the verdict makes it a finding: most candidates are hashes.
    let looked: { readonly near: Account | undefined } | undefined;
    const near = (): Account | undefined => {
      const { start, end } = linesAround(text, key, 8);
      looked ??= { near: nearestAccount(text.slice(start, end), key.start - start) };
      return looked.near;
    };
    return {
      ...key,
      rule: accountKey.id,
      shape: "key",
      get api() {
        const account = near();
        return account === undefined ? "unknown" : apiOfHost(account.host);
      },
      get account() {
        return near();
      },
      beside: false,
    };
  },
};

/** The account endpoint nearest to an offset: the last before it, else the first after it. */
function nearestAccount(text: string, at: number): Account | undefined {
  const before = text.slice(Math.max(0, at - 1500), at);
  const after = accountIn(text.slice(at, at + 1500));
  const lines = before.split("\n").reverse();
  for (const line of lines) {
    const account = accountIn(line.slice(-600));
    if (account !== undefined) return account;
  }
  return after;
}
