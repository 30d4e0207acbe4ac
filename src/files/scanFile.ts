import { closeSync, fstatSync, openSync, readSync, constants } from "node:fs";
import { holdsAnchor } from "../engine/anchors";
import { scan } from "../engine/scan";
import { decode, encodingOf, type FileEncoding } from "./decode";
import { type FileFinding, placed } from "./fileFinding";
import type { Note, WalkedFile } from "./walk";

/** What a file's scan came to. */
export interface ScannedFile {
  /** Absolute. */
  readonly path: string;
  readonly ignoredByGit: boolean;
  readonly findings: readonly FileFinding[];
}

/** What one reading takes: the whole of most files, and enough of the others to tell whether they are binary. */
const FIRST_BYTES = 1 << 17;

let buffer = Buffer.allocUnsafeSlow(1 << 20);

/** A file's bytes, in a buffer that the next call uses again. */
interface FileBytes {
  readonly bytes: Buffer;
  readonly encoding: FileEncoding;
}

/** The file's content, or a line on why it cannot be had. A binary file is not read beyond its first bytes. */
function read(path: string, mostBytes: number): FileBytes | string {
  let descriptor: number;
  try {
    // A pipe that took a file's place meanwhile must not block.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return "the file cannot be opened, or vanished during the scan";
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return "no regular file: not read";
    if (status.size > mostBytes) return `larger than ${megabytes(mostBytes)} MB: not scanned`;
    let length = fill(descriptor, 0, Math.min(status.size, FIRST_BYTES));
    const encoding = encodingOf(buffer.subarray(0, length));
    if (encoding === "binary") return BINARY;
    if (status.size > length) length = fill(descriptor, length, status.size);
    return { bytes: buffer.subarray(0, length), encoding };
  } catch {
    return "the file cannot be read";
  } finally {
    closeSync(descriptor);
  }
}

/** Reads on until the buffer holds `wanted` bytes of the file, or the file ends; how many it holds. */
function fill(descriptor: number, held: number, wanted: number): number {
  if (buffer.length < wanted) {
    const larger = Buffer.allocUnsafeSlow(wanted);
    buffer.copy(larger, 0, 0, held);
    buffer = larger;
  }
  let length = held;
  for (let got = 1; got > 0 && length < wanted; length += got)
    got = readSync(descriptor, buffer, length, wanted - length, null);
  return length;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 100_000) / 10;
}

/** Scans one file. Never throws: what cannot be read becomes a note, and a file without findings has none. */
export function scanFile(file: WalkedFile, mostBytes: number, note: (note: Note) => void): ScannedFile {
  const { path } = file;
  const content = read(path, mostBytes);
  if (typeof content === "string") {
    note({ path, text: content });
    return { ...file, findings: [] };
  }
  const { bytes, encoding } = content;
  if (
    encoding.startsWith("utf8") &&
    !holdsAnchor(bytes, bytes.length, (text, from) => bytes.indexOf(needle(text), from))
  ) {
    return { ...file, findings: [] };
  }
  const { text, exact } = decode(bytes, encoding);
  const findings = scan(text, { path: path.replaceAll("\\", "/") });
  if (!exact)
    note({ path, text: `not valid ${encoding.startsWith("utf8") ? "UTF-8" : "UTF-16"}: read as far as it is` });
  return { ...file, findings: placed(text, findings, file.ignoredByGit) };
}

const needles = new Map<string, Buffer>();

/** An anchor's bytes, made once. */
function needle(text: string): Buffer {
  const known = needles.get(text) ?? Buffer.from(text, "latin1");
  needles.set(text, known);
  return known;
}

/** What the log says of a binary file. */
export const BINARY = "binary: not scanned";
