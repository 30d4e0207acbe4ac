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

/**
 * The regular files below `root` (absolute), by absolute path: those of a folder in order of name, then those of its
 * folders. Obeys every `.gitignore` unless told to walk what git ignores; never follows a symbolic link, never opens a
 * device or pipe. What is left out for another reason than a person's wish becomes a note.
 */
export function* walk(root: string, settings: WalkSettings, note: (note: Note) => void): Generator<string> {
  const { includeIgnored } = settings;
  const excluded = exclusion(root, settings);
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
      if (!isFolder && !entry.isFile()) noteOther(entry, path, root, note);
      else if (excluded(entry.name, path, isFolder)) continue;
      else if (rules.length > 0 && isIgnored(rules, path, isFolder)) continue;
      else if (isFolder) folders.push(path);
      else if (entry.name.includes(REPLACEMENT)) note({ path, text: "its name is no valid UTF-8: not opened" });
      else yield path;
    }
    for (const path of folders.reverse()) waiting.push({ path, above: rules });
  }
}

/** What stands in a name for bytes that are no UTF-8. */
const REPLACEMENT = "\uFFFD";

/** Whether a walk of `root` would come by a file below it. */
export function isWalked(root: string, path: string, settings: WalkSettings): boolean {
  const excluded = exclusion(root, settings);
  return everyStep(root, path, (step, isFolder, rules) => {
    if (excluded(step.slice(step.lastIndexOf(sep) + 1), step, isFolder)) return false;
    return settings.includeIgnored || !isIgnored(rules, step, isFolder);
  });
}

/** Whether git ignores a file below `root`, or a folder that it is in. */
export function isIgnoredBelow(root: string, path: string): boolean {
  return !everyStep(root, path, (step, isFolder, rules) => !isIgnored(rules, step, isFolder));
}

/** Whether something holds of every folder between `root` and a file below it, and of the file. */
function everyStep(
  root: string,
  path: string,
  holds: (step: string, isFolder: boolean, rules: IgnoreRules) => boolean,
): boolean {
  if (!path.startsWith(root + sep)) return true;
  const names = path.slice(root.length + 1).split(sep);
  let rules = rulesAbove(root);
  let folder = root;
  return names.every((name, i) => {
    rules = rulesWithin(folder, rules);
    folder = join(folder, name);
    return holds(folder, i < names.length - 1, rules);
  });
}

/** The rules that a root inherits; none where git ignores it: then a person has named it. */
function rulesAbove(root: string): IgnoreRules {
  const inherited = inheritedRules(root);
  return inherited.length > 0 && isIgnored(inherited, root, true) ? [] : inherited;
}

/** Globs that leave out folders of one name, wherever they are: asked for each entry, so that no pattern need be. */
const WHOLE_FOLDER = /^\*\*\/([\w.-]+)\/\*\*$/;

function exclusion(
  root: string,
  { exclude }: WalkSettings,
): (name: string, path: string, isFolder: boolean) => boolean {
  const names = new Set(exclude.map((glob) => WHOLE_FOLDER.exec(glob)?.[1]));
  const globs = exclude.filter((glob) => !WHOLE_FOLDER.test(glob)).map((glob) => new Minimatch(glob, { dot: true }));
  return (name, path, isFolder) => {
    if (isFolder && names.has(name)) return true;
    if (globs.length === 0) return false;
    const relative = path.slice(root.length + (root.endsWith(sep) ? 0 : 1)).replaceAll("\\", "/");
    return globs.some((glob) => glob.match(relative) || (isFolder && glob.match(`${relative}/-`)));
  };
}

function entriesOf(folder: string, note: (note: Note) => void): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    note({ path: folder, text: "the folder cannot be read, or vanished during the scan" });
    return [];
  }
}

function noteOther(entry: Dirent, path: string, root: string, note: (note: Note) => void): void {
  if (entry.isSymbolicLink()) noteLink(path, root, note);
  else note({ path, text: "a pipe, socket or device: not opened" });
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
