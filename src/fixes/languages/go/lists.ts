import type { Node } from "web-tree-sitter";
import type { Reads, Source } from "../../follow/language";
import { goneAt } from "../../follow/reads";
import { all, climb, parts, same, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { declaring } from "./scope";

/** Lists of names that a loop only binds or checks: `for _, name := range required { if os.Getenv(name) == "" { … } }`. */

const BINDS = /(?:^|\.)(?:BindEnv|MustBindEnv)$/;
const CHECKS = /(?:^|\.)(?:Getenv|LookupEnv|IsSet)$/;
const TELLS = /(?:^|\.)(?:append|Sprintf|Errorf|Printf|Println|Fatalf?|Fatalln|Panicf?)$/;

/** A name of such a list goes; where code goes on taking the value, only from a list that demands it. */
export function listedName(name: Node, source: Source): Reads | undefined {
  const element = name.parent?.type === "literal_element" ? name.parent : undefined;
  const body = element?.parent;
  const literal = body?.parent;
  if (element === undefined || body?.type !== "literal_value" || literal?.type !== "composite_literal")
    return undefined;
  if (!/^\[(?:\d+|\.\.\.)?\]string$/.test(literal.childForFieldName("type")?.text ?? "")) return undefined;
  const loops = loopsOver(literal, source);
  const calls = loops?.flatMap((loop) => callsWith(loop)) ?? [];
  const named = calls.flatMap((call) => call?.childForFieldName("function")?.text ?? []);
  const isAll =
    named.length === calls.length && named.every((one) => BINDS.test(one) || CHECKS.test(one) || TELLS.test(one));
  const isOnlyAsked = calls.every(
    (call) => call === undefined || !CHECKS.test(call.childForFieldName("function")?.text ?? "") || isAsked(call),
  );
  if (!isAll || !isOnlyAsked || named.every((one) => TELLS.test(one))) return undefined;
  const edits = [withoutElement(source, parts(body), element)];
  return goneAt(source, edits, named.some((one) => CHECKS.test(one)) ? edits : []);
}

/** Whether what is read is only compared, not kept. */
function isAsked(call: Node): boolean {
  const holder = call.parent?.type === "expression_list" ? call.parent.parent : call.parent;
  return holder?.type === "binary_expression" || holder?.parent?.type === "if_statement";
}

/** The loops that a list is walked by; undefined where it is used for more. */
function loopsOver(literal: Node, { root }: Source): readonly Node[] | undefined {
  const direct = literal.parent?.type === "range_clause" ? literal.parent.parent : undefined;
  if (direct != null) return [direct];
  const spec = climb(literal, ({ type }) => /^(?:short_var_declaration|var_spec)$/.test(type));
  const left = spec?.childForFieldName("left");
  const nameNode = left == null ? spec?.childForFieldName("name") : parts(left)[0];
  if (nameNode == null) return undefined;
  const uses = all(root, "identifier").filter(
    (one) => one.text === nameNode.text && !same(one, nameNode) && same(declaring(one)?.nameNode, nameNode),
  );
  const loops = uses.map(({ parent }) => (parent?.type === "range_clause" ? parent.parent : null));
  return loops.length === 0 || loops.includes(null) ? undefined : loops.flatMap((loop) => loop ?? []);
}

/** The calls that the name of a loop's turn is given to; undefined where it goes elsewhere. */
function callsWith(loop: Node): readonly (Node | undefined)[] {
  const clause = parts(loop).find(({ type }) => type === "range_clause");
  const left = clause?.childForFieldName("left");
  const turn = left == null ? undefined : parts(left).at(-1);
  const body = loop.childForFieldName("body");
  if (turn === undefined || body === null) return [undefined];
  return all(body, "identifier")
    .filter(({ text }) => text === turn.text)
    .map(({ parent }) => (parent?.type === "argument_list" ? (parent.parent ?? undefined) : undefined));
}

/** An element with its comma; with its line where it stands alone on one. */
export function withoutElement({ text }: Source, elements: readonly Node[], element: Node): ReturnType<typeof removal> {
  const comma = /^\s*,/.exec(text.slice(element.endIndex))?.[0].length ?? 0;
  const alone = removal(text, { start: element.startIndex, end: element.endIndex + comma });
  return alone.start < element.startIndex ? alone : withoutItem(text, elements, element);
}
