import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type ScannedFile, scanFile } from "./scanFile";
import { type Note, walk, type WalkedFile, type WalkSettings } from "./walk";

/** What a scan of files and folders obeys. */
export interface TreeSettings extends WalkSettings {
  /** Larger files are left out, with a note; in bytes. */
  readonly mostBytes: number;
  /** Only the files of one shard: of `of` shards the one with this number, from 1. */
  readonly shard?: { readonly number: number; readonly of: number };
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
 * `MissingPath`, before anything is scanned: then the scan could not run. `isMine` says which files, by their number in
 * the walk, are this thread's to scan.
 */
export function scanTree(
  paths: readonly string[],
  settings: TreeSettings,
  events: TreeEvents,
  isMine: (index: number) => boolean = () => true,
): TreeScan {
  const roots = paths.map((path) => ({ path: resolve(path), isFolder: isFolder(resolve(path)) }));
  const found: ScannedFile[] = [];
  const seen = roots.length > 1 ? new Set<string>() : undefined;
  let files = 0;
  let index = 0;
  for (const root of roots) {
    const walked = root.isFolder ? walk(root.path, settings, events.note) : [{ path: root.path, ignoredByGit: false }];
    for (const file of walked) {
      if (!inShard(file, settings) || seen?.has(file.path) === true) continue;
      seen?.add(file.path);
      if (!isMine(index++)) continue;
      const scanned = scanFile(file, settings.mostBytes, events.note);
      files++;
      if (scanned.findings.length > 0) found.push(scanned);
      events.scanned?.(scanned, files);
    }
  }
  return { files, found };
}

/** A path named by a person is not there. */
export class MissingPath extends Error {
  constructor(readonly path: string) {
    super("no such file or folder");
  }
}

function isFolder(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new MissingPath(path);
  return status.isDirectory();
}

function inShard({ path }: WalkedFile, { shard }: TreeSettings): boolean {
  if (shard === undefined) return true;
  let hash = 5381;
  for (let i = 0; i < path.length; i++) hash = (hash * 33 + path.charCodeAt(i)) >>> 0;
  return hash % shard.of === shard.number - 1;
}
