import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { type DecodedText, decode, encode, encodingOf } from "./decode";
import { kindOf, realPathOf } from "./pathKind";
import { bytesOf } from "./readFile";
import { type StagedFile, stageWhole, writeWhole } from "./writeWhole";

/** Reads a text file; undefined where it is gone, no regular file, binary, or larger than `mostBytes`. */
export function readText(path: string, mostBytes: number): DecodedText | undefined {
  const bytes = bytesOf(path, mostBytes);
  const encoding = bytes === undefined ? "binary" : encodingOf(bytes);
  return bytes === undefined || encoding === "binary" ? undefined : decode(bytes, encoding);
}

/** Whether a file may be read. */
export function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a file may be written: a permission to write is set at all, and this process has it. */
export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return (statSync(path).mode & 0o222) !== 0;
  } catch {
    return false;
  }
}

/** Whether a file is there and may not be written. */
export function isReadOnly(path: string): boolean {
  return kindOf(path) !== "nothing" && !isWritable(path);
}

/** Whether a file may be written whole or not at all, which needs its folder, too. */
export function isReplaceable(path: string): boolean {
  return isWritable(path) && isWritable(dirname(realPathOf(path)));
}

/** A file's text as it is thought to be, and as it is to be. */
export interface Replacement {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Why files could not be replaced, by the first for which that is so. */
export interface WriteProblem {
  readonly path: string;
  readonly problem: "changed meanwhile" | "cannot be written" | "is the same file as another of them, by another name";
  /** Files that could not be put back either: they say what they were to say. None but where a disk breaks. */
  readonly changed: readonly string[];
}

/**
 * Replaces the texts of files, each whole, with its encoding, byte order mark and mode, if it still says `before`: all of
 * them, or none. A link is written through. Undefined where that went well.
 */
export function replaceTexts(files: readonly Replacement[]): WriteProblem | undefined {
  const staged: { readonly path: string; readonly old: Uint8Array; readonly file: StagedFile }[] = [];
  const seen = new Set<string>();
  const discard = (path: string, problem: WriteProblem["problem"], changed: readonly string[] = []): WriteProblem => {
    for (const { file } of staged) file.discard();
    return { path, problem, changed };
  };
  for (const { path, before, after } of files) {
    const now = readText(path, Infinity);
    if (now?.exact !== true || now.text !== before) return discard(path, "changed meanwhile");
    if (!isReplaceable(path)) return discard(path, "cannot be written");
    const { dev, ino } = statSync(path);
    if (seen.has(`${dev} ${ino}`)) return discard(path, "is the same file as another of them, by another name");
    seen.add(`${dev} ${ino}`);
    try {
      staged.push({ path, old: encode(before, now.encoding), file: stageWhole(path, encode(after, now.encoding)) });
    } catch {
      return discard(path, "cannot be written");
    }
  }
  for (const [i, { path, file }] of staged.entries())
    try {
      file.commit();
    } catch {
      return discard(path, "cannot be written", putBack(staged.slice(0, i)));
    }
  return undefined;
}

/** Gives files their old bytes; those that do not take them. */
function putBack(files: readonly { readonly path: string; readonly old: Uint8Array }[]): readonly string[] {
  return files.flatMap(({ path, old }) => {
    try {
      writeWhole(path, old);
      return [];
    } catch {
      return [path];
    }
  });
}
