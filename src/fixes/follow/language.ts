import type { Node } from "web-tree-sitter";
import type { Span } from "../../engine/finding";
import type { Afterwards, Choice, Edit, NotFixable, Workspace } from "../fix";
import type { GrammarName } from "../parsers";
import type { Secret } from "../secret";

/** What new code needs to be imported and depended on. */
export type Need = "identity" | "identity-async" | "secrets" | "environment" | "pydantic-field" | "dataclass-field";

/** A parsed file of program code. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  readonly language: Language;
  /** The files that are one program with it: code, settings, manifests. */
  readonly program: Workspace;
}

/** A change of one file, and what the new code needs. */
export interface Rewrite {
  readonly edits: readonly Edit[];
  readonly needs: readonly Need[];
  /** What a person must do besides the usual. */
  readonly afterwards?: readonly Afterwards[];
  /** Packages that the new code needs besides those of its needs. */
  readonly packages?: readonly Package[];
  /** The code goes on taking the value where there is one: what brings it here stays. */
  readonly keeps?: true;
}

/** Code that gives a secret from somewhere else. */
export interface SecretRead {
  readonly code: string;
  readonly needs: readonly Need[];
  /** Statements that must stand before the one that reads. */
  readonly before?: readonly Edit[];
}

/** A name that a value goes by, where the name holds, and the keys below it: `key`, `config.cosmos.key`, `self.key`. */
export interface Name {
  readonly name: string;
  readonly path: readonly string[];
  readonly scope: Node;
}

/** A constant, variable, field, property or entry that holds a value. */
export interface Declaration extends Name {
  readonly nameNode: Node;
  /** What goes away with it: the statement, the declarator where it has neighbours, the entry of an object. */
  readonly removes: readonly Edit[];
  /** Further names for the same value: `this.key` for a field. */
  readonly also?: readonly Name[];
  /** Code of other files may use it by this name: `Class.Name`, or the name itself. */
  readonly outside: string | undefined;
  /** In the place of `removes` where code goes on taking the value if there is one: nothing demands it any more. */
  readonly loosens?: readonly Edit[] | NotFixable;
}

/** One place where code reads a value, or a whole that holds it below the keys of `rest`. */
export interface Use {
  readonly node: Node;
  readonly source: Source;
  readonly rest: readonly string[];
}

/** The reads of a setting, what goes away with them, and where code does something with it that cannot be followed. */
export interface Reads {
  readonly uses: readonly Use[];
  /** Names that hold what was read. */
  readonly declared?: readonly { readonly declaration: Declaration; readonly source: Source }[];
  readonly removes: readonly { readonly source: Source; readonly edits: readonly Edit[] }[];
  /** Where the setting's name is written by which it is read, if not at the reads themselves: a constant. */
  readonly names?: readonly { readonly node: Node; readonly source: Source }[];
  /** Edits in the place of `removes` where code goes on taking the value if there is one: `[Required]` goes. */
  readonly loosens?: readonly { readonly source: Source; readonly edits: readonly Edit[] }[];
  /** Other settings that give the same place its value: they become what this one becomes. */
  readonly joins?: readonly string[];
  /** Whether some of the uses take the value from an object that a section of the configuration filled. */
  readonly bound?: boolean;
  readonly lost?: { readonly node: Node; readonly source: Source };
  /** Where code gives the setting a value from elsewhere, maybe the emulator's key: code goes on taking it. */
  readonly gives?: { readonly node: Node; readonly source: Source };
}

/** Reads that are just there. */
export function readsAt(nodes: readonly Node[], source: Source): Reads {
  return { uses: nodes.map((node) => ({ node, source, rest: [] })), removes: [] };
}

/** Parsed files of code that may use what another file declares. */
export interface CodeBase {
  /** Files of the same language that hold `word`, without `source` itself. */
  readonly others: (source: Source, word: string) => readonly Source[];
  /** The files that are one program with a source: another host's class of the same name is another class. */
  readonly around?: (source: Source) => Workspace;
}

/** A dependency that a need stands for. */
export interface Package {
  readonly name: string;
  readonly version: string;
}

/**
 * Code for the account endpoint that remains of a connection string: a literal, the expression that the string was put
 * together from, or, where a setting keeps it, the value itself. Undefined where the connection string names none.
 */
export function endpointText(
  { endpoint, endpointCode, remains }: Secret,
  value: Node,
  quoted: (text: string) => string,
): string | undefined {
  if (remains === "endpoint") return value.text;
  return endpointCode ?? (endpoint === undefined ? undefined : quoted(endpoint));
}

/** Edits that put the endpoint, between `before` and `after`, in the place of a connection string. */
export function endpointEdits(
  secret: Secret,
  value: Node,
  quoted: (text: string) => string,
  before: string,
  after: string,
): readonly Edit[] | undefined {
  const { startIndex: start, endIndex: end } = value;
  const code = endpointText(secret, value, quoted);
  if (secret.remains !== "endpoint")
    return code === undefined ? undefined : [{ start, end, text: before + code + after }];
  // The value stays, and may itself be changed: a setting that gets another name.
  return [...(before === "" ? [] : [{ start, end: start, text: before }]), { start: end, end, text: after }];
}

/** What a program language knows of itself; `trace.ts` does the rest. */
export interface Language {
  readonly id: "csharp" | "javascript" | "python" | "java" | "kotlin" | "go" | "rust";
  readonly matches: RegExp;
  readonly grammar: (path: string) => GrammarName;
  readonly comments: ReadonlySet<string>;
  /** Whole string literals. */
  readonly strings: ReadonlySet<string>;
  /** Expressions that only pass a value on: parentheses, casts, concatenation of literals. */
  readonly passes: (parent: Node, child: Node) => boolean;
  /** Expressions whose value is the key, or another in its place: a choice between two, `key ?? throw …`, a wrapper. */
  readonly flows: (parent: Node, child: Node) => boolean;
  /** `read ?? value`: `whole` is the expression of both, `read` the code that reads the setting without a fallback. */
  readonly fallback: (value: Node) => { readonly whole: Node; readonly read: string } | undefined;
  readonly declaration: (value: Node, source: Source) => Declaration | undefined;
  /** What a declaration's own name does not show: uses through objects and subclasses, what else goes away with it. */
  readonly elsewhere?: (declaration: Declaration, source: Source, base: CodeBase) => Reads | undefined;
  /** Whether a call by a function's name is a call of that function; undefined where the code does not tell. */
  readonly calls?: (call: Node, source: Source, method: Node, base: CodeBase) => boolean | undefined;
  /** Whether a node that is named like a declaration, in a file of the same language, is a use of it. */
  readonly isUse: (node: Node, declaration: Declaration) => boolean;
  /** Set where `isUse` itself tells a name from another of the same name that hides it. */
  readonly scoped?: true;
  /** Where a value is kept in a way that names alone do not show: a property of objects. */
  readonly held?: (value: Node, source: Source, base: CodeBase, secret: Secret) => Reads | undefined;
  /** Whether code takes the value if there is one and else an identity: once the value is gone it does without. */
  readonly doesWithout?: (value: Node, source: Source) => boolean;
  /** Whether code only asks whether a value is there, and does not stop where it is not. */
  readonly asks?: (value: Node) => boolean;
  /** Whether another value stands in for one that is missing. */
  readonly hasStandIn?: (value: Node) => boolean;
  /**
   * Where code opens a client by a connection string, or else by an endpoint of another setting with an identity: that
   * setting's names. Undefined where it takes nothing in the value's place.
   */
  readonly movesTo?: (value: Node, source: Source, base: CodeBase) => readonly string[] | undefined;
  /** Edits that let a value be missing which code goes on taking where there is one: `?? throw …` goes. */
  readonly optional?: (value: Node, source: Source) => readonly Edit[] | NotFixable;
  /** The member that is taken of what a node denotes: `.key`, `["key"]`; its key is undefined where code computes it. */
  readonly step?: (node: Node) => { readonly whole: Node; readonly key: string | undefined } | undefined;
  /** The call that makes an object of a class, which is as its class where fields have defaults. */
  readonly instance?: (node: Node) => Node | undefined;
  /** Names that take something out of a whole value: `const { key } = config`. */
  readonly unpack?: (node: Node, path: readonly string[], source: Source) => Declaration | undefined;
  /** Where a whole goes that holds the value below the keys of `rest`: a parameter, another whole, a client. */
  readonly handed?: (
    node: Node,
    rest: readonly string[],
    source: Source,
    base: CodeBase,
    secret: Secret,
  ) => Reads | Rewrite | NotFixable | undefined;
  /** What changes along with a declaration: its place in types, what names of such a type take out of it. */
  readonly along?: (declaration: Declaration, source: Source, base: CodeBase) => Reads | undefined;
  /** Whether a whole value only leaves the file here; `brought` finds where it comes in again. */
  readonly isExport?: (node: Node) => boolean;
  /** The word that a file must hold which imports from `path`. */
  readonly module?: (source: Source) => readonly string[];
  /** The names under which another file has what a declaration holds; a node where it cannot be followed. */
  readonly brought?: (other: Source, declaration: Declaration, source: Source) => readonly (Declaration | Node)[];
  /** The edit that takes a check away which only stops where the value is missing: `if (!key) throw …`. */
  readonly guard?: (value: Node, source: Source) => Edit | undefined;
  /** Where a value goes into a client: made keyless. Undefined where it goes elsewhere. */
  readonly sink: (value: Node, source: Source, secret: Secret) => Rewrite | NotFixable | undefined;
  /** Whether `sink` writes code that takes the emulator's key where `secret.emulator` says that there is one. */
  readonly keepsEmulator?: true;
  /** Set where code names a setting in texts alone: other names are its own, however they are spelled. */
  readonly namesInTexts?: true;
  /** What a text holds that may read a setting without its whole name: a class that a prefix is bound to. */
  readonly binders?: RegExp;
  /** Every read of a setting in a file, by its name (`COSMOS_KEY`, `Cosmos:Key`); through `base` also in others. */
  readonly reads: (source: Source, setting: string, base: CodeBase, secret: Secret) => Reads;
  /**
   * Every read of the value at `keys` in a file of data that a source loads: `require("./config.json").cosmos.key`.
   * Undefined where the source speaks of the file in a way that is not understood.
   */
  readonly readsFile?: (source: Source, path: string, keys: readonly string[], base: CodeBase) => Reads | undefined;
  /** What an annotation fills whose text is a literal with a setting's default: `@Value("${cosmos.key:…}")`. */
  readonly filledBy?: (literal: Node, source: Source, base: CodeBase) => Reads | undefined;
  /** Code that reads the secret from a vault or the environment, fit for the place of `value`. */
  readonly secretRead: (
    value: Node,
    source: Source,
    secret: Secret,
    choice: Choice,
    variable: string,
  ) => SecretRead | NotFixable;
  /** Changes that let a declaration hold what is not constant: `const` to `static readonly`, for a vault to what asks it on use. */
  readonly unconst: (value: Node, source: Source, choice: Choice) => readonly Edit[] | NotFixable;
  /** Lets the program's configuration take settings from a vault or the environment; none where its host is not here. */
  readonly provides?: (
    sources: readonly Source[],
    choice: Choice,
    workspace: Workspace,
    emulator: boolean,
  ) => readonly { readonly source: Source; readonly rewrite: Rewrite }[] | NotFixable | undefined;
  /** Whether a file reads a setting as a variable of its process, past the program's configuration. */
  readonly readsVariable?: (source: Source, name: string, base: CodeBase) => boolean;
  /** What a text holds that makes a host or a configuration. */
  readonly hosts?: RegExp;
  /** The edits after which a connection string's place holds the endpoint alone, by a name that says so. */
  readonly endpointStays?: (
    literal: Node,
    source: Source,
    base: CodeBase,
    secret: Secret,
  ) => readonly { readonly source: Source; readonly rewrite: Rewrite }[] | undefined;
  /** Puts code in the place of a part of a string literal, percent-encoded in an address; undefined where it cannot stand. */
  readonly splice?: (literal: Node, span: Span, code: string, isAddress: boolean) => readonly Edit[] | undefined;
  readonly imports: (source: Source, needs: readonly Need[], workspace: Workspace) => readonly Edit[];
  /** Takes imports away that the edits leave without a use, where the language does not compile with them. */
  readonly unused?: (source: Source, edits: readonly Edit[]) => readonly Edit[];
  readonly packages: (needs: readonly Need[]) => readonly Package[];
  /** Calls that data roles do not allow: creating databases and containers. */
  readonly management: RegExp;
}
