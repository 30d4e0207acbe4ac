import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Note } from "./note";
import { type FilePiece, Pieces } from "./pieces";

/** What one reading takes: the whole of most files, and enough of the others to tell whether they are binary. */
const FIRST_BYTES = 1 << 17;

/** Why a file was not read, or not to its end. */
export type ReadProblem = Omit<Note, "path">;

export const BINARY: ReadProblem = { kind: "binary", text: "binary: not scanned" };

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
    // A pipe that took a file's place meanwhile must not block.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
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

function readOpen(descriptor: number, mostBytes: number, use: (piece: FilePiece) => void): ReadProblem | undefined {
  const pieces = new Pieces(use);
  let isEnded = fill(descriptor, pieces, FIRST_BYTES);
  if (!isEnded) {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return { kind: "unseen", text: "no regular file: not read" };
    if (status.size > mostBytes) return tooLarge(mostBytes);
  }
  if (pieces.isBinary()) return BINARY;
  while (!isEnded) isEnded = fill(descriptor, pieces, Infinity);
  pieces.end();
  return undefined;
}

/** Reads some bytes; whether the file has ended with them. */
function fill(descriptor: number, pieces: Pieces, wanted: number): boolean {
  const room = pieces.room(wanted);
  const got = readSync(descriptor, room, 0, room.length, null);
  pieces.took(got);
  return got < room.length;
}
