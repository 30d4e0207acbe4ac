import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { Declaration, Name, Source } from "../../follow/language";
import { climb, parts, spanOf } from "../../follow/tree";
import { exportedAt, wayTo } from "./ways";

/** Members: fields of classes, and what code assigns to objects and exports. */
export function field(node: Node, source: Source): Declaration | undefined {
  const nameNode = node.childForFieldName("name") ?? node.childForFieldName("property");
  const scope = climb(node, ({ type }) => type === "class_body");
  if (nameNode === null || scope === undefined) return undefined;
  const removes = [removal(source.text, { start: node.startIndex, end: withSemicolon(node, source) })];
  const modifiers = node.text.slice(0, nameNode.startIndex - node.startIndex);
  return member(nameNode, [nameNode.text], /\bstatic\b/.test(modifiers), scope, removes, source);
}

/** A member of a class: static ones go by the class, others by `this` and, where they are not private, by its objects. */
function member(
  nameNode: Node,
  path: readonly string[],
  isStatic: boolean,
  scope: Node,
  removes: Declaration["removes"],
  source: Source,
): Declaration | undefined {
  const owner = scope.parent?.childForFieldName("name") ?? undefined;
  const base = { nameNode, removes, outside: undefined };
  const own: Name = { name: "this", path, scope };
  if (isPrivate(path[0] ?? "", scope)) return { ...base, ...own };
  const isDefault = scope.parent?.parent?.type === "export_statement" && owner === undefined;
  if (owner === undefined && !isDefault) return { ...base, ...own };
  const outer = isStatic ? path : ["new", ...path];
  return {
    ...base,
    name: owner?.text ?? "",
    path: isDefault ? ["default", ...outer] : outer,
    scope: source.root,
    also: [own],
  };
}

function isPrivate(name: string, body: Node): boolean {
  if (name.startsWith("#")) return true;
  return body
    .descendantsOfType(["public_field_definition", "field_definition", "method_definition", "required_parameter"])
    .some((one) => {
      const called =
        one.childForFieldName("name") ?? one.childForFieldName("property") ?? one.childForFieldName("pattern");
      return called?.text === name && /^(?:@[\s\S]*?\s)?(?:readonly\s+|static\s+)*private\b/.test(one.text);
    });
}

/** `config.key = v`, `this.key = v`, `module.exports = v`, `exports.key = v`. */
export function assigned(node: Node, source: Source): Declaration | undefined {
  const left = node.childForFieldName("left");
  const statement = node.parent;
  if (left === null || statement?.type !== "expression_statement") return undefined;
  const way = wayTo(left);
  if (way === undefined) return undefined;
  const removes = [removal(source.text, spanOf(statement))];
  const exported = exportedAt(way);
  if (exported !== undefined)
    return { name: "", path: exported, nameNode: left, removes, scope: source.root, outside: undefined };
  if (left.type === "identifier") return undefined;
  const [name = "", ...path] = way;
  const body = climb(node, ({ type }) => type === "class_body");
  if (path.length === 0) return undefined;
  if (name !== "this")
    return isLocal(name, source)
      ? { name, path, nameNode: left, removes, scope: source.root, outside: undefined }
      : undefined;
  if (body === undefined) return undefined;
  const typed = parts(body).find((one) => (one.childForFieldName("name") ?? one).text === path[0]);
  if (typed !== undefined)
    removes.push(removal(source.text, { start: typed.startIndex, end: withSemicolon(typed, source) }));
  return member(left, path, false, body, removes, source);
}

/** Whether a name is a variable of this file: what is put into objects from elsewhere may be read anywhere. */
function isLocal(name: string, { root }: Source): boolean {
  return root
    .descendantsOfType("variable_declarator")
    .some((one) => one.childForFieldName("name")?.text === name && !/\brequire\s*\(/.test(one.text));
}

function withSemicolon(node: Node, source: Source): number {
  return node.endIndex + (source.text.charAt(node.endIndex) === ";" ? 1 : 0);
}
