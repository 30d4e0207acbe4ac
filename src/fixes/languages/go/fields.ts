import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { all, climb, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { fieldsOf, type Placed, structOf, typeOf } from "./types";

/** Fields of structs: where they are filled, and where they are read. */

/** Puts several reads together; the first that is lost speaks. */
export function together(many: readonly Reads[]): Reads {
  const lost = many.find((one) => one.lost !== undefined)?.lost;
  return {
    uses: many.flatMap(({ uses }) => uses),
    declared: many.flatMap(({ declared = [] }) => declared),
    removes: many.flatMap(({ removes }) => removes),
    ...(lost === undefined ? {} : { lost }),
  };
}

export const lostAt = (node: Node, source: Source): Reads => ({ uses: [], removes: [], lost: { node, source } });

/** The field that a value fills: `Config{Key: value}`, `cfg.Key = value`; undefined where it fills none. */
export function fieldFilled(
  value: Node,
  source: Source,
  base: CodeBase,
): { readonly struct: Placed; readonly name: string } | undefined {
  const element = value.parent?.type === "literal_element" ? value.parent : undefined;
  const keyed = element?.parent?.type === "keyed_element" ? element.parent : undefined;
  if (keyed !== undefined && same(keyed.childForFieldName("value"), element)) {
    const literal = keyed.parent?.parent;
    const struct =
      literal?.type === "composite_literal" ? structOf(literal.childForFieldName("type"), source, base) : undefined;
    const name = keyed.childForFieldName("key")?.text;
    return struct === undefined || name === undefined ? undefined : { struct, name };
  }
  const left = assignedBy(value);
  if (left?.type !== "selector_expression") return undefined;
  const owner = typeOf(left.childForFieldName("operand"), source, base);
  const struct = owner === undefined ? undefined : structOf(owner.node, owner.source, base);
  const name = left.childForFieldName("field")?.text;
  return struct === undefined || name === undefined ? undefined : { struct, name };
}

/** What a single value is assigned to. */
export function assignedBy(value: Node): Node | undefined {
  const list = value.parent?.type === "expression_list" && parts(value.parent).length === 1 ? value.parent : undefined;
  const statement =
    list?.parent?.type === "assignment_statement" && same(list.parent.childForFieldName("right"), list)
      ? list.parent
      : undefined;
  const left = statement?.childForFieldName("left");
  return left === null || left === undefined || parts(left).length !== 1 ? undefined : parts(left)[0];
}

/** The reads of a struct's field; what goes is the field, and every place that fills it. */
export function fieldReads(struct: Placed, name: string, base: CodeBase): Reads {
  const field = fieldsOf(struct.node).find((one) => one.name === name);
  if (field === undefined) return lostAt(struct.node, struct.source);
  const spec = climb(struct.node, ({ type }) => type === "type_spec");
  const type = spec?.childForFieldName("name")?.text ?? "";
  const isOne = (at: Placed | undefined): boolean => at !== undefined && same(at.node, struct.node);
  const names = field.declaration.childrenForFieldName("name");
  const gone =
    names.length > 1
      ? withoutItem(struct.source.text, names, field.nameNode)
      : removal(struct.source.text, spanOf(field.declaration));
  const reads = [struct.source, ...base.others(struct.source, name)].map((one): Reads =>
    together([
      ...all(one.root, "selector_expression")
        .filter((node) => node.childForFieldName("field")?.text === name)
        .map((node): Reads => {
          const owner = typeOf(node.childForFieldName("operand"), one, base);
          if (owner === undefined) return mayBe(node, one, type) ? lostAt(node, one) : { uses: [], removes: [] };
          if (!isOne(structOf(owner.node, owner.source, base))) return { uses: [], removes: [] };
          const written = writtenBy(node);
          if (written !== undefined)
            return { uses: [], removes: [{ source: one, edits: [removal(one.text, spanOf(written))] }] };
          return { uses: [{ node, source: one, rest: [] }], removes: [] };
        }),
      ...all(one.root, "composite_literal")
        .filter((literal) => isOne(structOf(literal.childForFieldName("type"), one, base)))
        .map((literal) => withoutElement(literal, name, one)),
    ]),
  );
  return together([...reads, { uses: [], removes: [{ source: struct.source, edits: [gone] }] }]);
}

/** Whether an operand whose type is not known can be of a struct: its file, or its package, knows the struct. */
function mayBe(node: Node, { text }: Source, type: string): boolean {
  const root = /^\w+/.exec(node.text)?.[0] ?? "";
  const isImport = new RegExp(String.raw`(?:^|[\s/"])${root}"`, "m").test(text);
  return !isImport && (type === "" || new RegExp(String.raw`\b${type}\b`).test(text));
}

/** The statement that only gives a field a value. */
function writtenBy(node: Node): Node | undefined {
  const list = node.parent;
  const statement = list?.type === "expression_list" ? list.parent : null;
  const isLeft = statement?.type === "assignment_statement" && same(statement.childForFieldName("left"), list);
  return isLeft && list !== null && parts(list).length === 1 ? statement : undefined;
}

function withoutElement(literal: Node, name: string, source: Source): Reads {
  const body = literal.childForFieldName("body");
  const elements = body === null ? [] : parts(body);
  if (elements.some(({ type }) => type !== "keyed_element")) return lostAt(literal, source);
  const element = elements.find((one) => one.childForFieldName("key")?.text === name);
  if (element === undefined) return { uses: [], removes: [] };
  return { uses: [], removes: [{ source, edits: [withoutLine(source, elements, element)] }] };
}

/** An element with its comma; with its line where it stands alone on one. */
function withoutLine(source: Source, elements: readonly Node[], element: Node): ReturnType<typeof removal> {
  const { text } = source;
  const comma = /^\s*,/.exec(text.slice(element.endIndex))?.[0].length ?? 0;
  const alone = removal(text, { start: element.startIndex, end: element.endIndex + comma });
  return alone.start < element.startIndex ? alone : withoutItem(text, elements, element);
}
