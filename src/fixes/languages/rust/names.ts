import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, together } from "../../follow/reads";
import { all, climb, parts, spanOf } from "../../follow/tree";
import { removal } from "../../lines";

/** Names of Rust: variables and constants, and texts that show them. */

/** What a value initialises. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const statement = value.parent;
  if (statement === null || !/^(?:let_declaration|const_item|static_item)$/.test(statement.type)) return undefined;
  const name = statement.childForFieldName("pattern") ?? statement.childForFieldName("name");
  if (name?.type !== "identifier" || statement.childForFieldName("alternative") !== null) return undefined;
  const scope = climb(statement, ({ type }) => type === "block" || type === "source_file") ?? source.root;
  const isPublic = parts(statement).some(({ type }) => type === "visibility_modifier");
  return {
    name: name.text,
    path: [],
    nameNode: name,
    removes: [removal(source.text, spanOf(statement))],
    scope,
    outside: isPublic ? name.text : undefined,
  };
}

const LOGS = /^(?:\w+::)*(?:e?println|e?print|dbg|trace|debug|info|warn|error)$/;

/** Texts that show a name: a line that only logs it goes, another is lost. */
export function shownIn({ name, scope }: Declaration, source: Source, base: CodeBase): Reads {
  const files = scope.parent === null ? [source, ...base.others(source, name)] : [source];
  return together(
    files.flatMap((one) =>
      all(one.root, "macro_invocation")
        .filter((macro) => one !== source || scope.parent === null || isWithin(macro, scope))
        .filter((macro) => new RegExp(String.raw`\{${name}(?::[^}]*)?\}|\b${name}\b`).test(macro.text))
        .map((macro): Reads => {
          const statement = macro.parent?.type === "expression_statement" ? macro.parent : undefined;
          const tree = parts(macro).find(({ type }) => type === "token_tree");
          const others =
            tree === undefined ? [] : parts(tree).filter((node) => node.type === "identifier" && node.text !== name);
          const texts =
            tree === undefined
              ? ""
              : all(tree, "string_literal")
                  .map(({ text }) => text)
                  .join("");
          const isAlone = others.length === 0 && !new RegExp(String.raw`\{(?!${name}\b)\w`).test(texts);
          const isLog = LOGS.test(macro.childForFieldName("macro")?.text ?? "");
          return statement !== undefined && isLog && isAlone
            ? goneAt(one, [removal(one.text, spanOf(statement))], [])
            : lostAt(macro, one);
        }),
    ),
  );
}

function isWithin(node: Node, scope: Node): boolean {
  return node.startIndex >= scope.startIndex && node.endIndex <= scope.endIndex;
}
