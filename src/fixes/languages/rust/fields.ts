import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, NO_READS, together, useAt } from "../../follow/reads";
import { all, climb, lastName, parts, same, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { fieldNamed, fieldsOf, implOf, type Placed, structNamed, typeOf } from "./types";

/** Fields of Rust's structs: where they are filled, and where they are read. */

/** Where a value goes that fills a field: `Config { key: value }`, `Self { key }`. */
export function fieldFilled(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const initializer = value.parent;
  if (initializer === null || !/^(?:shorthand_)?field_initializer$/.test(initializer.type)) return undefined;
  const name = initializer.childForFieldName("field")?.text ?? value.text;
  const literal = climb(initializer, ({ type }) => type === "struct_expression");
  const written = lastName(literal?.childForFieldName("name"));
  const type = written === "Self" ? implOf(initializer) : written;
  const struct = type === undefined ? undefined : structNamed(type, source, base);
  return struct === undefined ? undefined : fieldReads(struct, name, base);
}

/** The reads of a struct's field; what goes is the field with its attributes, and every place that fills it. */
export function fieldReads(struct: Placed, name: string, base: CodeBase): Reads {
  const field = fieldNamed(struct.node, name);
  if (field === undefined) return lostAt(struct.node, struct.source);
  const type = struct.node.childForFieldName("name")?.text ?? "";
  const files = [struct.source, ...base.others(struct.source, name)];
  const isOnly =
    files.flatMap(({ root }) => all(root, "struct_item")).filter((one) => fieldNamed(one, name)).length === 1;
  return together([
    ...files.flatMap((one) => [
      ...all(one.root, "field_expression")
        .filter((node) => node.childForFieldName("field")?.text === name && node.parent?.type !== "call_expression")
        .map((node): Reads => {
          const of = typeOf(node.childForFieldName("value"), one, base);
          if (of === undefined) return isOnly ? useAt(node, one) : lostAt(node, one);
          return of === type ? useAt(node, one) : NO_READS;
        }),
      ...all(one.root, "struct_expression").map((literal) => initializerOf(literal, type, name, one)),
      ...all(one.root, "field_pattern")
        .filter((node) => node.childForFieldName("name")?.text === name)
        .map((node) => lostAt(node, one)),
    ]),
    goneAt(struct.source, [withoutField(field, struct.source)]),
  ]);
}

function initializerOf(literal: Node, type: string, name: string, source: Source): Reads {
  const written = lastName(literal.childForFieldName("name"));
  const body = literal.childForFieldName("body");
  if ((written === "Self" ? implOf(literal) : written) !== type || body === null) return NO_READS;
  const items = parts(body);
  const own = items.find((one) => (one.childForFieldName("field") ?? one).text === name);
  return own === undefined ? NO_READS : goneAt(source, [withoutListed(source, items, own)]);
}

/** An item with its comma; with its line where it stands alone on one. */
function withoutListed({ text }: Source, items: readonly Node[], item: Node): Edit {
  const comma = /^\s*,/.exec(text.slice(item.endIndex))?.[0].length ?? 0;
  const alone = removal(text, { start: item.startIndex, end: item.endIndex + comma });
  return alone.start < item.startIndex ? alone : withoutItem(text, items, item);
}

/** A field with what is written of it above: attributes and documentation. */
function withoutField(field: Node, source: Source): Edit {
  const body = field.parent;
  const children = body?.namedChildren ?? [];
  let first = children.findIndex((one) => same(one, field));
  while (first > 0 && /^(?:attribute_item|line_comment|block_comment)$/.test(children[first - 1]?.type ?? "")) first--;
  const start = children[first]?.startIndex ?? field.startIndex;
  const comma = /^\s*,/.exec(source.text.slice(field.endIndex))?.[0].length ?? 0;
  const whole = removal(source.text, { start, end: field.endIndex + comma });
  if (whole.start < start) return whole;
  return body === null ? whole : withoutItem(source.text, fieldsOf(body.parent ?? body), field);
}
