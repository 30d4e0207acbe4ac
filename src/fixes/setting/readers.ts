import type { Span } from "../../engine/finding";
import { type Choice, type NotFixable, notFixable } from "../fix";
import type { CodeBase, Declaration, Reads, Source } from "../follow/language";
import { readInstead } from "../follow/readInstead";
import { Changes } from "../follow/changes";
import { followReads, LOST } from "../follow/trace";
import { flowing } from "../follow/value";
import { all, contentOf, replace, spanOf } from "../follow/tree";
import type { Secret } from "../secret";
import { byConvention } from "./conventions";
import { wordsOf } from "./names";
import { type Emulated, emulatorStays, secretIn, type Work } from "./work";

/** Code that reads a setting: it changes with the setting, or stops the fix. */

const DOES_WITHOUT =
  "The code signs in by identity where there is no key: take the value away, and no vault is needed.";
/** The reason where a setting goes into code that is not known. */
export const LOST_READER = "Code that reads this setting uses it where it cannot be followed.";

/** Where code gives a setting the emulator's key, or may. */
export function givenInCode(name: string, { desk, fix }: Work): Emulated | undefined {
  for (const source of desk.readersOf(wordsOf(name))) {
    const { gives } = source.language.reads(source, name, desk, fix.secret);
    if (gives !== undefined) return { path: gives.source.path, span: spanOf(gives.node) };
  }
  return undefined;
}

/** All code that reads the setting changes with it. */
export function withReaders(name: string, work: Work): NotFixable | undefined {
  const { fix, desk, changes } = work;
  const convention = byConvention(name, desk.workspace);
  if (convention !== undefined && typeof convention !== "string") return notFixable(convention.reason);
  if (convention !== undefined) work.readers++;
  const all = desk.readersOf(wordsOf(name)).map((source) => source.language.reads(source, name, desk, secretIn(work)));
  const isRead = ({ uses, declared = [] }: Reads): boolean => uses.length + declared.length > 0;
  const emulated = all.find((reads) => isRead(reads) && placeOf(reads)?.language.keepsEmulator !== true);
  if (work.emulator !== undefined && emulated !== undefined) return emulatorStays(work.emulator);
  for (const reads of fix.code === "keyless" ? [together(all)] : all) {
    const problem = withReads(reads, work);
    if (problem !== undefined) return problem;
  }
  for (const { gives } of all) if (gives !== undefined) changes.know(gives.source, spanOf(gives.node));
  const [read] = fix.code === "keyless" ? all.flatMap(({ uses }) => uses) : [];
  if (read !== undefined) work.read ??= { path: read.source.path, span: spanOf(read.node) };
  const gone = all.find(({ loosens, removes }) => loosens === undefined && removes.length > 0)?.removes[0];
  const [edit] = gone?.edits ?? [];
  if (gone !== undefined && edit !== undefined) work.gone ??= { path: gone.source.path, span: edit };
  if (fix.renamed !== undefined) for (const reads of all) rename(reads, name, fix.renamed, changes);
  return undefined;
}

/** What all files do with a setting, as one: whether code goes on taking the value is known once each has been followed. */
function together(all: readonly Reads[]): Reads {
  const lost = all.find((reads) => reads.lost !== undefined)?.lost;
  return {
    uses: all.flatMap(({ uses }) => uses),
    declared: all.flatMap(({ declared = [] }) => declared),
    removes: all.flatMap(({ removes }) => removes),
    loosens: all.flatMap(({ loosens = [] }) => loosens),
    names: all.flatMap(({ names = [] }) => names),
    joins: all.flatMap(({ joins = [] }) => joins),
    ...(lost === undefined ? {} : { lost }),
  };
}

function placeOf({ uses: [use], declared: [first] = [] }: Reads): Source | undefined {
  return use?.source ?? first?.source;
}

/** Code that loads the file itself changes with it; code that speaks of the file and is not understood stops the fix. */
export function withLoaders(path: string, keys: readonly string[], work: Work): NotFixable | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const stem = name.replace(/\.\w+$/, "");
  for (const source of work.desk.readersOf([stem])) {
    const { readsFile } = source.language;
    const reads = readsFile?.(source, path, keys, work.desk);
    const problem = reads === undefined ? spokenOf(name, source) : withReads(reads, work);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A file's whole name in a language that is not known to load files; frameworks find `appsettings.json` by themselves. */
function spokenOf(name: string, source: Source): NotFixable | undefined {
  const at = source.text.indexOf(name);
  if (at < 0 || /^(?:appsettings|local\.settings|application|bootstrap|launchSettings)\b/i.test(name)) return undefined;
  return notFixable("This file is loaded here in a way that cannot be followed.", {
    path: source.path,
    span: { start: at, end: at + name.length },
  });
}

/** Follows reads, and counts them. */
function withReads(reads: Reads, work: Work): NotFixable | undefined {
  const { fix, desk, choice, changes } = work;
  work.readers += reads.uses.length + (reads.declared?.length ?? 0) + reads.removes.length;
  for (const { node, source } of reads.uses) changes.know(source, spanOf(node));
  for (const { node, source } of reads.names ?? []) changes.know(source, spanOf(node));
  if (reads.gives !== undefined) changes.know(reads.gives.source, spanOf(reads.gives.node));
  for (const { declaration, source } of reads.declared ?? []) changes.know(source, wholeOf(declaration));
  for (const { source, edits } of reads.removes) for (const edit of edits) changes.know(source, edit);
  const problem =
    fix.code === "keyless"
      ? followReads(reads, secretIn(work), desk, changes)
      : readAll(reads, fix.secret, choice, changes, desk);
  return problem?.reason === LOST ? notFixable(LOST_READER, problem.lookAt) : problem;
}

/** The annotated field, the parameter: what names the setting and holds it. */
function wholeOf({ nameNode }: Declaration): Span {
  const { parent } = nameNode;
  const holder = parent?.parent ?? parent ?? nameNode;
  return spanOf(/^(?:class|program|module|block|compilation_unit)/.test(holder.type) ? (parent ?? nameNode) : holder);
}

/** Reads of a setting use its new name. */
function rename({ uses }: Reads, from: string, to: string, changes: Changes): void {
  for (const { node, source } of uses) {
    const isNamed = (text: string): boolean =>
      text === from || (source.language.id === "csharp" && text.toLowerCase() === from.toLowerCase());
    const names = all(node, ...source.language.strings, "property_identifier").filter(
      (one) => one.text === from || isNamed(contentOf(one)),
    );
    // .NET's configuration reads `A__b` of the environment as `A:b`; only the environment itself knows the former.
    const isConfiguration = source.language.id === "csharp" && !/\bEnvironment\b/.test(node.text);
    const written = isConfiguration ? to.replaceAll("__", ":") : to;
    const edits = names.map((one) =>
      replace(
        one,
        one.text.replace(contentOf(one) === "" ? from : contentOf(one), () => written),
      ),
    );
    changes.add(source, { edits, needs: [] });
  }
}

/** Puts a read from the vault in the place of every read of the setting. */
function readAll(
  reads: Reads,
  secret: Secret,
  choice: Choice,
  changes: Changes,
  base: CodeBase,
): NotFixable | undefined {
  const lostAt = ({ source, span }: { readonly source: Source; readonly span: Span }): NotFixable =>
    notFixable(LOST_READER, { path: source.path, span });
  // Messages that tell people of the setting would go on telling of what nobody reads.
  for (const { source, edits } of reads.removes)
    for (const edit of edits) if (edit.text !== "") return lostAt({ source, span: edit });
  const lost = reads.lost ?? reads.uses.find(({ rest }) => rest.length > 0);
  if (lost !== undefined) return lostAt({ source: lost.source, span: spanOf(lost.node) });
  for (const { declaration, source } of reads.declared ?? [])
    return lostAt({ source, span: spanOf(declaration.nameNode) });
  const trial = new Changes();
  if (followReads(reads, secret, base, trial) === undefined && trial.kept > 0) return notFixable(DOES_WITHOUT);
  // What a section fills and code looks at before it opens a client would be missing there.
  const asked =
    reads.bound === true
      ? reads.uses.find(({ node, source }) => source.language.sink(flowing(node, source), source, secret) === undefined)
      : undefined;
  if (asked !== undefined) return lostAt({ source: asked.source, span: spanOf(asked.node) });
  for (const { source, edits } of reads.bound === true ? (reads.loosens ?? []) : [])
    changes.add(source, { edits, needs: [] });
  for (const { node, source } of reads.uses) {
    const problem = readInstead(node, source, secret, choice, changes);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
