import { countUpTo } from "./countUpTo";
import type { Finding, Span } from "./finding";
import { breakAfter, breakBefore } from "./lines";
import { MASK, masked } from "./mask";

/** A finding's first line as it may be shown: secrets masked, and where the mask of this one stands in it. */
export interface Excerpt {
  readonly text: string;
  /** UTF-16 offset of the mask in `text`. */
  readonly at: number;
  /** UTF-16 length of the mask. */
  readonly length: number;
}

const REACH = 60;

/**
 * The masked excerpt of a finding; all findings of its text, given in order as a scan gives them, are masked in it. At
 * most about 130 characters long.
 */
export function excerptOf(text: string, finding: Span, all: readonly Finding[]): Excerpt {
  const before = shown(text, { start: breakBefore(text, finding.start, 400) + 1, end: finding.start }, all);
  const after = shown(text, { start: finding.end, end: breakAfter(text, finding.end, 400) }, all);
  const head = before.length > REACH ? `…${before.slice(-REACH)}` : before;
  const tail = after.length > REACH ? `${after.slice(0, REACH)}…` : after;
  return { text: head + MASK + tail.trimEnd(), at: head.length, length: MASK.length };
}

/** A stretch of text with every finding that reaches into it masked. */
function shown(text: string, { start, end }: Span, all: readonly Finding[]): string {
  const inside: Span[] = [];
  for (let i = countUpTo(all, start, (one) => one.end); ; i++) {
    const finding = all[i];
    if (finding === undefined || finding.start >= end) break;
    const spans = finding.pieces.length > 1 ? finding.pieces : [finding];
    for (const span of spans)
      if (span.start < end && span.end > start)
        inside.push({ start: Math.max(span.start, start) - start, end: Math.min(span.end, end) - start });
  }
  return masked(text.slice(start, end), inside).replace(/[\r\n\t]/g, " ");
}
