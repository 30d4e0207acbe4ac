import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { Declaration, Language, Name, Source } from "../../follow/language";
import { climb, contentOf, parts, same, spanOf, withoutItem } from "../../follow/tree";

/** Names of JavaScript and TypeScript: variables, fields, entries of objects. */

const FUNCTIONS = /^(?:arrow_function|function_expression|method_definition|(?:generator_)?function_declaration)$/;
const GIVES_BACK = /^(?:Object\.(?:freeze|seal)|defineConfig|Promise\.resolve)$/;
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
  if (parent?.type === "export_statement" && value.type !== "identifier")
    return { name: "", path: ["default"], nameNode: value, removes: [], scope: source.root, outside: undefined };
  if (parent !== null && isAround(parent)) return declarationOf(parent, source);
  if (isReturned(value)) return returned(value, source);
  return value.type === "shorthand_property_identifier" && parent?.type === "object" ? entry(value, source) : undefined;
}

/** Wraps, and calls that give their argument back: `Object.freeze({…})`, `registerAs("name", () => …)`. */
function isAround({ type }: Node): boolean {
  return WRAPS.test(type) || type === "await_expression";
}

function isReturned(value: Node): boolean {
  const { parent } = value;
  return parent?.type === "return_statement" || isBody(value);
}

/** The value that an arrow function is: `() => value`. */
function isBody(value: Node): boolean {
  return value.parent?.type === "arrow_function" && same(value.parent.childForFieldName("body"), value);
}

/** What a function gives back is reached by calling it: the key `()` of its path. A getter's is its name's. */
function returned(value: Node, source: Source): Declaration | undefined {
  const made = climb(value.parent, ({ type }) => FUNCTIONS.test(type));
  if (made === undefined || (!isBody(value) && hasOtherReturns(made, value))) return undefined;
  const declared = functionName(made, source);
  if (declared === undefined) return undefined;
  const isGetter = made.type === "method_definition" && /^(?:(?:public|static|override)\s+)*get\b/.test(made.text);
  const call = isGetter ? [] : ["()"];
  const longer = (name: Name): Name => ({ ...name, path: [...name.path, ...call] });
  return {
    ...declared,
    ...longer(declared),
    ...(declared.also === undefined ? {} : { also: declared.also.map(longer) }),
  };
}

/** Whether a function also gives back something else that is not nothing. */
function hasOtherReturns(made: Node, value: Node): boolean {
  return made
    .descendantsOfType("return_statement")
    .filter((one) =>
      same(
        climb(one, ({ type }) => FUNCTIONS.test(type)),
        made,
      ),
    )
    .flatMap((one) => parts(one))
    .some((one) => !same(one, value) && !/^(?:null|undefined|""|''|``)$/.test(one.text));
}

/** The name of a function, by which it is called; what is removed is the whole function. */
function functionName(made: Node, source: Source): Declaration | undefined {
  if (made.type === "method_definition") {
    if (made.parent?.type === "object") return entry(made, source);
    return field(made, source);
  }
  const nameNode = made.childForFieldName("name");
  if (made.type.endsWith("_declaration") && nameNode !== null) {
    const whole = made.parent?.type === "export_statement" ? made.parent : made;
    const removes = [removal(source.text, spanOf(whole))];
    return { name: nameNode.text, path: [], nameNode, removes, scope: blockAround(made, source), outside: undefined };
  }
  const call = made.parent?.type === "arguments" ? made.parent.parent : null;
  if (call === null) return declarationOf(made, source);
  return call.childForFieldName("function")?.text === "registerAs" ? declarationOf(call, source) : undefined;
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
  const nameNode = pair.childForFieldName("key") ?? pair.childForFieldName("name") ?? pair;
  if (object?.type !== "object") return undefined;
  const holder = holderOf(object, source);
  if (holder === undefined) return undefined;
  const removes = [withoutEntry(source.text, object, pair)];
  const longer = (name: Name): Name => ({ ...name, path: [...name.path, keyOf(nameNode)] });
  return {
    ...holder,
    ...longer(holder),
    nameNode,
    removes,
    ...(holder.also === undefined ? {} : { also: holder.also.map(longer) }),
  };
}

/** An entry of an object goes, with its comma and the line that only it stood on. */
export function withoutEntry(text: string, object: Node, pair: Node): Declaration["removes"][number] {
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
    else if (GIVES_BACK.test(call?.childForFieldName("function")?.text ?? "") && call !== null) value = call;
    else break;
  }
  return declarationOf(value, source);
}

export function keyOf(node: Node): string {
  return node.type === "string" ? contentOf(node) : node.text;
}

/** The member that is taken of what a node denotes. */
export function stepOf(node: Node): ReturnType<NonNullable<Language["step"]>> {
  const { parent } = node;
  if (parent === null) return undefined;
  if (isAround(parent)) return stepOf(parent);
  if (parent.type === "call_expression" && same(parent.childForFieldName("function"), node))
    return { whole: awaited(parent), key: "()" };
  if (parent.type === "new_expression" && same(parent.childForFieldName("constructor"), node))
    return { whole: parent, key: "new" };
  if (!same(parent.childForFieldName("object"), node)) return undefined;
  if (parent.type === "member_expression") {
    const key = parent.childForFieldName("property")?.text;
    return { whole: parent, key: key !== undefined && PROMISED.test(key) ? undefined : key };
  }
  if (parent.type !== "subscript_expression") return undefined;
  const index = parent.childForFieldName("index");
  return { whole: parent, key: index?.type === "string" ? contentOf(index) : undefined };
}

/** What a promise gives is not followed; what `await` gives is the value itself. */
const PROMISED = /^(?:then|catch|finally)$/;

function awaited(call: Node): Node {
  return call.parent?.type === "await_expression" ? call.parent : call;
}

/** Whether a path ends at what is declared: the value itself, or the function that gives it. */
export function isWhole(path: readonly string[]): boolean {
  return path.every((key) => key === "()");
}

/** `const { key } = config`, `const { cosmos: { key } } = config`. */
export function unpackOf(node: Node, path: readonly string[], source: Source): Declaration | undefined {
  const declarator = node.parent;
  if (declarator?.type !== "variable_declarator" || !same(declarator.childForFieldName("value"), node))
    return undefined;
  const pattern = declarator.childForFieldName("name");
  return pattern?.type === "object_pattern" ? fromPattern(pattern, path, source) : undefined;
}

export function fromPattern(pattern: Node, path: readonly string[], source: Source): Declaration | undefined {
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
      removes: isWhole(rest) ? [removes] : [],
      scope: scopeOfPattern(pattern, source),
      outside: undefined,
    };
  }
  return undefined;
}

/** Where the names of a pattern hold: the block of its statement, or the function whose parameter it is. */
function scopeOfPattern(pattern: Node, source: Source): Node {
  const around = climb(
    pattern,
    ({ type }) => type.endsWith("_declaration") || /_parameter$|^formal_parameters$/.test(type),
  );
  if (around === undefined) return source.root;
  const isParameter = !/^(?:lexical|variable)_declaration$/.test(around.type);
  return isParameter ? (climb(around, ({ type }) => FUNCTIONS.test(type)) ?? source.root) : blockAround(around, source);
}

/** Whether a name only leaves the module here. */
export function isExported(node: Node): boolean {
  const { parent } = node;
  if (!node.type.includes("identifier")) return false;
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
