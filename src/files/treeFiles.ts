import { lstatSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { exclusion } from "./exclude";
import { type Repository, repositoryAbove, repositoryAt } from "./git/repository";
import { trackedFiles } from "./git/tracked";
import type { Note } from "./note";
import { kindOf, type PathKind, realPathOf } from "./pathKind";
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
  readonly kind: PathKind;
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
  const roots = [...new Set(paths.map((path) => resolve(path)))].map((path): Root => ({ path, kind: kindOf(path) }));
  for (const { path, kind } of roots) if (kind === "nothing") throw new MissingPath(path);
  const seen = roots.length > 1 ? new Set<string>() : undefined;
  const found: WalkFindings = { ignored: new Set(), repositories: new Set() };
  for (const root of roots) {
    if (root.kind === "other") note({ path: root.path, kind: "unseen", text: "a pipe, socket or device: not opened" });
    if (root.kind === "out of reach") note({ path: root.path, kind: "unseen", text: "it cannot be reached" });
    const walked =
      root.kind === "folder" ? walk(root.path, settings, note, found) : root.kind === "file" ? [root.path] : [];
    const mayBeIgnored = root.kind === "folder" && settings.includeIgnored;
    for (const path of walked) {
      if (settings.shard !== undefined && !inShard(nameIn(roots, root, path), settings)) continue;
      if (seen?.has(path) === true) continue;
      seen?.add(path);
      yield mayBeIgnored ? { path, root: root.path } : { path };
    }
  }
  yield* byGit(roots, settings, found, seen, note);
}

/** What a file is called below what is scanned: by the first of the roots that it lies in, whichever walk comes by it. */
function nameIn(roots: readonly Root[], own: Root, path: string): string {
  const first = roots.length === 1 ? own : (roots.find((one) => one.path === path || isBelow(one.path, path)) ?? own);
  return relativeTo(first.kind === "folder" ? first.path : dirname(first.path), path);
}

/** A folder that a person named. */
interface Folder {
  readonly path: string;
  /** Without the links that lead to it: the repository that it lies in is found by this. */
  readonly real: string;
}

/**
 * What a walk cannot tell and git can: files that it left out because a `.gitignore` names them, though git tracks them
 * (the leaked ones of old), and what the checkout has left elsewhere. What is left of the ignored is noted.
 */
function* byGit(
  roots: readonly Root[],
  settings: TreeSettings,
  { ignored, repositories }: WalkFindings,
  seen: ReadonlySet<string> | undefined,
  note: (note: Note) => void,
): Generator<TreeFile> {
  const folders = roots.flatMap(({ kind, path }): readonly Folder[] =>
    kind === "folder" ? [{ path, real: realPathOf(path) }] : [],
  );
  const excluded = exclusion(settings.exclude);
  const tracked = new Set<string>();
  for (const repository of repositoriesOf(folders, repositories)) {
    if (ignored.size === 0 && !mayLeaveOut(repository)) continue;
    const files = trackedFiles(repository);
    if (files === undefined) {
      const text = "git cannot say which of the files that it ignores it tracks";
      note({ path: repository.root, kind: "unseen", text });
    }
    for (const file of files ?? []) {
      const place = placeIn(folders, join(repository.root, file.path));
      if (place === undefined || isExcludedBelow(place.root, place.path, excluded)) continue;
      const { root, path } = place;
      if (!inShard(relativeTo(root, path), settings)) continue;
      if (tracked.has(path) || seen?.has(path) === true) continue;
      if (stepsOf(path).some((step) => ignored.has(step)) && isRegular(path)) {
        tracked.add(path);
        yield { path };
      } else if (!file.isCheckedOut && kindOf(path) === "nothing")
        note({ path, kind: "not here", text: "a sparse checkout leaves it out" });
      else if (file.isSubmodule && kindOf(join(path, ".git")) === "nothing")
        note({ path, kind: "not here", text: "a submodule that is not here" });
    }
  }
  for (const path of ignored)
    if (!tracked.has(path) && seen?.has(path) !== true) note({ path, kind: "ignored", text: "git ignores it" });
}

/** Whether a checkout may have left something elsewhere: else git need not be asked. */
function mayLeaveOut({ root, gitFolder }: Repository): boolean {
  return kindOf(join(root, ".gitmodules")) === "file" || kindOf(join(gitFolder, "info", "sparse-checkout")) === "file";
}

/** Where a walk of the folders comes by a path, and from which of them; undefined where it does not. */
function placeIn(
  folders: readonly Folder[],
  path: string,
): { readonly root: string; readonly path: string } | undefined {
  for (const { path: root, real } of folders) {
    if (isBelow(root, path)) return { root, path };
    if (isBelow(real, path)) return { root, path: join(root, relativeTo(real, path)) };
  }
  return undefined;
}

/** The repositories that the walked folders lie in or hold. */
function repositoriesOf(folders: readonly Folder[], inside: ReadonlySet<string>): readonly Repository[] {
  const above = folders.map(({ real }) => repositoryAbove(real));
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
  const real = join(realPathOf(dirname(path)), basename(path));
  const repository = repositoryAbove(dirname(real));
  if (repository === undefined) return false;
  const known = trackedIn.get(repository.root) ?? new Set(trackedFiles(repository)?.map((file) => file.path));
  trackedIn.set(repository.root, known);
  return known.has(relativeTo(repository.root, real));
}

const trackedIn = new Map<string, ReadonlySet<string>>();

/** A path and the folders that it is in, as a walk names them. */
function stepsOf(path: string): readonly string[] {
  const steps = [path];
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) steps.push(at);
  return steps;
}

function isRegular(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Whether a file belongs to the shard that is asked for, by its name below what is scanned: the same in every checkout. */
export function inShard(name: string, { shard }: TreeSettings): boolean {
  if (shard === undefined) return true;
  let hash = 5381;
  for (let i = 0; i < name.length; i++) hash = (hash * 33 + name.charCodeAt(i)) >>> 0;
  return hash % shard.of === shard.number - 1;
}
