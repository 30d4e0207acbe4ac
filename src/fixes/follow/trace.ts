import type { Node } from "web-tree-sitter";
import type { Span } from "../../engine/finding";
import { type Afterwards, type Edit, type NotFixable, notFixable } from "../fix";
import type { Secret } from "../secret";
import type { CodeBase, Declaration, Need, Package, Reads, Rewrite, Source, Use } from "./language";
import { connectionStringAround } from "./template";
import { all, nodeAt, spanOf } from "./tree";
import { outsideUses, usesOf } from "./uses";

/** Follows a value from where it stands to the clients that it opens. */

/** What a fix changes in each file so far. */
export class Changes {
  readonly files = new Map<
    string,
    { readonly source: Source; readonly edits: Edit[]; readonly needs: Set<Need>; readonly packages: Package[] }
  >();
  readonly afterwards = new Set<Afterwards>();
  /** What a person must still do, by name. */
  readonly left = new Set<string>();
  /** How many places go on taking the value where there is one. */
  kept = 0;
  /** Places that were followed, whether an edit changes them or not. */
  private readonly followed = new Map<string, Span[]>();
  /** Declarations that were met, by place and name. */
  private readonly met = new Set<string>();

  /** Notes that a place is known: what it does with the value has been followed. */
  know({ path }: Pick<Source, "path">, span: Span): void {
    const spans = this.followed.get(path);
    if (spans === undefined) this.followed.set(path, [span]);
    else spans.push(span);
  }

  add(source: Source, { edits, needs, afterwards = [], packages = [], keeps }: Rewrite): void {
    if (keeps === true) this.kept++;
    const known = this.files.get(source.path) ?? { source, edits: [], needs: new Set<Need>(), packages: [] };
    this.files.set(source.path, known);
    for (const edit of edits) {
      if (known.edits.some((other) => isWithin(edit, other))) continue;
      const kept = known.edits.filter((other) => !isWithin(other, edit));
      known.edits.splice(0, known.edits.length, ...kept, edit);
    }
    for (const need of needs) known.needs.add(need);
    known.packages.push(...packages);
    for (const step of afterwards) this.afterwards.add(step);
  }

  /** Whether a declaration is met for the first time with a secret: names may lead to each other in circles. */
  isNew({ nameNode, name, path }: Declaration, source: Source, { holds, remains }: Secret): boolean {
    const count = this.met.size;
    return count < this.met.add([source.path, nameNode.startIndex, name, ...path, holds, remains].join("\n")).size;
  }

  /** Whether a place goes away or is written anew. */
  covers({ path }: Pick<Source, "path">, start: number, end: number): boolean {
    const spans = [...(this.files.get(path)?.edits ?? []), ...(this.followed.get(path) ?? [])];
    return spans.some((span) => span.start <= start && span.end >= end);
  }
}

/** Whether an edit changes nothing besides another: the same again, or a part of what goes away. */
function isWithin(edit: Edit, other: Edit): boolean {
  if (edit.start === other.start && edit.end === other.end) return edit.text === other.text || other.text === "";
  const isInserted = edit.start === edit.end;
  const begins = isInserted ? other.start < edit.start : other.start <= edit.start;
  return other.text === "" && begins && edit.end <= other.end && edit.start < other.end;
}

const DEEPEST = 24;
/** The reason where a value goes into code that is not known. */
export const LOST = "The key goes where it cannot be followed, so nothing was changed.";

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
function flowing(node: Node, source: Source): Node {
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

/** Makes every client keyless that `value` opens. Adds to `changes`, or says why it cannot. */
export function makeKeyless(
  value: Node,
  source: Source,
  secret: Secret,
  base: CodeBase,
  changes: Changes,
  depth = 0,
): NotFixable | undefined {
  const whole = flowing(value, source);
  const { language } = source;
  if (secret.remains === "nothing" && language.doesWithout?.(whole, source) === true) {
    changes.kept++;
    return undefined;
  }
  const sink = language.sink(whole, source, secret);
  if (sink !== undefined) {
    if ("fixable" in sink) return sink;
    changes.add(source, sink);
    return undefined;
  }
  const guard = language.guard?.(whole, source);
  if (guard !== undefined) {
    // Of a setting that stays, with the endpoint alone, a check stays right.
    if (secret.remains === "nothing") changes.add(source, { edits: [guard], needs: [] });
    return undefined;
  }
  const composed = secret.holds === "key" ? connectionStringAround(whole, secret, language) : undefined;
  if (composed !== undefined) return makeKeyless(composed.whole, source, composed.secret, base, changes, depth + 1);
  const declaration = language.declaration(whole, source);
  const held = declaration === undefined && depth < DEEPEST ? language.held?.(whole, source, base, secret) : undefined;
  const kept = changes.kept;
  const problem =
    held !== undefined
      ? followReads(held, secret, base, changes, depth + 1)
      : declaration === undefined || depth > DEEPEST
        ? notFixable(LOST, { path: source.path, span: spanOf(whole) })
        : followDeclaration(declaration, source, secret, base, changes, depth);
  if (problem === undefined && changes.kept > kept && secret.remains === "nothing")
    changes.add(source, { edits: language.optional?.(value, source) ?? [], needs: [] });
  return problem;
}

/** Follows all uses of a declaration; what only held the key goes away. */
function followDeclaration(
  declaration: Declaration,
  source: Source,
  secret: Secret,
  base: CodeBase,
  changes: Changes,
  depth: number,
): NotFixable | undefined {
  if (depth > DEEPEST) return notFixable(LOST, { path: source.path, span: spanOf(declaration.nameNode) });
  if (!changes.isNew(declaration, source, secret)) return undefined;
  const elsewhere = source.language.elsewhere?.(declaration, source, base);
  if (elsewhere !== undefined) {
    const problem = followReads(elsewhere, secret, base, changes, depth + 1);
    if (problem !== undefined) return problem;
  }
  const reached = [...usesOf(declaration, source), ...outsideUses(declaration, source, base)];
  const kept = changes.kept;
  for (const use of withoutGuarded(reached)) {
    const problem = followUse(use, secret, base, changes, depth + 1);
    if (problem !== undefined) return problem;
  }
  const { language } = source;
  const { brought, module } = language;
  const isSeen = declaration.scope.parent === null;
  for (const other of module === undefined || !isSeen ? [] : base.others(source, module(source.path))) {
    for (const one of brought?.(other, declaration, source) ?? []) {
      if (!("removes" in one)) return notFixable(LOST, { path: other.path, span: spanOf(one) });
      const problem = followDeclaration(one, other, secret, base, changes, depth + 1);
      if (problem !== undefined) return problem;
    }
  }
  const along = language.along?.(declaration, source, base);
  const problem = along === undefined ? undefined : followReads(along, secret, base, changes, depth + 1);
  if (problem !== undefined) return problem;
  if (secret.remains === "nothing" && changes.kept === kept)
    changes.add(source, { edits: declaration.removes, needs: [] });
  return undefined;
}

/** Makes every client keyless that gets its key by one of the reads; what only held the key goes away. */
export function followReads(
  { uses, declared = [], removes, loosens = [], lost }: Reads,
  secret: Secret,
  base: CodeBase,
  changes: Changes,
  depth = 0,
): NotFixable | undefined {
  if (lost !== undefined) return notFixable(LOST, { path: lost.source.path, span: spanOf(lost.node) });
  const kept = changes.kept;
  for (const use of withoutGuarded(uses)) {
    const problem = followUse(use, secret, base, changes, depth);
    if (problem !== undefined) return problem;
  }
  for (const { declaration, source } of declared) {
    const problem = followDeclaration(declaration, source, secret, base, changes, depth);
    if (problem !== undefined) return problem;
  }
  if (secret.remains === "nothing")
    for (const { source, edits } of changes.kept === kept ? removes : loosens)
      changes.add(source, { edits, needs: [] });
  return undefined;
}

/** Uses less those that go with the check of another: `if (key == null) throw new ArgumentNullException(nameof(key))`. */
function withoutGuarded(uses: readonly Use[]): readonly Use[] {
  const guards = uses.flatMap(({ node, source }) => {
    const guard = source.language.guard?.(node, source);
    return guard === undefined ? [] : [{ node, source, guard }];
  });
  return uses.filter(
    ({ node, source }) =>
      !guards.some(
        (one) =>
          one.source.path === source.path &&
          one.guard.start <= node.startIndex &&
          one.guard.end >= node.endIndex &&
          one.node.id !== node.id &&
          source.language.guard?.(node, source) === undefined,
      ),
  );
}

/** Makes every client keyless that gets its key by a use. */
function followUse(use: Use, secret: Secret, base: CodeBase, changes: Changes, depth = 0): NotFixable | undefined {
  return use.rest.length === 0
    ? makeKeyless(use.node, use.source, secret, base, changes, depth)
    : followWhole(use, secret, base, changes, depth);
}

/** A name for a whole, as a name for what the whole holds under further keys. It stays: the whole holds more. */
export function below(alias: Declaration, rest: readonly string[]): Declaration {
  const longer = <T extends { readonly path: readonly string[] }>(name: T): T => ({
    ...name,
    path: [...name.path, ...rest],
  });
  return { ...longer(alias), removes: [], ...(alias.also === undefined ? {} : { also: alias.also.map(longer) }) };
}

/** A whole that holds the value somewhere inside goes on: unpacked, under another name, or out of the file. */
function followWhole(
  { node, source, rest }: Use,
  secret: Secret,
  base: CodeBase,
  changes: Changes,
  depth: number,
): NotFixable | undefined {
  const { language } = source;
  if (language.isExport?.(node) === true) return undefined;
  const handed = language.handed?.(node, rest, source, base, secret);
  if (handed !== undefined) {
    if ("fixable" in handed) return handed;
    if ("uses" in handed) return followReads(handed, secret, base, changes, depth + 1);
    changes.add(source, handed);
    return undefined;
  }
  const unpacked = language.unpack?.(node, rest, source);
  const alias = unpacked === undefined ? language.declaration(node, source) : undefined;
  const declaration = unpacked ?? (alias === undefined ? undefined : below(alias, rest));
  return declaration === undefined
    ? notFixable(LOST, { path: source.path, span: spanOf(node) })
    : followDeclaration(declaration, source, secret, base, changes, depth + 1);
}
