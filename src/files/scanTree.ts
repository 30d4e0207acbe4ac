import { countNotes, type Note, type Omissions } from "./note";
import { type ScannedFile, scanFile } from "./scanFile";
import { isTracked, type TreeFile, treeFiles, type TreeSettings } from "./treeFiles";
import { isIgnoredBelow } from "./walk";

export { DEFAULT_MOST_BYTES, MissingPath, type TreeSettings } from "./treeFiles";

/** How a scan came out. */
export interface TreeScan {
  /** Files looked at. */
  readonly files: number;
  /** Files with findings, in order of path. */
  readonly found: readonly ScannedFile[];
  /** What was not looked at, and why: without it nothing is said of all. */
  readonly omissions: Omissions;
}

/** What a scan tells while it runs. */
export interface TreeEvents {
  readonly note: (note: Note) => void;
  /** After each file; `files` is how many so far. */
  readonly scanned?: (file: ScannedFile, files: number) => void;
}

/**
 * Scans files and folders one after the other, in this thread. A path that does not exist makes it throw a
 * `MissingPath`, before anything is scanned: then the scan could not run. A file that `isTaken` says another thread
 * scans is neither scanned nor counted.
 */
export function scanTree(
  paths: readonly string[],
  settings: TreeSettings,
  events: TreeEvents,
  isTaken: (file: TreeFile) => boolean = () => false,
): TreeScan {
  const omissions = countNotes(events.note);
  const found: ScannedFile[] = [];
  let files = 0;
  for (const file of treeFiles(paths, settings, omissions.note)) {
    if (isTaken(file)) continue;
    const scanned = scanTreeFile(file, settings, omissions.note);
    if (scanned.isLookedAt) files++;
    if (scanned.findings.length > 0) found.push(scanned);
    events.scanned?.(scanned, files);
  }
  return { files, found: found.sort(byPath), omissions };
}

/** Scans one file of a tree. Never throws. */
export function scanTreeFile(
  { path, root }: TreeFile,
  { mostBytes }: TreeSettings,
  note: (note: Note) => void,
): ScannedFile {
  return scanFile(path, mostBytes, note, () => root !== undefined && isIgnoredBelow(root, path) && !isTracked(path));
}

/** Orders files by path, by code units: the same everywhere. */
export function byPath(a: ScannedFile, b: ScannedFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
