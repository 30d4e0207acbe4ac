import type { Node } from "web-tree-sitter";
import type { CodeBase } from "../../follow/language";
import { parts } from "../../follow/tree";
import { argumentFor, argumentsOf, type Call, parametersOf, receivers, valueOf } from "./arguments";
import { type Method, typeArguments, typeText } from "./program";
import { typeParametersOf } from "./memberTypes";
import { typeOf } from "./typeOf";

/** Which of several methods of one name a call means. */

/** Whether a call's arguments fit a method by number and names. */
export function fits(call: Node, method: Method): boolean {
  const parameters = parametersOf(method).slice(receivers(call, method));
  const list = argumentsOf(call);
  const names = parameters.map((one) => one.childForFieldName("name")?.text);
  const isOpen = method.node.childForFieldName("parameters")?.children.some(({ text }) => text === "params") === true;
  const needed = parameters.filter((one) => one.childForFieldName("name")?.id === parts(one).at(-1)?.id);
  return (
    namesTypes(call, method) &&
    (isOpen || list.length <= parameters.length) &&
    needed.every((one) => argumentFor(call, method, one) !== undefined) &&
    list.every((one) => {
      const name = one.childForFieldName("name")?.text;
      return name === undefined || names.includes(name);
    })
  );
}

/** Whether a call hands a text to what takes an object of a class, or the other way round: it means another of that name. */
export function isOther(call: Call, method: Method, base: CodeBase): boolean {
  return parametersOf(method).some((parameter) => {
    const argument = argumentFor(call.node, method, parameter);
    const taken = typeText(parameter.childForFieldName("type"));
    if (argument === undefined || taken === undefined || typeParametersOf(method.node).includes(taken)) return false;
    const value = valueOf(argument);
    if (taken === "string" && /^(?:lambda_expression|integer_literal|real_literal|boolean_literal)$/.test(value.type))
      return true;
    const given = typeOf(value, call.source, base);
    if (given === undefined || given === taken) return false;
    return (given === "string") !== (taken === "string") && isPlain(given) && isPlain(taken);
  });
}

/** A type that no conversion leads to from a text, as far as its name tells. */
function isPlain(type: string): boolean {
  return (
    type === "string" ||
    /^(?:int|long|bool|double|[A-Z]\w*(?:Client|Options|Settings|Config|Configuration|Provider|Collection|Credential|Factory|Context|Logger|Container|Database))$/.test(
      type,
    )
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
