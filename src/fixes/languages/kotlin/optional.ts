import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Source } from "../../follow/language";
import { climb, replace, same } from "../../follow/tree";
import { flowing } from "../../follow/value";
import { isNullRead } from "./branch";
import { askedFor } from "../../follow/demands";
import { demanded } from "../../follow/reasons";
import { declarationOf } from "./names";
import { calledBy, isNullable } from "./types";

/** Reads of a value that code takes only where there is one: none of them may demand it. */

/** The edits after which a read gives nothing where there is no value, or why it cannot. */
export function optional(value: Node, source: Source): readonly Edit[] | NotFixable {
  const whole = flowing(value, source);
  const declaration = declarationOf(whole, source);
  const asked = declaration === undefined ? { isNull: true, isEmpty: true } : askedFor(declaration);
  const holder = climb(declaration?.nameNode, ({ type }) => type === "property_declaration");
  const nullable = holder === undefined ? undefined : isNullable(holder);
  if (value.type === "string_literal") return asked.isEmpty ? [] : demanded(value, source);
  if (value.type !== "call_expression") return [];
  const { parent } = value;
  const right = parent?.childForFieldName("operator")?.text === "?:" ? parent.childForFieldName("right") : null;
  if (right !== null && same(parent?.childForFieldName("left"), value)) {
    if (/^(?:""|null)$/.test(right.text)) return [];
    const isStop = /^(?:error\(|throw\b)/.test(right.text);
    return isStop && asked.isEmpty ? [replace(right, '""')] : demanded(right, source);
  }
  const demand = climb(parent, (node) => /^(?:requireNotNull|checkNotNull)$/.test(calledBy(node)?.name ?? ""));
  const isDemanded =
    (demand !== undefined && demand.startIndex >= whole.startIndex) || (parent?.text ?? "").endsWith("!!");
  if (isDemanded || !isNullRead(value)) return demanded(value, source);
  if (nullable === false)
    return asked.isEmpty ? [{ start: value.endIndex, end: value.endIndex, text: ' ?: ""' }] : demanded(value, source);
  return asked.isNull ? [] : demanded(value, source);
}
