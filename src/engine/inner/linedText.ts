import type { Span } from "../finding";
import { type Inner, InnerText } from "./inner";

/** Texts of which each line has a sign before it: what is commented out, quoted, or changed by a patch. */

/** UTF-16 units of a line, and lines of a block, at the most. */
const LONGEST_LINE = 1000;
const MOST_LINES = 1000;
const COMMENT = /^[ \t]{0,80}(?:\/\/+(?![\w+/]{60})|#+(?![!#])|--(?= )|;+|>+|::|REM(?= )|rem(?= ))/;
/** A preprocessor's lines are no comments. */
const DIRECTIVE =
  /^[ \t]*#[ \t]*(?:define|undef|include|if|ifdef|ifndef|elif|else|endif|error|pragma|region|endregion)\b/;
const IN_HUNK = /^[ +\-\\]/;

/** Finds the blocks around places, which must be asked for in ascending order: reads each block once. */
export class LinedTexts {
  private seenTo = 0;
  private seen: readonly Inner[] = [];
  private isPatch: boolean | undefined;

  constructor(private readonly text: string) {}

  /** The texts of the block that holds a place, two of a patch: what is now and what was. None where it is in no block. */
  around(place: number): readonly Inner[] {
    if (place < this.seenTo) return this.seen;
    const own = this.lineAt(place);
    const [sign] = COMMENT.exec(own.text) ?? [];
    if (sign !== undefined && !DIRECTIVE.test(own.text)) {
      const block = this.block(own, (line) => line.startsWith(sign) || line.trim() === "");
      const isBlock = block.some((line) => line.start !== own.start && line.text !== "");
      this.see(own, isBlock ? [commented(block, sign)] : []);
    } else if ((this.isPatch ??= this.text.includes("\n@@ ")) && IN_HUNK.test(own.text)) {
      const block = this.block(own, (line) => IN_HUNK.test(line));
      const { start } = spanOf(block);
      const isHunk = start > 0 && this.lineAt(start - 1).text.startsWith("@@ ");
      this.see(isHunk ? own : spanOf(block), isHunk ? ["+", "-"].map((kept) => changed(block, kept)) : []);
    } else this.see(own, []);
    return this.seen;
  }

  private see(own: Span, inners: readonly Inner[]): void {
    this.seenTo = (inners[0] ?? own).end + 1;
    this.seen = inners;
  }

  /** The lines around one that are of its kind, in order, none from before what was seen. */
  private block(own: Line, isIn: (line: string) => boolean): readonly Line[] {
    const above: Line[] = [];
    for (let line = own; line.start > this.seenTo && above.length < MOST_LINES;) {
      line = this.lineAt(line.start - 1);
      if (isLong(line) || !isIn(line.text)) break;
      above.push(line);
    }
    const lines = [...above.reverse(), own];
    for (let line = own; line.end < this.text.length && lines.length < 2 * MOST_LINES;) {
      line = this.lineAt(line.end + 1);
      if (isLong(line) || !isIn(line.text)) break;
      lines.push(line);
    }
    return lines;
  }

  /** The line that a place is on; without text where it is long. */
  private lineAt(place: number): Line {
    const start = place === 0 ? 0 : this.text.lastIndexOf("\n", place - 1) + 1;
    const found = this.text.indexOf("\n", place);
    const end = found < 0 ? this.text.length : found;
    return { start, end, text: isLong({ start, end }) ? "" : this.text.slice(start, end) };
  }
}

/** A long line has no text here: it is no blank one. */
function isLong({ start, end }: Span): boolean {
  return end - start > LONGEST_LINE;
}

/** What is commented out: one space belongs to the sign. */
function commented(block: readonly Line[], sign: string): Inner {
  const inner = new InnerText();
  for (const { text, start } of block) {
    const from = text.startsWith(sign) ? sign.length + (text.charAt(sign.length) === " " ? 1 : 0) : 0;
    inner.add(`${text.slice(from)}\n`, start + from);
  }
  return { ...inner.of(spanOf(block)), isComment: true };
}

/** What a patch leaves as it is, and what it adds or takes away. */
function changed(block: readonly Line[], kept: string): Inner {
  const inner = new InnerText();
  for (const { text, start } of block)
    if (text.startsWith(" ") || text.startsWith(kept)) inner.add(`${text.slice(1)}\n`, start + 1);
  return inner.of(spanOf(block));
}

function spanOf(block: readonly Line[]): Span {
  return { start: block[0]?.start ?? 0, end: block.at(-1)?.end ?? 0 };
}

/** A line without its end. */
interface Line extends Span {
  readonly text: string;
}
