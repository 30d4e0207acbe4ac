import type { Node } from "web-tree-sitter";
import { all, climb, lastName, parts, same } from "../../follow/tree";

/** Expressions of C# that ask whether a value is there. */

const IS_MISSING = /^(?:IsNullOrEmpty|IsNullOrWhiteSpace|IsNull|IsBlank|IsMissing)$/;
const SAYS = /^(?:Equals|Contains|StartsWith|EndsWith)$/;
const NOTHING = /^(?:null|""|[Ss]tring\.Empty|default)$/;

/** What is checked, and what goes with it. */
export interface Guard {
  /** The whole expression that says whether the value is there. */
  readonly check: Node;
  /** Whether the check is true where the value is missing. */
  readonly missing: boolean;
}

/** The expression that says whether a value is there or not; undefined where the value is not just checked. */
export function checkOf(value: Node): Guard | undefined {
  let check = value;
  let missing: boolean | undefined;
  for (let { parent } = check; parent !== null; { parent } = check) {
    const call = callOn(check);
    const others = parts(parent).filter((part) => !same(part, check));
    const operator = parent.childForFieldName("operator")?.text ?? "";
    if (
      missing === undefined &&
      call !== undefined &&
      (IS_MISSING.test(call.name) || (SAYS.test(call.name) && call.others.every(isText)))
    ) {
      check = call.node;
      missing = true;
    } else if (
      missing === undefined &&
      parent.type === "member_access_expression" &&
      /^(?:Length|Trim|ToLower|ToUpper|Value)$/.test(lastName(parent.childForFieldName("name")))
    )
      check = parent;
    else if (
      missing === undefined &&
      parent.type === "invocation_expression" &&
      same(parent.childForFieldName("function"), check)
    )
      check = parent;
    else if (
      missing === undefined &&
      parent.type === "conditional_access_expression" &&
      same(parent.childForFieldName("condition"), check)
    )
      check = parent;
    else if (
      missing === undefined &&
      parent.type === "binary_expression" &&
      /^(?:==|!=)$/.test(operator) &&
      others.every((one) => NOTHING.test(one.text) || isText(one) || one.text === "0")
    ) {
      check = parent;
      missing = operator === "==";
    } else if (
      missing === undefined &&
      parent.type === "binary_expression" &&
      /^(?:>|<|<=|>=)$/.test(operator) &&
      others.every(({ text }) => /^\d+$/.test(text))
    ) {
      check = parent;
      missing = operator.startsWith("<");
    } else if (
      missing === undefined &&
      parent.type === "is_pattern_expression" &&
      same(parent.childForFieldName("expression"), check)
    ) {
      const pattern = parent.childForFieldName("pattern")?.text ?? "";
      const says =
        /^(not\s*\(?\s*)?(?:null|"[^"]*"|\{\s*Length:\s*0\s*\})(?:\s*or\s*(?:null|"[^"]*"|\{\s*Length:\s*0\s*\}))*\s*\)?$/.exec(
          pattern,
        );
      if (says === null && pattern !== "{ }") break;
      check = parent;
      missing = says?.[1] === undefined && pattern !== "{ }";
    } else if (parent.type === "prefix_unary_expression" && parent.text.startsWith("!") && missing !== undefined) {
      check = parent;
      missing = !missing;
    } else if (parent.type === "postfix_unary_expression" && missing === undefined) check = parent;
    else if (parent.type === "parenthesized_expression") check = parent;
    else break;
  }
  return missing === undefined ? undefined : { check, missing };
}

/** The call that `value` is an argument of, or that is made on it, with the other arguments. */
export function callOn(
  value: Node,
): { readonly node: Node; readonly name: string; readonly others: readonly Node[] } | undefined {
  const { parent } = value;
  if (parent?.type === "argument") {
    const node = parent.parent?.parent;
    if (node?.type !== "invocation_expression") return undefined;
    const others = parts(parent.parent ?? node)
      .filter((one) => !same(one, parent))
      .map((one) => parts(one).at(-1) ?? one);
    const name = lastName(node.childForFieldName("function"));
    const isFirst = same(parts(parent.parent ?? node)[0], parent);
    return isFirst || SAYS.test(name)
      ? { node, name, others: others.filter(({ text }) => !text.startsWith("StringComparison")) }
      : undefined;
  }
  const node = parent?.type === "member_access_expression" ? parent.parent : undefined;
  if (parent === null || node?.type !== "invocation_expression" || !same(node.childForFieldName("function"), parent))
    return undefined;
  const others = parts(node.childForFieldName("arguments") ?? node).map((one) => parts(one).at(-1) ?? one);
  return {
    node,
    name: lastName(parent.childForFieldName("name")),
    others: others.filter(({ text }) => !text.startsWith("StringComparison")),
  };
}

/** A text that code compares with: a literal or a constant. */
export function isText(node: Node): boolean {
  return (
    node.type.endsWith("string_literal") || /^(?:\p{Lu}\w*\.)*\p{Lu}\w*$/u.test(node.text) || NOTHING.test(node.text)
  );
}

/** Whether code only asks whether a value is there, or puts the emulator's in its place where the endpoint is the emulator's. */
export function isOnlyAsked(value: Node): boolean {
  const write = value.parent;
  if (write?.type !== "assignment_expression" || !same(write.childForFieldName("left"), value))
    return checkOf(value) !== undefined;
  const isLocal = (node: Node): boolean =>
    node.type === "if_statement" &&
    /\b(?:localhost|127\.0\.0\.1)\b/.test(node.childForFieldName("consequence")?.text ?? "");
  return climb(write, isLocal) !== undefined;
}

/** Whether another value stands in for one that is missing: `config["Key"] ?? DefaultKey`. */
export function hasStandIn(value: Node): boolean {
  return [value, ...all(value, "binary_expression")].some((node) => {
    const right = node.childForFieldName("operator")?.text === "??" ? node.childForFieldName("right") : null;
    return right !== null && right.type !== "throw_expression" && !NOTHING.test(right.text);
  });
}
