import { sextet } from "./base64";
import type { Span } from "./finding";
import { LONGEST_JOINT, QUOTES, quotedJointBefore } from "./joint";
import { KEY_BODY_LENGTH } from "./key";
import { looksRandom } from "./randomRun";

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
  ...["%3D", "%253D", "%%3D", "\\u003D", "\\\\u003D", "\\\\\\\\u003D", "\\x3D", "\\\\x3D", "\\u{3D}", "&#x3D;"].flatMap(
    (one) => [one.repeat(2), one.replace("D", "d").repeat(2)],
  ),
  ...["\\=", "\\\\=", "&#61;", "&amp;#61;", "&equals;"].map((one) => one.repeat(2)),
  "=3D=3D",
  // Quoted-printable lines end where they like.
  "=3D=\n=3D",
  "=3D=\r\n=3D",
];

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
  const follows = text.charCodeAt(tail.end);
  return {
    start: at,
    end: tail.end,
    value,
    pieces,
    partOfLongerRun:
      goesOnBefore(text, at, tail) ||
      sextet(follows) >= 0 ||
      follows === 0x3d ||
      continuesWithoutQuotes(text, at, split, tail) ||
      continuesInQuotes(text, at, pieces) ||
      (text.charAt(at - 1) === "." && IN_TOKEN.test(text.slice(Math.max(0, at - 40), at))),
  };
}

/** Parts of a token, joined by dots. */
const IN_TOKEN = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{10,40}\.$/;

/** Whether the character before a key belongs to its run: the sign of a patch at a line's start does not. */
function goesOnBefore(text: string, at: number, tail: Span): boolean {
  const before = spelledBefore(text, at);
  if (before === undefined || !(sextet(before.code) >= 0)) return false;
  if (text.charAt(at - 1) === "+" && (at === 1 || text.charAt(at - 2) === "\n")) return false;
  return !isQuotedEquals(text, at, tail);
}

/** Whether an `=` stands before a place, as quoted-printable writes that one and the key's own. */
function isQuotedEquals(text: string, at: number, tail: Span): boolean {
  return text.startsWith("=3D", at - 3) && text.startsWith("=3D", tail.start);
}

/** Literals of base64 that the key would be the last piece of: an image, a font, cut into lines. */
function continuesInQuotes(text: string, at: number, pieces: readonly Span[]): boolean {
  const joint = quotedJointBefore(text, at);
  if (joint === undefined) return false;
  let start = joint;
  while (joint - start < LONGEST_PIECE && sextet(text.charCodeAt(start - 1)) >= 0) start--;
  if (start === 0 || !QUOTES.includes(text.charAt(start - 1))) return joint - start >= LONGEST_PIECE;
  const [first, second] = pieces;
  const isLikeOthers = second !== undefined && first !== undefined && joint - start === first.end - first.start;
  return joint - start >= SHORTEST_IMAGE_LINE || isLikeOthers;
}

const LONGEST_PIECE = 200;
const SHORTEST_IMAGE_LINE = 40;

/** The character before `at`, a joint being skipped first. */
function previousOf(text: string, at: number): Spelled | undefined {
  const spelled = spelledBefore(text, at);
  if (spelled !== undefined && sextet(spelled.code) >= 0) return spelled;
  const joint = jointBefore(text, at);
  return joint === undefined ? undefined : spelledBefore(text, joint);
}

/** A wrapped run goes on in the line above: a certificate, a mail attachment. */
function continuesWithoutQuotes(text: string, at: number, isSplit: boolean, tail: Span): boolean {
  const joint = wrapBefore(text, at);
  if (joint === undefined || isQuotedEquals(text, joint, tail)) return false;
  const before = spelledBefore(text, joint);
  if (before === undefined || !(sextet(before.code) >= 0)) return false;
  if (isSplit) return sextet(text.charCodeAt(joint - 20)) >= 0;
  let start = joint;
  while (joint - start < LONGEST_PIECE && sextet(text.charCodeAt(start - 1)) >= 0) start--;
  return joint - start >= SHORTEST_IMAGE_LINE && looksRandom(text.slice(start, joint));
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
  if (code === 0x2f || code === 0x3d || code === 0x3a || code === 0x2b)
    return { code, start: beforeSlashes(text, at - 1) };
  if (code === 0x7d) return bracedBefore(text, at) ?? plain;
  if (isHexDigit(code)) {
    const found =
      escaped(4, "%%", 2) ??
      escaped(3, "%", 2) ??
      escaped(5, "%25", 2) ??
      escaped(4, "\\x", 2) ??
      escaped(6, "\\u", 4) ??
      escaped(6, "%u", 4);
    if (found !== undefined) return { ...found, start: beforeSlashes(text, found.start) };
  }
  // \n, \t and \r in front of a key are white space that a string literal spells with a letter.
  if (text.charCodeAt(at - 2) === 0x5c && (code === 0x6e || code === 0x74 || code === 0x72)) {
    return { code: 0x0a, start: beforeSlashes(text, at - 2) };
  }
  return plain;
}

function entityBefore(text: string, at: number): Spelled | undefined {
  const near = text.slice(Math.max(0, at - 12), at);
  const amp = near.lastIndexOf(
    "&",
    near.endsWith(";") && /&amp;#\w+;$/.test(near) ? near.lastIndexOf("&amp;") : undefined,
  );
  const open = at - near.length + amp;
  const entity = text.slice(open, at);
  const digits = /^&(?:amp;)?#(?:(\d{2,3})|[xX]([0-9a-fA-F]{2,4}));$/.exec(entity);
  const code = NAMED.get(entity.replace("&amp;", "&"));
  if (code !== undefined) return { code, start: open };
  if (digits === null) return undefined;
  const [, decimal, hexadecimal] = digits;
  return { code: decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal), start: open };
}

const NAMED: ReadonlyMap<string, number> = new Map([
  ["&plus;", 0x2b],
  ["&sol;", 0x2f],
  ["&equals;", 0x3d],
]);

/** `\u{2b}`, as JavaScript, Rust and Swift write it. */
function bracedBefore(text: string, at: number): Spelled | undefined {
  const braced = /\\+u\{([0-9a-fA-F]{1,6})\}$/.exec(text.slice(Math.max(0, at - 16), at));
  return braced === null ? undefined : { code: Number.parseInt(braced[1] ?? "", 16), start: at - braced[0].length };
}

/** A text within a text within a text doubles its backslashes each time. */
function beforeSlashes(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 8 && text.charCodeAt(start - 1) === 0x5c) start--;
  return start;
}

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

/** Where the piece before this one ends, if what stands between them only joins two pieces of one literal. */
function jointBefore(text: string, at: number): number | undefined {
  return quotedJointBefore(text, at) ?? wrapBefore(text, at);
}

/** A line wrapped without quotes: `\` or a backtick at its end, or just the line's end and an indent. */
function wrapBefore(text: string, at: number): number | undefined {
  let i = at;
  const floor = Math.max(0, at - LONGEST_JOINT);
  while (i > floor && (text.charAt(i - 1) === " " || text.charAt(i - 1) === "\t")) i--;
  if (text.charAt(i - 1) !== "\n") return undefined;
  i--;
  if (text.charAt(i - 1) === "\r") i--;
  if (i > 0 && "\\`^=".includes(text.charAt(i - 1))) i--;
  return i;
}
