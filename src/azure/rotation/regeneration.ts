import { type AzureFailure, failure, isFailure } from "../failure";
import { KEY_KINDS, type KeyKind } from "../keyAge";
import type { KeyPrints } from "../keys";
import { type Run, save } from "./run";
import type { RotationState } from "./state";

/** A regeneration, from the request to the end that Azure tells: the only thing of a rotation that cannot be taken back. */

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];
/** Failures after which Azure may have begun all the same. */
const MAY_HAVE_BEGUN: ReadonlySet<AzureFailure["why"]> = new Set(["unreachable", "cancelled", "unclear"]);

/**
 * Asks for a new key in the place of the one that was seen. The keys are listed once more, right before: where one has
 * changed since, nothing is asked for, and Azure is to be looked at again. Azure takes no condition with the request, so
 * that what changes within its very moment is not seen.
 */
export async function regenerate(key: KeyKind, seen: KeyPrints, run: Run): Promise<AzureFailure | undefined> {
  // Written before it is asked for: a run that ends in between knows what may have begun.
  const before = run.state;
  const old = seen[key];
  const sent = (before.begun?.sent ?? 0) + 1;
  save({ ...before, begun: { key, old, sent } }, run);
  run.desk.audit({ step: "regenerate", key, result: "started" });
  run.started = key;
  const now = await run.world.list();
  if (isFailure(now) || KINDS.some((kind) => now[kind] !== seen[kind])) {
    save(before, run);
    if (isFailure(now)) return now;
    run.started = undefined;
    run.desk.audit({ step: "regenerate", key, result: "moved" });
    return undefined;
  }
  const answer = await run.world.regenerate(key);
  if (isFailure(answer)) {
    // Where no answer came it may have begun; every other answer says that this one has not. An earlier one still may.
    if (!MAY_HAVE_BEGUN.has(answer.why)) save(before, run);
    return answer;
  }
  const { operation } = answer;
  if (operation !== undefined) save({ ...run.state, begun: { key, old, sent, operation } }, run);
  return undefined;
}

/** Waits for the end of a regeneration whose address is known; a failure where it cannot be seen, or Azure gave up. */
export async function untilEnded(run: Run): Promise<AzureFailure | undefined> {
  for (;;) {
    const operation = run.state.begun?.operation;
    if (operation === undefined) return undefined;
    const failed = await seeEnd(operation, run);
    if (failed !== undefined) return failed;
  }
}

async function seeEnd(operation: string, run: Run): Promise<AzureFailure | undefined> {
  const end = await run.world.ended(operation);
  if (isFailure(end)) return end;
  const { begun } = run.state;
  if (end.status === "running" || begun === undefined) return run.world.pause();
  const { key, old } = begun;
  if (end.status === "failed") {
    save(unbegun(run.state), run);
    return failure("refused", `Azure gave up regenerating the ${KEY_KINDS[key]}. Nothing was changed.`);
  }
  // Azure runs one operation after the other on an account: with this one, all before it have ended.
  save({ ...run.state, begun: { key, old, sent: end.status === "succeeded" ? 0 : begun.sent } }, run);
  return undefined;
}

function unbegun(state: RotationState): RotationState {
  const { begun, ...rest } = state;
  return begun === undefined ? state : rest;
}
