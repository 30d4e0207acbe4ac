import type { Desk } from "../desk";
import { type Choice, type Fix, type NotFixable, notFixable } from "../fix";
import type { FormatFix } from "../formats/format";
import type { Reads, Source } from "../follow/language";
import { readInstead } from "../follow/readInstead";
import { Changes, followReads } from "../follow/trace";
import { all, climb, contentOf, nodeAt, replace, spanOf } from "../follow/tree";
import type { Secret } from "../secret";
import { wholeFix } from "../wholeFix";

/** A setting's change together with the code that reads it, whatever the language. */

const LOST_READER = "Code that reads this setting uses it where it cannot be followed.";

/** The setting's change, and that of all code which reads it. */
export function withReaders(fix: FormatFix, path: string, desk: Desk, choice: Choice): Fix | NotFixable {
  const changes = new Changes();
  let count = 0;
  for (const setting of fix.code === "stays" ? [] : fix.settings) {
    const keys = setting.split(/[:.]|__/);
    const words = [setting, ...(keys.length > 1 ? [...keys, keys.slice(0, -1).join(".")] : [setting.toLowerCase()])];
    const sources = new Set(words.flatMap((word) => desk.sources(word)));
    for (const source of sources) {
      const reads = source.language.reads(source, setting, desk);
      count += reads.uses.length + (reads.declared?.length ?? 0);
      const problem =
        fix.code === "keyless"
          ? followReads(reads, fix.secret, desk, changes)
          : readAll(reads, fix.secret, choice, changes);
      if (problem !== undefined)
        return problem.lookAt === undefined ? problem : notFixable(LOST_READER, problem.lookAt);
      if (fix.renamed !== undefined) rename(reads, setting, fix.renamed, changes);
    }
    const left = fix.secret.remains === "nothing" ? mentionLeft(setting, sources, changes) : undefined;
    if (left !== undefined) return notFixable(LOST_READER, left);
  }
  if (count === 0 && (fix.code === "read" || fix.mustBeRead === true))
    return notFixable("No code was found that reads this setting, and the file itself cannot do without the key.");
  const own = [{ path, edits: fix.edits }, ...(fix.others ?? [])];
  const complete = wholeFix(changes, own, desk, choice, fix.afterwards);
  return fix.title === undefined ? complete : { ...complete, title: fix.title };
}

/** Reads of a setting use its new name. */
function rename({ uses }: Reads, from: string, to: string, changes: Changes): void {
  for (const { node, source } of uses) {
    const names = all(node, ...source.language.strings, "property_identifier").filter(
      (one) => one.text === from || contentOf(one) === from,
    );
    changes.add(source, {
      edits: names.map((one) =>
        replace(
          one,
          one.text.replace(from, () => to),
        ),
      ),
      needs: [],
    });
  }
}

/** Puts a read from the vault in the place of every read of the setting. */
function readAll(reads: Reads, secret: Secret, choice: Choice, changes: Changes): NotFixable | undefined {
  const lost = reads.lost ?? reads.uses.find(({ rest }) => rest.length > 0);
  if (lost !== undefined) return notFixable(LOST_READER, { path: lost.source.path, span: spanOf(lost.node) });
  for (const { declaration, source } of reads.declared ?? [])
    return notFixable(LOST_READER, { path: source.path, span: spanOf(declaration.nameNode) });
  for (const { node, source } of reads.uses) {
    const problem = readInstead(node, source, secret, choice, changes);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A mention of a setting's whole name in code, no comment, that no edit reaches: something reads it in another way. */
function mentionLeft(setting: string, sources: Iterable<Source>, changes: Changes): NotFixable["lookAt"] {
  const isVariable = /^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(setting);
  if (!isVariable && !/[:.]/.test(setting)) return undefined;
  const edge = isVariable ? String.raw`\w` : String.raw`[\w.:]`;
  const mention = new RegExp(`(?<!${edge})${setting.replace(/[.$]/g, "\\$&")}(?!${edge})`, "g");
  for (const source of sources) {
    for (const { index } of source.text.matchAll(mention)) {
      const span = { start: index, end: index + setting.length };
      const isComment =
        climb(nodeAt(source.root, span), ({ type }) => source.language.comments.has(type)) !== undefined;
      if (!isComment && !changes.covers(source, span.start, span.end)) return { path: source.path, span };
    }
  }
  return undefined;
}
