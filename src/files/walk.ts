import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { excludedBy, type Exclusion, exclusion } from "./exclude";
import { type IgnoreRules, inheritedRules, isIgnored, rulesWithin } from "./ignoreRules";
import type { Note } from "./note";

/** What is left out of a walk. */
export interface WalkSettings {
  /** Globs relative to the root, as `cosmosKeyless.exclude` has them. */
  readonly exclude: readonly string[];
  /** Walk what git ignores too. */
  readonly includeIgnored: boolean;
}

/** What a walk came by besides files. */
export interface WalkFindings {
  /** Files and folders that git ignores, by absolute path. */
  readonly ignored: Set<string>;
  /** Folders below the root that have a `.git` of their own. */
  readonly repositories: Set<string>;
}

/**
 * The regular files below `root` (absolute), by absolute path: those of a folder in order of name, then those of its
 * folders. Obeys every `.gitignore` unless told to walk what git ignores; never follows a symbolic link, never opens a
 * device or pipe. All that is left out becomes a note, but what git ignores, which stands in `found`.
 */
export function* walk(
  root: string,
  settings: WalkSettings,
  note: (note: Note) => void,
  found: WalkFindings,
): Generator<string> {
  const { includeIgnored } = settings;
  const excluded = exclusion(settings.exclude);
  const waiting: { readonly path: string; readonly above: IgnoreRules }[] = [
    { path: root, above: includeIgnored ? [] : rulesAbove(root) },
  ];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = entriesOf(folder.path, note);
    const start = folder.path.endsWith(sep) ? folder.path : folder.path + sep;
    const hasRules = !includeIgnored && entries.some(({ name }) => name === ".gitignore");
    const rules = hasRules ? rulesWithin(folder.path, folder.above) : folder.above;
    const folders: string[] = [];
    for (const entry of entries) {
      const path = start + entry.name;
      const isFolder = entry.isDirectory();
      if (entry.name === ".git" && folder.path !== root) found.repositories.add(folder.path);
      const glob = excluded(relativeTo(root, path), entry.name, isFolder);
      if (glob !== undefined) {
        if (!OWN_FOLDERS.has(entry.name)) note({ path, kind: "excluded", text: glob });
      } else if (!isFolder && !entry.isFile()) noteOther(entry, path, root, note);
      else if (rules.length > 0 && isIgnored(rules, path, isFolder)) found.ignored.add(path);
      else if (isFolder) folders.push(path);
      else if (entry.name.includes(REPLACEMENT))
        note({ path, kind: "unseen", text: "its name is no valid UTF-8: not opened" });
      else yield path;
    }
    for (const path of folders.reverse()) waiting.push({ path, above: rules });
  }
}

/** What stands in a name for bytes that are no UTF-8. */
const REPLACEMENT = "\uFFFD";

/** What version control keeps for itself: no file of a person's, so that leaving it out needs no word. */
const OWN_FOLDERS = new Set([".git", ".hg", ".svn"]);

/** Whether a glob leaves out a file below `root`, or a folder that it is in. */
export function isExcludedBelow(root: string, path: string, excluded: Exclusion): boolean {
  return isBelow(root, path) && excludedBy(excluded, relativeTo(root, path)) !== undefined;
}

/** Whether git ignores a file below `root`, or a folder that it is in. */
export function isIgnoredBelow(root: string, path: string): boolean {
  if (!isBelow(root, path)) return false;
  let rules = rulesAbove(root);
  let folder = root;
  const names = relativeTo(root, path).split("/");
  return names.some((name, i) => {
    rules = rulesWithin(folder, rules);
    folder = join(folder, name);
    return isIgnored(rules, folder, i < names.length - 1);
  });
}

/** Whether a path lies below a folder; both absolute. */
export function isBelow(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** A path below `root` as globs and shards see it: relative, with forward slashes. */
export function relativeTo(root: string, path: string): string {
  const relative = path.slice(root.length + (root.endsWith(sep) ? 0 : 1));
  return sep === "/" ? relative : relative.replaceAll(sep, "/");
}

/** The rules that a root inherits; none where git ignores it: then a person has named it. */
function rulesAbove(root: string): IgnoreRules {
  const inherited = inheritedRules(root);
  return inherited.length > 0 && isIgnored(inherited, root, true) ? [] : inherited;
}

function entriesOf(folder: string, note: (note: Note) => void): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isGone) note({ path: folder, kind: "remark", text: "the folder vanished during the scan" });
    else note({ path: folder, kind: "unseen", text: "the folder cannot be read" });
    return [];
  }
}

function noteOther(entry: Dirent, path: string, root: string, note: (note: Note) => void): void {
  if (entry.isSymbolicLink()) noteLink(path, root, note);
  else note({ path, kind: "remark", text: "a pipe, socket or device: not opened" });
}

/** A link inside the tree needs no word: what it points to is walked in its own place. */
function noteLink(path: string, root: string, note: (note: Note) => void): void {
  const remark = (text: string): void => {
    note({ path, kind: "remark", text });
  };
  try {
    const target = realpathSync(path);
    if (target === root || path.startsWith(target + sep)) remark("a link round in a circle is not followed");
    else if (!target.startsWith(root + sep)) remark("a link out of the folder is not followed");
  } catch {
    remark("a link that leads nowhere, or round in a circle, is not followed");
  }
}
