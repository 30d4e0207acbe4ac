import type { UnknownAccount } from "./accounts";
import type { KeyCheck } from "./checkKey";
import { ageInWords, KEY_KINDS, type KeyKind } from "./keyAge";

/**
 * How loud a finding is once Azure has spoken: a key that opens something shouts, one that opens nothing any more warns;
 * undefined where Azure could not tell.
 */
export function severityBy({ state }: KeyCheck | UnknownAccount): "error" | "warning" | undefined {
  return state === "live" ? "error" : state === "unknown-key" ? undefined : "warning";
}

/** One line on a key's state, for hover, tree and command line. */
export function stateInWords(check: KeyCheck | UnknownAccount): string {
  switch (check.state) {
    case "unknown-account":
      return "Azure shows you no account of this name: ask who owns it, and remove the key.";
    case "stale":
      return "This key was regenerated since and opens nothing any more: remove it, there is nothing to rotate.";
    case "off":
      return `This is the ${nameOf(check)}, dead while key access is switched off on the account: remove it.`;
    case "unknown-key":
      return check.problem?.says ?? "It cannot be told which key this is.";
    case "live":
      return check.chaosDb
        ? `This is the ${nameOf(check)}, and it is live. It may be from ChaosDB's time (2021): rotate it now.`
        : `This is the ${nameOf(check)}, and it is live: go keyless, then rotate it.`;
  }
}

function nameOf({ kind }: KeyCheck): string {
  return kind === undefined ? "key" : KEY_KINDS[kind];
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
