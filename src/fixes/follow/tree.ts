import type { Node } from "web-tree-sitter";
import type { Span } from "../../engine/finding";
import type { Edit } from "../fix";

/** Small questions that every language asks of a tree. */

/** The smallest named node that holds a range. */
export function nodeAt(root: Node, { start, end }: Span): Node | undefined {
  return root.namedDescendantForIndex(start, Math.max(start, end - 1)) ?? undefined;
}

/** The nearest node upwards, itself included, that `fits`. */
export function climb(node: Node | null | undefined, fits: (node: Node) => boolean): Node | undefined {
  for (let at = node; at !== null && at !== undefined; at = at.parent) if (fits(at)) return at;
  return undefined;
}

/** What was found below whole files' roots, by the types that were asked for: every language asks again and again. */
const FOUND = new WeakMap<Node, Map<string, readonly Node[]>>();

/** Lets `all` remember what it finds below a file's root, which must not change as long as it lives. */
export function remember(root: Node): void {
  FOUND.set(root, new Map());
}

/** All nodes of the given types below `root`. */
export function all(root: Node, ...types: readonly string[]): readonly Node[] {
  const found = FOUND.get(root);
  if (found === undefined) return root.descendantsOfType([...types]);
  const asked = types.join(" ");
  const known = found.get(asked) ?? root.descendantsOfType([...types]);
  found.set(asked, known);
  return known;
}

/** A node's range. */
export function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** Puts text in a node's place. */
export function replace(node: Node, text: string): Edit {
  return { ...spanOf(node), text };
}

/** The named children without comments. */
export function parts(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => !child.type.includes("comment"));
}

/** The last name of a dotted expression: `CosmosClient` of `Microsoft.Azure.Cosmos.CosmosClient`. */
export function lastName(node: Node | null | undefined): string {
  return /([\p{L}_$][\p{L}\p{N}_$]*)(?:<[^>]*>)?\s*$/u.exec(node?.text ?? "")?.[1] ?? "";
}

/** What a string literal says, without prefix and quotes; escapes stay as written. */
export function contentOf(node: Node): string {
  return /^[A-Za-z$@]*("""|'''|["'`])([\s\S]*)\1$/.exec(node.text)?.[2] ?? "";
}

/** Whether two nodes are the same place of the tree. */
export function same(a: Node | null | undefined, b: Node | null | undefined): boolean {
  return a?.id !== undefined && a.id === b?.id;
}

/** Takes one of several items separated by commas, with its comma. */
export function withoutItem(text: string, items: readonly Node[], item: Node): Edit {
  const at = items.findIndex((other) => same(other, item));
  const next = items[at + 1];
  const previous = items[at - 1];
  if (next !== undefined) return { start: item.startIndex, end: next.startIndex, text: "" };
  if (previous !== undefined) return { start: previous.endIndex, end: item.endIndex, text: "" };
  return { start: item.startIndex, end: item.endIndex + (text.charAt(item.endIndex) === "," ? 1 : 0), text: "" };
}

/** Whether an expression joins string literals and nothing else. */
export function joinsLiterals(node: Node, strings: ReadonlySet<string>): boolean {
  return parts(node).every(
    (part) => strings.has(part.type) || (part.type === node.type && joinsLiterals(part, strings)),
  );
}

/** Whether an expression, or its list of arguments, wraps a value into an object or call of a name that fits. */
export function wraps(parent: Node, names: RegExp): boolean {
  let node: Node | null = parent;
  while (node?.type.startsWith("argument") === true) node = node.parent;
  if (node === null || !/creation|^new_expression$|call|invocation/.test(node.type)) return false;
  const called =
    node.childForFieldName("type") ?? node.childForFieldName("constructor") ?? node.childForFieldName("function");
  return names.test(lastName(called));
}
