import type { Finding, Span } from "./finding";
import { scan, type ScanSettings } from "./scan";

/** A change of a text: `removed` UTF-16 units at `start` gave way to `inserted` others. */
export interface TextChange {
  readonly start: number;
  readonly removed: number;
  readonly inserted: number;
}

/** How far a change is felt by the verdict on what stands around it, in UTF-16 units. */
const REACH = 8192;

/**
 * The findings of a text after changes (in the order they happened), given those before: only what stands near the
 * changes is looked at again, the rest moves. What speaks for a whole file, such as an import far away, is seen by the
 * next whole `scan`.
 */
export function rescan(
  before: readonly Finding[],
  text: string,
  settings: ScanSettings,
  changes: readonly TextChange[],
): readonly Finding[] {
  let moved = before;
  let touched: Span | undefined;
  for (const change of changes) {
    const shift = change.inserted - change.removed;
    const end = change.start + change.removed;
    moved = moved.flatMap((finding) => {
      if (finding.end <= change.start) return [finding];
      return finding.start >= end ? [shifted(finding, shift)] : [];
    });
    const own: Span = { start: change.start, end: change.start + change.inserted };
    touched =
      touched === undefined
        ? own
        : {
            start: Math.min(touched.start, own.start),
            end: Math.max(touched.end + (touched.end >= end ? shift : 0), own.end),
          };
  }
  if (touched === undefined) return before;
  let start = Math.max(0, touched.start - REACH);
  const end = Math.min(text.length, touched.end + REACH);
  for (const finding of moved) if (finding.start < start && finding.end > start) start = finding.start;
  const fresh = scan(text, { ...settings, within: { start, end } });
  const kept = moved.filter((finding) => finding.end <= start || finding.start >= end);
  return [...kept, ...fresh].sort((a, b) => a.start - b.start);
}

function shifted(finding: Finding, by: number): Finding {
  const move = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return { ...finding, ...move(finding), pieces: finding.pieces.map(move) };
}
