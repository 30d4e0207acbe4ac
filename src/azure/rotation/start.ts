import type { ReachedAccount } from "../accounts";
import { type AzureFailure, isFailure } from "../failure";
import { KEY_KINDS, type KeyKind, mayBeFromChaosDb } from "../keyAge";
import { keyPrints, type KeyPrints, kindOf } from "../keys";
import { type KeyUse, provesUnused } from "../keyUse";
import { keyUse } from "../keyUseLog";
import type { AppsUse, StoreTarget } from "./plan";
import type { RotationState } from "./state";

/** What a person wants rotated. */
export interface RotationWish {
  /** Fingerprints of keys that were found: in code, in history, before a fix. */
  readonly found: readonly string[];
  /** Kinds named by a person. */
  readonly kinds: readonly KeyKind[];
  readonly target: StoreTarget | undefined;
}

/** What a rotation begins from, as Azure says now. */
export interface RotationGround {
  readonly prints: KeyPrints;
  readonly use: KeyUse;
  /** The kinds of the keys that are to end; none where none of those found is one of the account's. */
  readonly exposed: readonly KeyKind[];
}

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];

/** What there is to rotate. Only reads. */
export async function groundFor(
  { client, connection, facts }: ReachedAccount,
  { found, kinds }: RotationWish,
  signal: AbortSignal,
): Promise<RotationGround | AzureFailure> {
  const prints = await keyPrints(client, facts.account, signal);
  if (isFailure(prints)) return prints;
  const use = await keyUse(connection, facts, signal);
  if (isFailure(use)) return use;
  const exposed = KINDS.filter((kind) => kinds.includes(kind) || found.some((print) => kindOf(prints, print) === kind));
  return { prints, use, exposed };
}

/** Which keys the apps use, where the logs prove it: every key's use, or that there is none. */
export function appsByLogs(use: KeyUse): AppsUse {
  if (!use.known) return "unknown";
  const isClear = KINDS.every((kind) => use.last[kind] !== undefined || provesUnused(use, kind));
  return isClear ? KINDS.filter((kind) => use.last[kind] !== undefined) : "unknown";
}

/** The state of a rotation that begins now. */
export function startOf(
  { facts: { account, ages, created } }: ReachedAccount,
  { prints, exposed }: RotationGround,
  { target }: RotationWish,
  apps: AppsUse,
  now: Date,
): RotationState {
  return {
    version: 2,
    account,
    started: now.toISOString(),
    exposed,
    leaked: exposed.map((kind) => prints[kind]),
    suspect: KINDS.filter((kind) => mayBeFromChaosDb(ages[kind], created)),
    apps,
    prints,
    done: {},
    ...(target === undefined ? {} : { target }),
  };
}

/** What this run asks for and the saved rotation is not about, in sentences; none where it can be gone on with. */
export function differences(
  state: RotationState,
  { exposed, prints }: RotationGround,
  { target }: RotationWish,
  apps: AppsUse | undefined,
): readonly string[] {
  const others = exposed.filter((kind) => !state.leaked.includes(prints[kind]));
  // A key that this rotation has made anew was not the one that was found.
  const found = others.filter(
    (kind) => state.done[`regenerate:${kind}`] === undefined || prints[kind] !== state.prints[kind],
  );
  return [
    ...found.map((kind) => `It does not cover the ${KEY_KINDS[kind]}, which was found too.`),
    ...(target !== undefined && JSON.stringify(target) !== JSON.stringify(state.target)
      ? [
          state.target === undefined
            ? "It stores the new key nowhere."
            : `It stores the new key as ${state.target.vault}/secrets/${state.target.secret}.`,
        ]
      : []),
    ...(apps !== undefined && !isSame(apps, state.apps)
      ? ["It was begun with another answer to which keys your apps use."]
      : []),
  ];
}

function isSame(a: AppsUse, b: AppsUse): boolean {
  if (a === "unknown" || b === "unknown") return a === b;
  return KINDS.every((kind) => a.includes(kind) === b.includes(kind));
}
