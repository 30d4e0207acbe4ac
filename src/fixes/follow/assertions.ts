import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { removal } from "../lines";
import type { Source } from "./language";
import { isCall, withoutStatement } from "./logs";
import { climb, parts, same, spanOf } from "./tree";

/** Tests that say what a value is: without the value there is nothing to say. */

const ASSERTS = /^(?:assert(?:\.\w+)?|t\.\w+|test\.\w+|self\.assert\w+|chai\.assert(?:\.\w+)?)$/;
const LITERAL = /^(?:string|template_string|number|integer|true|false|none|null|undefined|regex)$/;
const ASKS = /^(?:unary_expression|parenthesized_expression|non_null_expression|not_operator|comparison_operator)$/;
const CHAIN = /^(?:member_expression|call_expression|await_expression)$/;

/** The edit that takes the assertion about `value` away; undefined where the value stands in none. */
export function assertedAround(value: Node, source: Source): Edit | undefined {
  let node = value;
  for (let { parent } = node; parent !== null && isAsked(parent, node); { parent } = node) node = parent;
  const { parent } = node;
  if (parent?.type === "assert_statement") return withoutTest(parent, source);
  const call = /^argument(?:s|_list)$/.test(parent?.type ?? "") ? parent?.parent : undefined;
  if (call === null || call === undefined || parent === null || !isCall(call)) return undefined;
  const called = call.childForFieldName("function")?.text ?? "";
  const others = parts(parent).filter((one) => !same(one, node));
  if (called !== "expect" && !(ASSERTS.test(called) && others.every(({ type }) => LITERAL.test(type))))
    return undefined;
  let whole = call;
  for (let above = whole.parent; above !== null && CHAIN.test(above.type); above = whole.parent) whole = above;
  return whole.parent?.type === "expression_statement" ? withoutTest(whole.parent, source) : undefined;
}

/** `typeof value`, `!!value`, `value.length`, `value == "…"`. */
function isAsked(parent: Node, node: Node): boolean {
  if (parent.type === "member_expression" || parent.type === "attribute")
    return same(parent.childForFieldName("object"), node) && parent.parent !== null && !isCall(parent.parent);
  if (parent.type === "comparison_operator" || parent.type === "binary_expression")
    return parts(parent).every((one) => same(one, node) || LITERAL.test(one.type));
  return ASKS.test(parent.type);
}

/** A statement goes; a test that says nothing else goes with it. */
function withoutTest(statement: Node, source: Source): Edit {
  const body = statement.parent;
  const isAlone = body !== null && body.type.endsWith("block") && parts(body).length === 1;
  if (!isAlone) return withoutStatement(statement, source);
  const made = body.parent;
  if (made?.type === "function_definition" && (made.childForFieldName("name")?.text ?? "").startsWith("test")) {
    const whole = made.parent?.type === "decorated_definition" ? made.parent : made;
    return withoutStatement(whole, source);
  }
  const call = climb(made?.parent, ({ type }) => type !== "arguments");
  const isTest = call !== undefined && isCall(call) && /^(?:it|test)\b/.test(call.text);
  return isTest && call.parent?.type === "expression_statement"
    ? removal(source.text, spanOf(call.parent))
    : withoutStatement(statement, source);
}
