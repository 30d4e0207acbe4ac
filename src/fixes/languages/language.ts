import type { Node } from "web-tree-sitter";
import type { Choice, Edit, NotFixable } from "../fix";
import type { GrammarName } from "../parsers";
import type { Secret } from "../secret";

/** What new code needs to be imported and depended on. */
export type Need = "identity" | "identity-async" | "secrets" | "environment";

/** A parsed file of program code. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  readonly language: Language;
}

/** A change of one file, and what the new code needs. */
export interface Rewrite {
  readonly edits: readonly Edit[];
  readonly needs: readonly Need[];
}

/** Code that gives a secret from somewhere else. */
export interface SecretRead {
  readonly code: string;
  readonly needs: readonly Need[];
}

/** A constant, variable, field or property that holds a value. */
export interface Declaration {
  readonly name: string;
  readonly nameNode: Node;
  /** What goes away with it: the statement, or the declarator where it has neighbours. */
  readonly removes: Edit;
  /** Where its name holds. */
  readonly scope: Node;
  /** Code of other files may use it by this name: `Class.Name`, or the name itself. */
  readonly outside: string | undefined;
}

/** A dependency that a need stands for. */
export interface Package {
  readonly name: string;
  readonly version: string;
}

/** Code for the account endpoint that remains of a connection string; undefined where it names none. */
export function endpointCode(
  { endpoint, remains }: Secret,
  value: Node,
  quoted: (text: string) => string,
): string | undefined {
  if (remains === "endpoint") return value.text;
  return endpoint === undefined ? undefined : quoted(endpoint);
}

/** What a program language knows of itself; `trace.ts` does the rest. */
export interface Language {
  readonly id: "csharp" | "javascript" | "python" | "java" | "go" | "rust";
  readonly matches: RegExp;
  readonly grammar: (path: string) => GrammarName;
  readonly comments: ReadonlySet<string>;
  /** Whole string literals. */
  readonly strings: ReadonlySet<string>;
  /** Expressions that only pass a value on: parentheses, casts, concatenation of literals. */
  readonly passes: (parent: Node, child: Node) => boolean;
  /** `read ?? value`: `whole` is the expression of both, `read` the code that reads the setting without a fallback. */
  readonly fallback: (value: Node) => { readonly whole: Node; readonly read: string } | undefined;
  readonly declaration: (value: Node, source: Source) => Declaration | undefined;
  /** Whether a node that is named like a declaration, in a file of the same language, is a use of it. */
  readonly isUse: (node: Node, declaration: Declaration) => boolean;
  /** Where another file imports what a declaration holds under a name of its own, so that it cannot be followed. */
  readonly borrowed?: (other: Source, declaration: Declaration) => Node | undefined;
  /** Where a value goes into a client: made keyless. Undefined where it goes elsewhere. */
  readonly sink: (value: Node, source: Source, secret: Secret) => Rewrite | NotFixable | undefined;
  /** Every read of a setting, by its name (`COSMOS_KEY`, `Cosmos:Key`). */
  readonly reads: (source: Source, setting: string) => readonly Node[];
  /** Code that reads the secret from a vault or the environment, fit for the place of `value`. */
  readonly secretRead: (
    value: Node,
    source: Source,
    secret: Secret,
    choice: Choice,
    variable: string,
  ) => SecretRead | NotFixable;
  /** Changes that let a declaration hold what is not constant: `const` to `static readonly`. */
  readonly unconst: (value: Node, source: Source) => readonly Edit[] | NotFixable;
  readonly imports: (source: Source, needs: readonly Need[]) => readonly Edit[];
  readonly packages: (needs: readonly Need[]) => readonly Package[];
  /** Calls that data roles do not allow: creating databases and containers. */
  readonly management: RegExp;
}
