import type { Node } from "web-tree-sitter";
import { choosesIdentity } from "../../follow/branch";
import type { Missing } from "../../follow/missing";
import { all, parts } from "../../follow/tree";
import { calledBy, declaring, isNullable, memberOf, valueOf } from "./types";

/** Kotlin that takes a key where there is one, and else signs in by identity. */

/** Whether code takes a value, however it is missing where it comes from, only beside an identity. */
export function doesWithout(value: Node): boolean {
  return choosesIdentity(value, missingAt(value));
}

/** How a value is missing: a type that has no null is empty then. */
function missingAt(value: Node): Missing {
  const name = memberOf(value)?.object.type === "this_expression" ? memberOf(value)?.name : value;
  const holder = name?.type === "identifier" ? declaring(name) : undefined;
  if (holder === undefined) return "both";
  const nullable = isNullable(holder);
  if (nullable === false) return "empty";
  const given = valueOf(holder);
  if (given === undefined) return "both";
  if (given.type === "string_literal") return "empty";
  if (isNullRead(given)) return "null";
  return /^(?:""|error\()/.test(given.childForFieldName("right")?.text ?? "") ? "empty" : "both";
}

/** `System.getenv("X")`, `env.getProperty("x")`: null where there is none. */
export function isNullRead(node: Node): boolean {
  const called = calledBy(node);
  const list = parts(node).find(({ type }) => type === "value_arguments");
  const count = list === undefined ? 0 : all(list, "value_argument").length;
  return count === 1 && /^(?:getenv|getProperty|tryGetString)$/.test(called?.name ?? "");
}
