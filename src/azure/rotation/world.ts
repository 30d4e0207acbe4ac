import { type ReachedAccount, readAccount } from "../accounts";
import { ACTIONS } from "../actions";
import { send } from "../client";
import { type AzureFailure, failure, isFailure } from "../failure";
import type { KeyKind } from "../keyAge";
import { beginRegeneration, keyPrints } from "../keys";
import { keyUse } from "../keyUseLog";
import { lookAtSecret, storeKey, type StoreLook } from "../keyVault";
import { withLockNames } from "../locks";
import { pause } from "../pause";
import type { OperationEnd, RotationWorld } from "./run";
import type { RotationView } from "./decide";
import { stepsOf } from "./plan";
import type { RotationState } from "./state";

const BETWEEN_LOOKS_MS = 5000;

/** The world of a rotation: Azure itself. The account is the one that was reached, whatever a state says. */
export function azureWorld(reached: ReachedAccount, signal: AbortSignal): RotationWorld {
  const { client, connection, facts } = reached;
  const { account } = facts;
  return {
    look: (state) => look(reached, state, signal),
    list: () => keyPrints(client, account, signal),
    async regenerate(key) {
      const begun = await beginRegeneration(client, account, key, signal);
      return isFailure(begun) ? withLockNames(connection, account, begun, signal) : begun;
    },
    ended: (operation) => endOf(reached, operation, signal),
    store: ({ target, key }, consent) => storeKey(connection, reached, { ...target, kind: key }, consent, signal),
    async pause() {
      await pause(BETWEEN_LOOKS_MS, signal);
      return signal.aborted
        ? failure("cancelled", "Cancelled while Azure was busy. The same command goes on.")
        : undefined;
    },
  };
}

async function look(
  reached: ReachedAccount,
  state: RotationState,
  signal: AbortSignal,
): Promise<RotationView | AzureFailure> {
  const { client, connection, facts } = reached;
  const now = await readAccount(client, facts.account, signal);
  if (isFailure(now)) return now;
  const prints = await keyPrints(client, facts.account, signal);
  if (isFailure(prints)) return prints;
  // Logs and vault matter only once something is to be decided by them.
  if (!now.settled) return { settled: now.settled, prints, use: { known: false, why: "" }, kept: {} };
  const use = await keyUse(connection, facts, signal);
  if (isFailure(use)) return use;
  const kept: Partial<Record<KeyKind, StoreLook>> = {};
  for (const step of stepsOf(state)) {
    // Only the newest stored key is in the vault: the apps are moved to it, and the other one goes.
    if (step.step !== "store" || state.done[`store:${step.key}`] === undefined || isSuperseded(step.key, state))
      continue;
    const seen = await lookAtSecret(connection, reached, { ...step.target, kind: step.key }, signal);
    if (isFailure(seen)) return seen;
    kept[step.key] = seen.kept;
  }
  return { settled: true, prints, use, kept };
}

/** Whether the pair's other key was stored later, under the same name. */
function isSuperseded(key: KeyKind, state: RotationState): boolean {
  const stored = stepsOf(state).flatMap((step) =>
    step.step === "store" && state.done[`store:${step.key}`] !== undefined ? [step.key] : [],
  );
  const isReadonly = key.endsWith("Readonly");
  return stored.findLast((one) => one.endsWith("Readonly") === isReadonly) !== key;
}

/** How an operation stands, by the address that Azure gave. A token is sent only to where it is meant for. */
async function endOf(
  { connection }: ReachedAccount,
  operation: string,
  signal: AbortSignal,
): Promise<OperationEnd | AzureFailure> {
  if (!operation.startsWith(`${connection.cloud.management}/`)) return { status: "forgotten" };
  const answer = await send(connection, { method: "GET", url: operation }, ACTIONS.readOperation, signal);
  if (isFailure(answer))
    return answer.why === "gone" ? { status: "forgotten" } : answer.why === "refused" ? { status: "failed" } : answer;
  const { status } = answer.body as { readonly status?: unknown };
  const word = typeof status === "string" ? status.toLowerCase() : "";
  if (word === "succeeded") return { status: "succeeded" };
  return { status: word === "failed" || word.startsWith("cancel") ? "failed" : "running" };
}
