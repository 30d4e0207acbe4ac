import type { Span } from "../engine/finding";
import type { Edit } from "./fix";

/** Edits of whole lines, keeping the text's own line ends. */

/** The line end that a text uses. */
export function lineEndOf(text: string): "\r\n" | "\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** Start of the line that an offset is on. */
export function lineStart(text: string, at: number): number {
  // A negative index would be taken for 0, where a line end may stand.
  return at <= 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** The end of the line that an offset is on, its line end included. */
export function lineEnd(text: string, at: number): number {
  const next = text.indexOf("\n", at);
  return next < 0 ? text.length : next + 1;
}

/** The white space that the line of an offset begins with. */
export function indentOf(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? "";
}

/**
 * Takes a range out of a text. Its lines go with it where nothing but a comment stands on them besides, and so do the
 * blank lines that would be too many: as many as stand before it, all at the start or end of a block or of the text.
 */
export function removal(text: string, { start, end }: Span): Edit {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const alone = text.slice(from, start).trim() === "" && /^\s*(?:(?:\/\/|#).*)?\s*$/.test(text.slice(end, to));
  if (!alone) {
    const isLast = text.slice(end, to).trim() === "";
    const blank = isLast ? (/[ \t]*$/.exec(text.slice(from, start))?.[0].length ?? 0) : 0;
    return { start: start - blank, end, text: "" };
  }
  const before = blanksBefore(text, from);
  if (to === text.length && from > 0) {
    const first = before.at(-1) ?? from;
    const isEnded = text.endsWith("\n") || first === 0;
    return { start: isEnded ? first : first - (text.charAt(first - 2) === "\r" ? 2 : 1), end: to, text: "" };
  }
  const isFirst = from === 0 || /[{(][ \t]*\r?\n$/.test(text.slice(Math.max(0, from - 200), from));
  const most = isFirst ? Infinity : before.length;
  let last = to;
  for (let taken = 0; taken < most; taken++) {
    const blank = /^[ \t]*\r?\n/.exec(text.slice(last, last + 200));
    if (blank === null) break;
    last += blank[0].length;
  }
  return { start: from, end: last, text: "" };
}

/** The starts of the blank lines above a line's start, the nearest first. */
function blanksBefore(text: string, from: number): readonly number[] {
  const starts: number[] = [];
  for (let at = from; ;) {
    const above = lineStart(text, at - 1);
    if (at === 0 || text.slice(above, at).trim() !== "") return starts;
    starts.push(above);
    at = above;
  }
}

/** Puts a line before the one that an offset is on; the line is given without its end. */
export function lineBefore(text: string, at: number, line: string): Edit {
  const start = lineStart(text, at);
  return { start, end: start, text: line + lineEndOf(text) };
}

/** Puts a line behind the one that an offset is on; the line is given without its end. */
export function lineAfter(text: string, at: number, line: string): Edit {
  const end = lineEnd(text, at);
  const ended = end === 0 || text.charAt(end - 1) === "\n";
  return { start: end, end, text: ended ? line + lineEndOf(text) : lineEndOf(text) + line };
}

/** Puts text behind a text's last line, in the text's own way: one that had no last line end gets none. */
export function atTextEnd(text: string, lines: readonly string[]): Edit {
  const eol = lineEndOf(text);
  const added = lines.join(eol);
  const ended = text === "" || text.endsWith("\n");
  return { start: text.length, end: text.length, text: ended ? added + eol : eol + added };
}

/** One step of indentation, as a text has it: a tab, or that many blanks; `usual` blanks where nothing is indented. */
export function indentUnit(text: string, usual = 2): string {
  return /^(?:\t| {2,8})(?=\S)/m.exec(text)?.[0] ?? " ".repeat(usual);
}
