import type { Node } from "web-tree-sitter";
import { type Choice, type Edit, type NotFixable, notFixable } from "../fix";
import type { Secret } from "../secret";
import { variableName } from "../secret";
import type { Declaration, Need, Rewrite, Source } from "./language";
import { all, nodeAt, same, spanOf } from "./tree";

/** Follows a value from where it stands to the clients that it opens. */

/** Files of code that may use what another file declares. */
export interface CodeBase {
  /** Parsed files of the same language that hold `word`, without the one at `path`. */
  readonly others: (source: Source, word: string) => readonly Source[];
}

/** What a fix changes in each file so far. */
export class Changes {
  readonly files = new Map<string, { readonly source: Source; readonly edits: Edit[]; readonly needs: Set<Need> }>();

  add(source: Source, { edits, needs }: Rewrite): void {
    const known = this.files.get(source.path) ?? { source, edits: [], needs: new Set<Need>() };
    this.files.set(source.path, known);
    for (const edit of edits) {
      if (!known.edits.some(({ start, end, text }) => start === edit.start && end === edit.end && text === edit.text))
        known.edits.push(edit);
    }
    for (const need of needs) known.needs.add(need);
  }
}

const DEEPEST = 5;

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

/** Makes every client keyless that `value` opens. Adds to `changes`, or says why it cannot. */
export function makeKeyless(
  value: Node,
  source: Source,
  secret: Secret,
  base: CodeBase,
  changes: Changes,
  depth = 0,
): NotFixable | undefined {
  const whole = wholeValue(value, source);
  const sink = source.language.sink(whole, source, secret);
  if (sink !== undefined) {
    if ("fixable" in sink) return sink;
    changes.add(source, sink);
    return undefined;
  }
  const declaration = source.language.declaration(whole, source);
  const lookAt = { path: source.path, span: spanOf(whole) };
  if (declaration === undefined || depth > DEEPEST) {
    return notFixable("The key goes where it cannot be followed, so no edit can be complete.", lookAt);
  }
  const borrower = base
    .others(source, declaration.name)
    .find((other) => source.language.borrowed?.(other, declaration) !== undefined);
  if (borrower !== undefined) {
    return notFixable("Another file imports what holds the key, so no edit here can be complete.", {
      path: borrower.path,
      span: { start: 0, end: 0 },
    });
  }
  for (const use of usesOf(declaration, source, base)) {
    const problem = makeKeyless(use.node, use.source, secret, base, changes, depth + 1);
    if (problem !== undefined) return problem;
  }
  if (secret.remains === "nothing") changes.add(source, { edits: [declaration.removes], needs: [] });
  return undefined;
}

/** Every use of a declared name in its own file and, where it can be seen from there, in others. */
function usesOf(
  declaration: Declaration,
  source: Source,
  base: CodeBase,
): readonly { readonly node: Node; readonly source: Source }[] {
  const uses = namesIn(source, declaration).filter(
    (node) => !same(node, declaration.nameNode) && isWithin(node, declaration.scope) && !isShadowed(node, declaration),
  );
  const own = uses.map((node) => ({ node, source }));
  if (declaration.outside === undefined) return own;
  const outside = declaration.outside;
  return [
    ...own,
    ...base.others(source, declaration.name).flatMap((other) =>
      namesIn(other, declaration)
        .map((node) => memberOf(node))
        .filter((node) => node.text === outside || node.text.endsWith(`.${outside}`))
        .map((node) => ({ node, source: other })),
    ),
  ];
}

function isWithin(node: Node, scope: Node): boolean {
  return node.startIndex >= scope.startIndex && node.endIndex <= scope.endIndex;
}

/** A parameter between a use and the declaration's scope that has the same name. */
function isShadowed(node: Node, { name, scope }: Declaration): boolean {
  for (let at = node.parent; at !== null && !same(at, scope); at = at.parent) {
    const parameters = at.childForFieldName("parameters") ?? at.childForFieldName("parameter");
    if (parameters !== null && all(parameters, "identifier").some(({ text }) => text === name)) return true;
  }
  return false;
}

const NAME_TYPES = ["identifier", "shorthand_property_identifier", "property_identifier"];
const MEMBER_TYPES = new Set([
  "member_access_expression",
  "member_expression",
  "attribute",
  "field_access",
  "selector_expression",
]);

/** The uses of a declaration, each widened to the member access that it ends. */
function namesIn(source: Source, declaration: Declaration): readonly Node[] {
  return all(source.root, ...NAME_TYPES)
    .filter((node) => node.text === declaration.name && source.language.isUse(node, declaration))
    .map((node) => (same(node, declaration.nameNode) ? node : memberOf(node)));
}

function memberOf(node: Node): Node {
  const { parent } = node;
  return parent !== null && MEMBER_TYPES.has(parent.type) && parent.endIndex === node.endIndex ? parent : node;
}

/** Puts a read from a vault or the environment in the place of a literal. */
export function readInstead(
  literal: Node,
  source: Source,
  secret: Secret,
  choice: Choice,
  changes: Changes,
): NotFixable | undefined {
  const { language } = source;
  const whole = wholeValue(literal, source);
  const fallback = fallbackIn(literal, whole, source);
  if (choice.kind === "environment" && fallback !== undefined) {
    changes.add(source, { edits: [{ ...spanOf(fallback.whole), text: fallback.text }], needs: [] });
    return undefined;
  }
  const unconst = language.unconst(whole, source);
  if ("fixable" in unconst) return unconst;
  const declared = language.declaration(whole, source)?.name;
  const variable =
    declared !== undefined && /cosmos|mongo/i.test(declared) ? snake(declared) : variableName(secret.name);
  const read = language.secretRead(whole, source, secret, choice, variable);
  if ("fixable" in read) return read;
  changes.add(source, { edits: [{ ...spanOf(whole), text: read.code }, ...unconst], needs: read.needs });
  return undefined;
}

/** The read that a literal stands in for, without the literal. */
function fallbackIn(
  literal: Node,
  whole: Node,
  source: Source,
): { readonly whole: Node; readonly text: string } | undefined {
  for (let node: Node | null = literal; node !== null && node.startIndex >= whole.startIndex; node = node.parent) {
    const fallback = source.language.fallback(node);
    if (fallback !== undefined) return { whole: fallback.whole, text: fallback.read };
    if (same(node, whole)) return undefined;
  }
  return undefined;
}

function snake(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/^_+/, "")
    .toUpperCase();
}
