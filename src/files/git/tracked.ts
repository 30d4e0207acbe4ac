import { join } from "node:path";
import { kindOf } from "../pathKind";
import { type CleanRoom, NoRoom, openCleanRoom } from "./cleanRoom";
import type { Repository } from "./repository";

/** A file that git tracks. */
export interface TrackedFile {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
  /** False where a sparse checkout leaves it out. */
  readonly isCheckedOut: boolean;
  readonly isSubmodule: boolean;
}

/** The files that git tracks in a repository; undefined where git is not there or cannot say. */
export function trackedFiles({ gitFolder, ...repository }: Repository): readonly TrackedFile[] | undefined {
  const index = kindOf(join(gitFolder, "index"));
  if (index === "nothing" && kindOf(gitFolder) === "folder") return [];
  // A pipe in its place would be waited for.
  if (index !== "file") return undefined;
  let room: CleanRoom | undefined;
  try {
    room = openCleanRoom({ gitFolder, ...repository });
    const listed = room.run(["ls-files", "--stage", "-t", "-z"]);
    if (listed?.code !== 0) return undefined;
    const entries = listed.out.toString("utf8").split("\0").slice(0, -1);
    return entries.flatMap((entry) => {
      const [, tag, mode, path] = /^(\S) (\d+) [0-9a-f]+ \d\t([^]+)$/.exec(entry) ?? [];
      return path === undefined ? [] : [{ path, isCheckedOut: tag !== "S", isSubmodule: mode === "160000" }];
    });
  } catch (error) {
    if (error instanceof NoRoom) return undefined;
    throw error;
  } finally {
    room?.close();
  }
}
