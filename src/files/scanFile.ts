import { closeSync, fstatSync, openSync, readSync, constants } from "node:fs";
import { holdsLongAnchor } from "../engine/anchors";
import { scan } from "../engine/scan";
import { decode, encodingOf } from "./decode";
import { type FileFinding, placed } from "./fileFinding";
import type { Note, WalkedFile } from "./walk";

/** What a file's scan came to. */
export interface ScannedFile {
  /** Absolute. */
  readonly path: string;
  readonly ignoredByGit: boolean;
  readonly findings: readonly FileFinding[];
}

let buffer = Buffer.allocUnsafeSlow(1 << 20);

/** The file's content in a buffer that the next call uses again, or a line on why it cannot be had. */
function read(path: string, mostBytes: number): Uint8Array | string {
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
    if (buffer.length < status.size + 1) buffer = Buffer.allocUnsafeSlow(status.size + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < buffer.length; length += got) {
      got = readSync(descriptor, buffer, length, buffer.length - length, null);
    }
    return buffer.subarray(0, length);
  } catch {
    return "the file cannot be read";
  } finally {
    closeSync(descriptor);
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 100_000) / 10;
}

/** Scans one file. Never throws: what cannot be read becomes a note, and a file without findings has none. */
export function scanFile(file: WalkedFile, mostBytes: number, note: (note: Note) => void): ScannedFile {
  const { path } = file;
  const bytes = read(path, mostBytes);
  if (typeof bytes === "string") {
    note({ path, text: bytes });
    return { ...file, findings: [] };
  }
  const encoding = encodingOf(bytes);
  if (encoding === "binary") {
    note({ path, text: BINARY });
    return { ...file, findings: [] };
  }
  if (encoding.startsWith("utf8") && !mayHoldCredential(bytes)) return { ...file, findings: [] };
  const { text, exact } = decode(bytes, encoding);
  const findings = scan(text, { path: path.replaceAll("\\", "/") });
  if (!exact)
    note({ path, text: `not valid ${encoding.startsWith("utf8") ? "UTF-8" : "UTF-16"}: read as far as it is` });
  return { ...file, findings: placed(text, findings, file.ignoredByGit) };
}

/** What the log says of a binary file. */
export const BINARY = "binary: not scanned";

function mayHoldCredential(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes("==") || holdsLongAnchor(bytes, bytes.length)
  );
}
