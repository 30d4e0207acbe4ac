import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Source } from "../../follow/language";
import { climb, lastName, replace } from "../../follow/tree";
import { flowing } from "../../follow/value";
import { isNullRead } from "./branch";
import { askedFor } from "../../follow/demands";
import { demanded } from "../../follow/reasons";
import { declarationOf } from "./names";

/** Reads of a value that code takes only where there is one: none of them may demand it. */

const DEMANDS = /^(?:requireNonNull|checkNotNull|orElseThrow|getRequired\w*)$/;

/** The edits after which a read gives nothing where there is no value, or why it cannot. */
export function optional(value: Node, source: Source): readonly Edit[] | NotFixable {
  const whole = flowing(value, source);
  const demand = climb(value, (node) => DEMANDS.test(node.childForFieldName("name")?.text ?? ""));
  if (demand !== undefined && demand.startIndex >= whole.startIndex) return demanded(demand, source);
  const declaration = declarationOf(whole, source);
  const asked = declaration === undefined ? { isNull: true, isEmpty: true } : askedFor(declaration);
  if (value.type === "string_literal") {
    if (asked.isEmpty) return [];
    return asked.isNull ? [replace(value, "null")] : demanded(value, source);
  }
  if (value.type !== "method_invocation") return [];
  if (isNullRead(value)) return asked.isNull ? [] : demanded(value, source);
  return lastName(value.childForFieldName("name")) === "getOrDefault" ? [] : demanded(value, source);
}
