import { Minimatch } from "minimatch";

/** Left out unless a person says otherwise: what others wrote, and what git keeps for itself. */
export const DEFAULT_EXCLUDE: readonly string[] = ["**/node_modules/**", "**/.git/**", "**/.hg/**", "**/.svn/**"];

/**
 * The glob that leaves out a file or folder, undefined where none does. `relative` is its path below the root, with
 * forward slashes, `name` its last part. A file in a folder that is left out must be asked for with its folders.
 */
export type Exclusion = (relative: string, name: string, isFolder: boolean) => string | undefined;

/** Globs that leave out folders of one name, wherever they are: asked for each entry, so that no pattern need be. */
const WHOLE_FOLDER = /^\*\*\/([\w.-]+)\/\*\*$/;

/** Makes globs ready to be asked. */
export function exclusion(globs: readonly string[]): Exclusion {
  const folders = new Map<string | undefined, string>(globs.map((glob) => [WHOLE_FOLDER.exec(glob)?.[1], glob]));
  folders.delete(undefined);
  const others = globs
    .filter((glob) => !WHOLE_FOLDER.test(glob))
    .map((glob) => ({ glob, pattern: new Minimatch(glob, { dot: true }) }));
  return (relative, name, isFolder) => {
    const folder = isFolder ? folders.get(name) : undefined;
    if (folder !== undefined || others.length === 0) return folder;
    return others.find(({ pattern }) => pattern.match(relative) || (isFolder && pattern.match(`${relative}/-`)))?.glob;
  };
}

/** The same for a path by itself, whose folders are asked first. */
export function excludedBy(excluded: Exclusion, relative: string): string | undefined {
  const names = relative.split("/");
  for (let i = 0; i < names.length; i++) {
    const glob = excluded(names.slice(0, i + 1).join("/"), names[i] ?? "", i < names.length - 1);
    if (glob !== undefined) return glob;
  }
  return undefined;
}
