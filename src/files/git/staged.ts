import { join } from "node:path";
import { kindOf } from "../pathKind";
import { inShard } from "../treeFiles";
import type { Blob, BlobScanner } from "./blobs";
import { type CleanRoom, NO_GIT } from "./cleanRoom";
import { itemsOf } from "./lines";
import { type Repository, textOf } from "./repository";
import type { Scope } from "./scope";

const SUBMODULE = "160000";

/** Scans what is staged for the next commit: what a pre-commit hook asks. */
export async function scanIndex(
  { root, gitFolder }: Repository,
  room: CleanRoom,
  scope: Scope,
  scanner: BlobScanner,
): Promise<void> {
  const index = kindOf(join(gitFolder, "index"));
  // Without an index nothing is staged; what else lies in its place, or in that of the folder, is no answer.
  if (index !== "file" && (index !== "nothing" || kindOf(gitFolder) !== "folder")) {
    scope.note({ path: root, kind: "unseen", text: "git's index cannot be read" });
    return;
  }
  if (textOf(join(gitFolder, "HEAD")) === undefined) {
    scope.note({ path: root, kind: "unseen", text: "git's HEAD cannot be read: nobody can say what is staged" });
    return;
  }
  const head = room.run(["rev-parse", "--verify", "--quiet", "HEAD^{tree}"]);
  const empty = room.run(["hash-object", "-t", "tree", "--stdin"]);
  const tree = (head?.code === 0 ? head : empty)?.out.toString("latin1").trim() ?? "";
  const args = ["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=ACMRTU", tree];
  const staged: Blob[] = [];
  const items = itemsOf(room, args, "\0");
  let change: RegExpExecArray | null = null;
  for (;;) {
    const { value, done } = await items.next();
    if (done === true) {
      const text = head === undefined ? NO_GIT : "git could not say what is staged";
      if (value !== 0) scope.note({ path: root, kind: "unseen", text });
      break;
    }
    if (change === null) {
      change = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])/.exec(value);
      continue;
    }
    const [, mode, id = "", kind] = change;
    change = null;
    const file = { id, path: value };
    const answer = scope.judge(file);
    if (typeof answer === "object") scope.note(answer);
    if (answer !== "wanted" || !inShard(id, scope.settings)) continue;
    const { path } = scope.place(file);
    if (kind === "U") scope.note({ path, kind: "unseen", text: "a conflict is not resolved: nothing is staged" });
    else if (mode === SUBMODULE)
      scope.note({ path, kind: "remark", text: "a submodule: what it holds is staged in its own repository" });
    else staged.push({ id, path });
  }
  await scanner.scan(staged);
}
