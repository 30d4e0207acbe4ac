import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, together } from "../../follow/reads";
import { all, climb, parts, replace, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { withoutElement } from "./lists";
import { fieldsOf, type Placed, structOf, typeOf } from "./types";

/** Fields of structs: where they are filled, and where they are read. */

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
  if (element?.parent?.type === "literal_value" && element.parent.parent?.type === "composite_literal") {
    const struct = structOf(element.parent.parent.childForFieldName("type"), source, base);
    const at = parts(element.parent).findIndex((one) => same(one, element));
    const field = struct === undefined ? undefined : fieldsOf(struct.node)[at];
    return struct === undefined || field === undefined ? undefined : { struct, name: field.name };
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
  const fields = fieldsOf(struct.node).map((one) => one.name);
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
          if (written !== undefined) return goneAt(one, [removal(one.text, spanOf(written))], []);
          return { uses: [{ node, source: one, rest: [] }], removes: [] };
        }),
      ...all(one.root, "composite_literal")
        .filter((literal) => isOne(structOf(literal.childForFieldName("type"), one, base)))
        .map((literal) => filledIn(literal, name, fields, one)),
    ]),
  );
  return together([...reads, goneAt(struct.source, [gone], withoutDemand(field.declaration))]);
}

/** The edits after which no library demands a field: `env:"COSMOS_KEY,required"`, `required:"true"`, `validate:"required"`. */
function withoutDemand(declaration: Node): readonly Edit[] {
  const tag = declaration.childForFieldName("tag");
  if (tag === null) return [];
  const text = tag.text
    .replace(/\s*\b(?:required|env-required):"true"/g, "")
    .replace(/,(?:required|notEmpty)\b/g, "")
    .replace(/\s*\bvalidate:"required"/g, "")
    .replace(/(\bvalidate:")required,/g, "$1");
  return text === tag.text ? [] : [replace(tag, text)];
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

function filledIn(literal: Node, name: string, names: readonly string[], source: Source): Reads {
  const body = literal.childForFieldName("body");
  const elements = body === null ? [] : parts(body);
  const isPlaced = elements.every(({ type }) => type === "literal_element") && elements.length === names.length;
  if (!isPlaced && elements.some(({ type }) => type !== "keyed_element")) return lostAt(literal, source);
  const element = isPlaced
    ? elements[names.indexOf(name)]
    : elements.find((one) => one.childForFieldName("key")?.text === name);
  if (element === undefined) return { uses: [], removes: [] };
  return goneAt(source, [withoutElement(source, elements, element)], []);
}
