import type { Access, Account, Api, Span } from "./finding";

/** What a rule proposes: a place that may be a credential. Lives only inside the engine; `value` must not leave it. */
export interface Candidate extends Span {
  readonly rule: string;
  readonly shape: Shape;
  /** The secret in plain characters, whatever its spelling in the text. */
  readonly value: string;
  readonly pieces: readonly Span[];
  readonly api: Api;
  readonly account: Account | undefined;
  /** What it opens, where the text says so; a key's own bits say it for a key. */
  readonly access?: Access | undefined;
  /** The text itself names the account endpoint, in one string with the secret. */
  readonly beside: boolean;
  /** A key whose base64 run goes on before or after it. */
  readonly partOfLongerRun: boolean;
}

/**
 * What kind of secret it is: an account `key`, a chosen `password`, a resource `token`, the signature of one `request`,
 * or code that hands a key out by `reference`.
 */
export type Shape = "key" | "password" | "token" | "request" | "reference";
