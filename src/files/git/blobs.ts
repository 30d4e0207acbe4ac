import type { ChildProcessWithoutNullStreams } from "node:child_process";
import type { Note } from "../note";
import { Pieces } from "../pieces";
import { BINARY, POINTER, tooLarge } from "../readFile";
import { type ScannedFile, scanPieces } from "../scanFile";
import { ByteReader } from "./byteReader";
import type { CleanRoom } from "./cleanRoom";

/** One version of a file in git. */
export interface Blob {
  readonly id: string;
  /** Absolute, as if it lay on disk. */
  readonly path: string;
}

/** What is done with versions of files. */
export interface BlobVisit {
  readonly mostBytes: number;
  readonly note: (note: Note) => void;
  readonly scanned: (file: ScannedFile) => void;
}

/** Enough to tell whether a file is binary. */
const FIRST_BYTES = 1 << 13;
const NEWLINE = 10;
const GONE = "its content in git is missing or damaged";

/**
 * Scans versions of files, one after the other: git hands each over as a stream, and of none more is held than a piece.
 * What is no file's version (a folder, a commit) is passed over. What is missing or damaged becomes a note.
 */
export class BlobScanner {
  private child: ChildProcessWithoutNullStreams | undefined;
  private reader: ByteReader | undefined;

  constructor(
    private readonly room: CleanRoom,
    private readonly visit: BlobVisit,
  ) {}

  /** Scans some versions in their order. */
  async scan(blobs: readonly Blob[]): Promise<void> {
    const sized = await this.sizesOf(blobs);
    for (let from = 0; from < sized.length;) {
      const rest = sized.slice(from);
      const done = await this.contentsOf(rest);
      from += done;
      const broken = sized[from];
      if (broken === undefined) return;
      // Git ends at a damaged object: the next begins behind it.
      this.unseen(broken.path, GONE);
      this.close();
      from++;
    }
  }

  close(): void {
    this.child?.stdin.end();
    this.child?.kill();
    this.child = undefined;
    this.reader = undefined;
  }

  private unseen(path: string, text: string): void {
    this.visit.note({ path, kind: "unseen", text });
  }

  /** Those of the objects that are versions of files and not too large. */
  private async sizesOf(blobs: readonly Blob[]): Promise<readonly Blob[]> {
    const kept: Blob[] = [];
    for (let from = 0; from < blobs.length;) {
      const rest = blobs.slice(from);
      const child = this.room.start(["cat-file", "--batch-check=%(objecttype) %(objectsize)"]);
      child.stdin.end(rest.map(({ id }) => `${id}\n`).join(""));
      const reader = new ByteReader(child.stdout);
      let answered = 0;
      for (const blob of rest) {
        const line = await reader.until(NEWLINE);
        if (line === undefined) break;
        answered++;
        const [type, size] = line.split(" ");
        if (type === "blob" && Number(size) > this.visit.mostBytes)
          this.visit.note({ path: blob.path, ...tooLarge(this.visit.mostBytes) });
        else if (type === "blob") kept.push(blob);
        else if (size === "missing" || size === undefined) this.unseen(blob.path, GONE);
      }
      from += answered;
      const broken = blobs[from];
      if (broken === undefined) break;
      this.unseen(broken.path, GONE);
      from++;
    }
    return kept;
  }

  /** Scans contents until git breaks off; how many it came to. */
  private async contentsOf(blobs: readonly Blob[]): Promise<number> {
    this.child ??= this.room.start(["cat-file", "--batch"]);
    this.reader ??= new ByteReader(this.child.stdout);
    this.child.stdin.write(blobs.map(({ id }) => `${id}\n`).join(""));
    let done = 0;
    for (const { path } of blobs) {
      const head = await this.reader.until(NEWLINE);
      const [, type, size] = head?.split(" ") ?? [];
      if (type === "missing") this.unseen(path, GONE);
      else if (type !== "blob" || size === undefined || !(await this.content(path, Number(size), this.reader)))
        return done;
      done++;
    }
    return done;
  }

  /** Scans one content of so many bytes; false where git broke off in it. */
  private async content(path: string, size: number, reader: ByteReader): Promise<boolean> {
    const { use, scanned } = scanPieces(path, this.visit.note, () => false);
    const pieces = new Pieces(use);
    const first = Math.min(size, FIRST_BYTES);
    const copy = (bytes: Buffer): void => {
      copyInto(pieces, bytes);
    };
    if (!(await reader.take(first, copy))) return false;
    const isBinary = pieces.isBinary();
    if (!(await reader.take(size - first, isBinary ? () => undefined : copy))) return false;
    if ((await reader.until(NEWLINE)) === undefined) return false;
    if (!isBinary) pieces.end();
    const problem = isBinary ? BINARY : pieces.isPointer() ? POINTER : undefined;
    if (problem !== undefined) this.visit.note({ path, ...problem });
    this.visit.scanned({ ...scanned(), isLookedAt: problem === undefined });
    return true;
  }
}

function copyInto(pieces: Pieces, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) {
    at += pieces.add(bytes.length - at, (buffer, into, most) => bytes.copy(buffer, into, at, at + most));
  }
}
