import type { Node } from "web-tree-sitter";
import type { Language } from "../../follow/language";
import { contentOf, same } from "../../follow/tree";

/** The way from a name to what it holds: members, calls, what a module exports. */

/** What has a body of its own, from which `return` gives. */
export const FUNCTIONS =
  /^(?:arrow_function|function_expression|method_definition|(?:generator_)?function_declaration)$/;

/** What only wraps an expression. */
export const WRAPS = /^(?:parenthesized|as|satisfies|non_null)_expression$/;

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

/** Wraps, and calls that give their argument back: `Object.freeze({…})`, `registerAs("name", () => …)`. */
export function isAround({ type }: Node): boolean {
  return WRAPS.test(type) || type === "await_expression";
}

/** Whether a path ends at what is declared: the value itself, or the function that gives it. */
export function isWhole(path: readonly string[]): boolean {
  return path.every((key) => key === "()");
}
