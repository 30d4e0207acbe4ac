import { accessSync, constants, statSync } from "node:fs";
import { type DecodedText, decode, encode, encodingOf } from "./decode";
import { bytesOf } from "./readFile";
import { writeWhole } from "./writeWhole";

/** Reads a text file; undefined where it is gone, no regular file, binary, or larger than `mostBytes`. */
export function readText(path: string, mostBytes: number): DecodedText | undefined {
  const bytes = bytesOf(path, mostBytes);
  const encoding = bytes === undefined ? "binary" : encodingOf(bytes);
  return bytes === undefined || encoding === "binary" ? undefined : decode(bytes, encoding);
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

/** How a file could not be replaced. */
export type WriteProblem = "changed meanwhile" | "cannot be written";

/**
 * Replaces a file's text whole or not at all, with its encoding, byte order mark and mode, if it still says `before`; a link is
 * written through.
 * Undefined where that went well; else nothing was changed.
 */
export function replaceText(path: string, before: string, after: string): WriteProblem | undefined {
  const now = readText(path, Infinity);
  if (now?.exact !== true || now.text !== before) return "changed meanwhile";
  if (!isWritable(path)) return "cannot be written";
  try {
    writeWhole(path, encode(after, now.encoding));
    return undefined;
  } catch {
    return "cannot be written";
  }
}
