import { accountOf } from "../account";
import type { KeyRule } from "./rule";

/** An account key: 64 bytes in base64, certain by its checksum or likely by what stands around it. */
export const accountKey: KeyRule = {
  id: "account-key",
  title: "Account key",
  help: "A key of a Cosmos DB account. Whoever holds a read-write key can read, change and delete everything in the account, from anywhere, until the key is regenerated. Use a managed identity in its place, then rotate the key: it stays in git's history.",
  reads: "key",
  propose(text, key, pages) {
    // Looked for only where the verdict makes it a finding: most candidates are hashes.
    let looked: ReturnType<typeof accountOf> | undefined;
    const owner = (): ReturnType<typeof accountOf> => (looked ??= accountOf(text, pages, key));
    return {
      ...key,
      rule: accountKey.id,
      shape: "key",
      get api() {
        return owner().api;
      },
      get account() {
        return owner().account;
      },
      beside: false,
    };
  },
};
