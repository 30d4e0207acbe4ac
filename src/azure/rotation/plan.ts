import { KEY_KINDS, type KeyKind } from "../keyAge";
import type { StoreWish } from "../keyVault";
import type { RotationState } from "./state";

/** Where the new key is to be put. */
export type StoreTarget = Omit<StoreWish, "kind">;

/** Which keys apps use, by a person's word or the account's logs: none says that they are keyless. */
export type AppsUse = readonly KeyKind[] | "unknown";

/** A step's name, the same in state, audit log and words. */
export type StepId = `${RotationStep["step"]}:${KeyKind}`;

/** One step of a rotation. */
export type RotationStep =
  /** Make Azure generate a new key. */
  | { readonly step: "regenerate"; readonly key: KeyKind }
  /** Put a key where the apps read it. */
  | { readonly step: "store"; readonly key: KeyKind; readonly target: StoreTarget }
  /** Wait until a person says that every app uses that key, or none. */
  | { readonly step: "apps"; readonly key: KeyKind };

/** A step that stores a key. */
export type StoreStep = Extract<RotationStep, { step: "store" }>;

/** What the steps follow from. */
export type RotationTask = Pick<RotationState, "exposed" | "suspect" | "apps" | "target">;

const PAIRS: readonly (readonly [KeyKind, KeyKind])[] = [
  ["primary", "secondary"],
  ["primaryReadonly", "secondaryReadonly"],
];

/** The other key of a pair. */
export function partnerOf(key: KeyKind): KeyKind {
  const pair = PAIRS.find((one) => one.includes(key)) ?? [key, key];
  return pair[0] === key ? pair[1] : pair[0];
}

/**
 * The steps of a rotation, in order, done ones included. No key is regenerated while apps are meant to be on it: they move
 * to the other key of the pair first.
 */
export function stepsOf(task: RotationTask): readonly RotationStep[] {
  return PAIRS.flatMap((pair) => stepsOfPair(pair, task));
}

function stepsOfPair(
  [first, second]: readonly [KeyKind, KeyKind],
  { exposed, suspect, apps, target }: RotationTask,
): readonly RotationStep[] {
  const leaked = [first, second].filter((key) => exposed.includes(key));
  const [only = first] = leaked;
  if (leaked.length === 0) return [];
  const used = [first, second].filter((key) => apps === "unknown" || apps.includes(key));
  const regenerate = (key: KeyKind): RotationStep => ({ step: "regenerate", key });
  const move = (key: KeyKind): readonly RotationStep[] => [
    ...(target === undefined ? [] : [{ step: "store" as const, key, target: targetOf(target, key) }]),
    { step: "apps", key },
  ];
  // Nothing uses a key: a spare that may have leaked through ChaosDB goes along.
  if (used.length === 0) {
    const spare = partnerOf(only);
    const also = leaked.length === 1 && suspect.includes(spare) ? [spare] : [];
    return [...also, ...leaked].map(regenerate);
  }
  if (leaked.length === 1) {
    const spare = partnerOf(only);
    if (!used.includes(only)) return [regenerate(only)];
    // Apps on both: the spare stays as it is, and all of them move to it.
    if (used.length === 2) return [...move(spare), regenerate(only)];
    return [regenerate(spare), ...move(spare), regenerate(only)];
  }
  const [on = first] = used;
  const other = partnerOf(on);
  const gather = used.length === 2 ? move(on) : [];
  return [...gather, regenerate(other), ...move(other), regenerate(on)];
}

/** The read-only pair has a secret of its own: one name cannot hold two keys. */
function targetOf(target: StoreTarget, key: KeyKind): StoreTarget {
  return key.endsWith("Readonly") ? { ...target, secret: `${target.secret}-readonly`.slice(0, 127) } : target;
}

/** A step's name. */
export function idOf({ step, key }: RotationStep): StepId {
  return `${step}:${key}`;
}

/** What a step does, in one sentence. */
export function stepInWords(step: RotationStep, { account, exposed }: RotationState): string {
  const key = KEY_KINDS[step.key];
  switch (step.step) {
    case "regenerate":
      return exposed.includes(step.key)
        ? `Regenerate the ${key} of ${account.name}, which was exposed. Apps that still use it stop working.`
        : `Regenerate the ${key} of ${account.name}, so that it is new. Apps that use it stop working.`;
    case "store":
      return `Store the ${key} as secret ${step.target.secret} in ${step.target.vault}.`;
    case "apps":
      return `Wait until every app uses the ${key}, or none at all.`;
  }
}

/** Which keys apps use, in words. */
export function appsInWords(apps: AppsUse): string {
  if (apps === "unknown")
    return "Which keys your apps use is not known, so none is regenerated before they have moved.";
  if (apps.length === 0) return "Your apps use no key.";
  return `Your apps use the ${apps.map((key) => KEY_KINDS[key]).join(" and the ")}.`;
}
