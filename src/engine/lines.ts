import type { Span } from "./finding";

/** The shape of a text around a value: its line, its block of lines, its quotes, its name. Knows nothing of secrets. */

const LINE_REACH = 400;
const VALUE_REACH = 600;
const BLOCK_LINES = 40;
/** UTF-16 units that are looked at on each side of a value, at the most. */
const BLOCK_REACH = 4000;

/** A line of a value's block and how far, in lines, it counts as being away. */
export interface BlockLine extends Span {
  readonly cost: number;
  /** The line opens the block or one around it. */
  readonly opens: boolean;
}

/** The line break before a place; where none is within `reach`, the character that far back stands for one. */
export function breakBefore(text: string, at: number, reach: number): number {
  const from = Math.max(0, at - reach);
  const found = text.slice(from, Math.max(0, at)).lastIndexOf("\n");
  return found < 0 ? from - 1 : from + found;
}

/** The line break at or behind a place; where none is within `reach`, the end of the reach or of the text. */
export function breakAfter(text: string, at: number, reach: number): number {
  const found = text.slice(at, at + reach).indexOf("\n");
  return found < 0 ? Math.min(text.length, at + reach) : at + found;
}

/** The lines of a value's block, which share its indentation, and those that open it; upwards first. */
export function* blockLines(text: string, span: Span): Generator<BlockLine> {
  const own = lineAround(text, span, BLOCK_REACH);
  yield* upwards(text, own);
  yield* downwards(text, own, span.end);
}

function* upwards(text: string, own: Span): Generator<BlockLine> {
  let indent = indentAt(text, own.start);
  let blanks = 0;
  let section = false;
  let end = own.start - 1;
  for (let count = 1; count <= BLOCK_LINES && end >= 0 && own.start - end < BLOCK_REACH; count++) {
    const start = breakBefore(text, end, BLOCK_REACH) + 1;
    const lineIndent = indentAt(text, start);
    const header = isSectionHeader(text, start, end);
    if (isBlank(text, start, end)) blanks++;
    else if (lineIndent < indent || (header && !section)) {
      indent = Math.min(indent, lineIndent);
      section ||= header;
      yield { start, end, cost: count * 0.9 + blanks * 4, opens: true };
    } else if (lineIndent === indent && !section) yield { start, end, cost: count + blanks * 8, opens: false };
    end = start - 1;
  }
}

function* downwards(text: string, own: Span, from: number): Generator<BlockLine> {
  const indent = indentAt(text, own.start);
  let blanks = 0;
  let start = breakAfter(text, Math.max(own.end, from) - (own.end > from ? 1 : 0), BLOCK_REACH) + 1;
  for (let count = 1; count <= BLOCK_LINES && start > 0 && start - from < BLOCK_REACH; count++) {
    const end = breakAfter(text, start, BLOCK_REACH);
    if (end - start >= BLOCK_REACH) return;
    const lineIndent = indentAt(text, start);
    if (isBlank(text, start, end)) blanks++;
    else if (lineIndent < indent || isSectionHeader(text, start, end)) return;
    else if (lineIndent === indent) yield { start, end, cost: count * 1.5 + blanks * 8, opens: false };
    start = end + 1;
    if (end === text.length) return;
  }
}

function isSectionHeader(text: string, start: number, end: number): boolean {
  const line = text.slice(start, Math.min(end, start + 120)).trim();
  return line.startsWith("[") && /^\[[^\]"'=]{1,80}\]$/.test(line);
}

function isBlank(text: string, start: number, end: number): boolean {
  return end - start < 200 && text.slice(start, end).trim() === "";
}

function indentAt(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charAt(at) === " " || text.charAt(at) === "\t") at++;
  // A list's dash is indentation to the eye and to YAML.
  return text.startsWith("- ", at) ? at - lineStart + 2 : at - lineStart;
}

/** The last word before a value on its line: a variable, a property, an option, a function; never another value's end. */
export function nameBefore(text: string, at: number): Span | undefined {
  const from = breakBefore(text, at, 160) + 1;
  const match = /([\p{L}_$@][\p{L}\p{N}_$.:-]*)(?!==[,;|\t])[^\p{L}\p{N}_\n]{0,16}$/u.exec(text.slice(from, at));
  if (match?.[1] === undefined) return undefined;
  return { start: from + match.index, end: from + match.index + match[1].length };
}

/** The quoted, tagged or unbroken text that the value is part of. */
export function enclosingValue(text: string, span: Span): Span {
  const least = Math.max(0, span.start - VALUE_REACH);
  const most = Math.min(text.length, span.end + VALUE_REACH);
  let start = span.start;
  while (start > least && !endsValue(text, start - 1)) start--;
  let end = span.end;
  while (end < most && !endsValue(text, end)) end++;
  return { start, end };
}

function endsValue(text: string, at: number): boolean {
  const character = text.charAt(at);
  if ("\"'`<>\r\n{},".includes(character)) return true;
  if (character !== " " && character !== "\t") return false;
  // Blanks inside a connection string stand beside its separators.
  const before =
    text
      .slice(Math.max(0, at - 4), at)
      .trimEnd()
      .at(-1) ?? "";
  const after =
    text
      .slice(at + 1, at + 5)
      .trimStart()
      .at(0) ?? "";
  // `JWT_KEY=…== COSMOS_KEY=…`: what ends a key separates nothing.
  if (
    text
      .slice(Math.max(0, at - 6), at)
      .trimEnd()
      .endsWith("==") &&
    !";=".includes(after || " ")
  )
    return true;
  return !(";=".includes(before) && before !== "") && !(";=".includes(after) && after !== "");
}

/** The value's line, as far as `reach` UTF-16 units to each side. */
export function lineAround(text: string, span: Span, reach = LINE_REACH): Span {
  return { start: breakBefore(text, span.start, reach) + 1, end: breakAfter(text, span.end, reach) };
}

/** The value's line and so many lines before and after it. */
export function linesAround(text: string, span: Span, lines: number): Span {
  let { start, end } = lineAround(text, span);
  for (let i = 0; i < lines && start > 0 && span.start - start < BLOCK_REACH; i++)
    start = breakBefore(text, start - 1, BLOCK_REACH) + 1;
  for (let i = 0; i < lines && end < text.length && end - span.end < BLOCK_REACH; i++) {
    end = breakAfter(text, end + 1, BLOCK_REACH);
  }
  return { start: Math.max(start, span.start - BLOCK_REACH), end: Math.min(end, span.end + BLOCK_REACH) };
}

/** The innermost braces around a value, as far as they stand within `within`. */
export function bracesAround(text: string, span: Span, within: Span): Span {
  let depth = 0;
  let start = span.start;
  for (; start > within.start; start--) {
    const character = text.charAt(start - 1);
    if (character === "}") depth++;
    else if (character === "{" && depth-- === 0) break;
  }
  depth = 0;
  let end = span.end;
  for (; end < within.end; end++) {
    const character = text.charAt(end);
    if (character === "{") depth++;
    else if (character === "}" && depth-- === 0) break;
  }
  return { start, end };
}
