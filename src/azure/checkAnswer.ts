import type { AccountFacts, UnknownAccount } from "./accounts";
import type { Asker } from "./asker";
import { type AzureFailure, isFailure } from "./failure";
import type { KeyKind } from "./keyAge";

/** What Azure says of a key that was found. */
export interface KeyCheck extends AccountFacts {
  /**
   * `live`: it is one of the account's keys. `stale`: no account that can be seen has it. `off`: it is one, but key
   * access is switched off. `unknown-key`: the account's keys may not be listed. `unknown`: it is none of the account's
   * keys, but not every other account could be compared.
   */
  readonly state: "live" | "stale" | "off" | "unknown-key" | "unknown";
  /** Which of the four it is; undefined where it is none, or that cannot be told. */
  readonly kind: KeyKind | undefined;
  /** It may have been taken through ChaosDB in 2021. */
  readonly chaosDb: boolean;
  /** Why the keys could not be listed. */
  readonly problem: AzureFailure | undefined;
  /** The account that the code names, where the key opens another. */
  readonly named: string | undefined;
  /** With how many accounts the key was compared. */
  readonly compared: number;
  /** How many could not be compared, tenants without an answer included. */
  readonly uncompared: number;
  readonly asker: Asker | undefined;
}

/** What a check came to. */
export type CheckAnswer = KeyCheck | UnknownAccount | AzureFailure;

/** A key to ask about: the account it is said to open, and its fingerprint. */
export interface AskedKey {
  /** Undefined where the code names none: then all accounts are compared. */
  readonly account: string | undefined;
  readonly fingerprint: string;
}

/** Whether a check came to an answer: only then the key may be called dead or alive. */
export function isKnown(answer: CheckAnswer): boolean {
  return !isFailure(answer) && (answer.state === "live" || answer.state === "stale" || answer.state === "off");
}
