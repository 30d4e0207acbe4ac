import { holdsAnchor } from "../engine/search/anchors";
import { scan } from "../engine/scan";
import type { Span } from "../engine/finding";
import { decode, withoutMark } from "./decode";
import { FILE_START, type FileFinding, placed, startAfter } from "./fileFinding";
import type { Note } from "./note";
import type { FilePiece } from "./pieces";
import { readFile } from "./readFile";

/** What a file's scan came to. */
export interface ScannedFile {
  /** Absolute. */
  readonly path: string;
  /** Told only of a file with findings: what git ignores is asked for nothing else. */
  readonly ignoredByGit: boolean;
  readonly findings: readonly FileFinding[];
  /** False where a note says why not: what is not looked at is not counted among the files either. */
  readonly isLookedAt: boolean;
}

/** Scans one file. Never throws: what cannot be read becomes a note, and a file without findings has none. */
export function scanFile(
  path: string,
  mostBytes: number,
  note: (note: Note) => void,
  isIgnored: () => boolean,
): ScannedFile {
  const pieces = scanPieces(path, note, isIgnored);
  const problem = readFile(path, mostBytes, pieces.use);
  if (problem !== undefined) note({ path, ...problem });
  return { ...pieces.scanned(), isLookedAt: problem === undefined };
}

/** Scans a file's pieces as they come, in their order. */
export function scanPieces(
  path: string,
  note: (note: Note) => void,
  isIgnored: () => boolean,
): { readonly use: (piece: FilePiece) => void; readonly scanned: () => ScannedFile } {
  const findings: FileFinding[] = [];
  let start = FILE_START;
  let ignoredByGit: boolean | undefined;
  let isInexact = false;
  return {
    use(piece) {
      if (mayHoldCredential(piece)) {
        const { text, exact } = decode(piece.bytes, piece.encoding);
        if (!exact && !isInexact)
          note({ path, kind: "remark", text: "not valid UTF-8 or UTF-16: read as far as it is" });
        isInexact ||= !exact;
        const found = scan(text, { path: path.replaceAll("\\", "/"), within: ownPart(piece, text) });
        if (found.length > 0) findings.push(...placed(text, found, (ignoredByGit ??= isIgnored()), start));
      }
      const { bytes, encoding, next } = piece;
      if (next !== undefined) start = startAfter(start, decode(bytes.subarray(0, next), encoding).text);
    },
    scanned: () => ({ path, ignoredByGit: ignoredByGit ?? false, findings, isLookedAt: true }),
  };
}

/** Whether a piece must be made a text. Bytes tell for nearly all files that it need not. */
function mayHoldCredential({ bytes, encoding }: FilePiece): boolean {
  if (encoding.startsWith("utf16")) return true;
  return holdsAnchor(bytes, (text) => bytes.includes(text, 0, "latin1"));
}

/** A piece's own part in UTF-16 units. */
function ownPart({ bytes, encoding, own }: FilePiece, text: string): Span {
  const after = decode(bytes.subarray(own.end), withoutMark(encoding)).text.length;
  const before = own.start === 0 ? 0 : decode(bytes.subarray(0, own.start), encoding).text.length;
  return { start: before, end: text.length - after };
}
