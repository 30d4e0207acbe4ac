import type { Span } from "../finding";

import { readKeywords } from "./keywords";
import type { Outline } from "./outline";
import { FALLBACK, FALLS_BACK, isPairName, LONGEST_BARE } from "./syntax";

/** What a value is called, and the values that are written without quotes. */

export interface Name extends Span {
  readonly text: string;
}

/** What calls a quoted value something where no separator does: a fallback's variable, the word before it, its call. */
export function nameBefore({ text, from, top }: Outline, at: number, previous: Name | undefined): string | undefined {
  const head = text.slice(Math.max(from, at - 120), at);
  const fallback = FALLS_BACK.test(head.slice(-16)) ? FALLBACK.exec(head) : null;
  const named = fallback?.[1] ?? fallback?.[2];
  if (named !== undefined && (fallback?.[0].includes(",") !== true || isPairName(named))) return named;
  const property = /\}\s*=\s*[$@]{0,2}["']$/.test(head.slice(-8)) ? PROPERTY.exec(head)?.[1] : undefined;
  if (property !== undefined) return property;
  if (
    previous !== undefined &&
    at - previous.end < 20 &&
    /^[ \t({[*:-]{0,8}[$@frbu]{0,2}\\*["'`]$/.test(text.slice(previous.end, at))
  )
    return previous.text;
  return top.kind === "bracket" ? (/([\p{L}\p{N}_$.]+)$/u.exec(top.label)?.[1] ?? top.name) : top.name;
}

/** `string Key { get; set; } = "…"` */
const PROPERTY = /(\w{2,80})\s*\{[\s\w;]{3,60}\}\s*=\s*[$@]{0,2}["']$/;
const BEGINS_LINE = /(?:^|\n)[ \t]*(?:(?:[-#;*+]|\/\/|--|export|set|ENV|SET|env|\$env:|\|)[ \t]*){0,3}[*_]{0,3}$/;

/**
 * The value behind a name and its separator, where it is written without quotes: to the line's end where the name begins
 * the line, else to the next thing that parts. Returns the value's end.
 */
export function readBare(outline: Outline, name: Name, at: number, stop: number): number {
  const { text, from } = outline;
  const end = Math.min(stop, outline.lineEnd(at));
  const before = text.slice(Math.max(from, name.start - 60), name.start).replace(/\\n(?=[^\\]*$)/, "\n");
  const isLine = BEGINS_LINE.test(before) && outline.top.kind !== "bracket" && outline.top.kind !== "tag";
  const rest = text.slice(at, isLine ? end : Math.min(end, at + LONGEST_BARE));
  const pattern = isLine ? /^.*?(?=\s+#|\s+\/\/|\\n|[\s,;*]*$)/ : /^[^\s"'`,;(){}[\]<>&]+/;
  const is = pattern.exec(rest)?.[0] ?? "";
  let start = at;
  let length = is.length;
  // `PGPASSWORD=… psql`: a command follows.
  if (text[at - 1] === "=") length = /^\S*/.exec(is)?.[0].length ?? 0;
  if (/^`[^`]+`$/.test(is)) {
    start++;
    length -= 2;
  }
  // A command that begins with a variable of its own is read on: `run: PGPASSWORD=… psql`.
  const isCommand = isLine && /^(?:export\s+)?[A-Z_][A-Z0-9_]*=\S+\s+[a-z&]/.test(is);
  if (length === 0 || isCommand || /^[|>][-+]?$/.test(is)) {
    outline.openName = name.text;
    return at;
  }
  outline.add("bare", start, start + length, name.text);
  if (/^\w[\w ]*=[^;]*;/.test(is)) readKeywords(outline, start, start + length);
  return start + length;
}
