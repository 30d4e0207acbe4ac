import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Source } from "../../follow/language";
import { demanded } from "../../follow/reasons";
import { lastName, replace } from "../../follow/tree";

/** Reads of a value that code takes only where there is one: none of them may demand it. */

/** The edits after which a read gives nothing where there is no value, or why it cannot. */
export function optional(value: Node, source: Source): readonly Edit[] | NotFixable {
  const called = value.type === "call_expression" ? value.childForFieldName("function") : null;
  if (called === null) return [];
  const name = called.childForFieldName("property");
  if (name?.text === "getOrThrow") return [replace(name, "get")];
  const isChained = value.parent?.type === "member_expression" && /^required$/.test(lastName(value.parent));
  if (name?.text === "get" && !isChained) return [];
  return demanded(value, source);
}
