import { sextet } from "./base64";
import type { Span } from "./finding";
import { KEY_BODY_LENGTH } from "./key";

/**
 * Reads an account key that ends at a known place, backwards, however the file spells it: plain, percent-encoded, with
 * JSON, JavaScript, XML or properties escapes, and in pieces joined by an operator or by the language itself.
 */

/** A key as it stands in a text. `value` is its 88 plain characters and must not leave the engine. */
export interface SpelledKey extends Span {
  readonly value: string;
  readonly pieces: readonly Span[];
  /** The characters before or after would belong to the same base64 run. */
  readonly partOfLongerRun: boolean;
}

/** One character as a text spells it: its code unit and where its spelling starts. */
interface Spelled {
  readonly code: number;
  readonly start: number;
}

/** Spellings of a key's end, `==`. Every key's last piece ends in one of them, so they are the scanner's anchors. */
export const KEY_TAILS: readonly string[] = [
  "==",
  "%3D%3D",
  "%3d%3d",
  "%253D%253D",
  "%253d%253d",
  "\\u003D\\u003D",
  "\\u003d\\u003d",
  "\\x3D\\x3D",
  "\\x3d\\x3d",
  "\\=\\=",
  "&#61;&#61;",
  "&#x3D;&#x3D;",
  "&#x3d;&#x3d;",
  "=3D=3D",
];

/** UTF-16 units between two pieces of one literal, at the most. */
export const LONGEST_JOINT = 160;
const CANONICAL = new Set(Array.from("AQgw", (character) => character.charCodeAt(0)));

/** The key whose tail (one of `KEY_TAILS`) is at `tail`, or undefined. Bounded work: never reads past a key's length. */
export function keyEndingAt(text: string, tail: Span): SpelledKey | undefined {
  const last = previousOf(text, tail.start);
  if (last === undefined || !CANONICAL.has(last.code)) return undefined;
  const codes: number[] = [];
  const pieces: Span[] = [];
  let at = tail.start;
  let pieceEnd = tail.end;
  while (codes.length < KEY_BODY_LENGTH) {
    const spelled = spelledBefore(text, at);
    if (spelled !== undefined && sextet(spelled.code) >= 0) {
      codes.push(spelled.code);
      at = spelled.start;
      continue;
    }
    const joint = jointBefore(text, at);
    if (joint === undefined) return undefined;
    pieces.unshift({ start: at, end: pieceEnd });
    at = joint;
    pieceEnd = joint;
  }
  pieces.unshift({ start: at, end: pieceEnd });
  const value = String.fromCharCode(...codes.reverse()) + "==";
  const split = pieces.length > 1;
  const before = spelledBefore(text, at);
  const follows = text.charCodeAt(tail.end);
  return {
    start: at,
    end: tail.end,
    value,
    pieces,
    partOfLongerRun:
      (before !== undefined && sextet(before.code) >= 0) ||
      sextet(follows) >= 0 ||
      follows === 0x3d ||
      (split && continuesWithoutQuotes(text, at)),
  };
}

/** The character before `at`, a joint being skipped first. */
function previousOf(text: string, at: number): Spelled | undefined {
  const spelled = spelledBefore(text, at);
  if (spelled !== undefined && sextet(spelled.code) >= 0) return spelled;
  const joint = jointBefore(text, at);
  return joint === undefined ? undefined : spelledBefore(text, joint);
}

/** A wrapped run goes on in the line above: a certificate, a mail attachment. */
function continuesWithoutQuotes(text: string, at: number): boolean {
  const joint = wrapBefore(text, at);
  if (joint === undefined) return false;
  const before = spelledBefore(text, joint);
  return before !== undefined && sextet(before.code) >= 0 && sextet(text.charCodeAt(joint - 20)) >= 0;
}

const HEX = /^[0-9a-fA-F]+$/;

/** The character that ends just before `at`, and where its spelling starts; undefined at the start of the text. */
function spelledBefore(text: string, at: number): Spelled | undefined {
  if (at <= 0) return undefined;
  const code = text.charCodeAt(at - 1);
  const plain: Spelled = { code, start: at - 1 };
  const escaped = (length: number, opening: string, digits: number): Spelled | undefined => {
    const number = text.slice(at - digits, at);
    return at >= length && text.startsWith(opening, at - length) && HEX.test(number)
      ? { code: Number.parseInt(number, 16), start: at - length }
      : undefined;
  };
  if (code === 0x3b) return entityBefore(text, at) ?? plain;
  if (code === 0x2f || code === 0x3d || code === 0x3a || code === 0x2b) {
    return text.charCodeAt(at - 2) === 0x5c ? { code, start: at - 2 } : plain;
  }
  if (isHexDigit(code)) {
    const found = escaped(3, "%", 2) ?? escaped(5, "%25", 2) ?? escaped(4, "\\x", 2) ?? escaped(6, "\\u", 4);
    if (found !== undefined) return found;
  }
  // \n, \t and \r in front of a key are white space that a string literal spells with a letter.
  if (text.charCodeAt(at - 2) === 0x5c && (code === 0x6e || code === 0x74 || code === 0x72)) {
    return { code: 0x0a, start: at - 2 };
  }
  return plain;
}

function entityBefore(text: string, at: number): Spelled | undefined {
  const open = Math.max(0, at - 8) + text.slice(Math.max(0, at - 8), at).lastIndexOf("&");
  const digits = /^&#(?:(\d{2,3})|[xX]([0-9a-fA-F]{2,4}));$/.exec(text.slice(open, at));
  if (digits === null) return undefined;
  const [, decimal, hexadecimal] = digits;
  return { code: decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal), start: open };
}

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

/** Where the piece before this one ends, if what stands between them only joins two pieces of one literal. */
function jointBefore(text: string, at: number): number | undefined {
  return quotedJointBefore(text, at) ?? wrapBefore(text, at);
}

/** What pieces of a literal stand in, what stands between them, and what may stand before a quote. */
export const QUOTES = "\"'`";
export const JOINING = " \t\r\n+.&,_~^|<>()\\";
export const PREFIX_LETTERS = "rRbBuUfFLN$@";

/** `" + "`, `" "`, `' .\n '`, `\",\n  \"` …: two quotes with nothing but operators and white space between. */
function quotedJointBefore(text: string, at: number): number | undefined {
  let i = at;
  const floor = Math.max(0, at - LONGEST_JOINT);
  let quotes = 0;
  while (i > floor) {
    const character = text.charAt(i - 1);
    if (QUOTES.includes(character)) {
      quotes++;
      i--;
      // The letters of r"…", f"…", $@"…" belong to the quote.
      while (i > floor && PREFIX_LETTERS.includes(text.charAt(i - 1)) && startsPrefix(text, i - 1)) i--;
    } else if (JOINING.includes(character)) i--;
    else if ("nrt".includes(character) && text.charAt(i - 2) === "\\") i -= 2;
    else break;
  }
  return quotes >= 2 && i < at && QUOTES.includes(text.charAt(at - 1)) ? trimToQuote(text, i, at) : undefined;
}

/** A prefix letter stands right after an operator or white space, not at the end of base64. */
function startsPrefix(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return before === "" || JOINING.includes(before) || (PREFIX_LETTERS.includes(before) && "$@".includes(before));
}

/** The joint begins with the closing quote of the piece before: a `+` in front of it is that piece's last character. */
function trimToQuote(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && !QUOTES.includes(text.charAt(i))) i++;
  return i > from && text.charAt(i - 1) === "\\" ? i - 1 : i;
}

/** A line wrapped without quotes: `\` or a backtick at its end, or just the line's end and an indent. */
function wrapBefore(text: string, at: number): number | undefined {
  let i = at;
  const floor = Math.max(0, at - LONGEST_JOINT);
  while (i > floor && (text.charAt(i - 1) === " " || text.charAt(i - 1) === "\t")) i--;
  if (text.charAt(i - 1) !== "\n") return undefined;
  i--;
  if (text.charAt(i - 1) === "\r") i--;
  if (text.charAt(i - 1) === "\\" || text.charAt(i - 1) === "`" || text.charAt(i - 1) === "^") i--;
  return i;
}
