import type { Api } from "../engine/finding";
import { takesIdentity } from "../engine/message";
import { isQuiet } from "../engine/rules/index";
import type { AuditLine } from "./audit";
import { type Asker, askerInWords } from "./asker";
import { type CheckAnswer, isKnown } from "./checkAnswer";
import { accountInWords, stateInWords } from "./describe";
import { isFailure } from "./failure";
import { ageInWords, KEY_KINDS, type KeyKind } from "./keyAge";

/** A report for a security officer, as data; `reportPage.ts` makes it a page. Carries no secret. */
export interface SecurityReport {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** How many files were scanned. */
  readonly files: number;
  /** What should have been looked at for credentials and could not be. */
  readonly notLookedAt: readonly NotLookedAt[];
  readonly keys: readonly ReportedKey[];
  /** What was done to the accounts of this report, and to no others. */
  readonly done: readonly AuditLine[];
  /** What is left to do, in sentences. */
  readonly left: readonly string[];
  /** Whether all was looked at, and each key's state is known. */
  readonly complete: boolean;
}

/** A place that a scan could not look at. */
export interface NotLookedAt {
  /** As a person reads it. */
  readonly path: string;
  readonly reason: string;
}

/** What a report knows of the scan that it is about. */
export interface ScanScope {
  readonly files: number;
  readonly notLookedAt: readonly NotLookedAt[];
}

/** A credential that was found in code. */
export interface ReportedKey {
  readonly fingerprint: string;
  /** The account that the code names, else the one that Azure told. */
  readonly account: string | undefined;
  /** Files and lines. */
  readonly places: readonly string[];
  readonly rule: string;
  readonly api: Api;
  /** Why a person refused the finding. */
  readonly suppressed: string | undefined;
  /**
   * "live", "stale", "off"; "not-known", "not-checked"; "no-state" for passwords and tokens, of which Azure tells none;
   * "no-secret" where infrastructure hands a key out.
   */
  readonly state: "live" | "stale" | "off" | "not-known" | "not-checked" | "no-state" | "no-secret";
  readonly says: string;
  readonly key: KeyKind | undefined;
  readonly ages: Readonly<Partial<Record<KeyKind, string>>> | undefined;
  readonly chaosDb: boolean;
  readonly keyAccess: "on" | "off" | undefined;
  readonly where: string | undefined;
  /** Who asked Azure, and in which tenant. */
  readonly asked: string | undefined;
}

/** A credential as a scan found it. */
export interface KeyInCode {
  readonly fingerprint: string;
  readonly account: string | undefined;
  readonly places: readonly string[];
  readonly rule: string;
  readonly api: Api;
  /** An account key, of which Azure can be asked. */
  readonly isKey: boolean;
  readonly suppressed: string | undefined;
}

/** Puts together what the scan found, what Azure said, and what the audit log has of these accounts. */
export function reportOf(
  keys: readonly { readonly key: KeyInCode; readonly answer: CheckAnswer | undefined }[],
  done: readonly AuditLine[],
  now: Date,
  { files, notLookedAt }: ScanScope,
): SecurityReport {
  const reported = keys.map(({ key, answer }) => reportedOf(key, answer, now));
  const names = new Set(reported.flatMap(({ account }) => account?.toLowerCase() ?? []));
  return {
    time: now.toISOString(),
    files,
    notLookedAt,
    keys: reported,
    done: done.filter(({ account }) => names.has(nameOf(account).toLowerCase())),
    left: [...notLookedAt.map(({ path }) => `${path}: could not be looked at: scan it.`), ...reported.flatMap(leftOf)],
    complete: notLookedAt.length === 0 && reported.every(isStateKnown),
  };
}

/** Whether it is known of a key whether it works, as far as that can be known. */
export function isStateKnown({ state }: ReportedKey): boolean {
  return state !== "not-known" && state !== "not-checked";
}

const UNASKED = {
  key: undefined,
  ages: undefined,
  chaosDb: false,
  keyAccess: undefined,
  where: undefined,
  asked: undefined,
} as const;

function reportedOf({ isKey, ...key }: KeyInCode, answer: CheckAnswer | undefined, now: Date): ReportedKey {
  if (isQuiet(key.rule))
    return {
      ...key,
      ...UNASKED,
      state: "no-secret",
      says: "Infrastructure hands the key out. No secret is written here.",
    };
  if (!isKey)
    return { ...key, ...UNASKED, state: "no-state", says: "A password or token. Azure does not tell its state." };
  if (answer === undefined) return { ...key, ...UNASKED, state: "not-checked", says: "Not checked." };
  if (isFailure(answer))
    return { ...key, ...UNASKED, state: "not-known", says: answer.says, asked: askedBy(answer.asker) };
  const says = stateInWords(answer);
  if (answer.state === "unknown-account")
    return { ...key, ...UNASKED, state: "not-known", says, asked: askedBy(answer.asker) };
  const { state, kind, ages, chaosDb, keyAccessOff, account, asker } = answer;
  const kinds = Object.keys(KEY_KINDS) as KeyKind[];
  return {
    ...key,
    account: kind === undefined ? key.account : account.name,
    state: isKnown(answer) && state !== "unknown-key" && state !== "unknown" ? state : "not-known",
    says,
    key: kind,
    ages: Object.fromEntries(kinds.map((one) => [one, ageInWords(ages[one], now)])),
    chaosDb,
    keyAccess: keyAccessOff ? "off" : "on",
    where: accountInWords(answer),
    asked: askedBy(asker),
  };
}

function askedBy(asker: Asker | undefined): string | undefined {
  return asker === undefined ? undefined : askerInWords(asker);
}

const insteadOf = (api: Api): string =>
  takesIdentity(api) ? "give the app an identity in place of the key" : "hand the key over by Key Vault";

function leftOf({ account, api, places, state, key, keyAccess, suppressed }: ReportedKey): readonly string[] {
  const [first = "", ...others] = places;
  const more = others.length === 1 ? "1 more place" : `${others.length} more places`;
  const where = others.length === 0 ? first : `${first} and ${more}`;
  const whose = account ?? "unknown account";
  const remove =
    state === "no-state"
      ? `${where}: remove the password or token (${whose}), and change it.`
      : `${where}: remove the key (${whose}).`;
  const kept = suppressed === undefined ? [remove] : [];
  if (state === "no-secret") return suppressed === undefined ? [`${where}: ${insteadOf(api)} (${whose}).`] : [];
  if (state === "not-known" || state === "not-checked")
    return [...kept, `${where}: find out whether the key works (${whose}).`];
  if (state !== "live") return kept;
  return [
    ...kept,
    `${whose}: rotate the ${key === undefined ? "key" : KEY_KINDS[key]}.`,
    ...(keyAccess === "on" ? [`${whose}: disable key access once nothing uses keys.`] : []),
  ];
}

/** The account in a resource's id. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
