import ignore, { type Ignore } from "ignore";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { textOf } from "./git/repository";
import { isLink } from "./pathKind";

/** One folder's own rules: paths are asked relative to it. */
interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The `.gitignore` files that hold for a folder: its own first, then those above it. */
export type IgnoreRules = readonly Level[];

/** The rules that a folder inherits from those above it, up to the repository's root; none outside a repository. */
export function inheritedRules(folder: string): IgnoreRules {
  const levels: Level[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (at !== folder) levels.push(...levelOf(at));
    if (existsSync(join(at, ".git"))) return [...levels, ...fileRules(at, join(".git", "info", "exclude"))];
    if (dirname(at) === at) return [];
  }
}

/** The rules for what stands in `folder`, given those of the folder above and whether it has a `.gitignore`. */
export function rulesWithin(folder: string, above: IgnoreRules): IgnoreRules {
  return [...levelOf(folder), ...above];
}

function levelOf(folder: string): readonly Level[] {
  return fileRules(folder, RULES);
}

/**
 * Each `**` of a pattern multiplies the steps that matching takes by the depth of a path: a pattern with more of them, and
 * a path of more parts, could be made to take forever. They are not obeyed: what they name is scanned.
 */
const MOST_DOUBLE_STARS = 2;
const MOST_PARTS = 100;

const RULES = ".gitignore";
/** As git does: names are told apart by capitals where file systems do. */
const OPTIONS = { ignorecase: process.platform === "win32" || process.platform === "darwin" };

function fileRules(folder: string, name: string): readonly Level[] {
  const path = join(folder, name);
  // Git reads no rules through a link, so that what they name is not ignored.
  const text = name === RULES && isLink(path) ? undefined : textOf(path);
  if (text === undefined) return [];
  const lines = text.split(/\r?\n/).filter((line) => line.split("**").length - 1 <= MOST_DOUBLE_STARS);
  return [{ folder, rules: ignore(OPTIONS).add(lines) }];
}

/** Whether git ignores a path; the nearest `.gitignore` that speaks of it decides. */
export function isIgnored(rules: IgnoreRules, path: string, isFolder: boolean): boolean {
  for (const { folder, rules: level } of rules) {
    const relative = path.slice(folder.length + (folder.endsWith("/") ? 0 : 1)).replaceAll("\\", "/");
    // The repository's own root is no entry of it.
    if (relative === "" || isTooDeep(relative)) continue;
    const { ignored, unignored } = level.test(isFolder ? `${relative}/` : relative);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function isTooDeep(relative: string): boolean {
  return relative.length > 2 * MOST_PARTS && relative.split("/").length > MOST_PARTS;
}
