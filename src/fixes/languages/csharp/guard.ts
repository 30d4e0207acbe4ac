import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { removal } from "../../lines";
import type { Source } from "../../follow/language";
import { callOn, checkOf, isText } from "./check";
import { all, climb, lastName, parts, same, spanOf } from "../../follow/tree";

/** Checks of C# that only stop where a value is missing, or still the text that a sample came with. */

const STOPS =
  /^(?:ThrowIfNull(?:OrEmpty|OrWhiteSpace)?|NotNull(?:OrEmpty|OrWhiteSpace)?|Null(?:OrEmpty|OrWhiteSpace)?|NotEmpty|IsNotNull(?:OrEmpty|OrWhiteSpace)?|IsNotEmpty|RequireNotNull|ArgumentNotNull(?:OrEmpty|OrWhiteSpace)?|CheckNotNull|Assert|False|True|IsFalse|IsTrue|ShouldNotBeNull|ShouldNotBeNullOrEmpty)$/;
const ENDS = /\b(?:throw|return|continue|break|Environment\.Exit|Environment\.FailFast)\b/;
const NOTES =
  /^(?:Add|AddError|AddModelError|Append|AppendLine|Fail|Log(?:Error|Warning|Critical)|Warn|Error|WriteLine)$/;

/** The edit that takes a check of `value` away which only stops where it is missing; undefined where it does more. */
export function guardAround(value: Node, source: Source): Edit | undefined {
  return guardOf(value)?.(source);
}

/** How the check of a value goes; undefined where the value is not just checked. */
export function guardOf(value: Node): ((source: Source) => Edit) | undefined {
  const stopped = stoppingCall(value);
  if (stopped !== undefined) return ({ text }) => removal(text, spanOf(stopped));
  const rule = ruleAround(value);
  if (rule !== undefined) return rule;
  const found = checkOf(value);
  if (found === undefined) return undefined;
  const { check, missing } = found;
  const { parent } = check;
  const operator = parent?.type === "binary_expression" ? parent.childForFieldName("operator")?.text : undefined;
  if (parent !== null && ((operator === "||" && missing) || (operator === "&&" && !missing))) {
    const whole = chainAround(parent, missing);
    if (operandsOf(whole, operator).every((one) => isAbout(one, value))) return guardWhole(whole, missing);
    return isStop(whole, missing) ? () => withoutOperand(parent, check) : undefined;
  }
  return guardWhole(check, missing);
}

function guardWhole(check: Node, missing: boolean): ((source: Source) => Edit) | undefined {
  const thrown = thrownInstead(check, missing);
  if (thrown !== undefined) return () => thrown;
  const statement = whollyChecked(check, missing);
  return statement === undefined
    ? undefined
    : ({ text }) => removal(text, spanOf(statement.parent?.type === "global_statement" ? statement.parent : statement));
}

/** `key == "…" ? throw new … : value` without its check. */
function thrownInstead(check: Node, missing: boolean): Edit | undefined {
  const either = check.parent;
  if (either?.type !== "conditional_expression" || !missing || !same(either.childForFieldName("condition"), check))
    return undefined;
  const value = either.childForFieldName("alternative");
  return either.childForFieldName("consequence")?.type !== "throw_expression" || value === null
    ? undefined
    : { start: either.startIndex, end: value.startIndex, text: "" };
}

/** The outermost `a || b || c` (or `&&`) that a check is part of. */
function chainAround(chain: Node, missing: boolean): Node {
  let whole = chain;
  const isPart = (parent: Node): boolean =>
    parent.type === "parenthesized_expression" ||
    (parent.type === "binary_expression" && parent.childForFieldName("operator")?.text === (missing ? "||" : "&&"));
  for (let { parent } = whole; parent !== null && isPart(parent); { parent } = whole) whole = parent;
  return whole;
}

function operandsOf(chain: Node, operator: string): readonly Node[] {
  if (chain.type === "parenthesized_expression") return parts(chain).flatMap((one) => operandsOf(one, operator));
  const isChain = chain.type === "binary_expression" && chain.childForFieldName("operator")?.text === operator;
  return isChain ? parts(chain).flatMap((one) => operandsOf(one, operator)) : [chain];
}

/** Whether an operand checks the same expression as `value`. */
function isAbout(operand: Node, value: Node): boolean {
  return all(operand, value.type).some((one) => one.text === value.text && same(checkOf(one)?.check, operand));
}

/** Whether a chain of checks does nothing but stop, or is asked by a validation. */
function isStop(whole: Node, missing: boolean): boolean {
  return (
    whollyChecked(whole, missing) !== undefined ||
    /^(?:lambda_expression|return_statement|arrow_expression_clause)$/.test(whole.parent?.type ?? "")
  );
}

/** The `if` without `else` that a check is the whole condition of, and that ends where the value is missing. */
function whollyChecked(check: Node, missing: boolean): Node | undefined {
  const statement = check.parent;
  if (statement?.type !== "if_statement" || !missing || !same(statement.childForFieldName("condition"), check))
    return undefined;
  const body = statement.childForFieldName("consequence");
  const isAlone = statement.childForFieldName("alternative") === null && statement.parent?.type !== "if_statement";
  return isAlone && body !== null && (ENDS.test(body.text) || onlyNotes(body)) ? statement : undefined;
}

/** Whether nothing is done but to note what is missing: `failures.Add("Key is required.");`. */
function onlyNotes(body: Node): boolean {
  const statements = body.type === "block" ? parts(body) : [body];
  return statements.every((statement) => {
    const call = statement.type === "expression_statement" ? parts(statement)[0] : undefined;
    return (
      call?.type === "invocation_expression" &&
      NOTES.test(lastName(call.childForFieldName("function"))) &&
      parts(call.childForFieldName("arguments") ?? call).every((one) => isText(parts(one).at(-1) ?? one))
    );
  });
}

/** A statement that only stops where the value is missing: `ArgumentException.ThrowIfNullOrEmpty(key);`, `_ = key ?? throw …;`. */
function stoppingCall(value: Node): Node | undefined {
  const call = callOn(value);
  const statement = call?.node.parent;
  if (call !== undefined && STOPS.test(call.name) && statement?.type === "expression_statement")
    return outer(statement);
  const checked = checkOf(value)?.check;
  const asserted = checked === undefined ? undefined : callOn(checked);
  if (asserted !== undefined && STOPS.test(asserted.name) && asserted.node.parent?.type === "expression_statement")
    return outer(asserted.node.parent);
  const { parent } = value;
  const assigned =
    parent?.type === "binary_expression" &&
    parent.childForFieldName("operator")?.text === "??" &&
    parent.childForFieldName("right")?.type === "throw_expression"
      ? parent.parent
      : undefined;
  return assigned?.type === "assignment_expression" &&
    assigned.childForFieldName("left")?.text === "_" &&
    assigned.parent?.type === "expression_statement"
    ? outer(assigned.parent)
    : undefined;
}

function outer(statement: Node): Node {
  return statement.parent?.type === "global_statement" ? statement.parent : statement;
}

/** `.Validate(o => !string.IsNullOrEmpty(o.Key), "…")` in a chain, and `RuleFor(o => o.Key).NotEmpty();`. */
function ruleAround(value: Node): ((source: Source) => Edit) | undefined {
  const checked = checkOf(value);
  const lambda = (checked?.check ?? value).parent;
  if (lambda?.type !== "lambda_expression" || lambda.parent?.type !== "argument") return undefined;
  const call = lambda.parent.parent?.parent;
  if (call?.type !== "invocation_expression") return undefined;
  const called = call.childForFieldName("function");
  const receiver = called?.childForFieldName("expression");
  if (
    checked !== undefined &&
    !checked.missing &&
    lastName(called?.childForFieldName("name")) === "Validate" &&
    receiver != null
  ) {
    const start = receiver.endIndex;
    return () => ({ start, end: call.endIndex, text: "" });
  }
  if (checked !== undefined || lastName(called) !== "RuleFor") return undefined;
  const statement = climb(call, ({ type }) => type.endsWith("_statement") || type === "arrow_expression_clause");
  return statement?.type === "expression_statement" ? ({ text }) => removal(text, spanOf(statement)) : undefined;
}

/** `a || b` without one of the two. */
function withoutOperand(either: Node, operand: Node): Edit {
  const left = either.childForFieldName("left");
  const right = either.childForFieldName("right");
  return same(left, operand)
    ? { start: operand.startIndex, end: right?.startIndex ?? operand.endIndex, text: "" }
    : { start: left?.endIndex ?? operand.startIndex, end: operand.endIndex, text: "" };
}
