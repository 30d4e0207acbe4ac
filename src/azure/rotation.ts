import type { CosmosDBManagementContext } from "@azure/arm-cosmosdb/api";
import { type ReachedAccount, readAccount } from "./accounts";
import type { AuditLine } from "./audit";
import type { Connection } from "./connection";
import { type AzureFailure, failure, isFailure } from "./failure";
import { KEY_KINDS, type KeyKind, mayBeFromChaosDb } from "./keyAge";
import { keyPrints, type KeyPrints, kindOf, regenerate } from "./keys";
import { type KeyUse, keyUse } from "./keyUse";
import { storeKey } from "./keyVault";
import { pause } from "./pause";
import { idOf, type RotationState, type RotationStep, type StoreTarget, stepsOf } from "./rotationPlan";

/** What a person wants rotated. */
export interface RotationWish {
  /** Fingerprints of keys that were found in code. */
  readonly found: readonly string[];
  /** Kinds named by a person. */
  readonly kinds: readonly KeyKind[];
  readonly keyless: boolean;
  readonly target: StoreTarget | undefined;
}

/** What a rotation needs of the world: a memory, a log, a person. */
export interface RotationDesk {
  /** Must have written before it returns: what is not written did not happen. */
  readonly save: (state: RotationState) => void;
  readonly audit: (line: Omit<AuditLine, "time" | "who" | "account">) => void;
  readonly progress: (step: RotationStep) => void;
  /** Asks a person; false leaves the rotation as it is, to be gone on with. */
  readonly confirm: (question: RotationQuestion) => Promise<boolean>;
}

/** What a person is asked on the way. */
export interface RotationQuestion {
  readonly step: RotationStep;
  /** Who may still need the key that is to be regenerated, as far as it is known; undefined for other questions. */
  readonly use: KeyUse | undefined;
}

/** How far a rotation came. `waiting`: a person said no, or not yet. */
export type RotationOutcome = { readonly state: "done" } | { readonly state: "waiting"; readonly at: RotationStep };

/** How long a regenerated key counts as fresh: an earlier rotation may have given it to the apps. */
const FRESH_MS = 7 * 86_400_000;

/** The start of a rotation, by what Azure says now. Undefined where none of the keys is one of the account's. Only reads. */
export async function beginRotation(
  { client, facts: { account, ages, created } }: ReachedAccount,
  { found, kinds, keyless, target }: RotationWish,
  now: Date,
  signal: AbortSignal,
): Promise<RotationState | AzureFailure | undefined> {
  const before = await keyPrints(client, account, signal);
  if (isFailure(before)) return before;
  const all = Object.keys(KEY_KINDS) as KeyKind[];
  const exposed = all.filter((kind) => kinds.includes(kind) || found.some((print) => kindOf(before, print) === kind));
  if (exposed.length === 0) return undefined;
  const suspect = all.filter((kind) => mayBeFromChaosDb(ages[kind], created));
  const lately = new Date(now.getTime() - FRESH_MS);
  const fresh = all.filter((kind) => (ages[kind] ?? lately) > lately);
  return {
    version: 1,
    account,
    started: now.toISOString(),
    exposed,
    suspect,
    fresh,
    before,
    keyless,
    target,
    done: {},
  };
}

/**
 * Goes on with a rotation: each step looks at Azure, acts, and is written down. Whatever ended an earlier run, and
 * wherever, this one takes up what Azure says. A key that was found in code is regenerated only on a named yes, asked
 * for in the same run.
 */
export async function rotate(
  connection: Connection,
  reached: ReachedAccount,
  start: RotationState,
  desk: RotationDesk,
  signal: AbortSignal,
): Promise<RotationOutcome | AzureFailure> {
  let state = start;
  desk.save(state);
  for (const step of stepsOf(state)) {
    if (state.done[idOf(step)] !== undefined) continue;
    desk.progress(step);
    const outcome = await take(step, { connection, reached, state, desk, signal });
    if (outcome !== "done") {
      desk.audit({ step: step.step, key: step.key, result: outcome === "no" ? "declined" : outcome.why });
      return outcome === "no" ? { state: "waiting", at: step } : outcome;
    }
    state = { ...state, done: { ...state.done, [idOf(step)]: new Date().toISOString() } };
    desk.save(state);
    const target = step.step === "store" ? { target: `${step.target.vault}/secrets/${step.target.secret}` } : {};
    desk.audit({ step: step.step, key: step.key, result: "done", ...target });
  }
  return { state: "done" };
}

interface Run {
  readonly connection: Connection;
  readonly reached: ReachedAccount;
  readonly state: RotationState;
  readonly desk: RotationDesk;
  readonly signal: AbortSignal;
}

async function take(step: RotationStep, run: Run): Promise<"done" | "no" | AzureFailure> {
  switch (step.step) {
    case "regenerate":
      return takeRegenerate(step, run);
    case "store":
      return takeStore(step, run);
    case "apps":
      return (await run.desk.confirm({ step, use: undefined })) ? "done" : "no";
  }
}

async function takeRegenerate(
  step: Extract<RotationStep, { step: "regenerate" }>,
  run: Run,
): Promise<"done" | "no" | AzureFailure> {
  const { connection, reached, state, desk, signal } = run;
  const { client } = reached;
  const unsettled = await untilSettled(client, reached, signal);
  if (unsettled !== undefined) return unsettled;
  const isNew = (prints: KeyPrints): boolean => prints[step.key] !== state.before[step.key];
  const now = await keyPrints(client, state.account, signal);
  if (isFailure(now)) return now;
  if (isNew(now)) return "done";
  const use = await keyUse(connection, state.account, signal);
  if (isFailure(use)) return use;
  const isUsed = use.known && use.last[step.key] !== undefined;
  if ((step.inUse || isUsed) && !(await desk.confirm({ step, use }))) return "no";
  desk.audit({ step: step.step, key: step.key, result: "started" });
  const answer = await regenerate(client, state.account, step.key, signal);
  if (isFailure(answer)) return answer;
  const after = await keyPrints(client, state.account, signal);
  if (isFailure(after)) return after;
  return isNew(after)
    ? "done"
    : failure("unclear", `Azure took the change, but still lists the old ${KEY_KINDS[step.key]}.`);
}

async function takeStore(
  step: Extract<RotationStep, { step: "store" }>,
  { connection, reached, signal }: Run,
): Promise<"done" | AzureFailure> {
  const answer = await storeKey(connection, reached, { ...step.target, kind: step.key }, true, signal);
  return isFailure(answer) ? answer : "done";
}

const BETWEEN_LOOKS_MS = 5000;

/** Waits while an operation runs on the account, such as one that an earlier run had begun. */
async function untilSettled(
  client: CosmosDBManagementContext,
  { facts: { account } }: ReachedAccount,
  signal: AbortSignal,
): Promise<AzureFailure | undefined> {
  for (;;) {
    const facts = await readAccount(client, account, signal);
    if (isFailure(facts)) return facts;
    if (facts.settled) return undefined;
    await pause(BETWEEN_LOOKS_MS, signal);
    if (signal.aborted) return failure("cancelled", "Cancelled while the account was busy.");
  }
}

/** Who may still need a key, in one sentence. */
export function useInWords(use: KeyUse, key: KeyKind, now: Date): string {
  if (!use.known) return use.why;
  const last = use.last[key];
  if (last === undefined) return `By the account's logs nothing used the ${KEY_KINDS[key]} in the past 24 hours.`;
  const minutes = Math.max(0, Math.round((now.getTime() - last.getTime()) / 60_000));
  return `By the account's logs the ${KEY_KINDS[key]} was last used ${minutes} minutes ago.`;
}
