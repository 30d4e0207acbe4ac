import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { callOf, extended, parameterFor, parametersOf } from "./arguments";
import { calleesOf } from "./calls";
import { guardOf } from "./guard";
import { nameOf } from "./lookup";
import { type Method, typeText } from "./program";

/** Calls that give back what they are handed: as it is, checked, or in another form. What they give is followed on. */

const OF_STRING = /^(?:Trim|TrimEnd|TrimStart|ToString)$/;

/** Whether an expression is `child.Trim()` or `child?.ToString()`, or the part of it that stands before the brackets. */
export function isOfString(parent: Node, child: Node): boolean {
  if (parent.type === "invocation_expression")
    return same(parent.childForFieldName("function"), child) && isAccess(child);
  const on = parent.childForFieldName("expression") ?? parent.childForFieldName("condition");
  return isAccess(parent) && same(on, child) && parent.parent?.type === "invocation_expression";
}

function isAccess(node: Node): boolean {
  return /^(?:member|conditional)_access_expression$/.test(node.type) && OF_STRING.test(lastName(node));
}

/** The call of a method of the program that gives back what it is handed; undefined where it does more with it. */
export function passedThrough(value: Node, source: Source, base: CodeBase, secret: Secret): Reads | undefined {
  const { parent } = value;
  const receiver = parent?.type === "member_access_expression" && same(parent.childForFieldName("expression"), value);
  const call = receiver ? (parent.parent ?? undefined) : callOf(parent);
  if (call?.type !== "invocation_expression") return undefined;
  const [method, ...others] = calleesOf({ node: call, source }, base);
  if (method === undefined || others.length > 0) return undefined;
  const onExtended = same(extended(call, method), value);
  const parameter = onExtended
    ? parametersOf(method)[0]
    : parent?.type === "argument"
      ? parameterFor(parent, call, method)
      : undefined;
  const form = parameter === undefined ? undefined : formOf(method, nameOf(parameter));
  if (form === undefined || (form === "another" && secret.remains === "endpoint")) return undefined;
  return { uses: [{ node: call, source, rest: [] }], removes: [] };
}

/** In which form a method gives back one of its parameters; undefined where that is not all that it does with it. */
function formOf({ node }: Method, name: string): "same" | "another" | undefined {
  const body = node.childForFieldName("body");
  if (body === null || typeText(node.childForFieldName("returns") ?? node.childForFieldName("type")) !== "string")
    return undefined;
  const given =
    body.type === "arrow_expression_clause" ? parts(body) : all(body, "return_statement").flatMap((one) => parts(one));
  const uses = all(body, "identifier").filter(({ text }) => text === name);
  const isReturned = (use: Node): boolean => given.some((one) => climb(use, (at) => same(at, one)) !== undefined);
  if (given.length === 0 || !uses.every((use) => isReturned(use) || guardOf(use) !== undefined)) return undefined;
  if (
    all(body, "object_creation_expression").some(
      (one) => !lastName(one.childForFieldName("type")).endsWith("Exception"),
    )
  )
    return undefined;
  return given.every((one) => IS_SAME.test(one.text) && one.text.startsWith(name)) ? "same" : "another";
}

const IS_SAME = /^\w+!?(?:\s*\?\?\s*throw\b[\s\S]*)?$/;
