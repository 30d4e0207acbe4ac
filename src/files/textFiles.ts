import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type DecodedText, decode, encode, encodingOf } from "./decode";

/** Reads a text file; undefined where it is gone, binary, or larger than `mostBytes`. */
export function readText(path: string, mostBytes: number): DecodedText | undefined {
  try {
    if (statSync(path).size > mostBytes) return undefined;
    const bytes = readFileSync(path);
    const encoding = encodingOf(bytes);
    return encoding === "binary" ? undefined : decode(bytes, encoding);
  } catch {
    return undefined;
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

/** How a file could not be replaced. */
export type WriteProblem = "changed meanwhile" | "cannot be written";

/**
 * Replaces a file's text atomically, with its encoding, byte order mark and mode, if it still says `before`.
 * Undefined where that went well; else nothing was changed.
 */
export function replaceText(path: string, before: string, after: string): WriteProblem | undefined {
  const now = readText(path, Infinity);
  if (now?.exact !== true || now.text !== before) return "changed meanwhile";
  if (!isWritable(path)) return "cannot be written";
  const temporary = join(dirname(path), `.keyless-${process.pid}-${Date.now().toString(36)}`);
  try {
    const descriptor = openSync(temporary, "wx", 0o600);
    try {
      writeSync(descriptor, encode(after, now.encoding));
      fchmodSync(descriptor, statSync(path).mode);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    return undefined;
  } catch {
    rmSync(temporary, { force: true });
    return "cannot be written";
  }
}
