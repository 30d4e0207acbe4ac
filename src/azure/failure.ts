import type { Asker } from "./asker";

/** Why Azure gave no answer, in our words. Another's error text may quote what was sent: none of it is passed on. */
export interface AzureFailure {
  readonly failed: true;
  readonly why:
    | "sign-in"
    | "other-tenant"
    | "no-subscription"
    | "forbidden"
    | "locked"
    | "gone"
    | "not-yet"
    | "busy"
    | "deleted-secret"
    | "foreign-secret"
    | "throttled"
    | "refused"
    | "unreachable"
    | "unclear"
    | "cancelled";
  /** A sentence for a person, with what to do. */
  readonly says: string;
  /** Who asked, and in which tenant. */
  readonly asker?: Asker;
  /** The tenant in which to ask instead. */
  readonly tenant?: string;
  /** The scopes that a lock lies on. */
  readonly locked?: readonly string[];
}

/** An action on Azure and what it needs, for the words of a failure. */
export interface AzureAction {
  /** What was tried: "list the account's keys". */
  readonly tried: string;
  /** The permission that it needs. */
  readonly permission: string;
  /** The smallest built-in role that holds it. */
  readonly role: string;
  /** What a 404 says; the account by default. */
  readonly gone?: string;
  /** What it makes is not seen at once: the provider's own 404 says "not yet", not that the account is gone. */
  readonly appearsLater?: true;
  /** It changes something: where its answer was lost, it may have been done. */
  readonly changes?: true;
}

/** Whether an answer is a failure. */
export function isFailure(answer: object): answer is AzureFailure {
  return "failed" in answer;
}

/** A failure of our own finding. */
export function failure(why: AzureFailure["why"], says: string): AzureFailure {
  return { failed: true, why, says };
}
