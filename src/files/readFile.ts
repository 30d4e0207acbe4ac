import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { encodingOf, type FileEncoding, withoutMark } from "./decode";

/** A stretch of a file's bytes, in a buffer that the next reading uses again. */
export interface FilePiece {
  readonly bytes: Buffer;
  readonly encoding: FileEncoding;
  /** Which bytes of the piece are its own; those before and after are the neighbours', for context. */
  readonly own: { readonly start: number; readonly end: number };
  /** Where in these bytes the next piece begins; undefined where this is the last. */
  readonly next: number | undefined;
}

/** What one reading takes: the whole of most files, and enough of the others to tell whether they are binary. */
const FIRST_BYTES = 1 << 17;
/** Larger files are read piece by piece. */
const PIECE = 1 << 24;
/** What a piece knows of its neighbours: more than any credential is long. Even, for UTF-16. */
const CONTEXT = 1 << 16;

/** What the log says of a binary file. */
export const BINARY = "binary: not scanned";

let buffer = Buffer.allocUnsafeSlow(1 << 20);

/**
 * Gives `use` a file's bytes: all at once, or a large file's piece by piece, in order. Returns a line on why the file
 * could not be read, or not to its end. A binary file is not read beyond its first bytes. Never throws for the file.
 */
export function readFile(path: string, mostBytes: number, use: (piece: FilePiece) => void): string | undefined {
  let descriptor: number;
  try {
    // A pipe that took a file's place meanwhile must not block.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return "the file cannot be opened, or vanished during the scan";
  }
  try {
    return readOpen(descriptor, mostBytes, use);
  } catch {
    return "the file cannot be read";
  } finally {
    closeSync(descriptor);
  }
}

function readOpen(descriptor: number, mostBytes: number, use: (piece: FilePiece) => void): string | undefined {
  let length = fill(descriptor, 0, FIRST_BYTES);
  const isWhole = length < FIRST_BYTES;
  if (!isWhole) {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return "no regular file: not read";
    if (status.size > mostBytes) return `larger than ${Math.round(mostBytes / 100_000) / 10} MB: not scanned`;
  }
  let encoding = encodingOf(buffer.subarray(0, length));
  if (encoding === "binary") return BINARY;
  if (!isWhole) length = fill(descriptor, length, PIECE + CONTEXT);
  for (let start = 0; ;) {
    const bytes = buffer.subarray(0, length);
    if (length < PIECE + CONTEXT) {
      use({ bytes, encoding, own: { start, end: length }, next: undefined });
      return undefined;
    }
    const end = characterStart(length - CONTEXT, encoding);
    // The next piece begins with the end of this one, so that what stands there has its context.
    const next = characterStart(end - CONTEXT, encoding);
    use({ bytes, encoding, own: { start, end }, next });
    buffer.copyWithin(0, next, length);
    start = end - next;
    length = fill(descriptor, length - next, PIECE + CONTEXT);
    encoding = withoutMark(encoding);
  }
}

/** The last place at or before `at` where a character of the buffer begins, and no line end is torn apart. */
function characterStart(at: number, encoding: FileEncoding): number {
  if (encoding.startsWith("utf16")) return at - (at % 2);
  let start = at;
  while (start > at - 4 && ((buffer[start] ?? 0) & 0xc0) === 0x80) start--;
  return buffer[start] === 0x0a ? start - 1 : start;
}

/** Reads on until the buffer holds `wanted` bytes, or the file ends; how many it holds. */
function fill(descriptor: number, held: number, wanted: number): number {
  let length = held;
  for (;;) {
    const room = Math.min(buffer.length, wanted) - length;
    const got = room === 0 ? 0 : readSync(descriptor, buffer, length, room, null);
    length += got;
    if (length === wanted || got < room) return length;
    const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 2, PIECE + CONTEXT));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  }
}
