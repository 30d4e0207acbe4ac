import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { climb, lastName, parts, same } from "../../follow/tree";
import { parametersOf as declaredParameters } from "./lookup";
import type { Method } from "./program";

/** Calls and what they hand over: which argument goes to which parameter. */

/** A call: an invocation, a `new`, `: base(…)`, or the arguments behind a base class. */
export interface Call {
  readonly node: Node;
  readonly source: Source;
}

const CREATIONS = ["object_creation_expression", "implicit_object_creation_expression"];
const CALLS = new Set([
  "invocation_expression",
  ...CREATIONS,
  "constructor_initializer",
  "base_list",
  "primary_constructor_base_type",
]);
const TYPE = /^(?:class|record|struct)_declaration$/;

/** The arguments of a call, in order. */
export function argumentsOf(call: Node): readonly Node[] {
  const list = call.childForFieldName("arguments") ?? call.namedChildren.find(({ type }) => type === "argument_list");
  return list == null ? [] : parts(list).filter(({ type }) => type === "argument");
}

/** The value of an argument, without its name. */
export function valueOf(argument: Node): Node {
  return parts(argument).at(-1) ?? argument;
}

/** The call that an argument belongs to. */
export function callOf(argument: Node | null | undefined): Node | undefined {
  const call = argument?.type === "argument" ? argument.parent?.parent : undefined;
  return call != null && CALLS.has(call.type) ? call : undefined;
}

/** The parameters of a method, or of a class's primary constructor. */
export function parametersOf({ node }: Method): readonly Node[] {
  if (!TYPE.test(node.type)) return declaredParameters(node);
  const list = node.namedChildren.find(({ type }) => type === "parameter_list");
  return list === undefined ? [] : parts(list).filter(({ type }) => type === "parameter");
}

/** The argument that a parameter gets in a call, by its name or its place. */
export function argumentFor(call: Node, method: Method, parameter: Node): Node | undefined {
  const list = argumentsOf(call);
  const name = parameter.childForFieldName("name")?.text;
  const named = list.find((one) => one.childForFieldName("name")?.text === name);
  if (named !== undefined) return named;
  const at = parametersOf(method).findIndex((one) => same(one, parameter)) - receivers(call, method);
  const placed = list[at];
  return placed?.childForFieldName("name") == null ? placed : undefined;
}

/** The parameter that an argument goes to. */
export function parameterFor(argument: Node, call: Node, method: Method): Node | undefined {
  return parametersOf(method).find((one) => same(argumentFor(call, method, one), argument));
}

/** What an extension method is called on, where it is called so. */
export function extended(call: Node, method: Method): Node | undefined {
  return receivers(call, method) === 0
    ? undefined
    : (call.childForFieldName("function")?.childForFieldName("expression") ?? undefined);
}

/** One where a call is made on what an extension method extends. */
export function receivers(call: Node, method: Method): 0 | 1 {
  const [first] = parametersOf(method);
  if (first?.children.some(({ text }) => text === "this") !== true) return 0;
  const called = call.childForFieldName("function");
  const owner = climb(method.node, ({ type }) => TYPE.test(type))?.childForFieldName("name")?.text;
  const receiver = called?.childForFieldName("expression");
  return receiver != null && lastName(receiver) !== owner ? 1 : 0;
}
