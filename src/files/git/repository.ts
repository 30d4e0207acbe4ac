import { dirname, join, resolve } from "node:path";
import { kindOf } from "../pathKind";
import { bytesOf } from "../readFile";

/** Where a git repository keeps its things. Found by looking, not by asking git: its configuration is never read. */
export interface Repository {
  /** The folder of the files, absolute; of a bare repository the folder itself. */
  readonly root: string;
  /** What belongs to this working tree: HEAD and the index. */
  readonly gitFolder: string;
  /** What all working trees share: objects and refs. */
  readonly commonFolder: string;
}

/** The repository that a folder (absolute) lies in; undefined where it lies in none. */
export function repositoryAbove(folder: string): Repository | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const repository = repositoryAt(at);
    if (repository !== undefined || dirname(at) === at) return repository;
  }
}

/** The repository whose root a folder is; undefined where it is none. */
export function repositoryAt(root: string): Repository | undefined {
  const inside = join(root, ".git");
  const kind = kindOf(inside);
  if (kind === "folder") return { root, gitFolder: inside, commonFolder: commonOf(inside) };
  if (kind === "file") {
    // A linked working tree, or a submodule: one line says where the rest is.
    const target = /^gitdir: (.+)/.exec(textOf(inside) ?? "")?.[1]?.trimEnd();
    if (target === undefined) return undefined;
    const gitFolder = resolve(root, target);
    return { root, gitFolder, commonFolder: commonOf(gitFolder) };
  }
  const isBare =
    kindOf(join(root, "objects")) === "folder" &&
    kindOf(join(root, "refs")) === "folder" &&
    kindOf(join(root, "HEAD")) === "file";
  return isBare ? { root, gitFolder: root, commonFolder: root } : undefined;
}

function commonOf(gitFolder: string): string {
  const target = textOf(join(gitFolder, "commondir"))?.trim();
  return target === undefined || target === "" ? gitFolder : resolve(gitFolder, target);
}

const MOST_BYTES = 1 << 20;

/** A small regular file's text; undefined where it cannot be read. */
export function textOf(path: string): string | undefined {
  return bytesOf(path, MOST_BYTES)?.toString("utf8");
}
