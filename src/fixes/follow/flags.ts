import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { removal } from "../lines";
import type { Source } from "./language";
import { climb, parts, replace, same, spanOf, withoutItem } from "./tree";

/** Places that only look whether a value is there, or show it: once nobody needs the value, nor do they. */

const LOGS =
  /^(?:console\.\w+|System\.(?:out|err)\.\w+|fmt\.(?:Print|Fprint)(?:ln|f)?|println|(?:\w+\.)*_?log(?:ger|ging)?\.\w+|(?:\w+\.)*_?LOG(?:GER)?\.\w+|(?:context|ctx|req)\.log(?:\.\w+)?|print|pprint|puts|st\.(?:write|text)|click\.echo|debug)$/;
const PURE =
  /^(?:unary_expression|not_operator|binary_expression|binary_operator|boolean_operator|comparison_operator|ternary_expression|conditional_expression|parenthesized_expression|template_substitution|template_string|interpolation|string|argument_list|arguments|subscript|subscript_expression|slice|member_expression|attribute|pair|object|dictionary|keyword_argument|array|list|tuple|concatenated_string|format_expression|field_access)$/;
const ASKS =
  /^(?:Boolean|bool|len|String|str|repr|type|mask\w*|redact\w*|slice|substring|substr|strip|trim|is(?:Not)?(?:Empty|Blank)|length|valueOf|format(?:ted)?|(?:non|is)Null|has(?:Text|Length)|Sprintf?)$/;
const HOLE = /^(?:template_substitution|interpolation)$/;
const TEXT = /^(?:string|template_string|concatenated_string|string_literal|(?:interpreted|raw)_string_literal)$/;
const WALKS = /^(?:every|some|forEach|filter|includes|find)$/;
const HIDDEN = "***";

/** The edit that takes a look at `value` away; undefined where the value is used for more. */
export function looksAround(value: Node, source: Source): Edit | undefined {
  return (
    loggedAround(value, source) ??
    conjunct(value) ??
    listed(value, source) ??
    flag(value, source) ??
    warned(value, source)
  );
}

/** The log call, a statement of its own, that a value is shown by. */
function loggedAround(value: Node, source: Source): Edit | undefined {
  let node = value;
  for (let { parent } = node; parent !== null; { parent } = node) {
    const call = isCall(parent) ? parent : undefined;
    const called = call?.childForFieldName("function");
    if (call !== undefined && LOGS.test(calledIn(call)))
      return call.parent?.type === "expression_statement" ? unlogged(value, call, source) : undefined;
    const asks = call !== undefined && (same(called, node) || ASKS.test(/\w*$/.exec(calledIn(call))?.[0] ?? ""));
    if (!asks && !PURE.test(parent.type)) return undefined;
    node = parent;
  }
  return undefined;
}

function isCall({ type }: Node): boolean {
  return type === "call" || type === "call_expression" || type === "method_invocation";
}

/** What a call names, as it is written: `console.log`, `System.out.println`. */
function calledIn(call: Node): string {
  const object = call.childForFieldName("object");
  const name = call.childForFieldName("name")?.text ?? "";
  return call.childForFieldName("function")?.text ?? (object === null ? name : `${object.text}.${name}`);
}

function unlogged(value: Node, call: Node, source: Source): Edit | undefined {
  const list = call.childForFieldName("arguments");
  const statement = call.parent;
  if (list === null || statement === null) return undefined;
  const given = parts(list);
  const own = given.find((one) => one.startIndex <= value.startIndex && one.endIndex >= value.endIndex);
  if (own === undefined) return undefined;
  const hole = climb(value, ({ type }) => HOLE.test(type));
  const holder = hole !== undefined && hole.startIndex >= own.startIndex ? hole.parent : undefined;
  const others = given.filter((one) => !same(one, own) && !isPlainText(one));
  const tells = (holder === null || holder === undefined ? [] : parts(holder)).filter(
    (one) => HOLE.test(one.type) && !same(one, hole),
  );
  if (others.length === 0 && tells.length === 0 && !joinsMore(own, value)) return withoutStatement(statement, source);
  if (hole !== undefined && holder !== undefined) return replace(hole, HIDDEN);
  if (joinsMore(own, value)) return isJoined(value, own) ? replace(value, `"${HIDDEN}"`) : undefined;
  const at = given.findIndex((one) => same(one, own));
  const label = given[at - 1];
  if (given[0] !== undefined && isPlainText(given[0]) && /%[sdojr]|\{\}/.test(given[0].text))
    return replace(own, `"${HIDDEN}"`);
  const before = given[at - 2];
  if (label !== undefined && at > 1 && isPlainText(label) && before !== undefined)
    return { start: before.endIndex, end: own.endIndex, text: "" };
  return withoutItem(source.text, given, own);
}

/** Whether a text is joined from more than the value, what is asked of it, and literals. */
function joinsMore(own: Node, value: Node): boolean {
  if (!/^(?:binary_(?:expression|operator)|method_invocation|call_expression)$/.test(own.type)) return false;
  const names = own.descendantsOfType(["identifier", "call", "call_expression", "method_invocation"]);
  return names.some((one) => {
    const isAbout = one.startIndex < value.endIndex && one.endIndex > value.startIndex;
    return !isAbout && one.text !== value.text && !isAsked(one, value);
  });
}

/** Whether a name only asks something: `isEmpty` of `key.isEmpty()`, `String.format`. */
function isAsked(name: Node, value: Node): boolean {
  if (isCall(name)) return ASKS.test(/\w*$/.exec(calledIn(name))?.[0] ?? "") && name.text.includes(value.text);
  const call = climb(name, (node) => isCall(node) || node.type.startsWith("argument"));
  return call !== undefined && isCall(call) && isAsked(call, value);
}

/** Whether a value is an item of a text that is joined or filled in: `"…" + value`, `String.format("…", value)`. */
function isJoined(value: Node, own: Node): boolean {
  const { parent } = value;
  if (parent === null || own.type.endsWith("operator")) return false;
  const isOperand = parent.type === "binary_expression" && parent.childForFieldName("operator")?.text === "+";
  const isItem = parent.type.startsWith("argument") && parent.parent !== null && isAsked(parent.parent, value);
  return (isOperand || isItem) && own.text.includes('"');
}

function isPlainText(node: Node): boolean {
  return TEXT.test(node.type) && node.descendantsOfType(["template_substitution", "interpolation"]).length === 0;
}

/** A statement goes; what it alone fills stays, empty. */
export function withoutStatement(statement: Node, { text }: Source): Edit {
  const block = statement.parent;
  const isAlone = block?.type === "block" && !block.text.startsWith("{") && parts(block).length === 1;
  if (/^(?:if|else|for|enhanced_for|while|do)_?(?:in_)?(?:statement|clause)$/.test(block?.type ?? ""))
    return { ...spanOf(statement), text: "{}" };
  return isAlone ? { ...spanOf(statement), text: "pass" } : removal(text, spanOf(statement));
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
  const isLog = (line: Node): boolean => {
    const call = line.type === "expression_statement" ? parts(line)[0] : undefined;
    return call !== undefined && isCall(call) && LOGS.test(call.childForFieldName("function")?.text ?? "");
  };
  return lines.length > 0 && lines.every(isLog) ? withoutStatement(statement, source) : undefined;
}
