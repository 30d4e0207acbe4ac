import type { AccountId } from "./accountId";
import { ACTIONS } from "./actions";
import { send } from "./client";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";

/** Names the locks behind a failure, where they can be seen: who is to lift one must find it. Anything else stays as it is. */
export async function withLockNames(
  connection: Connection,
  account: AccountId,
  failed: AzureFailure,
  signal: AbortSignal,
): Promise<AzureFailure> {
  if (failed.why !== "locked" || failed.locked === undefined) return failed;
  const url = `${connection.cloud.management}${account.id}/providers/Microsoft.Authorization/locks?api-version=2020-05-01`;
  const answer = await send(connection, { method: "GET", url }, ACTIONS.findLocks, signal);
  if (isFailure(answer)) return failed;
  const { value = [] } = answer.body as { value?: readonly { readonly name?: unknown }[] };
  const names = value.flatMap(({ name }) => (typeof name === "string" && /^[\w. ()-]{1,90}$/.test(name) ? [name] : []));
  return names.length === 0 ? failed : { ...failed, says: `${failed.says} Its name: ${names.join(", ")}.` };
}
