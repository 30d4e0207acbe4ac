import type { Node } from "web-tree-sitter";
import { applyEdits, type Edit, type NotFixable } from "../../fix";
import type { Source } from "../../follow/language";
import { spanOf } from "../../follow/tree";
import { byHand } from "../../follow/reasons";

/** Code that takes a key where there is one, and else an identity: the emulator, which takes none, goes on working. */

const PLAIN = /^(?:identifier|attribute|subscript|call)$/;

/** `key` becomes `key or DefaultAzureCredential()`; a read that is filled up by nothing gives way to the identity. */
export function keyOrIdentity(value: Node, credential: string): readonly Edit[] {
  const filled = value.type === "boolean_operator" ? value.childForFieldName("right") : null;
  if (filled !== null && /^(?:""|''|None)$/.test(filled.text)) return [{ ...spanOf(filled), text: credential }];
  const isLoose = /^(?:conditional_expression|lambda)$/.test(value.type);
  const { startIndex: start, endIndex: end } = value;
  return [
    ...(isLoose ? [{ start, end: start, text: "(" }] : []),
    { start: end, end, text: `${isLoose ? ")" : ""} or ${credential}` },
  ];
}

/** `CosmosClient.from_connection_string(text)` where the text holds a key, else the client made keyless by the edits. */
export function stringOrIdentity(
  call: Node,
  value: Node,
  edits: readonly Edit[],
  source: Source,
): readonly Edit[] | NotFixable {
  if (!PLAIN.test(value.type)) return byHand(value, source);
  const { startIndex: start, endIndex: end, parent } = call;
  const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const text = `${call.text} if "AccountKey=" in ${value.text} else ${applyEdits(call.text, moved)}`;
  const isInner = parent !== null && !/^(?:assignment|return_statement|argument_list)$/.test(parent.type);
  return [{ start, end, text: isInner ? `(${text})` : text }];
}
