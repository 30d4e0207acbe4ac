import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";
import { parametersOf as declaredParameters } from "./lookup";
import {
  basesOf,
  enclosingType,
  familyOf,
  filesWith,
  type Method,
  methodsNamed,
  nameOfCall,
  typeArguments,
  typesNamed,
  typeText,
} from "./program";
import { typeOf, typeParametersOf } from "./typeOf";

/** Which methods and constructors of the program a call runs, and which calls run a method. */

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

function receivers(call: Node, method: Method): 0 | 1 {
  const [first] = parametersOf(method);
  if (first?.children.some(({ text }) => text === "this") !== true) return 0;
  const called = call.childForFieldName("function");
  const owner = climb(method.node, ({ type }) => TYPE.test(type))?.childForFieldName("name")?.text;
  const receiver = called?.childForFieldName("expression");
  return receiver != null && lastName(receiver) !== owner ? 1 : 0;
}

/** The methods or constructors of the program that a call may run. */
export function calleesOf({ node, source }: Call, base: CodeBase): readonly Method[] {
  return candidates(node, source, base).filter((method) => fits(node, method));
}

function candidates(call: Node, source: Source, base: CodeBase): readonly Method[] {
  const made = (names: readonly string[]): readonly Method[] =>
    names.flatMap((name) => constructorsOf(name, source, base));
  const type = enclosingType(call, source);
  if (call.type === "object_creation_expression") return made([nameOfCall(call)]);
  if (call.type === "implicit_object_creation_expression") return made([typeOf(call, source, base) ?? ""]);
  if (call.type === "primary_constructor_base_type") return made([lastName(call.childForFieldName("type"))]);
  if (call.type === "base_list" || (call.type === "constructor_initializer" && /^:\s*base\b/.test(call.text)))
    return made(type === undefined ? [] : basesOf(type));
  if (call.type === "constructor_initializer") return made(type === undefined ? [] : [type.name]);
  const methods = methodsNamed(nameOfCall(call), source, base);
  const receiver = call.childForFieldName("function")?.childForFieldName("expression");
  const on = receiver == null ? type?.name : typeOf(receiver, source, base);
  if (on === undefined) return methods;
  return methods.filter((method) => {
    const owner = climb(
      method.node,
      ({ type: kind }) => TYPE.test(kind) || kind === "interface_declaration",
    )?.childForFieldName("name")?.text;
    if (owner === undefined || receivers(call, method) === 1 || method.node.type === "local_function_statement")
      return true;
    return familyOf(owner, source, base).has(on) || familyOf(on, source, base).has(owner) || receiver == null;
  });
}

/** The constructors of a type; the type itself where it has a primary one. */
function constructorsOf(name: string, source: Source, base: CodeBase): readonly Method[] {
  return typesNamed(name, source, base).flatMap((type) => [
    ...(type.node.namedChildren.some(({ type: kind }) => kind === "parameter_list")
      ? [{ node: type.node, source: type.source }]
      : []),
    ...parts(type.node.childForFieldName("body") ?? type.node)
      .filter(({ type: kind }) => kind === "constructor_declaration")
      .map((node) => ({ node, source: type.source })),
  ]);
}

/** Whether a call's arguments fit a method by number and names. */
function fits(call: Node, method: Method): boolean {
  const parameters = parametersOf(method).slice(receivers(call, method));
  const list = argumentsOf(call);
  const names = parameters.map((one) => one.childForFieldName("name")?.text);
  const isOpen = method.node.childForFieldName("parameters")?.children.some(({ text }) => text === "params") === true;
  const needed = parameters.filter((one) => one.childForFieldName("name")?.id === parts(one).at(-1)?.id).length;
  return (
    namesTypes(call, method) &&
    list.length >= needed &&
    (isOpen || list.length <= parameters.length) &&
    list.every((one) => {
      const name = one.childForFieldName("name")?.text;
      return name === undefined || names.includes(name);
    })
  );
}

/** Whether a call names as many types as the method takes; it need not where the arguments tell them. */
function namesTypes(call: Node, { node }: Method): boolean {
  if (!/^(?:method_declaration|local_function_statement)$/.test(node.type)) return true;
  const called = call.childForFieldName("function");
  const given = typeArguments(typeText(called?.childForFieldName("name") ?? called) ?? "").length;
  const taken = typeParametersOf(node);
  const parameters = node.childForFieldName("parameters")?.text ?? "";
  return given === 0
    ? taken.every((one) => new RegExp(String.raw`\b${one}\b`).test(parameters))
    : given === taken.length;
}

/** Every call of a method or constructor. */
export function callsTo(method: Method, base: CodeBase): readonly Call[] {
  const { node, source } = method;
  const isConstructor = node.type === "constructor_declaration" || TYPE.test(node.type);
  const name = (isConstructor ? enclosingType(node, source)?.name : node.childForFieldName("name")?.text) ?? "";
  const types = isConstructor
    ? [
        "object_creation_expression",
        "implicit_object_creation_expression",
        "constructor_initializer",
        "base_list",
        "primary_constructor_base_type",
      ]
    : ["invocation_expression"];
  const words = isConstructor ? [...familyOf(name, source, base)] : [name];
  const files = new Set(words.flatMap((word) => filesWith(word, source, base)));
  return [...files].flatMap((one) =>
    all(one.root, ...types)
      .filter((call) => (isConstructor || nameOfCall(call) === name) && argumentsOf(call).length + 1 > 0)
      .filter((call) => call.type !== "base_list" || argumentsOf(call).length > 0)
      .map((call) => ({ node: call, source: one }))
      .filter((call) =>
        calleesOf(call, base).some((callee) => same(callee.node, node) && callee.source.path === source.path),
      ),
  );
}
