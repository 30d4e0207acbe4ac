import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { removal } from "../lines";
import { assertedAround } from "./assertions";
import type { Source } from "./language";
import { isCall, isLog, isPlainText, loggedAround, withoutStatement } from "./logs";
import { parts, same, withoutItem } from "./tree";

/** Places that only look whether a value is there, or show it: once nobody needs the value, nor do they. */

const WALKS = /^(?:every|some|forEach|filter|includes|find)$/;

/** The edit that takes a look at `value` away; undefined where the value is used for more. */
export function looksAround(value: Node, source: Source): Edit | undefined {
  return (
    loggedAround(value, source) ??
    assertedAround(value, source) ??
    conjunct(value) ??
    listed(value, source) ??
    flag(value, source) ??
    warned(value, source)
  );
}

/** `value && other` is `other`: of what must be there, one less. */
function conjunct(value: Node): Edit | undefined {
  let node = value;
  for (let { parent } = node; parent !== null; { parent } = node) {
    const called = isCall(parent.type.startsWith("argument") ? (parent.parent ?? parent) : parent)
      ? (parent.type.startsWith("argument") ? parent.parent : parent)?.childForFieldName("function")
      : undefined;
    const isBoolean = called !== undefined && /^(?:Boolean|bool)$/.test(called?.text ?? "");
    const isTwice = parent.type === "unary_expression" && node.type === "unary_expression";
    const isNegated = parent.type === "unary_expression" && /^!\s*!/.test(parent.text);
    if (isBoolean || isTwice || isNegated || isThere(parent, node)) node = parent;
    else if (parent.type === "unary_expression" && (parent.parent?.text ?? "").startsWith("!!")) node = parent;
    else break;
  }
  const { parent } = node;
  const operator = parent?.childForFieldName("operator")?.text;
  if (parent === null || (operator !== "&&" && operator !== "and")) return undefined;
  const left = parent.childForFieldName("left");
  const right = parent.childForFieldName("right");
  if (left === null || right === null) return undefined;
  return same(left, node)
    ? { start: left.startIndex, end: right.startIndex, text: "" }
    : { start: left.endIndex, end: right.endIndex, text: "" };
}

/** `value !== undefined`, `value is not None`, `len(value) > 0`. */
function isThere(parent: Node, node: Node): boolean {
  if (!/^(?:binary_expression|comparison_operator)$/.test(parent.type)) return false;
  const rest = parts(parent).filter((one) => !same(one, node));
  return (
    /(?:!==?|\bis not\b|!=)/.test(parent.text) &&
    rest.length > 0 &&
    rest.every(({ text }) => /^(?:null|undefined|None|""|'')$/.test(text))
  );
}

/** One of several values that are all asked whether they are there: `all([endpoint, key])`, `[endpoint, key].every(Boolean)`. */
function listed(value: Node, { text }: Source): Edit | undefined {
  const direct = value.parent;
  const tuple = direct !== null && /^(?:tuple|array|list)$/.test(direct.type) ? direct : undefined;
  const inner = tuple?.parent;
  const isNested =
    inner != null && /^(?:array|list)$/.test(inner.type) && isPlainText(parts(tuple ?? inner)[0] ?? inner);
  const list = isNested ? inner : tuple;
  const item = isNested ? tuple : value;
  if (list === undefined || item === undefined || parts(list).length < 2) return undefined;
  const { parent } = list;
  const call = parent?.type.startsWith("argument") === true ? parent.parent : null;
  const isAsked = call !== null && /^(?:all|any)$/.test(call.childForFieldName("function")?.text ?? "");
  const isWalked = parent?.type === "member_expression" && WALKS.test(parent.childForFieldName("property")?.text ?? "");
  const isLooped = /^for_(?:in_)?statement$/.test(parent?.type ?? "") && same(parent?.childForFieldName("right"), list);
  return isAsked || isWalked || (isLooped && isNested) ? withoutItem(text, parts(list), item) : undefined;
}

/** `{ hasKey: !!value }`: an entry that says whether the value is there. */
function flag(value: Node, { text }: Source): Edit | undefined {
  let node = value;
  let asked = false;
  for (let { parent } = node; parent !== null; { parent } = node) {
    const call = isCall(parent) ? parent : undefined;
    const isBoolean = call !== undefined && /^(?:Boolean|bool)$/.test(call.childForFieldName("function")?.text ?? "");
    const isChoice =
      /^(?:ternary|conditional)_expression$/.test(parent.type) &&
      parts(parent).every((one) => same(one, node) || isPlainText(one) || /^(?:true|false|True|False)$/.test(one.text));
    if (isBoolean || isChoice || /^(?:unary_expression|not_operator)$/.test(parent.type) || isThere(parent, node))
      asked = true;
    else if (!/^argument(?:s|_list)$|^parenthesized_expression$/.test(parent.type)) break;
    node = parent;
  }
  const pair = node.parent;
  if (!asked || pair?.type !== "pair" || pair.parent === null || !same(pair.childForFieldName("value"), node))
    return undefined;
  const end = text.charAt(pair.endIndex) === "," ? pair.endIndex + 1 : pair.endIndex;
  const line = removal(text, { start: pair.startIndex, end });
  const isLine = line.start < pair.startIndex && text.slice(line.start, line.end).endsWith("\n");
  return isLine ? line : withoutItem(text, parts(pair.parent), pair);
}

/** `if (!value) console.warn(…)`: a check that only says that the value is missing. */
function warned(value: Node, source: Source): Edit | undefined {
  let node = value;
  for (
    let { parent } = node;
    parent !== null && /^(?:unary_expression|not_operator|parenthesized_expression)$/.test(parent.type);
    { parent } = node
  )
    node = parent;
  const statement = node.parent;
  if (statement?.type !== "if_statement" || !same(statement.childForFieldName("condition"), node)) return undefined;
  const body = statement.childForFieldName("consequence");
  if (body === null || statement.childForFieldName("alternative") !== null) return undefined;
  const lines = body.type === "expression_statement" ? [body] : parts(body);
  const isWarning = (line: Node): boolean => {
    const call = line.type === "expression_statement" ? parts(line)[0] : undefined;
    return call !== undefined && isCall(call) && isLog(call.childForFieldName("function"), source);
  };
  return lines.length > 0 && lines.every(isWarning) ? withoutStatement(statement, source) : undefined;
}
