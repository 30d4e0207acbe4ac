import type { Node } from "web-tree-sitter";
import type { NotFixable } from "../../fix";
import type { CodeBase, Declaration, Reads, Rewrite, Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { declarationOf } from "./names";
import { fromPattern } from "./patterns";
import { wholeSink } from "./sink";
import { namesOwned, ofType } from "./types";

/** Where whole objects go that hold the value: other objects, functions, types, clients. */

const NOWHERE: Reads = { uses: [], removes: [] };
const WRAPS = /^(?:parenthesized|as|satisfies|non_null|await)_expression$/;
const FUNCTIONS = ["arrow_function", "function_expression", "method_definition", "function_declaration"];
/** Calls that look at whatever is there. */
const LOOKS =
  /^(?:console\.\w+|(?:this\.)?(?:log|logger|_logger)\.\w+|JSON\.stringify|Object\.(?:keys|values|entries)|assert\.ok)$/;
/** What a test expects of a whole, whatever it holds. */
const EXPECTS = /\)\.(?:not\.)?toBe(?:Defined|Truthy|InstanceOf|TypeOf|Null|Undefined)?\(/;
const GIVES_BACK = /^(?:Object\.(?:freeze|seal)|Promise\.resolve|structuredClone|defineConfig)$/;

/** Where a whole goes that holds the value below `rest`; undefined where names alone show it, or nothing is known. */
export function handedOnWhole(
  node: Node,
  rest: readonly string[],
  source: Source,
  base: CodeBase,
  secret: Secret,
): Reads | Rewrite | NotFixable | undefined {
  const { parent } = node;
  if (parent === null) return undefined;
  if (WRAPS.test(parent.type)) return again(parent, rest, source);
  if (parent.type === "expression_statement" || parent.type === "instanceof") return NOWHERE;
  const sink = wholeSink(node, rest, source, secret);
  if (sink !== undefined) return sink;
  if (parent.type === "variable_declarator" && isPatternWithout(parent, rest[0])) return NOWHERE;
  if (parent.type === "spread_element") return spread(parent, rest, source);
  if (parent.type === "type_query" || climb(node, ({ type }) => type === "type_query") !== undefined)
    return inType(node, rest, source, base);
  if (rest[0] === "new") return classUse(node, rest, source);
  if (parent.type === "arguments") return argument(node, parent, rest, source, base);
  if (/^(?:binary|unary|ternary)_expression$/.test(parent.type)) return chosen(node, parent, rest, source);
  return undefined;
}

function again(node: Node, rest: readonly string[], source: Source): Reads {
  return { uses: [{ node, source, rest }], removes: [] };
}

/** `const { endpoint } = config` takes nothing of what goes. */
function isPatternWithout(declarator: Node, key: string | undefined): boolean {
  const pattern = declarator.childForFieldName("name");
  return pattern?.type === "object_pattern" && !hasKey(pattern, key);
}

/** `{ ...config.cosmos, more }` holds what the whole held. */
function spread(element: Node, rest: readonly string[], source: Source): Reads | undefined {
  const object = element.parent;
  const holder = object?.type === "object" ? declarationOf(object, source) : undefined;
  if (holder === undefined) return undefined;
  const longer = <T extends { readonly path: readonly string[] }>(name: T): T => ({
    ...name,
    path: [...name.path, ...rest],
  });
  const also = holder.also?.map(longer);
  const declaration: Declaration = { ...longer(holder), removes: [], ...(also === undefined ? {} : { also }) };
  return { uses: [], declared: [{ declaration, source }], removes: [] };
}

/** `typeof config`: a type of the same shape, and the names of that type. */
function inType(node: Node, rest: readonly string[], source: Source, base: CodeBase): Reads {
  const alias = climb(node, ({ type }) => type === "type_alias_declaration");
  const generic = climb(node, ({ type }) => type === "generic_type");
  const isCalled =
    rest[0] === "()" && /^(?:ReturnType|ConfigType|Awaited)$/.test(parts(generic ?? node)[0]?.text ?? "");
  const path = isCalled ? rest.slice(1) : rest;
  const type = alias?.childForFieldName("name")?.text;
  if (type !== undefined) return ofType({ type, path }, source, base, false);
  const annotation = climb(node, ({ type: one }) => one === "type_annotation");
  const owner = annotation?.parent;
  return owner === null || owner === undefined
    ? NOWHERE
    : { uses: [], declared: namesOwned(owner, path, source, base), removes: [] };
}

/** A class that is named, not constructed: a subclass has what it has; containers give objects of it by type. */
function classUse(node: Node, rest: readonly string[], source: Source): Reads | undefined {
  const heritage = climb(node, ({ type }) => type === "class_heritage");
  if (heritage?.parent != null) {
    const nameNode = heritage.parent.childForFieldName("name");
    const scope = heritage.parent.childForFieldName("body");
    if (nameNode === null || scope === null) return undefined;
    const own = { name: "this", path: rest.slice(1), scope };
    const declaration: Declaration = {
      name: nameNode.text,
      path: rest,
      nameNode,
      removes: [],
      scope: source.root,
      outside: undefined,
      also: [own],
    };
    return { uses: [], declared: [{ declaration, source }], removes: [] };
  }
  const { parent } = node;
  if (parent?.type === "array" || parent?.type === "pair" || parent?.type === "binary_expression") return NOWHERE;
  const call = parent?.type === "arguments" ? parent.parent : null;
  if (call === null || !/^(?:get|resolve|inject|Inject|create)$/.test(lastName(call.childForFieldName("function"))))
    return call === null ? undefined : NOWHERE;
  return { uses: [{ node: call, source, rest: rest.slice(1) }], removes: [] };
}

/** An argument of a function of the program is its parameter. */
export function argument(
  node: Node,
  list: Node,
  rest: readonly string[],
  source: Source,
  base: CodeBase,
): Reads | undefined {
  const call = list.parent;
  const called = call?.childForFieldName("function") ?? call?.childForFieldName("constructor");
  if (call === null || called === null || called === undefined) return undefined;
  if (LOOKS.test(called.text) || (called.text === "expect" && EXPECTS.test(call.parent?.parent?.text ?? "")))
    return NOWHERE;
  if (GIVES_BACK.test(called.text)) return again(call, rest, source);
  if (called.text === "registerAs") return again(call, rest, source);
  const name = called.type === "super" ? baseOf(call) : lastName(called.childForFieldName("property") ?? called);
  const position = parts(list).findIndex((one) => same(one, node));
  const own = functionsOf(name, source);
  const found = own.length > 0 ? own : base.others(source, name).flatMap((other) => functionsOf(name, other));
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) return undefined;
  const parameters = only.made.childForFieldName("parameters");
  const single = only.made.childForFieldName("parameter");
  const given = parameters === null ? single : parts(parameters)[position];
  if (given === null || given === undefined) return undefined;
  if (given.type === "identifier") {
    const scope = only.made.childForFieldName("body") ?? only.made;
    const declaration = { name: given.text, path: rest, nameNode: given, removes: [], scope, outside: undefined };
    return { uses: [], declared: [{ declaration, source: only.source }], removes: [] };
  }
  const pattern = given.childForFieldName("pattern");
  if (pattern?.type !== "object_pattern")
    return { uses: [], declared: namesOwned(given, rest, only.source, base), removes: [] };
  if (!hasKey(pattern, rest[0])) return NOWHERE;
  const taken = fromPattern(pattern, rest, only.source);
  const scope = only.made.childForFieldName("body");
  return taken === undefined || scope === null
    ? undefined
    : { uses: [], declared: [{ declaration: { ...taken, scope }, source: only.source }], removes: [] };
}

interface Made {
  readonly made: Node;
  readonly source: Source;
}

function hasKey(pattern: Node, key: string | undefined): boolean {
  return parts(pattern).some((one) => {
    const left = one.type === "object_assignment_pattern" ? (one.childForFieldName("left") ?? one) : one;
    return one.type === "rest_pattern" || (left.childForFieldName("key") ?? left).text === key;
  });
}

function functionsOf(name: string, source: Source): readonly Made[] {
  return all(source.root, ...FUNCTIONS)
    .filter((made) => nameOf(made) === name)
    .map((made) => ({ made, source }));
}

/** What callers write: the function's name, or that of the class whose constructor it is. */
function nameOf(made: Node): string | undefined {
  const own = made.childForFieldName("name")?.text ?? made.parent?.childForFieldName("name")?.text;
  return own === "constructor"
    ? climb(made, ({ type }) => /class_declaration$|^class$/.test(type))?.childForFieldName("name")?.text
    : own;
}

function baseOf(call: Node): string {
  const own = climb(call, ({ type }) => /class_declaration$|^class$/.test(type));
  const heritage = own === undefined ? undefined : parts(own).find(({ type }) => type === "class_heritage");
  const extended = heritage?.namedChildren.find(({ type }) => type === "extends_clause") ?? heritage;
  return extended === undefined ? "" : lastName(parts(extended)[0]);
}

/** `given ?? defaults`, `!config`: the one that holds the value, or a look whether it is there. */
function chosen(node: Node, parent: Node, rest: readonly string[], source: Source): Reads | undefined {
  if (parent.type === "unary_expression") return NOWHERE;
  const operator = parent.childForFieldName("operator")?.text;
  // What stands before `&&` is the result only where it is nothing.
  const isGiven = operator === "&&" && same(parent.childForFieldName("right"), node);
  if (parent.type === "binary_expression" && operator !== "??" && operator !== "||" && !isGiven) return NOWHERE;
  if (parent.type === "ternary_expression" && same(parent.childForFieldName("condition"), node)) return NOWHERE;
  return again(parent, rest, source);
}
