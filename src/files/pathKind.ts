import { lstatSync, realpathSync, statSync } from "node:fs";

/**
 * What lies at a path, links followed. `out of reach`: something may lie there, and cannot be looked at: a folder on the
 * way that may not be entered, a link that leads round in a circle.
 */
export type PathKind = "file" | "folder" | "other" | "nothing" | "out of reach";

const NOTHING_THERE = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG"]);

/** What lies at a path. Never throws. */
export function kindOf(path: string): PathKind {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return "nothing";
    return status.isDirectory() ? "folder" : status.isFile() ? "file" : "other";
  } catch (error) {
    return NOTHING_THERE.has((error as NodeJS.ErrnoException).code ?? "") ? "nothing" : "out of reach";
  }
}

/** Whether a path is itself a link. Never throws. */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** A path without links on its way; as it is where that cannot be told. Never throws. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
