import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { Declaration, Name, Source } from "../../follow/language";
import { climb, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { assigned, field } from "./members";
import { blockAround } from "./patterns";
import { FUNCTIONS, isAround, keyOf, WRAPS } from "./ways";

/** Names of JavaScript and TypeScript: variables, fields, entries of objects. */
const GIVES_BACK = /^(?:Object\.(?:freeze|seal)|defineConfig|Promise\.resolve)$/;

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
