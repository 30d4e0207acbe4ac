import { type Excerpt, excerptOf } from "../engine/excerpt";
import type { Finding, Severity, Span, Suppression } from "../engine/finding";
import { endOf, LineMap, type Position } from "../engine/position";

/** A finding with its place in a file, and the masked lines to show it by. */
export interface FileFinding extends Finding {
  readonly from: Position;
  readonly to: Position;
  /** Where each piece of a split literal stands; empty where it is whole. */
  readonly split: readonly { readonly from: Position; readonly to: Position }[];
  readonly excerpt: Excerpt;
  /** A comment's "no", or that of a list or a baseline. */
  readonly suppression: FileSuppression | undefined;
}

/** A "no" and where it stands, a comment beside the value aside. */
export interface FileSuppression extends Suppression {
  readonly from?: "list" | "baseline";
}

/** Where a text begins in its file: an offset in UTF-16 units and the position that it stands for. */
export interface TextStart extends Position {
  readonly offset: number;
}

/** Where a file begins. */
export const FILE_START: TextStart = { offset: 0, line: 0, column: 0 };

/** Findings with lines, columns and masked excerpts; one level lower where git ignores the file. */
export function placed(
  text: string,
  findings: readonly Finding[],
  ignoredByGit: boolean,
  start: TextStart = FILE_START,
): readonly FileFinding[] {
  if (findings.length === 0) return [];
  const lines = new LineMap(text);
  const moved = (span: Span): Span => ({ start: span.start + start.offset, end: span.end + start.offset });
  return findings.map((finding) => ({
    ...finding,
    ...moved(finding),
    pieces: finding.pieces.map(moved),
    severity: ignoredByGit ? LOWER[finding.severity] : finding.severity,
    from: below(start, lines.at(finding.start)),
    to: below(start, lines.at(finding.end)),
    split: (finding.pieces.length > 1 ? finding.pieces : []).map((piece) => ({
      from: below(start, lines.at(piece.start)),
      to: below(start, lines.at(piece.end)),
    })),
    excerpt: excerptOf(text, finding, findings),
  }));
}

/** Where a file goes on after a text that began at `start`. */
export function startAfter(start: TextStart, text: string): TextStart {
  return { offset: start.offset + text.length, ...below(start, endOf(text)) };
}

function below(start: Position, { line, column }: Position): Position {
  return { line: start.line + line, column: line === 0 ? start.column + column : column };
}

const LOWER: Readonly<Record<Severity, Severity>> = {
  error: "warning",
  warning: "information",
  information: "hint",
  hint: "hint",
};
