import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import { indentOf, lineAfter, lineEndOf, removal } from "../../lines";
import { guardAround } from "../../follow/guard";
import { type Declaration, type Language, type Need, readsAt, type Rewrite, type Source } from "../../follow/language";
import { all, climb, contentOf, joinsLiterals, parts, replace, same, spanOf } from "../../follow/tree";

/** Go: azcosmos. */

const IDENTITY = "github.com/Azure/azure-sdk-for-go/sdk/azidentity";
const NEW_CREDENTIAL = "azidentity.NewDefaultAzureCredential(nil)";

const STRINGS: ReadonlySet<string> = new Set(["interpreted_string_literal", "raw_string_literal"]);

export const go: Language = {
  id: "go",
  matches: /\.go$/i,
  grammar: () => "go",
  comments: new Set(["comment"]),
  strings: STRINGS,
  passes: (parent) =>
    parent.type === "parenthesized_expression" ||
    (parent.type === "binary_expression" &&
      parent.childForFieldName("operator")?.text === "+" &&
      joinsLiterals(parent, STRINGS)),
  flows: () => false,
  fallback: () => undefined,
  guard: guardAround,
  declaration(value, source) {
    const list = value.parent;
    const spec = list?.type === "expression_list" && parts(list).length === 1 ? list.parent : null;
    if (spec === null) return undefined;
    const left = spec.childForFieldName("name") ?? parts(spec.childForFieldName("left") ?? spec)[0] ?? null;
    if (left?.type !== "identifier") return undefined;
    if (spec.type === "assignment_statement") return assignedInstead(left, spec, source);
    const statement = climb(spec, ({ type }) => /^(?:const|var|short_var)_declaration$/.test(type));
    if (statement === undefined) return undefined;
    const grouped = all(statement, "const_spec", "var_spec").length > 1;
    const scope = climb(statement, ({ type }) => type === "block" || type === "source_file") ?? source.root;
    const isLocal = scope.type === "block";
    return {
      name: left.text,
      path: [],
      nameNode: left,
      removes: [removal(source.text, spanOf(grouped ? spec : statement))],
      scope,
      outside: !isLocal && /^[A-Z]/.test(left.text) ? `${packageName(source)}.${left.text}` : undefined,
    };
  },
  isUse: (node) => node.type === "identifier",
  sink(value, source, secret) {
    const call = value.parent?.type === "argument_list" ? value.parent.parent : null;
    const called = call?.childForFieldName("function");
    if (call?.type !== "call_expression" || called === null || called === undefined) return undefined;
    if (called.text.endsWith(".NewKeyCredential")) return keyCredential(call, source);
    if (called.text === "aztables.NewSharedKeyCredential") return tables(keyCredential(call, source));
    if (called.text === "aztables.NewServiceClientFromConnectionString")
      return tables(fromConnectionString(call, called, value, source, secret.endpoint));
    if (called.text.endsWith(".NewClientFromConnectionString"))
      return fromConnectionString(call, called, value, source, secret.endpoint);
    return undefined;
  },
  reads: (source, setting) =>
    readsAt(
      all(source.root, "call_expression").filter((node) => {
        const [name] = parts(node.childForFieldName("arguments") ?? node);
        return (
          name !== undefined &&
          contentOf(name) === setting &&
          /get|env/i.test(node.childForFieldName("function")?.text ?? "")
        );
      }),
      source,
    ),
  secretRead(_value, _source, _secret, { kind }, variable) {
    if (kind === "environment") return { code: `os.Getenv("${variable}")`, needs: ["environment"] };
    return notFixable(
      "Reading the vault takes a context and error handling of its own in Go. Read it from an environment variable that is filled from the vault instead.",
    );
  },
  unconst(value) {
    const statement = climb(value, ({ type }) => type === "const_declaration");
    const keyword = statement?.child(0);
    if (statement === undefined || keyword === null || keyword === undefined) return [];
    if (all(statement, "const_spec").length > 1) return notFixable("The key is one of a group of constants.");
    return [replace(keyword, "var")];
  },
  imports: (source, needs) => [...new Set(needs)].flatMap((need) => importFor(source, IMPORTS[need])),
  unused: unusedImports,
  packages: (needs) => (needs.includes("identity") ? [{ name: IDENTITY, version: "v1.13.1" }] : []),
  management: /\.Create(?:Database|Container)\s*\(|\.ReplaceThroughput\s*\(/,
};

const IMPORTS: Readonly<Partial<Record<Need, string>>> = { identity: IDENTITY, environment: "os" };

/** What the constructors that take a key credential end in. */
const WITH_KEY = /With(?:Shared)?Key$/;

/** The Table API's roles are newer than its keys. */
function tables(rewrite: Rewrite | ReturnType<typeof notFixable>): Rewrite | ReturnType<typeof notFixable> {
  return "fixable" in rewrite ? rewrite : { ...rewrite, afterwards: ["table-roles"] };
}

/** `if key == "" { key = "…" }`: the variable goes, and the statement that fills it where it is empty. */
function assignedInstead(left: Node, statement: Node, source: Source): Declaration | undefined {
  const scope = climb(statement, ({ type }) => type === "function_declaration" || type === "method_declaration");
  const declared =
    scope === undefined
      ? []
      : all(scope, "short_var_declaration").filter((node) => node.childForFieldName("left")?.text === left.text);
  const [only] = declared;
  const nameNode = only?.childForFieldName("left")?.namedChild(0);
  const body = statement.parent;
  const around = climb(body, ({ type }) => type === "if_statement");
  if (scope === undefined || only === undefined || nameNode == null || declared.length > 1) return undefined;
  const isAlone =
    around?.childForFieldName("alternative") === null &&
    all(around, "assignment_statement", "expression_statement", "return_statement").length === 1;
  const whole =
    isAlone && new RegExp(String.raw`\b${left.text}\s*==\s*""`).test(around.childForFieldName("condition")?.text ?? "")
      ? around
      : statement;
  return {
    name: left.text,
    path: [],
    nameNode,
    removes: [removal(source.text, spanOf(only)), removal(source.text, spanOf(whole))],
    scope,
    outside: undefined,
  };
}

/** `cred, err := azcosmos.NewKeyCredential(…)`: the credential changes, and each client that it is given to. */
function keyCredential(call: Node, source: Source): Rewrite | ReturnType<typeof notFixable> {
  const statement = climb(
    call,
    ({ type }) => type === "short_var_declaration" || type === "assignment_statement" || type === "var_spec",
  );
  const name = statement?.childForFieldName("left")?.namedChild(0) ?? statement?.childForFieldName("name");
  const scope = climb(statement, ({ type }) => type === "block" || type === "source_file");
  if (name === null || name === undefined || scope === undefined)
    return notFixable("The key credential is not kept in a variable that can be followed.");
  const edits: Edit[] = [replace(call, NEW_CREDENTIAL)];
  for (const use of all(scope, "identifier").filter((node) => node.text === name.text && !same(node, name))) {
    const client = use.parent?.type === "argument_list" ? use.parent.parent : null;
    const called = client?.childForFieldName("function");
    if (use.parent?.type === "expression_list" && use.parent.parent?.type === "assignment_statement") continue;
    if (called?.text.match(WITH_KEY) == null) {
      return notFixable("The key credential is used for something else than a client.", {
        path: source.path,
        span: spanOf(use),
      });
    }
    edits.push(replace(called, called.text.replace(WITH_KEY, "")));
  }
  return { edits, needs: ["identity"] };
}

/** One line becomes two, the first handling its error as the second does. */
function fromConnectionString(
  call: Node,
  called: Node,
  value: Node,
  source: Source,
  endpoint: string | undefined,
): Rewrite | ReturnType<typeof notFixable> {
  const statement = climb(call, ({ type }) => type === "short_var_declaration");
  if (endpoint === undefined || statement === undefined)
    return notFixable("The client is not made in a statement of its own.");
  const error = statement.childForFieldName("left")?.namedChild(1)?.text ?? "_";
  const next = statement.nextNamedSibling;
  const handling =
    next?.type === "if_statement" && error !== "_"
      ? `${lineEndOf(source.text)}${indentOf(source.text, statement.startIndex)}${next.text}`
      : "";
  const credential = `cred, ${error} := ${NEW_CREDENTIAL}${handling}${lineEndOf(source.text)}${indentOf(source.text, statement.startIndex)}`;
  return {
    edits: [
      { start: statement.startIndex, end: statement.startIndex, text: credential },
      replace(called, called.text.replace(/FromConnectionString$/, "")),
      replace(value, `"${endpoint}", cred`),
    ],
    needs: ["identity"],
  };
}

function packageName(source: Source): string {
  return all(source.root, "package_identifier")[0]?.text ?? "main";
}

/** Imports whose every use the edits take away. */
function unusedImports(source: Source, edits: readonly Edit[]): readonly Edit[] {
  return all(source.root, "import_spec").flatMap((spec) => {
    const path = (spec.childForFieldName("path")?.text ?? "").slice(1, -1);
    const name = spec.childForFieldName("name")?.text ?? path.slice(path.lastIndexOf("/") + 1);
    const uses = all(source.root, "selector_expression", "qualified_type").filter(({ text }) =>
      text.startsWith(`${name}.`),
    );
    const isGone = (node: Node): boolean =>
      edits.some(
        ({ start, end, text }) => start <= node.startIndex && node.endIndex <= end && !text.includes(`${name}.`),
      );
    if (uses.length === 0 || !uses.every(isGone)) return [];
    const alone = spec.parent?.type === "import_declaration" ? spec.parent : spec;
    return [removal(source.text, spanOf(alone))];
  });
}

/** An import in its place by path, within the group that holds others of the same host. */
function importFor(source: Source, path: string | undefined): readonly Edit[] {
  const specs = all(source.root, "import_spec");
  const pathOf = (node: Node): string => (node.childForFieldName("path")?.text ?? "").slice(1, -1);
  if (path === undefined || specs.some((node) => pathOf(node) === path)) return [];
  const list = all(source.root, "import_spec_list")[0];
  const line = `"${path}"`;
  if (list === undefined) {
    const last = all(source.root, "import_declaration").at(-1) ?? all(source.root, "package_clause")[0];
    if (last === undefined) return [];
    return [
      lineAfter(
        source.text,
        last.endIndex - 1,
        last.type === "package_clause" ? `${lineEndOf(source.text)}import ${line}` : `import ${line}`,
      ),
    ];
  }
  const isLibrary = path.includes(".");
  const kin = parts(list).filter((node) => pathOf(node).includes(".") === isLibrary);
  const before = kin.findLast((node) => pathOf(node) < path);
  const anchor = before ?? kin[0] ?? parts(list)[0];
  if (anchor === undefined)
    return [{ start: list.startIndex + 1, end: list.startIndex + 1, text: `${lineEndOf(source.text)}\t${line}` }];
  const indent = indentOf(source.text, anchor.startIndex);
  if (before !== undefined) return [lineAfter(source.text, before.endIndex - 1, indent + line)];
  const blank = kin.length === 0 ? lineEndOf(source.text) : "";
  return [
    { start: anchor.startIndex, end: anchor.startIndex, text: `${line}${lineEndOf(source.text)}${blank}${indent}` },
  ];
}
