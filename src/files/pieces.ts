import { searchable } from "../engine/search/anchors";
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

/** Puts up to `most` bytes, never asked for none, into a buffer from `at` on; returns how many. */
export type WriteBytes = (buffer: Buffer, at: number, most: number) => number;

/** Larger files are read piece by piece. */
const PIECE = 1 << 24;
/** What a piece knows of its neighbours: more than any credential is long. Even, for UTF-16. */
const CONTEXT = 1 << 16;
/** By the specification of Git LFS. */
const POINTER_START = Buffer.from("version https://git-lfs.github.com/spec/v1\n");
const LARGEST_POINTER = 1024;
const FIRST_LENGTH = 1 << 20;
/** No more of a file than this is ever held, in bytes. */
const MOST_HELD = PIECE + CONTEXT;

/** The buffer that all share, as large as the largest file so far has made it. */
let shared: Buffer<ArrayBuffer> | undefined;

function sharedBuffer(length: number): Buffer<ArrayBuffer> {
  if (shared !== undefined && shared.length >= length) return shared;
  const bytes = searchable(length);
  shared = Buffer.from(bytes.buffer, bytes.byteOffset, length);
  return shared;
}

/** Puts a file's bytes, as they come, together to pieces. All share one buffer: one file after the other. */
export class Pieces {
  private buffer = sharedBuffer(FIRST_LENGTH);
  private held = 0;
  private start = 0;
  private encoding: FileEncoding | undefined;

  constructor(private readonly use: (piece: FilePiece) => void) {}

  /** What is held and waits for more. */
  get bytes(): Buffer {
    return this.buffer.subarray(0, this.held);
  }

  /** Whether the file's first bytes are no text. Asked once they are held. */
  isBinary(): boolean {
    const encoding = encodingOf(this.bytes);
    if (encoding === "binary") return true;
    this.encoding = encoding;
    return false;
  }

  /** Whether what is held is a pointer of Git LFS, which stands for a file that is kept elsewhere. */
  isPointer(): boolean {
    if (this.start > 0 || this.held > LARGEST_POINTER || this.buffer[0] !== POINTER_START[0]) return false;
    return this.bytes.subarray(0, POINTER_START.length).equals(POINTER_START);
  }

  /** Lets `write` put the next bytes into the buffer, at most `most` of them; how many it put. */
  add(most: number, write: WriteBytes): number {
    if (this.held === this.buffer.length) {
      if (this.held >= MOST_HELD) this.cut();
      else this.grow();
    }
    const count = write(this.buffer, this.held, Math.min(this.buffer.length - this.held, most));
    this.held += count;
    return count;
  }

  /** The file has ended: what is held is its last piece. */
  end(): void {
    const { bytes, start } = this;
    this.use({ bytes, encoding: this.textEncoding(), own: { start, end: this.held }, next: undefined });
  }

  private textEncoding(): FileEncoding {
    const known = this.encoding ?? encodingOf(this.bytes);
    return known === "binary" ? "utf8" : known;
  }

  private cut(): void {
    const encoding = this.textEncoding();
    const end = characterStart(this.buffer, this.held - CONTEXT, encoding);
    // The next piece begins with the end of this one, so that what stands there has its context.
    const next = characterStart(this.buffer, end - CONTEXT, encoding);
    this.use({ bytes: this.bytes, encoding, own: { start: this.start, end }, next });
    this.buffer.copyWithin(0, next, this.held);
    this.start = end - next;
    this.held -= next;
    this.encoding = withoutMark(encoding);
  }

  /** What is held stays where it is. */
  private grow(): void {
    this.buffer = sharedBuffer(Math.min(this.buffer.length * 2, MOST_HELD));
  }
}

/** The last place at or before `at` where a character of the buffer begins, and no line end is torn apart. */
function characterStart(buffer: Buffer, at: number, encoding: FileEncoding): number {
  if (encoding.startsWith("utf16")) return at - (at % 2);
  let start = at;
  while (start > at - 4 && ((buffer[start] ?? 0) & 0xc0) === 0x80) start--;
  return buffer[start] === 0x0a ? start - 1 : start;
}
