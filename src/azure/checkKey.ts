import { type AccountFacts, reachAccount, type UnknownAccount } from "./accounts";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";
import { type KeyKind, mayBeFromChaosDb } from "./keyAge";
import { keyPrints, type KeyPrints, kindOf } from "./keys";

/** What Azure says of a key that was found. */
export interface KeyCheck extends AccountFacts {
  /**
   * `live`: it is one of the account's keys. `stale`: it was regenerated since. `off`: it is one, but key access is
   * switched off. `unknown-key`: the keys may not be listed.
   */
  readonly state: "live" | "stale" | "off" | "unknown-key";
  /** Which of the four it is; undefined where it is none, or that cannot be told. */
  readonly kind: KeyKind | undefined;
  /** It may have been taken through ChaosDB in 2021. */
  readonly chaosDb: boolean;
  /** Why the keys could not be listed. */
  readonly problem: AzureFailure | undefined;
}

/** What a check came to. */
export type CheckAnswer = KeyCheck | UnknownAccount | AzureFailure;

/** A key to ask about: the account it is said to open, and its fingerprint. */
export interface AskedKey {
  readonly account: string;
  readonly fingerprint: string;
}

/** Accounts asked about at one time. */
const AT_ONCE = 4;

/**
 * Finds out which key of which account a finding is, and whether it is still valid. The key itself is not needed and
 * sent nowhere: Azure's keys are compared by fingerprint, in memory. Never throws for what Azure says.
 */
export async function checkKey(
  connection: Connection,
  accountName: string,
  fingerprint: string,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  return (await askAccount(connection, accountName, signal))(fingerprint);
}

/**
 * Checks many keys: each account is asked once, a few at a time. `tell` is given every answer as soon as it is there;
 * `connectionOf` says in which cloud an account lies.
 */
export async function checkKeys<K extends AskedKey>(
  keys: readonly K[],
  connectionOf: (key: K) => Connection,
  tell: (key: K, answer: CheckAnswer) => void,
  signal: AbortSignal,
): Promise<void> {
  const byAccount = new Map<string, K[]>();
  for (const key of keys) byAccount.set(key.account, [...(byAccount.get(key.account) ?? []), key]);
  const waiting = [...byAccount];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, asked] = next;
      const [first] = asked;
      if (first === undefined) continue;
      const answerFor = await askAccount(connectionOf(first), name, signal);
      for (const key of asked) tell(key, answerFor(key.fingerprint));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Asks about an account once; the answer is for any fingerprint. */
async function askAccount(
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<(fingerprint: string) => CheckAnswer> {
  const reached = await reachAccount(connection, name, signal);
  if ("failed" in reached || "state" in reached) return () => reached;
  const prints = await keyPrints(reached.client, reached.facts.account, signal);
  return (fingerprint) => checkOf(reached.facts, prints, fingerprint);
}

function checkOf(facts: AccountFacts, prints: KeyPrints | AzureFailure, fingerprint: string): KeyCheck {
  if (isFailure(prints)) return { ...facts, state: "unknown-key", kind: undefined, chaosDb: false, problem: prints };
  const kind = kindOf(prints, fingerprint);
  const chaosDb = kind !== undefined && mayBeFromChaosDb(facts.ages[kind], facts.created);
  const state = kind === undefined ? "stale" : facts.keyAccessOff ? "off" : "live";
  return { ...facts, state, kind, chaosDb, problem: undefined };
}
