import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { undocumented } from "../../follow/documented";
import type { Declaration, Source } from "../../follow/language";
import { climb, parts, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { loosened } from "./demands";
import { calledBy, nameNodeOf, ownerOf, slotsOf, valueOf } from "./types";

/** Names of Kotlin: properties, variables and parameters, and where others reach them. */

/** What a value initialises: a property or variable, or a parameter that it is the default of. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  if (parent === null) return undefined;
  if (parent.type === "property_declaration")
    return same(valueOf(parent), value) ? declared(parent, source) : undefined;
  if (/^(?:class_parameter|parameter)$/.test(parent.type)) return defaulted(parent, value, source);
  const property = delegated(value);
  return property === undefined ? undefined : declared(property, source);
}

/** `class Db(val key: String = value)`. */
function defaulted(parameter: Node, value: Node, source: Source): Declaration | undefined {
  const isDefault = /^\s*=\s*$/.test(source.text.slice(previousEnd(parameter, value), value.startIndex));
  return isDefault ? declared(parameter, source) : undefined;
}

function previousEnd(parameter: Node, value: Node): number {
  const before = parts(parameter).filter(({ endIndex }) => endIndex <= value.startIndex);
  return before.at(-1)?.endIndex ?? parameter.startIndex;
}

/** `val key by lazy { value }`. */
function delegated(value: Node): Node | undefined {
  const block = value.parent?.type === "lambda_literal" ? value.parent : undefined;
  const call = climb(block, ({ type }) => type === "call_expression");
  const isLast = block !== undefined && same(parts(block).at(-1), value) && parts(block).length === 1;
  if (!isLast || call === undefined || calledBy(call)?.name !== "lazy") return undefined;
  return call.parent?.type === "property_delegate" ? (call.parent.parent ?? undefined) : undefined;
}

/** A property, variable or parameter. */
export function declared(holder: Node, source: Source): Declaration | undefined {
  const nameNode = nameNodeOf(holder);
  if (nameNode === undefined) return undefined;
  const list = /^(?:class_parameters|function_value_parameters)$/.test(holder.parent?.type ?? "")
    ? holder.parent
    : null;
  const documented = climb(list, ({ type }) => /^(?:class|function)_declaration$/.test(type));
  const removes = list === null ? removal(source.text, spanOf(holder)) : withoutSlot(list, holder, source);
  const scope =
    climb(holder.parent, ({ type }) => /^(?:block|lambda_literal|function_declaration)$/.test(type)) ??
    ownerOf(holder) ??
    source.root;
  const declaration: Declaration = {
    ...{ name: nameNode.text, path: [], nameNode, scope, outside: undefined },
    removes: [removes, ...(documented === undefined ? [] : undocumented(documented, nameNode.text, source))],
  };
  return { ...declaration, loosens: loosened(holder, declaration, source) };
}

/** A list without one of its items, with the comma; the item's annotations and default go too. */
export function withoutSlot(list: Node, item: Node, { text }: Source): Edit {
  const slots = slotsOf(list);
  const at = slots.findIndex((slot) => slot.some((one) => same(one, item)));
  const start = slots[at]?.[0]?.startIndex ?? item.startIndex;
  const end = slots[at]?.at(-1)?.endIndex ?? item.endIndex;
  const next = slots[at + 1]?.[0];
  const previous = slots[at - 1]?.at(-1);
  if (next !== undefined) return { start, end: next.startIndex, text: "" };
  if (previous !== undefined) return { start: previous.endIndex, end, text: "" };
  return { start, end: end + (text.charAt(end) === "," ? 1 : 0), text: "" };
}
