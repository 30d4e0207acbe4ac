import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { removal } from "../lines";
import type { Source } from "./language";
import { whereMissing } from "./missing";
import { climb, lastName, parts, same, spanOf } from "./tree";

/** Checks that only stop where a value is missing: once nobody needs the value, nor does the check. */

const NEGATION = /^(?:unary_expression|prefix_unary_expression|not_operator)$/;
const COMPARISON = /^(?:binary_expression|comparison_operator|is_pattern_expression)$/;
const NOTHING = /^(?:null|undefined|None|nil|""|''|``|string\.Empty)$/;
const IS_MISSING = /^(?:IsNullOrEmpty|IsNullOrWhiteSpace|isBlank|isEmpty|hasText|isNullOrEmpty)$/;
const STOPS =
  /^(?:assert|ok|invariant|ThrowIfNull|ThrowIfNullOrEmpty|ThrowIfNullOrWhiteSpace|requireNonNull|notNull|hasText|hasLength|checkNotNull|notBlank|notEmpty)$/;
const ENDS = /\b(?:throw|raise|return|exit|panic|Fatal\w*|die|abort)\b/;

/** The edit that takes a check of `value` away; undefined where `value` is not just checked. */
export function guardAround(value: Node, source: Source): Edit | undefined {
  const asserted = climb(value, ({ type }) => type.endsWith("statement"));
  if (asserted?.type === "assert_statement" && same(parts(asserted)[0], value))
    return removal(source.text, spanOf(asserted));
  const call = callOn(value);
  if (call !== undefined && STOPS.test(call.name) && call.node.parent?.type === "expression_statement")
    return removal(source.text, spanOf(call.node.parent));
  const { check, isMissing } = checkAround(value);
  if (same(check, value)) return undefined;
  if (!isMissing) return isBoth(check.parent) ? withoutOperands(check.parent, check, value.text) : undefined;
  const { parent } = check;
  if (isEither(parent)) return withoutOperands(parent, check, value.text);
  const statement = climb(parent, ({ type }) => type === "if_statement");
  const condition = statement?.childForFieldName("condition");
  const body = statement?.childForFieldName("consequence");
  if (statement === undefined || condition === null || condition === undefined || body === null || body === undefined)
    return undefined;
  const isWhole = same(condition, check) || same(parts(condition)[0], check);
  const isAlone = statement.childForFieldName("alternative") === null && statement.parent?.type !== "else_clause";
  return isWhole && isAlone && ENDS.test(body.text) ? removal(source.text, spanOf(statement)) : undefined;
}

/** The expression that asks whether the value is there, and whether it is true where the value is missing. */
function checkAround(value: Node): { readonly check: Node; readonly isMissing: boolean } {
  let check = value;
  let isMissing = false;
  for (let { parent } = check; parent !== null; { parent } = check) {
    const call = callOn(check);
    const { text } = parent;
    const others = parts(parent).filter((part) => !same(part, check));
    const isNothing = others.length > 0 && others.every((other) => NOTHING.test(other.text));
    if (call !== undefined && IS_MISSING.test(call.name)) {
      check = call.node;
      isMissing = call.name !== "hasText";
    } else if (NEGATION.test(parent.type)) {
      check = parent;
      isMissing = !isMissing;
    } else if (COMPARISON.test(parent.type) && !isEither(parent) && isNothing) {
      check = parent;
      isMissing = !/!=|\bnot\b/.test(text.replace(value.text, ""));
    } else if (parent.type === "parenthesized_expression" && parent.parent?.type !== "if_statement") check = parent;
    else break;
  }
  return { check, isMissing };
}

/** The call that `value` is the first argument of, or that is made on it. */
function callOn(value: Node): { readonly node: Node; readonly name: string } | undefined {
  const argument = value.parent?.type === "argument" ? value.parent : value;
  const list = argument.parent;
  if (/^argument(?:s|_list)$/.test(list?.type ?? "") && list?.parent != null && same(parts(list)[0], argument)) {
    const node = list.parent;
    return { node, name: node.childForFieldName("name")?.text ?? lastName(node.childForFieldName("function")) };
  }
  const node = value.parent;
  if (node?.type !== "method_invocation" || !same(node.childForFieldName("object"), value)) return undefined;
  return { node, name: node.childForFieldName("name")?.text ?? "" };
}

function isEither(node: Node | null): node is Node {
  return (
    /^(?:binary_expression|boolean_operator)$/.test(node?.type ?? "") &&
    /^(?:\|\||or)$/.test(node?.childForFieldName("operator")?.text ?? "")
  );
}

function isBoth(node: Node | null): node is Node {
  return node?.type === "binary_expression" && node.childForFieldName("operator")?.text === "&&";
}

/**
 * `a || b || c`, or `a && b && c`, without the operands beside each other that only ask for a value, one of which is
 * `operand`; undefined where no other is left.
 */
function withoutOperands(joined: Node, operand: Node, value: string): Edit | undefined {
  const operator = joined.childForFieldName("operator")?.text;
  let whole = joined;
  while (whole.parent?.type === joined.type && whole.parent.childForFieldName("operator")?.text === operator)
    whole = whole.parent;
  const all = operandsOf(whole, operator);
  const at = all.findIndex((one) => same(one, operand));
  const asks = (one: Node | undefined): boolean =>
    one !== undefined &&
    (same(one, operand) || whereMissing(one.text, value, "either") === !/^(?:&&|and)$/.test(operator ?? ""));
  let first = at;
  let last = at;
  while (asks(all[first - 1])) first--;
  while (asks(all[last + 1])) last++;
  const [before, after, begin, end] = [all[first - 1], all[last + 1], all[first], all[last]];
  if (begin === undefined || end === undefined) return undefined;
  if (before !== undefined) return { start: before.endIndex, end: end.endIndex, text: "" };
  return after === undefined ? undefined : { start: begin.startIndex, end: after.startIndex, text: "" };
}

function operandsOf(node: Node, operator: string | undefined): readonly Node[] {
  const left = node.childForFieldName("left");
  const right = node.childForFieldName("right");
  if (left === null || right === null || node.childForFieldName("operator")?.text !== operator) return [node];
  return [...operandsOf(left, operator), ...operandsOf(right, operator)];
}
