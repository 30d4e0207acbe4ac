/** The Cosmos DB API whose credential was found. */
export type Api = "nosql" | "mongo" | "mongo-vcore" | "table" | "gremlin" | "cassandra" | "postgresql" | "unknown";

/** What a key opens, as far as the key itself tells. Only Azure tells primary from secondary. */
export type Access = "read-write" | "read-only" | "system" | "resource" | "encryption" | "unknown";

/** How sure we are: `certain` needs no context, `likely` rests on it, `possible` is damaged, `hint` opens nothing of worth. */
export type Certainty = "certain" | "likely" | "possible" | "hint";

/** How loud a finding is, in the words of compilers. */
export type Severity = "error" | "warning" | "information" | "hint";

/** Every severity, loudest first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint"];

/** A half-open range of UTF-16 offsets in a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The account a credential belongs to, as far as the text says. */
export interface Account {
  /** Globally unique name, lower case. */
  readonly name: string;
  /** Host of the account endpoint, lower case, without port. */
  readonly host: string;
}

/** A person's "no": the in-line suppression that covers a finding. */
export interface Suppression {
  /** Why, in the person's words; a suppression without reason is reported as `missingReason` instead. */
  readonly reason: string;
}

/** Points at a credential in a text. Never carries the credential, nor a piece of it. */
export interface Finding extends Span {
  readonly rule: string;
  readonly api: Api;
  readonly access: Access;
  readonly certainty: Certainty;
  readonly severity: Severity;
  /** Each row that decided, in plain words, most decisive first. */
  readonly reasons: readonly string[];
  readonly account: Account | undefined;
  /** More than one where the literal is split; the finding spans first to last. */
  readonly pieces: readonly Span[];
  /** How the credential is written in the text: `plain`, or inside so many layers of base64. */
  readonly encoding: "plain" | "base64";
  /** 16 hexadecimal characters, the same for one credential in every place and spelling. See fingerprint.ts. */
  readonly fingerprint: string;
  readonly suppression: Suppression | undefined;
  /** True where an in-line suppression names no reason and therefore does not count. */
  readonly missingReason: boolean;
}
