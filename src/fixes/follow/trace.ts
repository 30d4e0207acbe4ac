import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../fix";
import type { Secret } from "../secret";
import { flagOf, flagSays } from "./branch";
import type { Changes } from "./changes";
import type { CodeBase, Declaration, Reads, Source, Use } from "./language";
import { connectionStringAround } from "./template";
import { spanOf } from "./tree";
import { outsideUses, usesOf, withoutGuarded } from "./uses";
import { flowing } from "./value";

/** Follows a value from where it stands to the clients that it opens. */

/** Files that may import a module by one of the words that it goes by. */
export function importersOf(source: Source, words: readonly string[], base: CodeBase): readonly Source[] {
  return [...new Set(words.flatMap((word) => base.others(source, word)))];
}

const DEEPEST = 24;
/** The reason where a value goes into code that is not known. */
export const LOST = "The key goes where it cannot be followed, so nothing was changed.";

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
  if (secret.stays === true && language.hasStandIn?.(whole) === true)
    return notFixable(LOST, { path: source.path, span: spanOf(whole) });
  const moved = secret.moves === true ? language.movesTo?.(whole, source, base) : undefined;
  for (const name of moved ?? []) changes.movedTo.add(name);
  const doesWithout = secret.remains === "nothing" && language.doesWithout?.(whole, source) === true;
  if (moved !== undefined || (doesWithout && secret.moves !== true)) {
    changes.kept++;
    // Where a flag decides, not the value, what demands the value stays as it is.
    const flag = flagOf(whole);
    if (flag !== undefined) changes.left.add(flagSays(flag, source));
    return flag === undefined ? loosen(language.optional?.(value, source), source, changes) : undefined;
  }
  const sink = language.sink(whole, source, secret);
  if (sink !== undefined) {
    if ("fixable" in sink) return sink;
    if (secret.stays === true) return notFixable(LOST, { path: source.path, span: spanOf(whole) });
    changes.opened++;
    changes.add(source, sink);
    const stays = sink.keeps === true && secret.remains === "nothing";
    return stays ? loosen(language.optional?.(value, source), source, changes) : undefined;
  }
  const guard = language.guard?.(whole, source);
  if (guard !== undefined) {
    // Of a setting that stays, with the endpoint alone, a check stays right.
    if (secret.remains === "nothing") changes.add(source, { edits: [guard], needs: [] });
    return undefined;
  }
  if (secret.stays === true && language.asks?.(whole) === true) return undefined;
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
  if (problem !== undefined || changes.kept === kept || secret.remains !== "nothing") return problem;
  // The code would never see that the value is missing.
  if (language.hasStandIn?.(whole) === true) return notFixable(LOST, { path: source.path, span: spanOf(whole) });
  return loosen(language.optional?.(value, source), source, changes);
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
  const reached = [...usesOf(declaration, source), ...outsideUses(declaration, source, base)];
  const kept = changes.kept;
  for (const use of withoutGuarded(reached)) {
    const problem = followUse(use, secret, base, changes, depth + 1);
    if (problem !== undefined) return problem;
  }
  const elsewhere = source.language.elsewhere?.(declaration, source, base);
  if (elsewhere !== undefined) {
    const problem = followReads(elsewhere, secret, base, changes, depth + 1, kept);
    if (problem !== undefined) return problem;
  }
  const { language } = source;
  const { brought, module } = language;
  const isSeen = declaration.scope.parent === null;
  for (const other of module === undefined || !isSeen ? [] : importersOf(source, module(source), base)) {
    for (const one of brought?.(other, declaration, source) ?? []) {
      if (!("removes" in one)) return notFixable(LOST, { path: other.path, span: spanOf(one) });
      const problem = followDeclaration(one, other, secret, base, changes, depth + 1);
      if (problem !== undefined) return problem;
    }
  }
  const along = language.along?.(declaration, source, base);
  const problem = along === undefined ? undefined : followReads(along, secret, base, changes, depth + 1, kept);
  if (problem !== undefined) return problem;
  if (secret.remains !== "nothing") return undefined;
  if (changes.kept > kept || secret.stays === true) return loosen(declaration.loosens, source, changes);
  changes.add(source, { edits: declaration.removes, needs: [] });
  return undefined;
}

/** What demanded the value does no longer, where code goes on taking it if there is one. */
function loosen(
  edits: readonly Edit[] | NotFixable | undefined,
  source: Source,
  changes: Changes,
): NotFixable | undefined {
  if (edits !== undefined && "fixable" in edits) return edits;
  changes.add(source, { edits: edits ?? [], needs: [] });
  return undefined;
}

/**
 * Makes every client keyless that gets its key by one of the reads; what only held the key goes away, unless code goes on
 * taking it: here, or since `kept` places did.
 */
export function followReads(
  { uses, declared = [], removes, loosens = [], joins = [], lost }: Reads,
  secret: Secret,
  base: CodeBase,
  changes: Changes,
  depth = 0,
  kept = changes.kept,
): NotFixable | undefined {
  if (lost !== undefined) return notFixable(LOST, { path: lost.source.path, span: spanOf(lost.node) });
  for (const name of joins) changes.joined.add(name);
  for (const use of withoutGuarded(uses)) {
    const problem = followUse(use, secret, base, changes, depth);
    if (problem !== undefined) return problem;
  }
  for (const { declaration, source } of declared) {
    const problem = followDeclaration(declaration, source, secret, base, changes, depth);
    if (problem !== undefined) return problem;
  }
  if (secret.remains === "nothing")
    for (const { source, edits } of changes.kept === kept && secret.stays !== true ? removes : loosens)
      changes.add(source, { edits, needs: [] });
  return undefined;
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
    changes.opened++;
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
