import { existsSync } from "node:fs";
import { join } from "node:path";
import { openCleanRoom } from "./cleanRoom";
import { kindOf, type Repository } from "./repository";

/**
 * The files that git tracks in a repository, relative to its root with forward slashes; undefined where git is not there
 * or cannot say.
 */
export function trackedFiles(repository: Repository): readonly string[] | undefined {
  const index = join(repository.gitFolder, "index");
  if (!existsSync(index)) return [];
  // A pipe in its place would be waited for.
  if (kindOf(index) !== "file") return undefined;
  const room = openCleanRoom(repository);
  try {
    const listed = room.run(["ls-files", "-z"]);
    return listed?.code === 0 ? listed.out.toString("utf8").split("\0").slice(0, -1) : undefined;
  } finally {
    room.close();
  }
}
