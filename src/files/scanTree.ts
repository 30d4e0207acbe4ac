import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type ScannedFile, scanFile } from "./scanFile";
import { isIgnoredBelow, type Note, walk, type WalkSettings } from "./walk";

/** What a scan of files and folders obeys. */
export interface TreeSettings extends WalkSettings {
  /** Larger files are left out, with a note; in bytes. */
  readonly mostBytes: number;
  /** Only the files of one shard: of `of` shards the one with this number, from 1. */
  readonly shard?: { readonly number: number; readonly of: number };
}

/** A file to scan. */
export interface TreeFile {
  /** Absolute. */
  readonly path: string;
  /** The folder whose walk came by the file, where git may ignore it. */
  readonly root?: string;
}

/** How a scan came out. */
export interface TreeScan {
  /** Files looked at. */
  readonly files: number;
  /** Files with findings, in order of path. */
  readonly found: readonly ScannedFile[];
}

/** What a scan tells while it runs. */
export interface TreeEvents {
  readonly note: (note: Note) => void;
  /** After each file; `files` is how many so far. */
  readonly scanned?: (file: ScannedFile, files: number) => void;
}

/** Largest file scanned unless a person says otherwise, in bytes. */
export const DEFAULT_MOST_BYTES = 50_000_000;

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
  const found: ScannedFile[] = [];
  let files = 0;
  for (const file of filesOf(paths, settings, events.note)) {
    if (isTaken(file)) continue;
    const scanned = scanTreeFile(file, settings, events.note);
    files++;
    if (scanned.findings.length > 0) found.push(scanned);
    events.scanned?.(scanned, files);
  }
  return { files, found: found.sort(byPath) };
}

/** Scans one file of a tree. Never throws. */
export function scanTreeFile(
  { path, root }: TreeFile,
  { mostBytes }: TreeSettings,
  note: (note: Note) => void,
): ScannedFile {
  return scanFile(path, mostBytes, note, () => root !== undefined && isIgnoredBelow(root, path));
}

/** Orders files by path, by code units: the same everywhere. */
export function byPath(a: ScannedFile, b: ScannedFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** A path named by a person is not there. */
export class MissingPath extends Error {
  constructor(readonly path: string) {
    super("no such file or folder");
  }
}

/** The files that a scan looks at, each once. */
function* filesOf(paths: readonly string[], settings: TreeSettings, note: (note: Note) => void): Generator<TreeFile> {
  const roots = paths.map((path) => ({ path: resolve(path), kind: kindOf(path) }));
  const seen = roots.length > 1 ? new Set<string>() : undefined;
  for (const root of roots) {
    if (root.kind === "other") note({ path: root.path, text: "a pipe, socket or device: not opened" });
    const walked = root.kind === "folder" ? walk(root.path, settings, note) : root.kind === "file" ? [root.path] : [];
    const mayBeIgnored = root.kind === "folder" && settings.includeIgnored;
    for (const path of walked) {
      if (!inShard(path, settings) || seen?.has(path) === true) continue;
      seen?.add(path);
      yield mayBeIgnored ? { path, root: root.path } : { path };
    }
  }
}

function kindOf(path: string): "file" | "folder" | "other" {
  const status = statSync(resolve(path), { throwIfNoEntry: false });
  if (status === undefined) throw new MissingPath(resolve(path));
  return status.isDirectory() ? "folder" : status.isFile() ? "file" : "other";
}

function inShard(path: string, { shard }: TreeSettings): boolean {
  if (shard === undefined) return true;
  let hash = 5381;
  for (let i = 0; i < path.length; i++) hash = (hash * 33 + path.charCodeAt(i)) >>> 0;
  return hash % shard.of === shard.number - 1;
}
