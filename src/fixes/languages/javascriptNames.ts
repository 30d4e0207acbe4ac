import type { Node } from "web-tree-sitter";
import { removal } from "../lines";
import type { Declaration, Language, Source } from "./language";
import { all, climb, contentOf, parts, same, spanOf, withoutItem } from "./tree";

/** Names of JavaScript and TypeScript: variables, fields, entries of objects, and what modules give to each other. */

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
function wayTo(node: Node): readonly string[] | undefined {
  if (node.type === "identifier" || node.type === "this") return [node.text];
  const inner = node.childForFieldName("object");
  const step = inner === null ? undefined : stepOf(inner);
  const way = inner === null ? undefined : wayTo(inner);
  return step?.key === undefined || way === undefined ? undefined : [...way, step.key];
}

/** The path below `module.exports`; undefined for other places. */
function exportedAt([first, second, ...rest]: readonly string[]): readonly string[] | undefined {
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

function keyOf(node: Node): string {
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

/** The paths, from what `require` gives, under which a module hands out a declaration; `default` is its default export. */
function exportsOf({ name, path, nameNode, scope }: Declaration, source: Source): readonly (readonly string[])[] {
  if (name === "") return [path];
  if (scope.type !== "program") return [];
  const found: (readonly string[])[] = [];
  if (climb(nameNode, ({ type }) => type === "export_statement") !== undefined) found.push([name, ...path]);
  for (const node of all(source.root, "export_specifier"))
    if (node.childForFieldName("name")?.text === name)
      found.push([node.childForFieldName("alias")?.text ?? name, ...path]);
  for (const node of all(source.root, "export_statement"))
    if (node.childForFieldName("value")?.text === name) found.push(["default", ...path]);
  for (const node of all(source.root, "assignment_expression")) {
    const at = exportedAt(wayTo(node.childForFieldName("left") ?? node) ?? []);
    const right = node.childForFieldName("right");
    if (at === undefined || right === null) continue;
    if (right.text === name) found.push([...at, ...path]);
    if (right.type !== "object") continue;
    for (const item of parts(right)) {
      const value = item.type === "pair" ? item.childForFieldName("value") : item;
      if (value?.text === name) found.push([...at, keyOf(item.childForFieldName("key") ?? item), ...path]);
    }
  }
  return found;
}

/** The word that an importing file must hold: the file's name, or its folder's for an index. */
export function moduleOf(path: string): string {
  return /([^/]+?)(?:\/index)?(?:\.d)?\.[cm]?[jt]sx?$/i.exec(path)?.[1] ?? path;
}

/** The names under which another file has what a declaration holds. */
export function broughtTo(other: Source, declaration: Declaration, source: Source): readonly (Declaration | Node)[] {
  const paths = exportsOf(declaration, source);
  if (paths.length === 0) return [];
  const found: (Declaration | Node)[] = [];
  const local = (nameNode: Node, path: readonly string[], removes: Declaration["removes"]): void => {
    found.push({
      name: nameNode.text,
      path,
      nameNode,
      removes: path.length === 0 ? removes : [],
      scope: other.root,
      outside: undefined,
    });
  };
  for (const statement of all(other.root, "import_statement", "export_statement")) {
    const from = statement.childForFieldName("source");
    if (from === null || !resolves(contentOf(from), other.path, source.path)) continue;
    if (statement.type === "export_statement") found.push(statement);
    const specifiers = all(statement, "import_specifier");
    const clause = parts(statement).find(({ type }) => type === "import_clause");
    for (const path of paths) {
      const isCommon = declaration.name === "" || path[0] !== "default";
      for (const item of specifiers) {
        const name = item.childForFieldName("name");
        if (name === null || name.text !== path[0]) continue;
        const alone = specifiers.length === 1 && clause !== undefined && parts(clause).length === 1;
        const removes = alone ? removal(other.text, spanOf(statement)) : withoutItem(other.text, specifiers, item);
        local(item.childForFieldName("alias") ?? name, path.slice(1), [removes]);
      }
      for (const item of clause === undefined ? [] : parts(clause)) {
        const whole = item.type === "namespace_import" ? parts(item)[0] : item.type === "identifier" ? item : undefined;
        if (whole === undefined) continue;
        if (item.type === "namespace_import") local(whole, path, []);
        else if (path[0] === "default") local(whole, path.slice(1), [removal(other.text, spanOf(statement))]);
        else if (isCommon) local(whole, path, []);
      }
    }
  }
  for (const call of all(other.root, "call_expression")) {
    const [specifier] = parts(call.childForFieldName("arguments") ?? call);
    const called = call.childForFieldName("function")?.text;
    if ((called !== "require" && called !== "import") || specifier?.type !== "string") continue;
    if (!resolves(contentOf(specifier), other.path, source.path)) continue;
    for (const path of paths) found.push(...required(call, path, other));
  }
  return found;
}

/** `const config = require(…)`, `const { key } = require(…)`, `require(…).key`. */
function required(call: Node, path: readonly string[], other: Source): readonly (Declaration | Node)[] {
  let node: Node = call.parent !== null && call.parent.type === "await_expression" ? call.parent : call;
  let rest = path;
  for (let step = stepOf(node); step !== undefined && rest.length > 0; step = stepOf(node)) {
    if (step.key !== rest[0]) return step.key === undefined ? [step.whole] : [];
    node = step.whole;
    rest = rest.slice(1);
  }
  const unpacked = unpackOf(node, rest, other);
  if (unpacked !== undefined) return [unpacked];
  if (node.parent?.childForFieldName("name")?.type === "object_pattern") return [];
  const declared = declarationOf(node, other);
  if (declared === undefined) return [node];
  return [{ ...declared, path: [...declared.path, ...rest], removes: rest.length === 0 ? declared.removes : [] }];
}

/** Whether an import's specifier names a file: relative, or by the end of its path (`@/config`). */
function resolves(specifier: string, from: string, file: string): boolean {
  const bare = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/i, "").replace(/\/index$/, "");
  if (!specifier.startsWith(".")) {
    const tail = /^[^/]+\/(.+)$/.exec(bare(specifier))?.[1];
    return tail !== undefined && (bare(file) === tail || bare(file).endsWith(`/${tail}`));
  }
  const folder = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") folder.pop();
    else if (part !== "." && part !== "") folder.push(part);
  }
  return bare(folder.join("/")) === bare(file) || folder.join("/") === bare(file);
}
