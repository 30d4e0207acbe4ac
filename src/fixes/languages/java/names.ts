import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { Declaration, Source } from "../../follow/language";
import { all, climb, parts, same, spanOf, withoutItem } from "../../follow/tree";

/** Names of Java: variables and fields, where they are declared or assigned. */

/** What a declarator declares, or an assignment fills. */
export function declarationOf(node: Node, source: Source): Declaration | undefined {
  if (node.type === "assignment_expression") return assigned(node, source);
  const statement = node.parent;
  const nameNode = node.type === "variable_declarator" ? node.childForFieldName("name") : null;
  if (statement === null || nameNode === null) return undefined;
  const siblings = parts(statement).filter(({ type }) => type === "variable_declarator");
  const removes =
    siblings.length > 1 ? withoutItem(source.text, siblings, node) : removal(source.text, spanOf(statement));
  return {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: [removes],
    ...scopeOf(statement, nameNode.text, source.root),
  };
}

/** `this.key = v` and `key = v`, where one field or variable has that name. */
function assigned(node: Node, source: Source): Declaration | undefined {
  const name = node.childForFieldName("left")?.text.replace(/^this\./, "");
  const statement = node.parent;
  const found = all(source.root, "variable_declarator").filter((one) => one.childForFieldName("name")?.text === name);
  const [only] = found;
  if (statement?.type !== "expression_statement" || only === undefined || found.length > 1) return undefined;
  const declared = same(only, node) ? undefined : declarationOf(only, source);
  return declared === undefined
    ? undefined
    : { ...declared, removes: [...declared.removes, removal(source.text, spanOf(statement))] };
}

function scopeOf(statement: Node, name: string, root: Node): Pick<Declaration, "scope" | "outside"> {
  if (statement.type !== "field_declaration")
    return { scope: climb(statement, ({ type }) => type === "block") ?? root, outside: undefined };
  const owner = climb(statement, ({ type }) => /^(?:class|interface|enum|record)_declaration$/.test(type));
  const isPrivate = /\bprivate\b/.test(statement.namedChild(0)?.text ?? "");
  const type = owner?.childForFieldName("name")?.text;
  return { scope: root, outside: isPrivate || type === undefined ? undefined : `${type}.${name}` };
}
