import { Minimatch } from "minimatch";
import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { type IgnoreRules, inheritedRules, isIgnored, rulesWithin } from "./ignoreRules";

/** What is left out of a walk. */
export interface WalkSettings {
  /** Globs relative to the root, as `cosmosKeyless.exclude` has them. */
  readonly exclude: readonly string[];
  /** Walk what git ignores too. */
  readonly includeIgnored: boolean;
}

/** One line for the log about something that was left out; `path` is absolute. */
export interface Note {
  readonly path: string;
  readonly text: string;
}

/** A regular file that a walk came by. */
export interface WalkedFile {
  readonly path: string;
  readonly ignoredByGit: boolean;
}

/**
 * The regular files below `root` (absolute), in order of name. Obeys every `.gitignore`, never follows a symbolic link,
 * never opens a device or pipe. A folder that cannot be read becomes a note.
 */
export function* walk(root: string, settings: WalkSettings, note: (note: Note) => void): Generator<WalkedFile> {
  const excluded = exclusion(root, settings);
  yield* walkFolder(root, rulesAbove(root), false);

  function* walkFolder(folder: string, above: IgnoreRules, ignored: boolean): Generator<WalkedFile> {
    const entries = entriesOf(folder, note);
    const rules = entries.some(({ name }) => name === ".gitignore") ? rulesWithin(folder, above) : above;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const isFolder = entry.isDirectory();
      if (entry.isSymbolicLink()) noteLink(path, root, note);
      if (!isFolder && !entry.isFile()) continue;
      if (excluded(path, isFolder)) continue;
      const ignoredHere = ignored || (rules.length > 0 && isIgnored(rules, path, isFolder));
      if (ignoredHere && !settings.includeIgnored) continue;
      if (isFolder) yield* walkFolder(path, rules, ignoredHere);
      else yield { path, ignoredByGit: ignoredHere };
    }
  }
}

/** Whether a walk of `root` would come by a file below it. */
export function isWalked(root: string, path: string, settings: WalkSettings): boolean {
  if (!path.startsWith(root + sep)) return true;
  const excluded = exclusion(root, settings);
  const names = path.slice(root.length + 1).split(sep);
  let rules = rulesAbove(root);
  let folder = root;
  for (const [i, name] of names.entries()) {
    rules = rulesWithin(folder, rules);
    folder = join(folder, name);
    const isFolder = i < names.length - 1;
    if (excluded(folder, isFolder)) return false;
    if (!settings.includeIgnored && isIgnored(rules, folder, isFolder)) return false;
  }
  return true;
}

/** The rules that a root inherits; none where git ignores it: then a person has named it. */
function rulesAbove(root: string): IgnoreRules {
  const inherited = inheritedRules(root);
  return inherited.length > 0 && isIgnored(inherited, root, true) ? [] : inherited;
}

function exclusion(root: string, { exclude }: WalkSettings): (path: string, isFolder: boolean) => boolean {
  const globs = exclude.map((glob) => new Minimatch(glob, { dot: true }));
  return (path, isFolder) => {
    const relative = path.slice(root.length + (root.endsWith(sep) ? 0 : 1)).replaceAll("\\", "/");
    return globs.some((glob) => glob.match(relative) || (isFolder && glob.match(`${relative}/-`)));
  };
}

function entriesOf(folder: string, note: (note: Note) => void): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    note({ path: folder, text: "the folder cannot be read" });
    return [];
  }
}

/** A link inside the tree needs no word: what it points to is walked in its own place. */
function noteLink(path: string, root: string, note: (note: Note) => void): void {
  try {
    const target = realpathSync(path);
    if (target === root || path.startsWith(target + sep))
      note({ path, text: "a link round in a circle is not followed" });
    else if (!target.startsWith(root + sep)) note({ path, text: "a link out of the folder is not followed" });
  } catch {
    note({ path, text: "a link that leads nowhere, or round in a circle, is not followed" });
  }
}
