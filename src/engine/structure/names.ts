import type { Span } from "../finding";

import { readKeywords } from "./keywords";
import type { Outline } from "./outline";
import { DECLARES, FALLBACK, FALLS_BACK, isPairName, LONGEST_BARE, TYPE_WORDS } from "./syntax";
import { foreignWords, wordsOf } from "./words";

/** What a value is called, and the values that are written without quotes. */

export interface Name extends Span {
  readonly text: string;
}

/** What calls a quoted value something where no separator does: a fallback's variable, the word before it, its call. */
export function nameBefore({ text, from, top }: Outline, at: number, previous: Name | undefined): string | undefined {
  const head = text.slice(Math.max(from, at - 120), at);
  const property = ASSIGNED.test(head.slice(-16)) ? PROPERTY.exec(head)?.[1] : undefined;
  if (property !== undefined) return property;
  const fallback = FALLS_BACK.test(head.slice(-24)) ? FALLBACK.exec(head) : null;
  const named = fallback?.[1] ?? fallback?.[2];
  const isFallback = !/[)\]]\s*,/.test(fallback?.[0] ?? "") || CHOOSES.test(top.label);
  if (named !== undefined && isFallback && (fallback?.[0].includes(",") !== true || isPairName(named))) return named;
  const told = head.charAt(head.length - 2) === " " ? TOLD.exec(head.slice(-60))?.[1] : undefined;
  if (told !== undefined && /^[^\s"'`]*\d[^\s"'`]*["'`]/.test(text.slice(at, at + 80))) return told;
  if (
    previous !== undefined &&
    at - previous.end < 20 &&
    /^[ \t({[*:=-]{0,8}[$@frbu]{0,2}\\*["'`]$/.test(text.slice(previous.end, at))
  )
    return previous.text;
  return top.kind === "bracket" ? (/([\p{L}\p{N}_$.]+)$/u.exec(top.label)?.[1] ?? top.name) : top.name;
}

/** Calls that take the first of their arguments that is there: `cmp.Or(os.Getenv("PW"), "…")`. */
const CHOOSES = /(?:nvl|coalesce|\bor|default|fallback|first\w*|if_?null|if_?empty|choose)$/i;
/** `public string Password { get; set; } = "…"`. */
const ASSIGNED = /\}\s*=\s*[$@]{0,2}"$/;
const PROPERTY = /([\w$]{2,80})\s*\{\s*(?:get|set|init)\b[^{}]{0,40}\}\s*=\s*[$@]{0,2}"$/;
/** `the password is "…"`, in prose. */
const TOLD = /(\p{L}{2,40}) (?:is|was|to|ist|lautet|est|es|è|é) ["'`]$/u;
/** Whether a word is the type of the name before it, no name of its own: `password string = "…"`. */
export function isTypeOf(text: string, name: Name | undefined, word: string, at: number): name is Name {
  return (
    TYPE_WORDS.test(word) &&
    name !== undefined &&
    !DECLARES.test(name.text) &&
    /^[ \t]+(?:As[ \t]+)?$/.test(text.slice(name.end, at))
  );
}

/** `user-secrets set "Pg:Password" "…"`: where the value of a name in quotes begins behind the word `set`. */
export function behindSet(
  text: string,
  previous: Name | undefined,
  first: number,
  last: number,
  end: number,
): number | undefined {
  if (previous?.text !== "set" || !isPairName(text.slice(first, last))) return undefined;
  const blank = /^[ \t]+(?=["'])/.exec(text.slice(end, end + 8))?.[0].length;
  return blank === undefined ? undefined : end + blank;
}

/** A label's words before its last: `Jump host password: …`. */
function labelOf(before: string, name: string, separator: string | undefined): string {
  if (separator !== " ") return name;
  const words = /(?:^|\n)[ \t]*(?:[-*>#][ \t]*){0,3}((?:\p{L}[\p{L}-]*[ ]){1,4})$/u.exec(before)?.[1];
  return words === undefined ? name : words + name;
}

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
  // `-e PGPASSWORD= postgres:16`: what follows in a command is no value.
  if (!isLine && /^[A-Z_][A-Z\d_]*=[ \t]/.test(text.slice(name.start, at))) return at;
  const rest = text.slice(at, isLine ? end : Math.min(end, at + LONGEST_BARE));
  const pattern = isLine ? /^.*?(?=\s+#|\s+\/\/|\\n|[\s,;*]*$)/ : /^(?:(?!\\n)[^\s"'`,;(){}[\]<>&])+/;
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
  const isCommand = isLine && /^(?:(?:export|env)\s+)?[A-Z_][A-Z0-9_]*=\S+\s+[a-z&]/.test(is);
  // `PGPASSWORD=` names a value that is not there.
  if (length === 0 && isLine && text[at - 1] === "=") outline.add("bare", at, at, name.text);
  if (length === 0 || isCommand || /^[|>][-+]?$/.test(is)) {
    outline.openName = name.text;
    return at;
  }
  const label = labelOf(before, name.text, text[at - 1]);
  // Words behind it make the line a sentence.
  if (label !== name.text) length += /^(?:[ \t]+\p{L}[^\n]*)?/u.exec(text.slice(start + length, end))?.[0].length ?? 0;
  outline.add("bare", start, start + length, label);
  if (/^\w[\w ]*=[^;]*;/.test(is)) readKeywords(outline, start, start + length);
  return start + length;
}

/** `configs['orders']['key']`, `$jwt['secret']`: what stands before the index that begins at a place and says whose it is. */
export function indexesBefore(text: string, at: number): string {
  if (text[at - 1] !== "[") return "";
  const match = INDEXED.exec(text.slice(Math.max(0, at - 160), at - 1));
  const [, variable = "", indexes = ""] = match ?? [];
  const isTelling = foreignWords(wordsOf(variable)).length > 0;
  return `${isTelling ? variable : ""}${indexes.replace(/[[\]"'`]+/g, ".")}.`.replace(/^\.+/, "");
}

const INDEXED = /([A-Za-z_$][\w$]{0,40})?((?:\[["'`][\w.:-]{1,40}["'`]\]){0,4})$/;
