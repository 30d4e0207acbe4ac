import { statSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_EXCLUDE } from "./exclude";
import { readText } from "./textFiles";
import { walk } from "./walk";

/** A text file. */
export interface TextFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

const SETTINGS = { exclude: DEFAULT_EXCLUDE, includeIgnored: false };
/** Code is smaller; what is larger is data. */
const MOST_BYTES = 2_000_000;
const CODE = /\.(?:cs|fs|vb|cshtml|razor|[cm]?[jt]sx?|vue|svelte|py|ipynb|java|kt|kts|scala|go|rs|rb|php)$/i;

/** The texts in files and folders, one after the other: for questions about code that are no scan for secrets. */
export function* textsBelow(paths: readonly string[]): Generator<TextFile> {
  for (const root of (paths.length === 0 ? ["."] : paths).map((path) => resolve(path))) {
    const isFolder = statSync(root, { throwIfNoEntry: false })?.isDirectory() === true;
    for (const path of isFolder ? walk(root, SETTINGS, () => undefined) : [root]) {
      const read = readText(path, MOST_BYTES);
      if (read !== undefined) yield { path, text: read.text };
    }
  }
}

/** Whether a path is that of a program's code. */
export function isCode(path: string): boolean {
  return CODE.test(path);
}
