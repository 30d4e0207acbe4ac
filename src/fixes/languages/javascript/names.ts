import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { Declaration, Language, Source } from "../../follow/language";
import { climb, contentOf, parts, same, spanOf, withoutItem } from "../../follow/tree";

/** Names of JavaScript and TypeScript: variables, fields, entries of objects. */

const WRAPS = /^(?:parenthesized|as|satisfies|non_null)_expression$/;

/** What holds a value: a variable, a field, an entry of an object, a member that is assigned. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  if (parent?.type === "variable_declarator" && same(parent.childForFieldName("value"), value))
    return declarator(parent, source);
  if (parent?.type === "public_field_definition" || parent?.type === "field_definition") return field(parent, source);
  if (parent?.type === "assignment_expression" && same(parent.childForFieldName("right"), value))
    return assigned(parent, source);
  if (parent?.type === "pair" && same(parent.childForFieldName("value"), value)) return entry(parent, source);
  return value.type === "shorthand_property_identifier" && parent?.type === "object" ? entry(value, source) : undefined;
}

function declarator(node: Node, source: Source): Declaration | undefined {
  const nameNode = node.childForFieldName("name");
  const statement = node.parent;
  if (nameNode?.type !== "identifier" || statement === null) return undefined;
  const whole = statement.parent?.type === "export_statement" ? statement.parent : statement;
  const siblings = parts(statement).filter(({ type }) => type === "variable_declarator");
  const removes = siblings.length > 1 ? withoutItem(source.text, siblings, node) : removal(source.text, spanOf(whole));
  return {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: [removes],
    scope: blockAround(statement, source),
    outside: undefined,
  };
}

function blockAround(node: Node, source: Source): Node {
  return climb(node.parent, ({ type }) => type === "statement_block" || type === "program") ?? source.root;
}

function field(node: Node, source: Source): Declaration | undefined {
  const nameNode = node.childForFieldName("name") ?? node.childForFieldName("property");
  const scope = climb(node, ({ type }) => type === "class_body");
  if (nameNode === null || scope === undefined) return undefined;
  const { start, end } = spanOf(node);
  const semicolon = source.text.charAt(end) === ";" ? 1 : 0;
  const removes = [removal(source.text, { start, end: end + semicolon })];
  const owner = /\bstatic\b/.test(node.text.slice(0, nameNode.startIndex - node.startIndex))
    ? scope.parent?.childForFieldName("name")
    : undefined;
  return owner === null || owner === undefined
    ? { name: "this", path: [nameNode.text], nameNode, removes, scope, outside: undefined }
    : { name: owner.text, path: [nameNode.text], nameNode, removes, scope: source.root, outside: undefined };
}

/** `config.key = v`, `this.key = v`, `module.exports = v`, `exports.key = v`. */
function assigned(node: Node, source: Source): Declaration | undefined {
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
  const scope = name === "this" ? body : source.root;
  if (scope === undefined || path.length === 0) return undefined;
  const typed =
    name === "this"
      ? parts(scope).find((member) => (member.childForFieldName("name") ?? member).text === path[0])
      : undefined;
  if (typed !== undefined)
    removes.push(removal(source.text, { start: typed.startIndex, end: withSemicolon(typed, source) }));
  return { name, path, nameNode: left, removes, scope, outside: undefined };
}

function withSemicolon(node: Node, source: Source): number {
  return node.endIndex + (source.text.charAt(node.endIndex) === ";" ? 1 : 0);
}

/** `a.b["c"]` as names; undefined where a part is computed. */
export function wayTo(node: Node): readonly string[] | undefined {
  if (node.type === "identifier" || node.type === "this") return [node.text];
  const inner = node.childForFieldName("object");
  const step = inner === null ? undefined : stepOf(inner);
  const way = inner === null ? undefined : wayTo(inner);
  return step?.key === undefined || way === undefined ? undefined : [...way, step.key];
}

/** The path below `module.exports`; undefined for other places. */
export function exportedAt([first, second, ...rest]: readonly string[]): readonly string[] | undefined {
  if (first === "module" && second === "exports") return rest;
  return first === "exports" && second !== undefined ? [second, ...rest] : undefined;
}

/** An entry of an object literal that a variable holds, or that leaves the module. */
function entry(pair: Node, source: Source): Declaration | undefined {
  const object = pair.parent;
  const nameNode = pair.childForFieldName("key") ?? pair;
  if (object?.type !== "object") return undefined;
  const holder = holderOf(object, source);
  if (holder === undefined) return undefined;
  const removes = [withoutEntry(source.text, object, pair)];
  return { ...holder, path: [...holder.path, keyOf(nameNode)], nameNode, removes };
}

function withoutEntry(text: string, object: Node, pair: Node): Declaration["removes"][number] {
  const edit = withoutItem(text, parts(object), pair);
  const end = text.charAt(pair.endIndex) === "," ? pair.endIndex + 1 : pair.endIndex;
  const line = removal(text, { start: pair.startIndex, end });
  return line.start < pair.startIndex && text.slice(line.start, line.end).endsWith("\n") ? line : edit;
}

/** What an object literal is the value of, wraps and freezing aside. */
function holderOf(object: Node, source: Source): Declaration | undefined {
  let value = object;
  for (let parent = value.parent; parent !== null; parent = value.parent) {
    const call = parent.type === "arguments" ? parent.parent : null;
    if (WRAPS.test(parent.type)) value = parent;
    else if (call?.childForFieldName("function")?.text === "Object.freeze") value = call;
    else break;
  }
  if (value.parent?.type === "export_statement")
    return { name: "", path: ["default"], nameNode: value, removes: [], scope: source.root, outside: undefined };
  return declarationOf(value, source);
}

export function keyOf(node: Node): string {
  return node.type === "string" ? contentOf(node) : node.text;
}

/** The member that is taken of what a node denotes. */
export function stepOf(node: Node): ReturnType<NonNullable<Language["step"]>> {
  const { parent } = node;
  if (parent === null) return undefined;
  if (WRAPS.test(parent.type)) return stepOf(parent);
  if (!same(parent.childForFieldName("object"), node)) return undefined;
  if (parent.type === "member_expression") return { whole: parent, key: parent.childForFieldName("property")?.text };
  if (parent.type !== "subscript_expression") return undefined;
  const index = parent.childForFieldName("index");
  return { whole: parent, key: index?.type === "string" ? contentOf(index) : undefined };
}

/** `const { key } = config`, `const { cosmos: { key } } = config`. */
export function unpackOf(node: Node, path: readonly string[], source: Source): Declaration | undefined {
  const declarator = node.parent;
  if (declarator?.type !== "variable_declarator" || !same(declarator.childForFieldName("value"), node))
    return undefined;
  const pattern = declarator.childForFieldName("name");
  return pattern?.type === "object_pattern" ? fromPattern(pattern, path, source) : undefined;
}

function fromPattern(pattern: Node, path: readonly string[], source: Source): Declaration | undefined {
  const [key, ...rest] = path;
  const items = parts(pattern);
  const statement = climb(pattern, ({ type }) => type.endsWith("_declaration"));
  for (const item of items) {
    const named = item.type === "object_assignment_pattern" ? (item.childForFieldName("left") ?? item) : item;
    const isShort = named.type === "shorthand_property_identifier_pattern";
    if ((isShort ? named.text : keyOf(named.childForFieldName("key") ?? named)) !== key) continue;
    const value = isShort ? named : named.childForFieldName("value");
    if (value?.type === "object_pattern") return fromPattern(value, rest, source);
    if (!value?.type.includes("identifier")) return undefined;
    const alone = items.length === 1 && statement !== undefined && pattern.parent?.type === "variable_declarator";
    const removes = alone ? removal(source.text, spanOf(statement)) : withoutItem(source.text, items, item);
    return {
      name: value.text,
      path: rest,
      nameNode: value,
      removes: rest.length === 0 ? [removes] : [],
      scope: statement === undefined ? source.root : blockAround(statement, source),
      outside: undefined,
    };
  }
  return undefined;
}

/** Whether a whole value only leaves the module here. */
export function isExported(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === "export_specifier" || parent?.type === "export_statement") return true;
  if (parent?.type === "assignment_expression") {
    const way = wayTo(parent.childForFieldName("left") ?? parent);
    return way !== undefined && exportedAt(way) !== undefined;
  }
  const object = parent?.type === "pair" ? parent.parent : parent;
  return (
    object?.type === "object" && /^(?:module\.)?exports\b/.test(object.parent?.childForFieldName("left")?.text ?? "")
  );
}
