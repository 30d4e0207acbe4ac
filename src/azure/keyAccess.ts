import { update } from "@azure/arm-cosmosdb/api/databaseAccounts";
import { type AccountFacts, type ReachedAccount, readAccount } from "./accounts";
import { ACTIONS } from "./actions";
import { answerOf } from "./ask";
import { type AzureFailure, failure, isFailure } from "./failure";

/** Why key access cannot be switched off on an account; undefined where it can. */
export function whyKeysStay({ api }: AccountFacts): string | undefined {
  return api === "none"
    ? "Only accounts of the APIs for NoSQL, Table and Gremlin can do without keys. This account cannot."
    : undefined;
}

/**
 * Switches key access off (`disableLocalAuth`), or on again, waits until it is so, and looks. Where it is so already,
 * nothing is done. Whatever still uses a key is cut off at once; the way back is the same call with `off` false.
 */
export async function switchKeyAccess(
  { client, facts }: ReachedAccount,
  off: boolean,
  signal: AbortSignal,
): Promise<{ readonly off: boolean } | AzureFailure> {
  const { account, keyAccessOff } = facts;
  if (keyAccessOff === off) return { off };
  const options = { abortSignal: signal };
  const answer = await answerOf(ACTIONS.keyAccess, () =>
    update(client, account.resourceGroup, account.name, { disableLocalAuth: off }, options).pollUntilDone(options),
  );
  if (isFailure(answer)) return answer;
  const after = await readAccount(client, account, signal);
  if (isFailure(after)) return after;
  return after.keyAccessOff === off
    ? { off }
    : failure("unclear", "Azure took the change, but does not show it yet. Check again in a minute.");
}
