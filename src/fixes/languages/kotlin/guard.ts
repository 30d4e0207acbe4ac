import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { Source } from "../../follow/language";
import { climb, parts, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { callAround, calledBy } from "./types";

/** Checks of Kotlin that only stop where a value is missing: `require(key.isNotBlank()) { … }`, `if (key.isBlank()) error(…)`. */

const ASKS = /^(?:isBlank|isEmpty|isNullOrBlank|isNullOrEmpty|isNotBlank|isNotEmpty)$/;
const STOPS = /^(?:require|requireNotNull|check|checkNotNull|assert)$/;

/** The edit that takes a check of a value away; undefined where the value is not just checked. */
export function guardAround(value: Node, { text }: Source): Edit | undefined {
  const asked = askedOf(value);
  const call = callAround(asked);
  const called = call === undefined ? undefined : calledBy(call);
  if (call !== undefined && called?.object === undefined && STOPS.test(called?.name ?? "")) {
    const whole = call.parent?.type === "call_expression" ? call.parent : call;
    return isStatement(whole) ? removal(text, spanOf(whole)) : undefined;
  }
  if (same(asked, value)) return undefined;
  const either = asked.parent;
  const operator = either?.childForFieldName("operator")?.text;
  if (either?.type === "binary_expression" && operator === "||") {
    const statement = climb(either, ({ type }) => type === "if_expression");
    return statement !== undefined && isStop(statement) ? withoutOperand(either, asked) : undefined;
  }
  if (either?.type !== "if_expression" || !same(either.childForFieldName("condition"), asked)) return undefined;
  return isStop(either) && isStatement(either) ? removal(text, spanOf(either)) : undefined;
}

/** The expression that asks whether a value is there. */
function askedOf(value: Node): Node {
  // The grammar takes `!key.isBlank()` for a question that is asked of `!key`.
  const around = value.parent;
  const parent = around?.type === "unary_expression" && around.text.startsWith("!") ? around.parent : around;
  if (
    parent?.type === "navigation_expression" &&
    ASKS.test(parts(parent)[1]?.text ?? "") &&
    parent.parent?.type === "call_expression"
  )
    return parent.parent;
  const isComparison =
    parent?.type === "binary_expression" &&
    /^[!=]==?$/.test(parent.childForFieldName("operator")?.text ?? "") &&
    parts(parent).some((one) => /^(?:null|"")$/.test(one.text));
  return isComparison ? parent : value;
}

/** Whether an `if` does nothing but stop. */
function isStop(statement: Node): boolean {
  const [, body, other] = parts(statement);
  return (
    body !== undefined &&
    other === undefined &&
    /\bthrow\b|\berror\(|\bexitProcess\(/.test(body.text) &&
    parts(body).length <= 2
  );
}

function isStatement(node: Node): boolean {
  return /^(?:block|lambda_literal)$/.test(node.parent?.type ?? "");
}

function withoutOperand(either: Node, operand: Node): Edit | undefined {
  const left = either.childForFieldName("left");
  const right = either.childForFieldName("right");
  if (left === null || right === null) return undefined;
  return same(left, operand)
    ? { start: left.startIndex, end: right.startIndex, text: "" }
    : { start: left.endIndex, end: right.endIndex, text: "" };
}
