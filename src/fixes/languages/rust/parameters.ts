import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, together } from "../../follow/reads";
import { all, lastName, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { functionOf, functionsNamed, implOf, nameNodeOf, type Placed } from "./types";

/** Values of Rust that are handed to the program's functions, or given back by them. */

/** Where a value goes that is an argument, or all that a function gives back. */
export function handedOn(value: Node, source: Source, base: CodeBase): Reads | undefined {
  return asArgument(value, source, base) ?? givenBack(value, source, base);
}

function asArgument(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const list = value.parent?.type === "arguments" ? value.parent : undefined;
  const call = list?.parent;
  if (list === undefined || call?.type !== "call_expression") return undefined;
  const found = functionsNamed(calledName(call), source, base).filter((one) => isCallOf(call, one.node));
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  const at = parts(list).findIndex((one) => same(one, value));
  const holder = parametersOf(only.node)[at];
  const nameNode = holder === undefined ? undefined : nameNodeOf(holder);
  if (holder === undefined || nameNode === undefined) return undefined;
  const all_ = parts(only.node.childForFieldName("parameters") ?? only.node);
  const declaration: Declaration = {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: [withoutItem(only.source.text, all_, holder)],
    scope: only.node.childForFieldName("body") ?? only.node,
    outside: undefined,
  };
  return together([
    { uses: [], declared: [{ declaration, source: only.source }], removes: [] },
    ...calls(only, source, base).map(({ node, source: one }): Reads => {
      const given = parts(node.childForFieldName("arguments") ?? node);
      const argument = given[at];
      return argument === undefined ? lostAt(node, one) : goneAt(one, [withoutItem(one.text, given, argument)], []);
    }),
  ]);
}

/** Every call of a function. */
function calls({ node, source: own }: Placed, source: Source, base: CodeBase): readonly Placed[] {
  const name = node.childForFieldName("name")?.text ?? "";
  return [...new Set([own, source, ...base.others(own, name)])].flatMap((one) =>
    all(one.root, "call_expression")
      .filter((call) => calledName(call) === name && isCallOf(call, node))
      .map((call) => ({ node: call, source: one })),
  );
}

function calledName(call: Node): string {
  const called = call.childForFieldName("function");
  return called?.type === "field_expression" ? (called.childForFieldName("field")?.text ?? "") : lastName(called);
}

/** Whether a call can be of a function: by its number of arguments, and by the type that it is called on. */
function isCallOf(call: Node, method: Node): boolean {
  const given = parts(call.childForFieldName("arguments") ?? call).length;
  if (given !== parametersOf(method).length) return false;
  const called = call.childForFieldName("function");
  const path = called?.type === "scoped_identifier" ? lastName(called.childForFieldName("path")) : "";
  const owner = implOf(method);
  if (path === "Self") return implOf(call) === owner;
  return /^[A-Z]/.test(path) ? path === owner : true;
}

/** The parameters without `self`. */
function parametersOf(method: Node): readonly Node[] {
  const list = method.childForFieldName("parameters");
  return list === null ? [] : parts(list).filter(({ type }) => type === "parameter");
}

/** A function without parameters that is nothing but the value: every call is a use, and the function goes. */
function givenBack(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const method = functionOf(value);
  const body = method?.childForFieldName("body");
  const isAll = body != null && parts(body).length === 1 && same(parts(body)[0], value);
  if (method === undefined || !isAll || parametersOf(method).length > 0) return undefined;
  const uses = calls({ node: method, source }, source, base).map((one) => ({ ...one, rest: [] }));
  return together([{ uses, removes: [] }, goneAt(source, [removal(source.text, spanOf(method))], [])]);
}
