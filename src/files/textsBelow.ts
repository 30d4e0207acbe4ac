import { DEFAULT_EXCLUDE } from "./exclude";
import type { Note } from "./note";
import { isReadable, readText } from "./textFiles";
import { treeFiles } from "./treeFiles";

/** A text file. */
export interface TextFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Code is smaller; what is larger is data. */
const MOST_BYTES = 2_000_000;
const SETTINGS = { exclude: DEFAULT_EXCLUDE, includeIgnored: false, mostBytes: MOST_BYTES };
const CODE = /\.(?:cs|fs|vb|cshtml|razor|[cm]?[jt]sx?|vue|svelte|py|ipynb|java|kt|kts|scala|go|rs|rb|php)$/i;

/**
 * The texts in files and folders, one after the other: for questions about code that are no scan for secrets. `unseen` is
 * told of what could not be looked at; binary files and large ones are no code.
 */
export function* textsBelow(
  paths: readonly string[],
  unseen: (path: string) => void = () => undefined,
): Generator<TextFile> {
  const note = ({ kind, path }: Note): void => {
    if (kind === "unseen") unseen(path);
  };
  for (const { path } of treeFiles(paths.length === 0 ? ["."] : paths, SETTINGS, note)) {
    const read = readText(path, MOST_BYTES);
    if (read !== undefined) yield { path, text: read.text };
    else if (!isReadable(path)) unseen(path);
  }
}

/** Whether a path is that of a program's code. */
export function isCode(path: string): boolean {
  return CODE.test(path);
}
