import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Finding, Suppression } from "../engine/finding";
import { type FileProblem, isProblem, type LinedValue, readLinedJson, stringIn } from "./linedJson";

/** The file of a repository in which people say which findings are none of their concern, and why. */
export const IGNORE_LIST = ".keyless.json";

/**
 * The folder whose `.keyless.json` speaks for what lies in `folder` (absolute): its repository's root, or the folder
 * itself where it is in none. A list in any other folder is not obeyed: what others brought hides nothing.
 */
export function ignoreListFolder(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** One "no": a credential in one file. */
export interface IgnoreEntry {
  readonly fingerprint: string;
  /** Relative to the list's folder, with forward slashes. */
  readonly path: string;
  readonly reason: string;
  /** Where it stands in the list, from 1. */
  readonly line: number;
}

/** What a `.keyless.json` says. */
export interface IgnoreList {
  readonly entries: readonly IgnoreEntry[];
  /** What of it does not count, and why; a person is told. */
  readonly problems: readonly FileProblem[];
}

/** A "no" that stands in a `.keyless.json` or a baseline instead of a comment beside the value. */
export interface ListedSuppression extends Suppression {
  readonly from: "list" | "baseline";
}

/**
 * Reads a `.keyless.json`: `{ "version": 1, "ignore": [{ "fingerprint": "…", "path": "relative/path", "reason": "…" }] }`.
 * Never throws: a damaged file, or one of another version, has no entries, and an entry that is not understood whole, or
 * has no reason, does not count; each is a problem with its line.
 */
export async function readIgnoreList(text: string): Promise<IgnoreList> {
  const read = await readLinedJson(text);
  if (isProblem(read)) return none(read.line, `${read.text}: nothing in it counts`);
  if (read.members === undefined) return none(read.line, "is no object: nothing in it counts");
  const version = read.members.find(({ name }) => name === "version");
  if (version?.value.scalar !== 1)
    return none(version?.line ?? read.line, "has a version other than 1: nothing in it counts");
  const list = read.members.find(({ name }) => name === "ignore");
  const problems: FileProblem[] = read.members
    .filter(({ name }) => name !== "version" && name !== "ignore")
    .map(({ line }) => ({ line, text: "has a field that is not known" }));
  if (list === undefined) return { entries: [], problems };
  if (list.value.elements === undefined) return none(list.line, '"ignore" is no list: nothing in it counts');
  const entries = list.value.elements.map(entryOf);
  return {
    entries: entries.filter((entry): entry is IgnoreEntry => "reason" in entry),
    problems: [...problems, ...entries.filter((entry): entry is FileProblem => "text" in entry)],
  };
}

/**
 * A file's findings, those that the list names being suppressed with the list's reason. `path` is the file's, relative
 * to the list's folder, with forward slashes. A comment's reason goes before the list's.
 */
export function withIgnoreList<T extends Finding>(
  list: IgnoreList,
  path: string,
  findings: readonly T[],
): readonly T[] {
  const named = new Map(list.entries.filter((entry) => entry.path === path).map((entry) => [entry.fingerprint, entry]));
  if (named.size === 0) return findings;
  return findings.map((finding) => {
    const entry = finding.suppression === undefined ? named.get(finding.fingerprint) : undefined;
    if (entry === undefined) return finding;
    const suppression: ListedSuppression = { reason: entry.reason, from: "list" };
    return { ...finding, suppression };
  });
}

const FIELDS = new Set(["fingerprint", "path", "reason"]);

function entryOf({ line, members }: LinedValue): IgnoreEntry | FileProblem {
  const problem = (text: string, at = line): FileProblem => ({ line: at, text: `${text}: it does not count` });
  if (members === undefined) return problem("an entry is no object");
  const strange = members.find(({ name }) => !FIELDS.has(name));
  if (strange !== undefined) return problem("an entry has a field that is not known", strange.line);
  const fingerprint = stringIn(members, "fingerprint")?.toLowerCase();
  const path = stringIn(members, "path");
  const reason = stringIn(members, "reason")?.trim().slice(0, 200) ?? "";
  if (fingerprint === undefined || !/^[0-9a-f]{16,64}$/.test(fingerprint))
    return problem("an entry has no fingerprint");
  if (path === undefined || !isBelow(path)) return problem("an entry has no path below the list's folder");
  if (!/\p{L}{2}/u.test(reason)) return problem("an entry has no reason");
  return { fingerprint, path: path.replace(/^(?:\.\/)+/, ""), reason, line };
}

/** A relative path, with forward slashes, of one file below: no pattern, no way up. */
function isBelow(path: string): boolean {
  return path !== "" && !/^(?:\/|[A-Za-z]:)|\\|[\0*?]/.test(path) && !path.split("/").includes("..");
}

function none(line: number, text: string): IgnoreList {
  return { entries: [], problems: [{ line, text }] };
}
