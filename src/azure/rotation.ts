import type { AuditLine } from "./audit";
import { type AzureFailure, failure, isFailure } from "./failure";
import { KEY_KINDS, type KeyKind } from "./keyAge";
import { lastUse } from "./keyUse";
import type { StoreConsent } from "./keyVault";
import { decide, type Move, type RotationQuestion, type RotationView, type Words } from "./rotationMachine";
import { idOf, type RotationStep } from "./rotationPlan";
import type { RotationState } from "./rotationState";

/** What a rotation does to Azure. Each is one or more calls; none is repeated by itself. */
export interface RotationWorld {
  /** Azure as it is now, for what the state says is to be looked at. */
  readonly look: (state: RotationState) => Promise<RotationView | AzureFailure>;
  /** Asks for a new key. Resolves once Azure has taken it, with where its end is told. */
  readonly regenerate: (key: KeyKind) => Promise<{ readonly operation: string | undefined } | AzureFailure>;
  /** How a regeneration stands. `forgotten`: Azure knows nothing of it any more. */
  readonly ended: (operation: string) => Promise<OperationEnd | AzureFailure>;
  readonly store: (
    step: Extract<RotationStep, { step: "store" }>,
    consent: StoreConsent,
  ) => Promise<{ readonly stored: true } | AzureFailure>;
  /** Lets some time pass; a failure where it was cancelled. */
  readonly pause: () => Promise<AzureFailure | undefined>;
}

/** How an operation stands. */
export interface OperationEnd {
  readonly status: "running" | "succeeded" | "failed" | "forgotten";
}

/** What a rotation needs besides: a memory, a log, a person. */
export interface RotationDesk {
  /** Must have written before it returns: what is not written did not happen. Throws where the state is another's now. */
  readonly save: (state: RotationState) => void;
  readonly audit: (line: Omit<AuditLine, "time" | "who" | "account">) => void;
  readonly progress: (step: RotationStep) => void;
  /** Asks a person; false leaves the rotation as it is, to be gone on with. */
  readonly confirm: (question: RotationQuestion) => Promise<boolean>;
  /** Asks whether a secret of another origin gets a new version, or a deleted one is recovered. */
  readonly consent: (about: keyof StoreConsent, step: Extract<RotationStep, { step: "store" }>) => Promise<boolean>;
  readonly now: () => Date;
}

/** How far a rotation came. `waiting`: a person said no, or not yet. `moved`: Azure is not as it was left. */
export type RotationOutcome =
  | { readonly state: "done"; readonly byOthers: readonly KeyKind[] }
  | { readonly state: "waiting"; readonly at: RotationStep; readonly question: RotationQuestion | undefined }
  | { readonly state: "moved"; readonly keys: readonly KeyKind[] };

interface Run {
  readonly world: RotationWorld;
  readonly desk: RotationDesk;
  state: RotationState;
  words: Words;
  consent: StoreConsent;
  shown: string | undefined;
  /** The key whose regeneration is in the audit log as started, and not yet as ended. */
  started: KeyKind | undefined;
  /** The vault was found with another value once: a second time is not fought over. */
  undone: boolean;
}

/** A yes is about one secret. */
const NO_CONSENT: StoreConsent = { overwrite: false, recover: false };

/** More turns than any rotation takes; waiting for Azure is not counted. */
const MOST_TURNS = 200;

/**
 * Goes on with a rotation: look at Azure, decide, do one thing, write it down, look again. Ended anywhere, the next run
 * takes up what Azure says then.
 */
export async function rotate(
  world: RotationWorld,
  start: RotationState,
  desk: RotationDesk,
): Promise<RotationOutcome | AzureFailure> {
  const run: Run = {
    world,
    desk,
    state: start,
    words: { yes: {}, switched: {} },
    consent: NO_CONSENT,
    shown: undefined,
    started: undefined,
    undone: false,
  };
  desk.save(start);
  const outcome = await turns(run);
  // What was started is written down with how it ended, here as far as it is known.
  if (isFailure(outcome) && run.started !== undefined)
    desk.audit({ step: "regenerate", key: run.started, result: outcome.why });
  return outcome;
}

async function turns(run: Run): Promise<RotationOutcome | AzureFailure> {
  let view: RotationView | AzureFailure | undefined;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    // The end of what was begun comes first: there is nothing to look at before.
    const failed = await untilEnded(run);
    if (failed !== undefined) return failed;
    view ??= await run.world.look(run.state);
    if (isFailure(view)) return view;
    const move = decide(run.state, view, run.words);
    if (move.do === "wait") turn--;
    const outcome = await make(move, view, run);
    if (outcome !== undefined) return outcome;
    // What was only written down has taken no time: Azure is as it was seen.
    if (move.do !== "note") view = undefined;
  }
  return stuck();
}

/** Waits for the end of a regeneration whose address is known; a failure where it cannot be seen, or Azure gave up. */
async function untilEnded(run: Run): Promise<AzureFailure | undefined> {
  for (;;) {
    const operation = run.state.begun?.operation;
    if (operation === undefined) return undefined;
    const failed = await seeEnd(operation, run);
    if (failed !== undefined) return failed;
  }
}

async function make(move: Move, view: RotationView, run: Run): Promise<RotationOutcome | AzureFailure | undefined> {
  switch (move.do) {
    case "wait":
      return run.world.pause();
    case "note":
      note(move.step, { ...run.state, prints: move.prints }, run);
      return undefined;
    case "undo":
      save(without(run.state, move.steps), run);
      if (run.undone)
        return failure("unclear", "Somebody else keeps changing the secret. Find out who, then run it again.");
      run.undone = true;
      return undefined;
    case "ask":
      show(move.step, run);
      return ask(move.question, move.step, run);
    case "regenerate":
      show(move.step, run);
      return regenerate(move.key, move.old, run);
    case "store":
      show(move.step, run);
      return store(move.step, run);
    case "tell-moved":
      return { state: "moved", keys: move.keys };
    case "done":
      if (run.state.begun !== undefined)
        note({ step: "regenerate", key: run.state.begun.key }, { ...run.state, prints: view.prints }, run);
      return { state: "done", byOthers: move.byOthers };
    case "give-up":
      return stuck();
  }
}

function stuck(): AzureFailure {
  return failure("unclear", "Every step was done, but Azure still lists an exposed key. Look at the account's keys.");
}

function save(state: RotationState, run: Run): void {
  run.desk.save(state);
  run.state = state;
}

function show(step: RotationStep, run: Run): void {
  if (run.shown === idOf(step)) return;
  run.shown = idOf(step);
  run.desk.progress(step);
}

/** A step is done: written down, then told. */
function note(step: RotationStep, state: RotationState, run: Run): void {
  const { begun, ...rest } = state;
  const isItsEnd = step.step === "regenerate" && begun?.key === step.key;
  const done = { ...state.done, [idOf(step)]: run.desk.now().toISOString() };
  save({ ...(isItsEnd ? rest : state), done }, run);
  if (step.step === "regenerate") run.started = undefined;
  const target = step.step === "store" ? { target: `${step.target.vault}/secrets/${step.target.secret}` } : {};
  run.desk.audit({ step: step.step, key: step.key, result: "done", ...target });
}

function without(state: RotationState, steps: readonly string[]): RotationState {
  return { ...state, done: Object.fromEntries(Object.entries(state.done).filter(([id]) => !steps.includes(id))) };
}

async function ask(
  question: RotationQuestion,
  step: RotationStep,
  run: Run,
): Promise<RotationOutcome | AzureFailure | undefined> {
  const { key, print, use } = question;
  if (!(await run.desk.confirm(question))) {
    run.desk.audit({ step: step.step, key, result: "declined" });
    return { state: "waiting", at: step, question };
  }
  const { yes, switched } = run.words;
  run.words =
    question.ask === "apps"
      ? { yes, switched: { ...switched, [key]: print } }
      : { yes: { ...yes, [key]: { print, sawUse: lastUse(use, key) !== undefined } }, switched };
  return undefined;
}

async function regenerate(key: KeyKind, old: string, run: Run): Promise<AzureFailure | undefined> {
  // Written before it is asked for: a run that ends in between knows what may have begun.
  const before = run.state;
  const sent = (before.begun?.sent ?? 0) + 1;
  save({ ...before, begun: { key, old, sent } }, run);
  run.desk.audit({ step: "regenerate", key, result: "started" });
  run.started = key;
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

const MAY_HAVE_BEGUN: ReadonlySet<AzureFailure["why"]> = new Set(["unreachable", "cancelled", "unclear"]);

function unbegun(state: RotationState): RotationState {
  const { begun, ...rest } = state;
  return begun === undefined ? state : rest;
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

async function store(
  step: Extract<RotationStep, { step: "store" }>,
  run: Run,
): Promise<RotationOutcome | AzureFailure | undefined> {
  const answer = await run.world.store(step, run.consent);
  if (!isFailure(answer)) {
    run.consent = NO_CONSENT;
    note(step, run.state, run);
    return undefined;
  }
  const about = answer.why === "foreign-secret" ? "overwrite" : answer.why === "deleted-secret" ? "recover" : undefined;
  if (about === undefined || run.consent[about]) {
    run.desk.audit({ step: "store", key: step.key, result: answer.why });
    return answer;
  }
  if (!(await run.desk.consent(about, step))) {
    run.desk.audit({ step: "store", key: step.key, result: "declined" });
    return { state: "waiting", at: step, question: undefined };
  }
  run.consent = { ...run.consent, [about]: true };
  return undefined;
}
