import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { removal } from "../lines";
import { choosesIdentity } from "./branch";
import type { Declaration, Source } from "./language";
import { all, spanOf } from "./tree";

/** What demands that a place is filled, though code takes its value only where there is one. */

/** Whether every choice that asks for a declared value takes the identity where the value is null, and where it is empty. */
export function askedFor({ name, scope, nameNode }: Declaration): {
  readonly isNull: boolean;
  readonly isEmpty: boolean;
} {
  const uses = all(scope, "identifier").filter(
    (node) => node.text === name && node.id !== nameNode.id && choosesIdentity(node, "either"),
  );
  return {
    isNull: uses.every((node) => choosesIdentity(node, "null")),
    isEmpty: uses.every((node) => choosesIdentity(node, "empty")),
  };
}

/** An annotation goes, with its line where it stands alone there. */
export function withoutAnnotation(annotation: Node, { text }: Source): Edit {
  const alone = removal(text, spanOf(annotation));
  const blank = /^[ \t]*/.exec(text.slice(annotation.endIndex))?.[0].length ?? 0;
  return alone.start < annotation.startIndex
    ? alone
    : { ...spanOf(annotation), end: annotation.endIndex + blank, text: "" };
}
