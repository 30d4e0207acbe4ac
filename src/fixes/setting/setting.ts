import type { Span } from "../../engine/finding";
import type { Desk } from "../desk";
import { type Choice, type Edit, type Fix, type NotFixable, notFixable } from "../fix";
import { followReads, Changes } from "../follow/trace";
import type { Declaration, Reads, Source } from "../follow/language";
import { readInstead } from "../follow/readInstead";
import { all, contentOf, replace, spanOf } from "../follow/tree";
import type { FormatFix } from "../formats/format";
import type { Secret } from "../secret";
import { wholeFix } from "../wholeFix";
import { byConvention, isBindingBefore } from "./conventions";
import { type Definition, definitionsOf, isEmulator } from "./definitions";
import { mentionsOf } from "./mentions";
import { wordsOf } from "./names";
import { isRead, twinsOf } from "./twins";

/**
 * A setting is one thing: every file that gives it a value and all code that reads it change in one fix, by whatever
 * name a placeholder hands it on. What reads it and cannot be followed stops the fix.
 */

const LOST_READER = "Code that reads this setting uses it where it cannot be followed.";
const NO_READER = "Nothing was found that reads this setting, so what would miss it cannot be told.";

/** What a setting's fix does so far. */
interface Work {
  readonly fix: FormatFix;
  readonly desk: Desk;
  readonly choice: Choice;
  readonly changes: Changes;
  /** Edits of files of configuration. */
  readonly files: Map<string, Edit[]>;
  /** Names that are still to be looked at, and those that were. */
  readonly waiting: string[];
  readonly names: Set<string>;
  /** Names whose readers were found, or a library that reads them by convention. */
  readers: number;
}

/** The whole fix of a setting that stands in a file of configuration, or why there is none. */
export function withSetting(fix: FormatFix, path: string, desk: Desk, choice: Choice): Fix | NotFixable {
  const files = new Map([{ path, edits: fix.edits }, ...(fix.others ?? [])].map((one) => [one.path, [...one.edits]]));
  const changes = new Changes();
  const waiting = fix.code === "stays" ? [] : [...fix.settings];
  const work: Work = { fix, desk, choice, changes, files, waiting, names: new Set(), readers: 0 };
  const lost = fix.keys === undefined ? undefined : withLoaders(path, fix.keys, work);
  if (lost !== undefined) return lost;
  for (let name = work.waiting.shift(); name !== undefined; name = work.waiting.shift()) {
    if (work.names.has(name)) continue;
    work.names.add(name);
    const problem = withDefinitions(name, work) ?? withReaders(name, work);
    if (problem !== undefined) return problem;
  }
  if (fix.code !== "stays" && work.readers === 0 && fix.settings.some((name) => isTwinRead(name, path, desk)))
    work.readers++;
  if (fix.code === "keyless" && fix.secret.holds === "key" && work.readers > 0) withTwins(path, work);
  const own = [...files].map(([one, edits]) => ({ path: one, edits }));
  const complete = wholeFix(changes, own, desk, choice, fix.afterwards);
  const mentions = mentionsOf([...work.names], desk, (one, span) => isCovered(one, span, work));
  if ("fixable" in mentions) return mentions;
  if (fix.code !== "stays" && work.readers === 0) return notFixable(NO_READER);
  return {
    ...complete,
    ...(fix.title === undefined ? {} : { title: fix.title }),
    left: [...complete.left, ...(fix.left ?? []), ...deployed(work), ...mentions.left],
  };
}

/** Whether the program reads the other key of the pair, so that nothing can miss this one. */
function isTwinRead(name: string, path: string, desk: Desk): boolean {
  return twinsOf(name, path, desk).some(({ names }) => names.some((one) => isRead(one, desk)));
}

/** The other key of the pair goes too, where nothing reads it. */
function withTwins(path: string, work: Work): void {
  const { desk, files, fix } = work;
  for (const { names, removes } of fix.settings.flatMap((name) => twinsOf(name, path, desk))) {
    if (removes === undefined || names.some((one) => isRead(one, desk))) continue;
    const mentions = mentionsOf(names, desk, (one, span) => one === path || isCovered(one, span, work));
    if ("fixable" in mentions || mentions.left.length > 0) continue;
    const edits = files.get(path) ?? [];
    if (!edits.some(({ start, end }) => start < removes.end && end > removes.start))
      files.set(path, [...edits, removes]);
  }
}

function isCovered(path: string, span: Span, { changes, files, desk }: Work): boolean {
  const holds = (one: Span): boolean => one.start <= span.start && one.end >= span.end;
  if (changes.covers({ path }, span.start, span.end) || files.get(path)?.some(holds) === true) return true;
  return isBindingBefore(desk.workspace.read(path)?.slice(Math.max(0, span.start - 60), span.start) ?? "");
}

/** Every other place that gives the setting a value changes with it; settings that take its value are the same one. */
function withDefinitions(name: string, work: Work): NotFixable | undefined {
  const { gives, takes } = definitionsOf(name, work.desk);
  for (const definition of gives) {
    const { path, entry } = definition;
    if (isCovered(path, entry.value, work) || isCovered(path, entry.name, work)) continue;
    if (isEmulator(definition))
      return notFixable(
        "The program also runs on the emulator, with its key by the same name: let the code take the key if there is one and else the identity, then remove this value.",
        { path, span: entry.name },
      );
    const edits = editsOf(definition, work.fix);
    work.files.set(path, [...(work.files.get(path) ?? []), ...edits]);
  }
  work.waiting.push(...takes.flatMap(({ entry }) => entry.names));
  return undefined;
}

/** What becomes of a definition: it goes, or keeps what the connection string holds besides its key. */
function editsOf({ entry, value }: Definition, { secret, code, renamed }: FormatFix): readonly Edit[] {
  if (secret.remains === "nothing" || code === "read") return entry.removes === undefined ? [] : [entry.removes];
  const endpoint = /AccountEndpoint\s*=\s*([^;"'\s]+)/i.exec(value)?.[1];
  return [
    ...(renamed === undefined ? [] : [{ ...entry.name, text: renamed }]),
    ...(endpoint !== undefined && /AccountKey\s*=/i.test(value) ? [{ ...entry.value, text: endpoint }] : []),
  ];
}

/** All code that reads the setting changes with it. */
function withReaders(name: string, work: Work): NotFixable | undefined {
  const { fix, desk, changes } = work;
  const convention = byConvention(name, desk.workspace);
  if (convention !== undefined && typeof convention !== "string") return notFixable(convention.reason);
  if (convention !== undefined) work.readers++;
  for (const source of desk.readersOf(wordsOf(name))) {
    const reads = source.language.reads(source, name, desk);
    const problem = withReads(reads, work);
    if (problem !== undefined) return problem;
    if (fix.renamed !== undefined) rename(reads, name, fix.renamed, changes);
  }
  return undefined;
}

/** Code that loads the file itself changes with it; code that speaks of the file and is not understood stops the fix. */
function withLoaders(path: string, keys: readonly string[], work: Work): NotFixable | undefined {
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
  for (const { declaration, source } of reads.declared ?? []) changes.know(source, wholeOf(declaration));
  const problem =
    fix.code === "keyless"
      ? followReads(reads, fix.secret, desk, changes)
      : readAll(reads, fix.secret, choice, changes);
  return problem?.lookAt === undefined ? problem : notFixable(LOST_READER, problem.lookAt);
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
    const names = all(node, ...source.language.strings, "property_identifier").filter(
      (one) => one.text === from || contentOf(one) === from,
    );
    // .NET's configuration reads `A__b` of the environment as `A:b`; only the environment itself knows the former.
    const isConfiguration = source.language.id === "csharp" && !/\bEnvironment\b/.test(node.text);
    const written = isConfiguration ? to.replaceAll("__", ":") : to;
    const edits = names.map((one) =>
      replace(
        one,
        one.text.replace(from, () => written),
      ),
    );
    changes.add(source, { edits, needs: [] });
  }
}

/** Puts a read from the vault in the place of every read of the setting. */
function readAll(reads: Reads, secret: Secret, choice: Choice, changes: Changes): NotFixable | undefined {
  const lostAt = ({ source, span }: { readonly source: Source; readonly span: Span }): NotFixable =>
    notFixable(LOST_READER, { path: source.path, span });
  const lost = reads.lost ?? reads.uses.find(({ rest }) => rest.length > 0);
  if (lost !== undefined) return lostAt({ source: lost.source, span: spanOf(lost.node) });
  for (const { declaration, source } of reads.declared ?? [])
    return lostAt({ source, span: spanOf(declaration.nameNode) });
  for (const { node, source } of reads.uses) {
    const problem = readInstead(node, source, secret, choice, changes);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What a person must change where the program runs. */
function deployed({ fix, names, choice }: Work): readonly string[] {
  const [name] = names;
  if (name === undefined || fix.code === "stays") return [];
  if (fix.renamed !== undefined)
    return [`Where the program runs, set ${fix.renamed} to the account endpoint and remove ${name}.`];
  if (fix.secret.remains === "endpoint" && choice.kind === "managed-identity")
    return [`Where the program runs, set ${name} to the account endpoint alone.`];
  return [`Where the program runs, ${name} can be removed.`];
}
