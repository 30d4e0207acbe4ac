import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Source } from "../../follow/language";
import { demanded } from "../../follow/reasons";
import { parts, replace } from "../../follow/tree";

/** Reads and fields of a value that code takes only where there is one: none of them may demand it. */

/** The edits after which a read gives nothing where there is no value, or why it cannot. */
export function optional(value: Node, source: Source): readonly Edit[] | NotFixable {
  if (value.type === "subscript") {
    const read = value.childForFieldName("value");
    const name = value.childForFieldName("subscript");
    return read !== null && name?.type === "string" ? [replace(value, `${read.text}.get(${name.text})`)] : [];
  }
  if (value.type !== "call" || /(?:^|\.)(?:getenv|get)$/.test(value.childForFieldName("function")?.text ?? ""))
    return [];
  const given = parts(value.childForFieldName("arguments") ?? value);
  const isFilled = given.some((one) => one.childForFieldName("name")?.text === "default");
  return isFilled || given.length === 0 ? [] : demanded(value, source);
}

/** The edits after which a field of a class of settings need not be filled, or why it must. */
export function optionalField(field: Node, source: Source): readonly Edit[] | NotFixable {
  const type = field.childForFieldName("type")?.text ?? "";
  const given = field.childForFieldName("right");
  const empty = type === "str" ? '""' : /\bNone\b|^Optional\[/.test(type) ? "None" : undefined;
  if (given === null)
    return empty === undefined
      ? demanded(field, source)
      : [{ start: field.endIndex, end: field.endIndex, text: ` = ${empty}` }];
  if (!/^(?:\w+\.)?Field\(/.test(given.text)) return [];
  const [first] = parts(given.childForFieldName("arguments") ?? given);
  if (first?.type === "ellipsis") return empty === undefined ? demanded(field, source) : [replace(first, empty)];
  if (first?.type !== "keyword_argument" || /\bdefault(?:_factory)?\s*=/.test(given.text)) return [];
  const start = first.startIndex;
  return empty === undefined ? demanded(field, source) : [{ start, end: start, text: `default=${empty}, ` }];
}
