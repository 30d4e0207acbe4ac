import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { removal } from "../lines";
import type { Source } from "./language";
import { all, climb, parts, replace, same, spanOf, withoutItem } from "./tree";

/** Logs that show a value: the call goes, or the value out of it. */

const LOGS =
  /^(?:console\.\w+|System\.(?:out|err)\.\w+|fmt\.(?:Print|Fprint)(?:ln|f)?|println|(?:\w+\.)*_?log(?:ger|ging)?\.\w+|(?:\w+\.)*_?LOG(?:GER)?\.\w+|(?:context|ctx|req)\.log(?:\.\w+)?|print|pprint|puts|st\.(?:write|text)|click\.echo|debug)$/;
const DEBUG = /^(?:debug|createDebug|[dD]ebugFactory|require\(["']debug["']\))\(/;
const PURE =
  /^(?:unary_expression|not_operator|binary_expression|binary_operator|boolean_operator|comparison_operator|ternary_expression|conditional_expression|parenthesized_expression|template_substitution|template_string|interpolation|string|argument_list|arguments|subscript|subscript_expression|slice|member_expression|attribute|pair|object|dictionary|keyword_argument|array|list|tuple|concatenated_string|format_expression|field_access)$/;
const ASKS =
  /^(?:Boolean|bool|len|String|str|repr|type|mask\w*|redact\w*|slice|substring|substr|strip|trim|is(?:Not)?(?:Empty|Blank)|length|valueOf|format(?:ted)?|(?:non|is)Null|has(?:Text|Length)|Sprintf?)$/;
const HOLE = /^(?:template_substitution|interpolation)$/;
const TEXT = /^(?:string|template_string|concatenated_string|string_literal|(?:interpreted|raw)_string_literal)$/;
const HIDDEN = "***";

/** The log call, a statement of its own, that a value is shown by. */
export function loggedAround(value: Node, source: Source): Edit | undefined {
  let node = value;
  for (let { parent } = node; parent !== null; { parent } = node) {
    const call = isCall(parent) ? parent : undefined;
    const called = call?.childForFieldName("function");
    if (call !== undefined && (isLog(called, source) || LOGS.test(calledIn(call))))
      return call.parent?.type === "expression_statement" ? unlogged(value, call, source) : undefined;
    const asks = call !== undefined && (same(called, node) || asksIn(call));
    if (!asks && !PURE.test(parent.type)) return undefined;
    node = parent;
  }
  return undefined;
}

/** Whether what is called writes a log: by its name, or by what made it (`debug("app:db")`). */
export function isLog(called: Node | null | undefined, source: Source): boolean {
  if (called === null || called === undefined) return false;
  if (LOGS.test(called.text)) return true;
  return (
    called.type === "identifier" &&
    all(source.root, "variable_declarator").some(
      (one) =>
        one.childForFieldName("name")?.text === called.text && DEBUG.test(one.childForFieldName("value")?.text ?? ""),
    )
  );
}

export function isCall({ type }: Node): boolean {
  return type === "call" || type === "call_expression" || type === "method_invocation";
}

/** What a call names, as it is written: `console.log`, `System.out.println`. */
function calledIn(call: Node): string {
  const object = call.childForFieldName("object");
  const name = call.childForFieldName("name")?.text ?? "";
  return call.childForFieldName("function")?.text ?? (object === null ? name : `${object.text}.${name}`);
}

function asksIn(call: Node): boolean {
  return ASKS.test(/\w*$/.exec(calledIn(call))?.[0] ?? "");
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
  if (isCall(name)) return asksIn(name) && name.text.includes(value.text);
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

export function isPlainText(node: Node): boolean {
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
