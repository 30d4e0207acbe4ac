import { holdsAnchor } from "../engine/anchors";
import { scan } from "../engine/scan";
import type { Span } from "../engine/finding";
import { decode, withoutMark } from "./decode";
import { FILE_START, type FileFinding, placed, startAfter } from "./fileFinding";
import { type FilePiece, readFile } from "./readFile";
import type { Note } from "./walk";

/** What a file's scan came to. */
export interface ScannedFile {
  /** Absolute. */
  readonly path: string;
  /** Told only of a file with findings: what git ignores is asked for nothing else. */
  readonly ignoredByGit: boolean;
  readonly findings: readonly FileFinding[];
}

/** Scans one file. Never throws: what cannot be read becomes a note, and a file without findings has none. */
export function scanFile(
  path: string,
  mostBytes: number,
  note: (note: Note) => void,
  isIgnored: () => boolean,
): ScannedFile {
  const findings: FileFinding[] = [];
  let start = FILE_START;
  let ignoredByGit: boolean | undefined;
  let isInexact = false;
  const problem = readFile(path, mostBytes, (piece) => {
    if (mayHoldCredential(piece)) {
      const { text, exact } = decode(piece.bytes, piece.encoding);
      if (!exact && !isInexact) note({ path, text: "not valid UTF-8 or UTF-16: read as far as it is" });
      isInexact ||= !exact;
      const found = scan(text, { path: path.replaceAll("\\", "/"), within: ownPart(piece, text) });
      if (found.length > 0) findings.push(...placed(text, found, (ignoredByGit ??= isIgnored()), start));
    }
    const { bytes, encoding, next } = piece;
    if (next !== undefined) start = startAfter(start, decode(bytes.subarray(0, next), encoding).text);
  });
  if (problem !== undefined) note({ path, text: problem });
  return { path, ignoredByGit: ignoredByGit ?? false, findings };
}

/** Whether a piece must be made a text. Bytes tell for nearly all files that it need not. */
function mayHoldCredential({ bytes, encoding }: FilePiece): boolean {
  if (encoding.startsWith("utf16")) return true;
  return holdsAnchor(bytes, bytes.length, (text, from) => bytes.indexOf(needle(text), from));
}

/** A piece's own part in UTF-16 units. */
function ownPart({ bytes, encoding, own }: FilePiece, text: string): Span {
  const after = decode(bytes.subarray(own.end), withoutMark(encoding)).text.length;
  const before = own.start === 0 ? 0 : decode(bytes.subarray(0, own.start), encoding).text.length;
  return { start: before, end: text.length - after };
}

const needles = new Map<string, Buffer>();

/** An anchor's bytes, made once. */
function needle(text: string): Buffer {
  const known = needles.get(text) ?? Buffer.from(text, "latin1");
  needles.set(text, known);
  return known;
}
