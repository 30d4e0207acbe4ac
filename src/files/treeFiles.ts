import { lstatSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { exclusion } from "./exclude";
import { type Repository, repositoryAbove, repositoryAt } from "./git/repository";
import { trackedFiles } from "./git/tracked";
import type { Note } from "./note";
import {
  isBelow,
  isExcludedBelow,
  isIgnoredBelow,
  relativeTo,
  walk,
  type WalkFindings,
  type WalkSettings,
} from "./walk";

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

/** Largest file scanned unless a person says otherwise, in bytes. */
export const DEFAULT_MOST_BYTES = 50_000_000;

/** A path named by a person is not there. */
export class MissingPath extends Error {
  constructor(readonly path: string) {
    super("no such file or folder");
  }
}

/** A path named by a person. */
interface Root {
  readonly path: string;
  readonly kind: "file" | "folder" | "other";
}

/**
 * The files that a scan or a fix looks at, each once: those that a walk comes by, and those that git tracks although it
 * ignores them. A path that does not exist makes it throw a `MissingPath`, before anything else.
 */
export function* treeFiles(
  paths: readonly string[],
  settings: TreeSettings,
  note: (note: Note) => void,
): Generator<TreeFile> {
  const roots = paths.map((path): Root => ({ path: resolve(path), kind: kindOf(path) }));
  const seen = roots.length > 1 ? new Set<string>() : undefined;
  const found: WalkFindings = { ignored: new Set(), repositories: new Set() };
  for (const root of roots) {
    if (root.kind === "other") note({ path: root.path, kind: "unseen", text: "a pipe, socket or device: not opened" });
    const walked =
      root.kind === "folder" ? walk(root.path, settings, note, found) : root.kind === "file" ? [root.path] : [];
    const mayBeIgnored = root.kind === "folder" && settings.includeIgnored;
    for (const path of walked) {
      if (!inShard(relativeTo(root.kind === "folder" ? root.path : dirname(root.path), path), settings)) continue;
      if (seen?.has(path) === true) continue;
      seen?.add(path);
      yield mayBeIgnored ? { path, root: root.path } : { path };
    }
  }
  yield* trackedThoughIgnored(roots, settings, found, note);
}

/** Files that a walk left out because a `.gitignore` names them, though git tracks them: the leaked ones of old. */
function* trackedThoughIgnored(
  roots: readonly Root[],
  settings: TreeSettings,
  { ignored, repositories }: WalkFindings,
  note: (note: Note) => void,
): Generator<TreeFile> {
  if (ignored.size === 0) return;
  const excluded = exclusion(settings.exclude);
  const folders = roots.filter(({ kind }) => kind === "folder").map(({ path }) => path);
  for (const repository of repositoriesOf(folders, repositories)) {
    const tracked = trackedFiles(repository);
    if (tracked === undefined) {
      const text = "git cannot say which of the files that it ignores it tracks";
      note({ path: repository.root, kind: "unseen", text });
    }
    for (const relative of tracked ?? []) {
      const path = join(repository.root, relative);
      if (!stepsOf(path).some((step) => ignored.has(step))) continue;
      const root = folders.find((folder) => isBelow(folder, path));
      if (root === undefined || isExcludedBelow(root, path, excluded)) continue;
      if (inShard(relativeTo(root, path), settings) && isRegular(path)) yield { path };
    }
  }
}

/** The repositories that the walked folders lie in or hold. */
function repositoriesOf(folders: readonly string[], inside: ReadonlySet<string>): readonly Repository[] {
  const above = folders.map((folder) => repositoryAbove(folder));
  const all = [...above, ...[...inside].map(repositoryAt)].filter((one) => one !== undefined);
  return [...new Map(all.map((one) => [one.root, one])).values()];
}

/** Whether a scan of `root` would look at a file below it. */
export function isTreeFile(root: string, path: string, { exclude, includeIgnored }: WalkSettings): boolean {
  if (isExcludedBelow(root, path, exclusion(exclude))) return false;
  return includeIgnored || !isIgnoredBelow(root, path) || isTracked(path);
}

/** Whether git tracks a file that it ignores. Asked of few files: those with findings, where all are walked. */
export function isTracked(path: string): boolean {
  const repository = repositoryAbove(dirname(path));
  if (repository === undefined) return false;
  const known = tracked.get(repository.root) ?? new Set(trackedFiles(repository));
  tracked.set(repository.root, known);
  return known.has(relativeTo(repository.root, path));
}

const tracked = new Map<string, ReadonlySet<string>>();

/** A path and the folders that it is in, as a walk names them. */
function stepsOf(path: string): readonly string[] {
  const steps = [path];
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) steps.push(at);
  return steps;
}

function isRegular(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function kindOf(path: string): "file" | "folder" | "other" {
  const status = statSync(resolve(path), { throwIfNoEntry: false });
  if (status === undefined) throw new MissingPath(resolve(path));
  return status.isDirectory() ? "folder" : status.isFile() ? "file" : "other";
}

/** Whether a file belongs to the shard that is asked for, by its name below what is scanned: the same in every checkout. */
export function inShard(name: string, { shard }: TreeSettings): boolean {
  if (shard === undefined) return true;
  let hash = 5381;
  for (let i = 0; i < name.length; i++) hash = (hash * 33 + name.charCodeAt(i)) >>> 0;
  return hash % shard.of === shard.number - 1;
}
