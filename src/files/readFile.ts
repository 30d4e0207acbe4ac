import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import type { Note } from "./note";
import { type FilePiece, Pieces, type WriteBytes } from "./pieces";

/** What one reading takes: the whole of most files, and enough of the others to tell whether they are binary. */
const FIRST_BYTES = 1 << 17;

/** Why a file was not read, or not to its end. */
export type ReadProblem = Omit<Note, "path">;

export const BINARY: ReadProblem = { kind: "binary", text: "binary: not scanned" };
export const POINTER: ReadProblem = { kind: "not here", text: "a pointer of Git LFS: its content is not here" };

/** Of a file larger than a person wants to have looked at. */
export function tooLarge(mostBytes: number): ReadProblem {
  return { kind: "too large", text: `larger than ${Math.round(mostBytes / 100_000) / 10} MB: not scanned` };
}

/**
 * Gives `use` a file's bytes: all at once, or a large file's piece by piece, in order. Returns why the file could not be
 * read, or not to its end. A binary file is not read beyond its first bytes. Never throws for the file.
 */
export function readFile(path: string, mostBytes: number, use: (piece: FilePiece) => void): ReadProblem | undefined {
  let descriptor: number;
  try {
    descriptor = opened(path);
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isGone) return { kind: "remark", text: "the file vanished during the scan" };
    return { kind: "unseen", text: "the file cannot be opened" };
  }
  try {
    return readOpen(descriptor, mostBytes, use);
  } catch {
    return { kind: "unseen", text: "the file cannot be read" };
  } finally {
    closeSync(descriptor);
  }
}

/** A regular file's bytes, whole; undefined where it is none, cannot be read, or holds more than `mostBytes`. */
export function bytesOf(path: string, mostBytes: number): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = opened(path);
    const status = fstatSync(descriptor);
    return status.isFile() && status.size <= mostBytes ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Opens a file for reading. A pipe that lies there, or took a file's place meanwhile, is not waited for. */
function opened(path: string): number {
  return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

function readOpen(descriptor: number, mostBytes: number, use: (piece: FilePiece) => void): ReadProblem | undefined {
  const pieces = new Pieces(use);
  const write: WriteBytes = (buffer, at, most) => readSync(descriptor, buffer, at, most, null);
  let total = 0;
  /** Reads up to so many bytes; whether the file has ended: less than was asked for is no end, nothing is. */
  const fill = (wanted: number): boolean => {
    for (let left = wanted; left > 0;) {
      const got = pieces.add(left, write);
      if (got === 0) return true;
      total += got;
      left -= got;
    }
    return false;
  };
  let isEnded = fill(FIRST_BYTES);
  if (!isEnded) {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return { kind: "unseen", text: "no regular file: not read" };
    if (status.size > mostBytes) return tooLarge(mostBytes);
  }
  if (pieces.isBinary()) return BINARY;
  while (!isEnded) {
    isEnded = fill(FIRST_BYTES);
    // It grows while it is read, or told a wrong size.
    if (total > mostBytes) return tooLarge(mostBytes);
  }
  pieces.end();
  return pieces.isPointer() ? POINTER : undefined;
}
