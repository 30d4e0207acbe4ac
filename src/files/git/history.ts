import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Note } from "../note";
import { kindOf } from "../pathKind";
import { inShard } from "../treeFiles";
import type { Blob, BlobScanner } from "./blobs";
import { type CleanRoom, NO_GIT } from "./cleanRoom";
import { itemsOf } from "./lines";
import { type Repository, textOf } from "./repository";
import type { Scope } from "./scope";

/** Every version of every file in git's history. */

const AT_ONCE = 500;
const LISTED = ["rev-list", "--objects", "--missing=print", "--all"] as const;

/** Scans every version of every file in every commit; each version once, under the first path git names for it. */
export async function scanCommits(
  repository: Repository,
  room: CleanRoom,
  scope: Scope,
  scanner: BlobScanner,
): Promise<void> {
  noteShallow(repository, scope);
  noteUnread(repository, scope);
  /** Left out by the path that git names first; another one may be wanted. */
  const leftOut = new Set<string>();
  let missing = 0;
  const heads = otherHeads(repository);
  const code = await inBatches(itemsOf(room, [...LISTED, ...heads], "\n"), scanner, (line) => {
    if (line.startsWith("?")) missing++;
    const object = objectOf(line);
    // What is in no folder is named by a tag alone.
    if (object === undefined || !inShard(object.id, scope.settings)) return undefined;
    if (object.path === "" || scope.judge(object) === "wanted") return scope.place(object);
    leftOut.add(object.id);
    return undefined;
  });
  if (code === undefined) {
    scope.note({ path: repository.root, kind: "unseen", text: NO_GIT });
    return;
  }
  if (missing > 0) scope.note({ path: repository.root, kind: "unseen", text: missingText(repository, missing) });
  if (code !== 0) await scanUnlisted(repository, room, scope, scanner, heads);
  if (leftOut.size > 0) await scanOtherPaths(repository, room, scope, scanner, leftOut, heads);
}

/**
 * Where git cannot walk the history to its end, each commit that is there is looked at by itself, and in the end what no
 * commit names: nobody knows what that was called.
 */
async function scanUnlisted(
  repository: Repository,
  room: CleanRoom,
  scope: Scope,
  scanner: BlobScanner,
  heads: readonly string[],
): Promise<void> {
  const text = "git could not walk the whole history: something in it is missing or damaged";
  scope.note({ path: repository.root, kind: "unseen", text });
  const listed = new Set<string>();
  for await (const line of itemsOf(room, [...LISTED, ...heads], "\n")) {
    const object = objectOf(line);
    if (object !== undefined) listed.add(object.id);
  }
  const commits: string[] = [];
  const blobs: string[] = [];
  for await (const line of itemsOf(room, ALL, "\n")) {
    const [id = "", type] = line.split(" ");
    if (type === "commit") commits.push(id);
    if (type === "blob") blobs.push(id);
  }
  const alone = ["rev-list", "--objects", "--missing=print", "--no-walk=unsorted", "--stdin"];
  await inBatches(itemsOf(room, alone, "\n", commits.join("\n")), scanner, (line) => {
    const object = objectOf(line);
    if (object === undefined || listed.has(object.id)) return undefined;
    listed.add(object.id);
    if (!inShard(object.id, scope.settings)) return undefined;
    return object.path === "" || scope.judge(object) === "wanted" ? scope.place(object) : undefined;
  });
  const nameless = blobs.filter((id) => !listed.has(id) && inShard(id, scope.settings));
  await scanner.scan(nameless.map((id) => ({ id, path: join(repository.root, `git object ${id}`) })));
}

const ALL = ["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"];

/** A version that git names by a path that is left out may have other paths, which are not. */
async function scanOtherPaths(
  repository: Repository,
  room: CleanRoom,
  scope: Scope,
  scanner: BlobScanner,
  leftOut: Set<string>,
  heads: readonly string[],
): Promise<void> {
  const args = ["log", "--raw", "-z", "--no-abbrev", "--no-renames", "-m", "--root", "--format=", "--all", ...heads];
  const notes = new Map<string, Note>();
  let id = "";
  const code = await inBatches(itemsOf(room, args, "\0"), scanner, (item) => {
    const change = /:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/.exec(item);
    if (change !== null) {
      id = change[1] ?? "";
      return undefined;
    }
    if (!leftOut.has(id)) return undefined;
    const answer = scope.judge({ id, path: item });
    if (typeof answer === "object") notes.set(id, answer);
    if (answer !== "wanted") return undefined;
    leftOut.delete(id);
    notes.delete(id);
    return scope.place({ id, path: item });
  });
  for (const note of notes.values()) scope.note(note);
  if (code !== 0)
    scope.note({ path: repository.root, kind: "unseen", text: "git could not list every name that a file has had" });
}

/** Scans what `blobOf` makes of the items of a list; the list's exit code. */
async function inBatches(
  items: AsyncGenerator<string, number | undefined>,
  scanner: BlobScanner,
  blobOf: (item: string) => Blob | undefined,
): Promise<number | undefined> {
  let batch: Blob[] = [];
  for (;;) {
    const { value, done } = await items.next();
    const blob = done === true ? undefined : blobOf(value);
    if (blob !== undefined) batch.push(blob);
    if (batch.length === AT_ONCE || (done === true && batch.length > 0)) {
      await scanner.scan(batch);
      batch = [];
    }
    if (done === true) return value;
  }
}

/** An object that may be a version of a file: what has a name, and what a tag names by itself. */
function objectOf(line: string): { readonly id: string; readonly path: string } | undefined {
  const match = /^([0-9a-f]{40,64}) (.*)$/.exec(line);
  return match === null ? undefined : { id: match[1] ?? "", path: match[2] ?? "" };
}

/** Git passes over a folder of refs that it may not enter, and says nothing. */
function noteUnread({ root, gitFolder, commonFolder }: Repository, { note }: Scope): void {
  try {
    const refs = join(commonFolder, "refs");
    if (kindOf(refs) !== "nothing") readdirSync(refs, { recursive: true });
  } catch {
    note({ path: root, kind: "unseen", text: "some of git's refs cannot be read" });
  }
  if (textOf(join(gitFolder, "HEAD")) === undefined)
    note({ path: root, kind: "unseen", text: "git's HEAD cannot be read" });
}

function noteShallow({ root, commonFolder }: Repository, { note }: Scope): void {
  if ((textOf(join(commonFolder, "shallow")) ?? "") === "") return;
  note({ path: root, kind: "unseen", text: "a shallow clone: earlier commits are not here (git fetch --unshallow)" });
}

function missingText({ commonFolder }: Repository, missing: number): string {
  const objects = `${missing} ${missing === 1 ? "object" : "objects"} of the history`;
  const isPartial =
    existsSync(join(commonFolder, "objects", "pack")) && hasPromises(join(commonFolder, "objects", "pack"));
  return isPartial
    ? `a partial clone: ${objects} were never fetched (git fetch --refetch --no-filter)`
    : `${objects} are missing from git`;
}

function hasPromises(folder: string): boolean {
  return readdirSync(folder).some((name) => name.endsWith(".promisor"));
}

/** Commits that no ref names: what is checked out in the other working trees, and the stashes below the last. */
function otherHeads({ gitFolder, commonFolder }: Repository): readonly string[] {
  const folder = join(commonFolder, "worktrees");
  const trees = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const heads = [commonFolder, ...trees]
    .filter((one) => one !== gitFolder)
    .map((one) => textOf(join(one, "HEAD"))?.trim() ?? "");
  const stashes = (textOf(join(commonFolder, "logs", "refs", "stash")) ?? "").split("\n");
  return [...heads, ...stashes.map((line) => line.split(" ")[1] ?? "")].filter((head) =>
    /^[0-9a-f]{40,64}$/.test(head),
  );
}
