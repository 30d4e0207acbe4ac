import type { AccountId } from "./accounts";
import { KEY_KINDS, type KeyKind } from "./keyAge";
import type { KeyPrints } from "./keys";
import type { StoreWish } from "./keyVault";

/** Where the new key is to be put. */
export type StoreTarget = Omit<StoreWish, "kind">;

/** All that a rotation knows between two runs. Names keys by kind and fingerprint; carries none. */
export interface RotationState {
  readonly version: 1;
  readonly account: AccountId;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** The kinds of the keys that were found in code. */
  readonly exposed: readonly KeyKind[];
  /** Kinds to be regenerated besides, because they may be from ChaosDB's time. */
  readonly suspect: readonly KeyKind[];
  /** Kinds that were regenerated so lately that they need not be again, and apps may have moved to them. */
  readonly fresh: readonly KeyKind[];
  /** All four by fingerprint, as they were when the rotation began. */
  readonly before: KeyPrints;
  /** The person says that every app does without keys. */
  readonly keyless: boolean;
  readonly target: StoreTarget | undefined;
  /** Steps that are done, with the time of each. */
  readonly done: Readonly<Partial<Record<StepId, string>>>;
}

/** A step's name, the same in state, audit log and words. */
export type StepId = `${RotationStep["step"]}:${KeyKind}`;

/** One step of a rotation. */
export type RotationStep =
  /** Make Azure generate a new key. `inUse`: an app may still need the old one, so a second, named yes is asked for. */
  | { readonly step: "regenerate"; readonly key: KeyKind; readonly inUse: boolean }
  /** Put a key where the apps read it. */
  | { readonly step: "store"; readonly key: KeyKind; readonly target: StoreTarget }
  /** Wait until a person says that every app uses that key. */
  | { readonly step: "apps"; readonly key: KeyKind };

const PAIRS: readonly (readonly [KeyKind, KeyKind])[] = [
  ["primary", "secondary"],
  ["primaryReadonly", "secondaryReadonly"],
];

/**
 * The steps of a rotation, in order, done ones included: the spare key first, then the apps, the exposed key last. Of
 * two exposed keys of a pair the secondary takes the spare's part, with a named yes of its own.
 */
export function stepsOf(state: RotationState): readonly RotationStep[] {
  return PAIRS.flatMap((pair) => stepsOfPair(pair, state));
}

function stepsOfPair(
  [first, second]: readonly [KeyKind, KeyKind],
  { exposed, suspect, fresh, keyless, target }: RotationState,
): readonly RotationStep[] {
  const isExposed = (key: KeyKind): boolean => exposed.includes(key);
  if (!isExposed(first) && !isExposed(second)) return [];
  const leaked = isExposed(first) ? first : second;
  const spare = leaked === first ? second : first;
  const last: RotationStep = { step: "regenerate", key: leaked, inUse: true };
  if (keyless && !isExposed(spare) && !suspect.includes(spare)) return [last];
  const renew: RotationStep = { step: "regenerate", key: spare, inUse: isExposed(spare) };
  if (keyless) return [renew, last];
  const renewal = fresh.includes(spare) && !isExposed(spare) ? [] : [renew];
  const move: readonly RotationStep[] = target === undefined ? [] : [{ step: "store", key: spare, target }];
  return [...renewal, ...move, { step: "apps", key: spare }, last];
}

/** A step's name. */
export function idOf({ step, key }: RotationStep): StepId {
  return `${step}:${key}`;
}

/** What a step does, in one sentence. */
export function stepInWords(step: RotationStep, { account }: RotationState): string {
  const key = KEY_KINDS[step.key];
  switch (step.step) {
    case "regenerate":
      return step.inUse
        ? `Regenerate the ${key} of ${account.name}, which was found in code: whatever still uses it is cut off.`
        : `Regenerate the ${key} of ${account.name}, so that it is fresh.`;
    case "store":
      return `Store the ${key} as secret ${step.target.secret} in ${step.target.vault}.`;
    case "apps":
      return `Wait until every app uses the ${key}, or none at all.`;
  }
}

/** Whether what was read from a state file is a rotation of that account. */
export function isRotationState(value: unknown, account: AccountId): value is RotationState {
  if (typeof value !== "object" || value === null) return false;
  const state = value as Partial<RotationState>;
  return (
    state.version === 1 &&
    state.account?.id.toLowerCase() === account.id.toLowerCase() &&
    Array.isArray(state.exposed) &&
    typeof state.before === "object" &&
    typeof state.done === "object"
  );
}
