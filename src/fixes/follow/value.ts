import type { Node } from "web-tree-sitter";
import type { Source } from "./language";
import { all, nodeAt } from "./tree";

/** A value's own expression: the literal that holds a place, and what only passes its value on. */

/** The whole expression around a literal: concatenation, parentheses, a fallback and its read. */
export function wholeValue(node: Node, { language }: Source): Node {
  let value = node;
  for (let parent = value.parent; parent !== null; parent = value.parent) {
    const { whole } = language.fallback(value) ?? {};
    if (whole !== undefined) value = whole;
    else if (language.passes(parent, value)) value = parent;
    else break;
  }
  return value;
}

/** The whole expression that gives the value, or another in its place. */
export function flowing(node: Node, source: Source): Node {
  for (let value = node; ;) {
    const whole = wholeValue(value, source);
    const { parent } = whole;
    if (parent === null || !source.language.flows(parent, whole)) return whole;
    value = parent;
  }
}

/** The string literal that holds a range; undefined where it stands in none. */
export function literalAt(source: Source, start: number, end: number): Node | undefined {
  const { strings } = source.language;
  let node = nodeAt(source.root, { start, end });
  while (node !== undefined && !strings.has(node.type)) {
    // A split literal's smallest node is the expression that joins its pieces.
    const inside = all(node, ...strings).find((string) => string.startIndex <= start && start < string.endIndex);
    if (inside !== undefined && node.startIndex <= start && node.endIndex >= end) return inside;
    node = node.parent ?? undefined;
  }
  return node;
}
