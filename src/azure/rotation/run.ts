import type { AuditLine } from "../audit";
import type { AzureFailure } from "../failure";
import type { KeyKind } from "../keyAge";
import type { KeyPrints } from "../keys";
import type { StoreConsent } from "../keyVault";
import type { RotationQuestion, RotationView, Words } from "./decide";
import { idOf, type RotationStep, type StoreStep } from "./plan";
import type { RotationState } from "./state";

/** A rotation under way: what it works with, what it knows, and how that is written down. */

/** What a rotation does to Azure. Each is one or more calls; none is repeated by itself. */
export interface RotationWorld {
  /** Azure as it is now, for what the state says is to be looked at. */
  readonly look: (state: RotationState) => Promise<RotationView | AzureFailure>;
  /** The four keys alone, for the moment before one of them ends: a look takes seconds. */
  readonly list: () => Promise<KeyPrints | AzureFailure>;
  /** Asks for a new key. Resolves once Azure has taken it, with where its end is told. */
  readonly regenerate: (key: KeyKind) => Promise<BegunOperation | AzureFailure>;
  /** How a regeneration stands. `forgotten`: Azure knows nothing of it any more. */
  readonly ended: (operation: string) => Promise<OperationEnd | AzureFailure>;
  readonly store: (step: StoreStep, consent: StoreConsent) => Promise<{ readonly stored: true } | AzureFailure>;
  /** Lets some time pass; a failure where it was cancelled. */
  readonly pause: () => Promise<AzureFailure | undefined>;
}

/** A regeneration that Azure has taken; undefined where it does not say where its end is told. */
export interface BegunOperation {
  readonly operation: string | undefined;
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
  readonly consent: (about: keyof StoreConsent, step: StoreStep) => Promise<boolean>;
  readonly now: () => Date;
}

/** How far a rotation came. `waiting`: a person said no, or not yet. `moved`: Azure is not as it was left. */
export type RotationOutcome =
  | { readonly state: "done"; readonly byOthers: readonly KeyKind[] }
  | { readonly state: "waiting"; readonly at: RotationStep; readonly question: RotationQuestion | undefined }
  | { readonly state: "moved"; readonly keys: readonly KeyKind[] };

/** One process's share of a rotation. */
export interface Run {
  readonly world: RotationWorld;
  readonly desk: RotationDesk;
  state: RotationState;
  words: Words;
  /** A yes about one secret. */
  consent: StoreConsent;
  shown: string | undefined;
  /** The key whose regeneration is in the audit log as started, and not yet as ended. */
  started: KeyKind | undefined;
  /** The vault was found with another value once: a second time is not fought over. */
  undone: boolean;
}

/** No yes about a secret. */
export const NO_CONSENT: StoreConsent = { overwrite: false, recover: false };

/** A run that goes on from a state. */
export function runFrom(world: RotationWorld, start: RotationState, desk: RotationDesk): Run {
  return {
    world,
    desk,
    state: start,
    words: { yes: {}, switched: {} },
    consent: NO_CONSENT,
    shown: undefined,
    started: undefined,
    undone: false,
  };
}

/** Writes down what is known now. */
export function save(state: RotationState, run: Run): void {
  run.desk.save(state);
  run.state = state;
}

/** Tells a person which step it is at, once. */
export function show(step: RotationStep, run: Run): void {
  if (run.shown === idOf(step)) return;
  run.shown = idOf(step);
  run.desk.progress(step);
}

/** A step is done: written down, then told. */
export function note(step: RotationStep, state: RotationState, run: Run): void {
  const { begun, ...rest } = state;
  const isItsEnd = step.step === "regenerate" && begun?.key === step.key;
  const done = { ...state.done, [idOf(step)]: run.desk.now().toISOString() };
  save({ ...(isItsEnd ? rest : state), done }, run);
  if (step.step === "regenerate") run.started = undefined;
  const target = step.step === "store" ? { target: `${step.target.vault}/secrets/${step.target.secret}` } : {};
  run.desk.audit({ step: step.step, key: step.key, result: "done", ...target });
}
