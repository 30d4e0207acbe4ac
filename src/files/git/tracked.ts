import { existsSync } from "node:fs";
import { join } from "node:path";
import { openCleanRoom } from "./cleanRoom";
import type { Repository } from "./repository";

/**
 * The files that git tracks in a repository, relative to its root with forward slashes; undefined where git is not there
 * or cannot say.
 */
export function trackedFiles(repository: Repository): readonly string[] | undefined {
  if (!existsSync(join(repository.gitFolder, "index"))) return [];
  const room = openCleanRoom(repository);
  try {
    const listed = room.run(["ls-files", "-z"]);
    return listed?.code === 0 ? listed.out.toString("utf8").split("\0").slice(0, -1) : undefined;
  } finally {
    room.close();
  }
}
