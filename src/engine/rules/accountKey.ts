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
    const { start, end } = linesAround(text, key, 8);
    const near = nearestAccount(text.slice(start, end), key.start - start);
    return {
      ...key,
      rule: accountKey.id,
      shape: "key",
      api: near === undefined ? "unknown" : apiOfHost(near.host),
      account: near,
      beside: false,
    };
  },
};

/** The account endpoint nearest to an offset: the last before it, else the first after it. */
function nearestAccount(text: string, at: number): ReturnType<typeof accountIn> {
  const before = text.slice(Math.max(0, at - 1500), at);
  const after = accountIn(text.slice(at, at + 1500));
  const lines = before.split("\n").reverse();
  for (const line of lines) {
    const account = accountIn(line.slice(-600));
    if (account !== undefined) return account;
  }
  return after;
}
