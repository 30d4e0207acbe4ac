import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { countNotes } from "../note";
import { kindOf } from "../pathKind";
import type { ScannedFile } from "../scanFile";
import { byPath, type TreeEvents, type TreeScan } from "../scanTree";
import { MissingPath, type TreeSettings } from "../treeFiles";
import { isBelow } from "../walk";
import { BlobScanner } from "./blobs";
import { openCleanRoom } from "./cleanRoom";
import { scanCommits } from "./history";
import { type Repository, repositoryAbove, repositoryAt } from "./repository";
import { type Scope, scopeOf } from "./scope";
import { scanIndex } from "./staged";
import { trackedFiles } from "./tracked";

/** Scans what git holds instead of what lies on disk: what is staged, or all history. */

/** What is asked of git cannot be answered there. */
export class NoRepository extends Error {}

/**
 * Scans what is staged, or every version in the history, below `paths`; the whole repository of the working folder where
 * there are none. Throws `NoRepository` where a path lies in none, or two in different ones.
 */
export async function scanGit(
  source: "staged" | "history",
  paths: readonly string[],
  settings: TreeSettings,
  events: TreeEvents,
): Promise<TreeScan> {
  const repository = repositoryOf(paths);
  const wanted = paths.length === 0 ? [repository.root] : paths.map((path) => resolve(path));
  const omissions = countNotes(events.note);
  const found: ScannedFile[] = [];
  let files = 0;
  const scanned = (file: ScannedFile): void => {
    if (file.isLookedAt) files++;
    if (file.findings.length > 0) found.push(file);
    events.scanned?.(file, files);
  };
  const scope = scopeOf(repository, wanted, settings, omissions.note);
  if (source === "staged") await inRoom(repository, scope, scanned, scanIndex);
  else await scanHistories(repository, scope, scanned, new Set());
  for (const path of scope.unmatched())
    if (!existsSync(path)) omissions.note({ path, kind: "unseen", text: "no such file or folder, on disk or in git" });
  return { files, found: found.sort(byPath), omissions };
}

type Part = typeof scanIndex;

async function inRoom(
  repository: Repository,
  scope: Scope,
  scanned: (file: ScannedFile) => void,
  part: Part,
): Promise<void> {
  const room = openCleanRoom(repository);
  const scanner = new BlobScanner(room, { mostBytes: scope.settings.mostBytes, note: scope.note, scanned });
  try {
    await part(repository, room, scope, scanner);
  } finally {
    scanner.close();
    room.close();
  }
}

/** The history of a repository, and of the submodules that are here. */
async function scanHistories(
  repository: Repository,
  scope: Scope,
  scanned: (file: ScannedFile) => void,
  seen: Set<string>,
): Promise<void> {
  seen.add(repository.gitFolder);
  await inRoom(repository, scope, scanned, scanCommits);
  for (const { path, isSubmodule } of trackedFiles(repository) ?? []) {
    if (!isSubmodule) continue;
    const answer = scope.judge({ id: "", path });
    if (typeof answer === "object") scope.note(answer);
    if (answer !== "wanted") continue;
    const root = join(repository.root, path);
    const submodule = isBelow(repository.root, root) ? repositoryAt(root) : undefined;
    if (submodule === undefined)
      scope.note({ path: root, kind: "unseen", text: "a submodule that is not here: its history was not looked at" });
    else if (!seen.has(submodule.gitFolder)) await scanHistories(submodule, scope.within(submodule), scanned, seen);
  }
}

function repositoryOf(paths: readonly string[]): Repository {
  const places = (paths.length === 0 ? ["."] : paths).map((path) => resolve(path));
  const repositories = places.map((place) => repositoryAbove(existing(place)));
  const [first] = repositories;
  if (first === undefined || repositories.some((one) => one?.root !== first.root)) {
    const missing = places.find((place, i) => repositories[i] === undefined && !existsSync(place));
    if (missing !== undefined) throw new MissingPath(missing);
    throw new NoRepository(
      first === undefined ? "this needs a git repository" : "these paths lie in several repositories",
    );
  }
  return first;
}

/** The nearest folder above a path that is there: a path may only have been in history. */
function existing(path: string): string {
  let at = path;
  while (kindOf(at) !== "folder" && dirname(at) !== at) at = dirname(at);
  return at;
}
