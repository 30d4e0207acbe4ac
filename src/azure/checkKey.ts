import type { AccountId } from "./accountId";
import { reach, reachAccount, type ReachedAccount, type UnknownAccount } from "./accounts";
import type { Connection } from "./connection";
import { allAccounts } from "./everywhere";
import { type AzureFailure, isFailure } from "./failure";
import { type KeyKind, mayBeFromChaosDb } from "./keyAge";
import type { AskedKey, CheckAnswer, KeyCheck } from "./checkAnswer";
import { keyPrints, type KeyPrints, kindOf } from "./keys";

/** Accounts asked about at one time. */
const AT_ONCE = 4;

/** Checks one key. The same as `checkKeys`. */
export async function checkKey(
  connection: Connection,
  accountName: string | undefined,
  fingerprint: string,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  let answer: CheckAnswer | undefined;
  const tell = (_key: AskedKey, told: CheckAnswer): void => {
    answer = told;
  };
  await checkKeys([{ account: accountName, fingerprint }], () => connection, tell, signal);
  return answer ?? { state: "unknown-account", silentTenants: 0, asker: undefined };
}

/**
 * Finds out which key of which account each finding is, and whether it is still valid. The keys themselves are not needed
 * and sent nowhere: Azure's keys are compared by fingerprint, in memory. The account that the code names is asked first;
 * a key that is none of its keys is compared with every account that the person sees, in every tenant. Each account is
 * asked once. `tell` is given every answer as soon as it is there. Never throws for what Azure says.
 */
export async function checkKeys<K extends AskedKey>(
  keys: readonly K[],
  connectionOf: (key: K) => Connection,
  tell: (key: K, answer: CheckAnswer) => void,
  signal: AbortSignal,
): Promise<void> {
  const byAccount = new Map<string, K[]>();
  for (const key of keys) {
    const group = `${connectionOf(key).cloud.name}/${key.account ?? ""}`;
    byAccount.set(group, [...(byAccount.get(group) ?? []), key]);
  }
  const lost: Lost<K>[] = [];
  await atOnce([...byAccount.values()], async (asked) => {
    const [first] = asked;
    if (first === undefined) return;
    const seen = first.account === undefined ? undefined : await look(connectionOf(first), first.account, signal);
    for (const key of asked) {
      const answer = seen === undefined ? undefined : answerFor(seen, key.fingerprint);
      if (answer === undefined) lost.push({ key, seen });
      else tell(key, answer);
    }
  });
  const clouds = new Map<string, Lost<K>[]>();
  for (const one of lost) {
    const { name } = connectionOf(one.key).cloud;
    clouds.set(name, [...(clouds.get(name) ?? []), one]);
  }
  for (const group of clouds.values()) {
    const [first] = group;
    if (first !== undefined) await searchEverywhere(group, connectionOf(first.key), tell, signal);
  }
}

/** A key that the account of its name does not have. */
interface Lost<K> {
  readonly key: K;
  readonly seen: Seen | undefined;
}

type Seen = AzureFailure | UnknownAccount | SeenAccount;
interface SeenAccount {
  readonly reached: ReachedAccount;
  readonly prints: KeyPrints | AzureFailure;
}

async function look(connection: Connection, name: string, signal: AbortSignal): Promise<Seen> {
  const reached = await reachAccount(connection, name, signal);
  return "failed" in reached || "state" in reached ? reached : seenAccount(reached, signal);
}

async function seenAccount(reached: ReachedAccount, signal: AbortSignal): Promise<SeenAccount> {
  return { reached, prints: await keyPrints(reached.client, reached.facts.account, signal) };
}

/** What the account of its name says of a key; undefined where others must be asked. */
function answerFor(seen: Seen, fingerprint: string): CheckAnswer | undefined {
  if ("failed" in seen) return seen;
  if ("state" in seen) return undefined;
  const { reached, prints } = seen;
  if (isFailure(prints)) return { ...unmatched(reached, 0, 1), state: "unknown-key", problem: prints };
  const kind = kindOf(prints, fingerprint);
  return kind === undefined ? undefined : matched(reached, kind, undefined);
}

function matched({ facts, asker }: ReachedAccount, kind: KeyKind, named: string | undefined): KeyCheck {
  const chaosDb = mayBeFromChaosDb(facts.ages[kind], facts.created);
  const state = facts.keyAccessOff ? "off" : "live";
  return { ...facts, state, kind, chaosDb, problem: undefined, named, compared: 1, uncompared: 0, asker };
}

function unmatched({ facts, asker }: ReachedAccount, compared: number, uncompared: number): KeyCheck {
  const state = uncompared === 0 ? "stale" : "unknown";
  return {
    ...facts,
    state,
    kind: undefined,
    chaosDb: false,
    problem: undefined,
    named: undefined,
    compared,
    uncompared,
    asker,
  };
}

/** Compares keys with every account that the person sees. */
async function searchEverywhere<K extends AskedKey>(
  lost: readonly Lost<K>[],
  connection: Connection,
  tell: (key: K, answer: CheckAnswer) => void,
  signal: AbortSignal,
): Promise<void> {
  const everywhere = await allAccounts(connection, signal);
  if (isFailure(everywhere)) {
    for (const { key } of lost) tell(key, everywhere);
    return;
  }
  const waiting = new Set(lost);
  let compared = 0;
  let uncompared = everywhere.silentTenants + (everywhere.complete ? 0 : 1);
  await atOnce(everywhere.accounts, async ({ account, connection: there }) => {
    const seen = knownAlready(lost, account) ?? (await lookThere(there, account, signal));
    if (isFailure(seen) || isFailure(seen.prints)) {
      uncompared++;
      return;
    }
    compared++;
    const { prints, reached } = seen;
    for (const one of [...waiting]) {
      const kind = kindOf(prints, one.key.fingerprint);
      if (kind === undefined || !waiting.delete(one)) continue;
      tell(one.key, matched(reached, kind, one.key.account));
    }
  });
  for (const { key, seen } of waiting) {
    if (seen !== undefined && "reached" in seen) tell(key, unmatched(seen.reached, compared, uncompared));
    else tell(key, unknownAccount(seen, everywhere.silentTenants));
  }
}

function unknownAccount(seen: Seen | undefined, silentTenants: number): CheckAnswer {
  return seen !== undefined && "state" in seen ? seen : { state: "unknown-account", silentTenants, asker: undefined };
}

function knownAlready(lost: readonly Lost<AskedKey>[], { id }: AccountId): SeenAccount | undefined {
  for (const { seen } of lost)
    if (seen !== undefined && "reached" in seen && seen.reached.facts.account.id.toLowerCase() === id.toLowerCase())
      return seen;
  return undefined;
}

async function lookThere(
  connection: Connection,
  account: AccountId,
  signal: AbortSignal,
): Promise<SeenAccount | AzureFailure> {
  const reached = await reach(connection, account, signal);
  return isFailure(reached) ? reached : seenAccount(reached, signal);
}

async function atOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
