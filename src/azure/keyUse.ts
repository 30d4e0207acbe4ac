import { KEY_KINDS, type KeyKind } from "./keyAge";

/** Which keys were used of late, by the account's own logs. Times are by Azure's clock alone: ours may be off. */
export type KeyUse =
  | {
      readonly known: true;
      /** How many minutes ago each key was used last; absent where the logs have no use of it. */
      readonly last: Readonly<Partial<Record<KeyKind, number>>>;
      /** How far back the logs reach, in minutes; at most `DAYS`. */
      readonly reach: number;
      /** Requests of which the logs do not tell the key. */
      readonly unclear: boolean;
    }
  | { readonly known: false; readonly why: string };

/** How far back logs are read, in days. */
export const DAYS = 7;
/** Logs that reach back less prove nothing: a nightly job would not be in them. */
const LEAST_REACH_MINUTES = 24 * 60;

/** Whether the logs prove that a key is not in use: they reach back a day at least, tell of every request, and have no use of it. */
export function provesUnused(use: KeyUse, key: KeyKind): boolean {
  return use.known && !use.unclear && use.reach >= LEAST_REACH_MINUTES && use.last[key] === undefined;
}

/** How many minutes ago the logs have a key's last use; undefined where they have none, or there are no logs. */
export function lastUse(use: KeyUse, key: KeyKind): number | undefined {
  return use.known ? use.last[key] : undefined;
}

/** Who may still need a key, in one sentence. */
export function useInWords(use: KeyUse, key: KeyKind): string {
  if (!use.known) return use.why;
  const last = use.last[key];
  if (last !== undefined) return `The ${KEY_KINDS[key]} was last used ${ago(last)}, by the account's logs.`;
  const rest = use.unclear ? " Some requests do not say which key they used." : "";
  return use.reach === 0
    ? `The account's logs have no request in the past ${DAYS} days.${rest}`
    : `The ${KEY_KINDS[key]} was not used in the past ${span(use.reach)}, as far as the account's logs reach.${rest}`;
}

function ago(minutes: number): string {
  return minutes < 1 ? "just now" : `${span(minutes)} ago`;
}

function span(minutes: number): string {
  if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} hours` : `${Math.floor(minutes / 1440)} days`;
}
