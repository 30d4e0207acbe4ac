import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";
import { argumentsOf, type Call, receivers } from "./arguments";
import { fits, isOther } from "./overloads";
import {
  basesOf,
  enclosingType,
  familyOf,
  filesWith,
  type Method,
  methodsNamed,
  nameOfCall,
  typesNamed,
} from "./program";
import { typeOf } from "./typeOf";

/** Which methods and constructors of the program a call runs, and which calls run a method. */

const TYPE = /^(?:class|record|struct)_declaration$/;

/** The methods or constructors of the program that a call may run. */
export function calleesOf({ node, source }: Call, base: CodeBase): readonly Method[] {
  const methods = candidates(node, source, base).filter((method) => fits(node, method));
  return methods.length < 2 ? methods : methods.filter((method) => !isOther({ node, source }, method, base));
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
