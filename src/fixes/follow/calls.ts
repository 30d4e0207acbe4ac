import type { Node } from "web-tree-sitter";
import { climb, lastName, parts } from "./tree";

/** Calls, and the functions and classes that they name. */

/** Every kind of call. */
export const CALLS = [
  "call_expression",
  "new_expression",
  "call",
  "invocation_expression",
  "object_creation_expression",
  "method_invocation",
  "explicit_constructor_invocation",
];

/** Every kind of class. */
export const CLASSES = /^(?:abstract_)?(?:class|record|struct)_(?:declaration|definition)$|^class$/;

/** What callers write: the function's name, or that of the class whose constructor it is. */
export function nameOfFunction(method: Node): string {
  const own = method.childForFieldName("name")?.text ?? method.parent?.childForFieldName("name")?.text ?? "";
  const isConstructor = own === "constructor" || own === "__init__";
  return isConstructor ? (climb(method, ({ type }) => CLASSES.test(type))?.childForFieldName("name")?.text ?? "") : own;
}

export function nameOfCall(call: Node): string {
  if (call.type === "explicit_constructor_invocation") {
    const owner = climb(call, ({ type }) => CLASSES.test(type));
    const isOwn = call.childForFieldName("constructor")?.text === "this";
    return isOwn ? (owner?.childForFieldName("name")?.text ?? "") : lastName(owner?.childForFieldName("superclass"));
  }
  if (/^super\b/.test((call.childForFieldName("function") ?? call).text)) return nameOfBase(call);
  const called =
    call.childForFieldName("function") ??
    call.childForFieldName("constructor") ??
    call.childForFieldName("type") ??
    call.childForFieldName("name");
  return lastName(called?.childForFieldName("name") ?? called);
}

/** The class that `super(…)` constructs. */
function nameOfBase(call: Node): string {
  const own = climb(call, ({ type }) => CLASSES.test(type));
  const bases =
    own?.childForFieldName("superclasses") ?? own?.namedChildren.find(({ type }) => type === "class_heritage");
  const extended = bases?.namedChildren.find(({ type }) => type === "extends_clause") ?? bases;
  return extended === undefined ? "" : lastName(parts(extended)[0]);
}
