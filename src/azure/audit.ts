import type { KeyKind } from "./keyAge";

/** One line of the audit log: what was done to which account. Carries no secret. */
export interface AuditLine {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The name in the caller's token. */
  readonly who: string;
  /** The tenant that the caller asked in. */
  readonly tenant?: string;
  /** The account's resource id. */
  readonly account: string;
  /** "regenerate", "store", "apps", "grant", "key-access-off", "key-access-on", "abandon". */
  readonly step: string;
  readonly key?: KeyKind;
  /** "started", "done", "declined", or why it failed. */
  readonly result: string;
  /** Where it went, for what was stored or granted. */
  readonly target?: string;
}
