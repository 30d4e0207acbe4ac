import type { FileEdits, Workspace } from "../fix";
import type { Package } from "../follow/language";

/** A kind of file that lists a program's dependencies. */
export interface Manifest {
  readonly id: string;
  readonly language: "csharp" | "javascript" | "python" | "java" | "go" | "rust";
  /** Whether a file, by its name alone, is of this kind. */
  readonly matches: (name: string) => boolean;
  /** Whether this file lists the client, so that it is meant though another stands nearer. */
  readonly prefers?: (text: string) => boolean;
  /** What a person must run once the packages are added, by name: what follows the list and is not edited. */
  readonly afterwards?: (
    path: string,
    text: string,
    packages: readonly Package[],
    workspace: Workspace,
  ) => readonly string[];
  /** The edits that add what is missing; none where all is there. `workspace` is for versions kept elsewhere. */
  readonly add: (
    path: string,
    text: string,
    packages: readonly Package[],
    workspace: Workspace,
  ) => readonly FileEdits[];
}

/** The file in `path`'s folder or above that `fits`, nearest first; undefined where none does. */
export function nearest(
  workspace: Workspace,
  path: string,
  fits: (name: string, file: string) => boolean,
): string | undefined {
  let best: string | undefined;
  let bestDepth = -1;
  for (const candidate of workspace.paths) {
    const cut = candidate.lastIndexOf("/");
    const folder = candidate.slice(0, cut + 1);
    if (folder.length > bestDepth && path.startsWith(folder) && fits(candidate.slice(cut + 1), candidate)) {
      best = candidate;
      bestDepth = folder.length;
    }
  }
  return best;
}
