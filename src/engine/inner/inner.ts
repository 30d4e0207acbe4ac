import { countUpTo } from "../countUpTo";
import type { Span } from "../finding";

/** A text that a text holds in another spelling: in a literal with `\n`, in lines with a sign before each. */
export interface Inner extends Span {
  readonly text: string;
  /** The other spelling, where a person would not read it as a text. */
  readonly encoding?: "base64";
  /** It is one value of the text that holds it: what stands around it says more than what stands in it. */
  readonly isValue?: true;
  /** What stands in it is said, not done: nothing hands a key out there. */
  readonly isComment?: true;
  /** Where a stretch of it stands in the text that holds it. */
  readonly spanOf: (span: Span) => Span;
  /** What of it stands in a stretch of the text that holds it. */
  readonly within: (span: Span) => Span;
}

/** Puts an inner text together, piece by piece, and keeps where each came from. */
export class InnerText {
  private readonly parts: string[] = [];
  private readonly inner: number[] = [];
  private readonly outer: number[] = [];
  private length = 0;

  /** What stands at a place of the outer text and reads `part`. */
  add(part: string, at: number): void {
    this.inner.push(this.length);
    this.outer.push(at);
    this.parts.push(part);
    this.length += part.length;
  }

  /** What stands at a place of the outer text, its escapes (a global pattern) read as `readingOf` reads each. */
  addSpelt(part: string, at: number, escapes: RegExp, readingOf: (match: RegExpExecArray) => string): void {
    let from = 0;
    for (const match of part.matchAll(escapes)) {
      this.add(part.slice(from, match.index), at + from);
      this.add(readingOf(match), at + match.index);
      from = match.index + match[0].length;
    }
    this.add(part.slice(from), at + from);
  }

  /** The inner text of the outer text's stretch. */
  of({ start, end }: Span): Inner {
    const outerOf = (at: number): number => moved(this.inner, this.outer, at);
    return {
      start,
      end,
      text: this.parts.join(""),
      spanOf: (span) => ({ start: outerOf(span.start), end: outerOf(span.end) }),
      within: (span) => ({
        start: span.start <= start ? 0 : moved(this.outer, this.inner, span.start),
        end: span.end >= end ? this.length : moved(this.outer, this.inner, span.end),
      }),
    };
  }
}

/** A place as counted by `to`, given by `from`: both ascend, and what lies between two of them moves by as much. */
function moved(from: readonly number[], to: readonly number[], at: number): number {
  const last = Math.max(0, countUpTo(from, at, (place) => place) - 1);
  return (to[last] ?? 0) + at - (from[last] ?? 0);
}
