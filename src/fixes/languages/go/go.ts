import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import { guardAround } from "../../follow/guard";
import type { Language } from "../../follow/language";
import { all, climb, joinsLiterals, replace, same } from "../../follow/tree";
import { sink } from "./clients";
import { IDENTITY, importsFor, SECRETS, unusedImports } from "./imports";
import { declarationOf, elsewhere } from "./names";
import { held } from "./parameters";
import { readsOf } from "./settings";
import { declaring, isPlain } from "./types";
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
    (parent.type === "binary_expression" &&
      parent.childForFieldName("operator")?.text === "+" &&
      joinsLiterals(parent, STRINGS)),
  flows: isTrimmed,
  fallback: () => undefined,
  guard: guardAround,
  declaration: declarationOf,
  held,
  elsewhere,
  isUse: (node, { nameNode }) => isPlain(node) && same(declaring(node)?.nameNode, nameNode),
  sink,
  binders: /\b(?:envconfig|viper|koanf|cleanenv|mapstructure)\b|`[^`\n]*\b(?:env|envPrefix):"/,
  reads: readsOf,
  secretRead(value, source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment") return { code: `os.Getenv("${variable}")`, needs: ["environment"] };
    return fromVault(value, source, vault, secret.name);
  },
  unconst(value): readonly Edit[] | ReturnType<typeof notFixable> {
    const statement = climb(value, ({ type }) => type === "const_declaration");
    const keyword = statement?.child(0);
    if (statement === undefined || keyword === null || keyword === undefined) return [];
    if (all(statement, "const_spec").length > 1) return notFixable("The key is one of a group of constants.");
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
