import { join } from "node:path";
import { excludedBy, exclusion } from "../exclude";
import type { Note } from "../note";
import type { TreeSettings } from "../treeFiles";
import { isBelow, relativeTo } from "../walk";
import type { Blob } from "./blobs";
import type { Repository } from "./repository";

/** A version of a file as git names it: its path relative to the repository's root. */
export interface NamedObject {
  readonly id: string;
  readonly path: string;
}

/** What of a repository a person asked for: below which paths, without what they exclude. */
export interface Scope {
  readonly settings: TreeSettings;
  readonly note: (note: Note) => void;
  /** Whether a file's path is wanted; where a glob leaves it out, what is to be noted. */
  readonly judge: (file: NamedObject) => "wanted" | "elsewhere" | Note;
  /** Where a file of the repository lies, or would. */
  readonly place: (file: NamedObject) => Blob;
  /** The same paths in another repository. */
  readonly within: (repository: Repository) => Scope;
  /** Those of the paths that hold nothing in git. */
  readonly unmatched: () => readonly string[];
}

/** A scope of some absolute paths; the globs are relative to each, as in a scan of files. */
export function scopeOf(
  { root }: Repository,
  paths: readonly string[],
  settings: TreeSettings,
  note: (note: Note) => void,
  matched = new Set<string>(),
): Scope {
  const excluded = exclusion(settings.exclude);
  const globFor = (one: string, absolute: string): string | undefined => {
    matched.add(one);
    return one === absolute ? undefined : excludedBy(excluded, relativeTo(one, absolute));
  };
  return {
    settings,
    note,
    judge({ path }) {
      const absolute = join(root, path);
      const globs = paths
        .filter((one) => one === absolute || isBelow(one, absolute))
        .map((one) => globFor(one, absolute));
      if (globs.length === 0) return "elsewhere";
      const [glob] = globs;
      if (glob === undefined || globs.includes(undefined)) return "wanted";
      return { path: absolute, kind: "excluded", text: glob };
    },
    place: ({ id, path }) => ({ id, path: join(root, path) }),
    within: (repository) => scopeOf(repository, paths, settings, note, matched),
    unmatched: () => paths.filter((one) => one !== root && !matched.has(one)),
  };
}
