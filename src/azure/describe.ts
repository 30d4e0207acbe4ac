import type { UnknownAccount } from "./accounts";
import { askerInWords } from "./asker";
import type { KeyCheck } from "./checkAnswer";
import { ageInWords, KEY_KINDS, type KeyKind } from "./keyAge";

/**
 * How loud a finding is once Azure has spoken: a key that opens something shouts, one that opens nothing any more warns;
 * undefined where Azure could not tell.
 */
export function severityBy({ state }: KeyCheck | UnknownAccount): "error" | "warning" | undefined {
  return state === "live" ? "error" : state === "stale" || state === "off" ? "warning" : undefined;
}

/** One line on a key's state, for hover, tree and command line. */
export function stateInWords(check: KeyCheck | UnknownAccount): string {
  switch (check.state) {
    case "unknown-account":
      return `Not known: you cannot see the account of this key${silent(check.silentTenants)}. Ask its owner, and remove the key.`;
    case "stale":
      return `This key was already rotated and no longer works. Remove it. (Compared with ${accounts(check.compared)}.)`;
    case "unknown":
      return `Not known: this is none of ${check.account.name}'s keys now, but ${check.uncompared} other ${check.uncompared === 1 ? "place" : "places"} could not be compared.`;
    case "off":
      return `This is the ${nameOf(check)}. It does not work while key access is off. Remove it.`;
    case "unknown-key":
      return `Not known. ${check.problem?.says ?? "The account's keys cannot be listed."}`;
    case "live":
      return check.chaosDb
        ? `This is the ${nameOf(check)}, and it works. It may have leaked through ChaosDB (2021): rotate it now.`
        : `This is the ${nameOf(check)}, and it works. Go keyless, then rotate it.`;
  }
}

function silent(tenants: number): string {
  return tenants === 0 ? "" : `, and ${tenants} of your tenants gave no answer`;
}

function accounts(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}

/** "primary key", and of which account where the code names another. */
function nameOf({ kind, named, account }: KeyCheck): string {
  const key = kind === undefined ? "key" : KEY_KINDS[kind];
  return named === undefined ? key : `${key} of ${account.name}, not of ${named} as the code says`;
}

/** A line for each of the account's keys: its name and age. */
export function agesInWords({ ages, kind }: KeyCheck, now: Date): readonly string[] {
  return (Object.keys(KEY_KINDS) as KeyKind[]).map(
    (one) => `${KEY_KINDS[one]}: ${ageInWords(ages[one], now)}${one === kind ? " (this one)" : ""}`,
  );
}

/** What is known of the account besides its keys. */
export function accountInWords({ keyAccessOff, open, account }: KeyCheck): string {
  return `Account ${account.name} in resource group ${account.resourceGroup}: key access is ${keyAccessOff ? "off" : "on"}, reachable from ${open ? "every network" : "chosen networks only"}.`;
}

/** Who asked, and in which tenant; undefined where that is not known. */
export function askedInWords({ asker }: KeyCheck | UnknownAccount): string | undefined {
  return asker === undefined ? undefined : `Asked ${askerInWords(asker)}.`;
}
