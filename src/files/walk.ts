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

/** Left out unless a person says otherwise: what others wrote, and what git keeps for itself. */
export const DEFAULT_EXCLUDE: readonly string[] = ["**/node_modules/**", "**/.git/**", "**/.hg/**", "**/.svn/**"];

/**
 * The regular files below `root` (absolute), in order of name. Obeys every `.gitignore`, never follows a symbolic link,
 * never opens a device or pipe. A folder that cannot be read becomes a note.
 */
export function* walk(root: string, settings: WalkSettings, note: (note: Note) => void): Generator<WalkedFile> {
  const globs = settings.exclude.map((glob) => new Minimatch(glob, { dot: true, nocase: false }));
  const excluded = (path: string, isFolder: boolean): boolean => {
    const relative = path.slice(root.length + (root.endsWith(sep) ? 0 : 1)).replaceAll("\\", "/");
    return globs.some((glob) => glob.match(relative) || (isFolder && glob.match(`${relative}/-`)));
  };
  const inherited = inheritedRules(root);
  // A root that git ignores was named by a person: the rules above it do not count.
  const above = inherited.length > 0 && isIgnored(inherited, root, true) ? [] : inherited;
  yield* walkFolder(root, above, false);

  function* walkFolder(folder: string, rulesAbove: IgnoreRules, ignored: boolean): Generator<WalkedFile> {
    const entries = entriesOf(folder, note);
    const rules = entries.some(({ name }) => name === ".gitignore") ? rulesWithin(folder, rulesAbove) : rulesAbove;
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
    if (target === root || path.startsWith(target + sep)) note({ path, text: "a link round in a circle is not followed" });
    else if (!target.startsWith(root + sep)) note({ path, text: "a link out of the folder is not followed" });
  } catch {
    note({ path, text: "a link that leads nowhere, or round in a circle, is not followed" });
  }
}
