import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { Declaration, Source } from "../../follow/language";
import { climb, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { FUNCTIONS, isWhole, keyOf } from "./ways";

/** Patterns that take something out of a whole: `const { key } = config`, `({ key }) => …`. */

/** `const { key } = config`, `const { cosmos: { key } } = config`. */
export function unpackOf(node: Node, path: readonly string[], source: Source): Declaration | undefined {
  const declarator = node.parent;
  if (declarator?.type !== "variable_declarator" || !same(declarator.childForFieldName("value"), node))
    return undefined;
  const pattern = declarator.childForFieldName("name");
  return pattern?.type === "object_pattern" ? fromPattern(pattern, path, source) : undefined;
}

export function fromPattern(pattern: Node, path: readonly string[], source: Source): Declaration | undefined {
  const [key, ...rest] = path;
  const items = parts(pattern);
  const statement = climb(pattern, ({ type }) => type.endsWith("_declaration"));
  for (const item of items) {
    const named = item.type === "object_assignment_pattern" ? (item.childForFieldName("left") ?? item) : item;
    const isShort = named.type === "shorthand_property_identifier_pattern";
    if ((isShort ? named.text : keyOf(named.childForFieldName("key") ?? named)) !== key) continue;
    const value = isShort ? named : named.childForFieldName("value");
    if (value?.type === "object_pattern") return fromPattern(value, rest, source);
    if (!value?.type.includes("identifier")) return undefined;
    const alone = items.length === 1 && statement !== undefined && pattern.parent?.type === "variable_declarator";
    const removes = alone ? removal(source.text, spanOf(statement)) : withoutItem(source.text, items, item);
    return {
      name: value.text,
      path: rest,
      nameNode: value,
      removes: isWhole(rest) ? [removes] : [],
      scope: scopeOfPattern(pattern, source),
      outside: undefined,
    };
  }
  return undefined;
}

/** Where the names of a pattern hold: the block of its statement, or the function whose parameter it is. */
function scopeOfPattern(pattern: Node, source: Source): Node {
  const around = climb(
    pattern,
    ({ type }) => type.endsWith("_declaration") || /_parameter$|^formal_parameters$/.test(type),
  );
  if (around === undefined) return source.root;
  const isParameter = !/^(?:lexical|variable)_declaration$/.test(around.type);
  return isParameter ? (climb(around, ({ type }) => FUNCTIONS.test(type)) ?? source.root) : blockAround(around, source);
}

export function blockAround(node: Node, source: Source): Node {
  return climb(node.parent, ({ type }) => type === "statement_block" || type === "program") ?? source.root;
}
