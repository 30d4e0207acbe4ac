import type { ReachedAccount } from "./accounts";
import { type AzureFailure, isFailure } from "./failure";
import { countGrants } from "./grant";
import { KEY_KINDS, type KeyKind } from "./keyAge";
import { type KeyUse, useInWords } from "./keyUse";
import { keyUse } from "./keyUseLog";

/** What speaks against switching an account's key access off, by all that can be looked at. */
export interface Readiness {
  /** Who may still use keys, in sentences. */
  readonly use: readonly string[];
  /** Reasons not to do it yet, in sentences; none where nothing speaks against it. */
  readonly against: readonly string[];
  /** What could not be known, in sentences. */
  readonly unknown: readonly string[];
}

/** What the workspace has that hangs on keys. */
export interface KeysInWorkspace {
  /** Places with keys of the account, and code that takes a key from elsewhere. */
  readonly keys: readonly string[];
  /** Places of infrastructure code that hand the account's keys out. */
  readonly handedOut: readonly string[];
  /** Whether any code was looked at. */
  readonly lookedAt: boolean;
  /** Places that could not be looked at. */
  readonly unseen: readonly string[];
}

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];
const NAMED = 3;

/** Looks at logs, role assignments and code before key access is switched off. Only reads. */
export async function readinessOf(
  reached: ReachedAccount,
  code: KeysInWorkspace,
  signal: AbortSignal,
): Promise<Readiness | AzureFailure> {
  const { connection, facts } = reached;
  const use = await keyUse(connection, facts, signal);
  if (isFailure(use)) return use;
  const grants = await countGrants(reached, signal);
  if (grants !== undefined && typeof grants !== "number" && grants.why === "cancelled") return grants;
  const known = typeof grants === "number";
  return {
    use: use.known ? KINDS.map((kind) => useInWords(use, kind)) : [],
    against: [
      ...inUse(use),
      ...(known && grants === 0
        ? ["No data role is granted on the account: nothing could read its data any more."]
        : []),
      ...places("The code still uses keys", code.keys),
      ...places("Infrastructure code hands the account's keys out", code.handedOut),
    ],
    unknown: [
      ...(use.known ? [] : [use.why]),
      ...(use.known && use.reach < DAY_MINUTES ? ["The account's logs reach back less than a day."] : []),
      ...(grants === undefined || known ? [] : [`It is not known whether data roles are granted. ${grants.says}`]),
      ...(code.lookedAt ? [] : ["No code was looked at."]),
      ...places("Could not be looked at", code.unseen),
    ],
  };
}

const DAY_MINUTES = 24 * 60;

function inUse(use: KeyUse): readonly string[] {
  if (!use.known) return [];
  return KINDS.filter((kind) => use.last[kind] !== undefined).map((kind) => useInWords(use, kind));
}

function places(what: string, all: readonly string[]): readonly string[] {
  if (all.length === 0) return [];
  const rest = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
  return [`${what}: ${all.slice(0, NAMED).join(", ")}${rest}.`];
}
