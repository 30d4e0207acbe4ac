import type { Node } from "web-tree-sitter";
import { applyEdits, type Edit, type NotFixable } from "../../fix";
import type { Source } from "../../follow/language";
import { climb, parts, replace } from "../../follow/tree";
import type { Client } from "./clients";
import { byHand } from "../../follow/reasons";

/** Code that takes a key where there is one, and else an identity: the emulator, which takes none, goes on working. */

const WRAPS = /^(?:parenthesized|as|satisfies|non_null)_expression$/;
const PLAIN = /^(?:identifier|this|shorthand_property_identifier|member_expression|subscript_expression)$/;

/** `key: v` of a client's options: `...(v ? { key: v } : { aadCredentials: … })`. */
export function keyOrIdentity(
  pair: Node,
  value: Node,
  { key = "key" }: Client,
  identity: string,
  source: Source,
): readonly Edit[] | NotFixable {
  const asked = askedOf(value);
  if (asked === undefined) return byHand(value, source);
  const given = asked === key ? key : `${key}: ${asked}`;
  return [replace(pair, `...(${asked} ? { ${given} } : { ${identity} })`)];
}

/** `new CosmosClient(text)`: `text.includes("AccountKey=") ? new CosmosClient(text) : …`, made by the edits. */
export function stringOrIdentity(
  value: Node,
  edits: readonly Edit[],
  mark: string,
  source: Source,
): readonly Edit[] | NotFixable {
  const asked = askedOf(value);
  const call = climb(value, ({ type }) => type === "new_expression");
  if (asked === undefined || call === undefined) return byHand(value, source);
  const { startIndex: start, endIndex: end, parent } = call;
  const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const asserted = value.type === "non_null_expression" ? `${asked}!` : asked;
  const text = `${asserted}.includes(${mark}) ? ${call.text} : ${applyEdits(call.text, moved)}`;
  const isInner = /^(?:member|await|binary|call|as|satisfies)_expression$/.test(parent?.type ?? "");
  return [{ start, end, text: isInner ? `(${text})` : text }];
}

/** The code that asks for a value, where it may stand twice: without what fills it up or asserts that it is there. */
export function askedOf(value: Node): string | undefined {
  let node = value;
  for (let inner: Node | undefined = node; inner !== undefined;) {
    node = inner;
    const isFilled =
      node.type === "binary_expression" && /^(?:""|''|``)$/.test(node.childForFieldName("right")?.text ?? "");
    inner = WRAPS.test(node.type)
      ? parts(node)[0]
      : isFilled
        ? (node.childForFieldName("left") ?? undefined)
        : undefined;
  }
  return PLAIN.test(node.type) ? node.text : undefined;
}
