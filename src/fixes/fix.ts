import type { Finding, Span } from "../engine/finding";

/** How a credential is made to go away, best first: none left, kept in a vault, kept in the environment. */
export type FixKind = "managed-identity" | "key-vault" | "environment";

/** Every kind, best first. */
export const FIX_KINDS: readonly FixKind[] = ["managed-identity", "key-vault", "environment"];

/** What each kind of fix is called. */
export const FIX_TITLES: Readonly<Record<FixKind, string>> = {
  "managed-identity": "Use managed identity",
  "key-vault": "Use a Key Vault reference",
  environment: "Read from an environment variable",
};

/** What a person asks for. */
export interface Choice {
  readonly kind: FixKind;
  /** The vault's address, `https://NAME.vault.azure.net`; needed for `key-vault`. */
  readonly vault?: string;
}

/** Puts `text` in the place of a range of UTF-16 offsets. */
export interface Edit extends Span {
  readonly text: string;
}

/** The edits of one file, in order, without overlap. */
export interface FileEdits {
  readonly path: string;
  readonly edits: readonly Edit[];
}

/** What remains to be done by a person once a fix is in. */
export type Afterwards =
  | "grant-role"
  | "management-actions"
  | "rotate"
  | "store-secret"
  | "local-development"
  | "set-variable"
  | "workload-identity"
  | "lost-segments"
  | "table-roles";

/** A whole change: all of it, or a reason. */
export interface Fix {
  readonly fixable: true;
  readonly title: string;
  readonly edits: readonly FileEdits[];
  readonly afterwards: readonly Afterwards[];
  /** What a person must still do or may clean up, by name: a variable to set, a place that still names what went. */
  readonly left: readonly string[];
}

/** Why there is no fix of this kind, in words for a person; where one should look, if the way was lost somewhere. */
export interface NotFixable {
  readonly fixable: false;
  readonly reason: string;
  readonly lookAt?: { readonly path: string; readonly span: Span };
}

/** Why not. */
export function notFixable(reason: string, lookAt?: NotFixable["lookAt"]): NotFixable {
  return { fixable: false, reason, ...(lookAt === undefined ? {} : { lookAt }) };
}

/** The texts that a fix may read and change. Paths are absolute or all relative to one folder, with forward slashes. */
export interface Workspace {
  readonly paths: readonly string[];
  /** The text without byte order mark; undefined where it cannot be read. */
  readonly read: (path: string) => string | undefined;
  /** Whether a file cannot be written: no plan has a fix that would change it. */
  readonly isLocked?: (path: string) => boolean;
}

/** A finding in a file of the workspace. */
export interface Place {
  readonly path: string;
  readonly finding: Finding;
}

/** Applies a file's edits. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Edits by place; of insertions at one place the earlier given comes first. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits
    .map((edit, i) => ({ edit, i }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.i - b.i)
    .map(({ edit }) => edit);
}
