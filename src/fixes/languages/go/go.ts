import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import { looksAround } from "../../follow/flags";
import { guardAround } from "../../follow/guard";
import type { Language, Source } from "../../follow/language";
import { all, climb, joinsLiterals, parts, replace, same, spanOf } from "../../follow/tree";
import { indentOf, lineAfter, lineEndOf, removal } from "../../lines";
import { storedName } from "../../secret";
import { sink } from "./clients";
import { IDENTITY, importsFor, SECRETS, unusedImports } from "./imports";
import { caseAround, doesWithout } from "./branch";
import { declarationOf, elsewhere } from "./names";
import { held } from "./parameters";
import { readsOf } from "./settings";
import { declaring, isPlain } from "./scope";
import { fromVault } from "./vault";

/** Go: azcosmos. */

const STRINGS: ReadonlySet<string> = new Set(["interpreted_string_literal", "raw_string_literal"]);

export const go: Language = {
  id: "go",
  matches: /\.go$/i,
  grammar: () => "go",
  comments: new Set(["comment"]),
  strings: STRINGS,
  scoped: true,
  passes: (parent) =>
    parent.type === "parenthesized_expression" ||
    (parent.type === "unary_expression" && parent.text.startsWith("*")) ||
    (parent.type === "binary_expression" &&
      parent.childForFieldName("operator")?.text === "+" &&
      joinsLiterals(parent, STRINGS)),
  flows: isTrimmed,
  fallback: fallbackOf,
  guard: (value, source) => guardAround(value, source) ?? caseAround(value, source) ?? looksAround(value, source),
  declaration: declarationOf,
  held,
  doesWithout,
  keepsEmulator: true,
  elsewhere,
  isUse: (node, { nameNode }) => isPlain(node) && same(declaring(node)?.nameNode, nameNode),
  sink,
  binders: /\b(?:envconfig|viper|koanf|cleanenv|mapstructure)\b|`[^`\n]*\b(?:env|envPrefix):"/,
  reads: readsOf,
  secretRead(value, source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment") {
      const code = `os.Getenv("${variable}")`;
      return { code, needs: ["environment"], before: outOfGroup(value, code, source) };
    }
    return fromVault(value, source, vault, storedName(secret));
  },
  unconst(value): readonly Edit[] | NotFixable {
    const statement = climb(value, ({ type }) => type === "const_declaration");
    const keyword = statement?.child(0);
    if (statement === undefined || keyword === null || keyword === undefined) return [];
    if (isGroup(statement))
      return repeatsItself(statement) ? notFixable("The constants of this group follow from each other.") : [];
    return [replace(keyword, "var")];
  },
  imports: importsFor,
  unused: unusedImports,
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: IDENTITY, version: "v1.13.1" }] : []),
    ...(needs.includes("secrets") ? [{ name: SECRETS, version: "v1.4.0" }] : []),
  ],
  management: /\.Create(?:Database|Container)\s*\(|\.ReplaceThroughput\s*\(/,
};

/** `strings.TrimSpace(value)`: the value in another form. */
function isTrimmed(parent: Node, child: Node): boolean {
  const call = parent.type === "argument_list" ? parent.parent : parent;
  const called = call?.type === "call_expression" ? call.childForFieldName("function") : null;
  return called != null && !same(called, child) && /^strings\.(?:TrimSpace|Trim\w*)$/.test(called.text);
}

/** `getEnv("COSMOS_KEY", "…")`, a helper of the program: what is read, or the value in its place. */
function fallbackOf(value: Node): { readonly whole: Node; readonly read: string } | undefined {
  const call = value.parent?.type === "argument_list" ? value.parent.parent : null;
  const [name, other, more] =
    call?.type === "call_expression" ? parts(call.childForFieldName("arguments") ?? call) : [];
  if (call === null || name === undefined || more !== undefined || !same(other, value)) return undefined;
  const isHelper = /(?:env|default|fallback|lookup|Or)/i.test(call.childForFieldName("function")?.text ?? "");
  if (!isHelper || !/^"[A-Z][A-Z\d_]*"$/.test(name.text)) return undefined;
  const at = value.startIndex - call.startIndex;
  return { whole: call, read: `${call.text.slice(0, at)}""${call.text.slice(at + value.text.length)}` };
}

function isGroup(statement: Node): boolean {
  return statement.children.some(({ type }) => type === "(");
}

/** Whether a group's constants repeat the one before them. */
function repeatsItself(statement: Node): boolean {
  return all(statement, "const_spec").some(
    (spec) => spec.childForFieldName("value") === null || /\biota\b/.test(spec.text),
  );
}

/** A constant of a group leaves it, as a variable of its own behind the group. */
function outOfGroup(value: Node, code: string, source: Source): readonly Edit[] {
  const statement = climb(value, ({ type }) => type === "const_declaration");
  const spec = climb(value, ({ type }) => type === "const_spec");
  const name = spec?.childForFieldName("name")?.text;
  if (statement === undefined || spec === undefined || name === undefined || !isGroup(statement)) return [];
  const line = `${lineEndOf(source.text)}${indentOf(source.text, statement.startIndex)}var ${name} = ${code}`;
  return [removal(source.text, spanOf(spec)), lineAfter(source.text, statement.endIndex - 1, line)];
}
