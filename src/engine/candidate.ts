import type { Account, Api, Span } from "./finding";

/** What a rule proposes: a place that may be a credential. Lives only inside the engine; `value` must not leave it. */
export interface Candidate extends Span {
  readonly rule: string;
  readonly shape: Shape;
  /** The secret in plain characters, whatever its spelling in the text. */
  readonly value: string;
  readonly pieces: readonly Span[];
  readonly api: Api;
  readonly account: Account | undefined;
  /** The text itself names the account endpoint, in one string with the secret. */
  readonly beside: boolean;
  /** A key whose base64 run goes on before or after it. */
  readonly partOfLongerRun: boolean;
}

/**
 * What kind of secret it is: an account `key`, a chosen `password`, a resource `token`, or the signature of one `request`.
 */
export type Shape = "key" | "password" | "token" | "request";
