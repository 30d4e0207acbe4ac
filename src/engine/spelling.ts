import { sextet } from "./base64";
import type { Span } from "./finding";
import { addedJointBefore, LONGEST_JOINT, QUOTES, quotedJointBefore } from "./joint";
import { KEY_BODY_LENGTH } from "./key";
import { looksRandom } from "./randomRun";
import { type Spelled, spelledBefore } from "./spelled";

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
    if (joint === undefined) {
      // `\n` and `%4f` behind what joins two pieces are letters of the second.
      const letter = text.charCodeAt(at - 1);
      if (spelled === undefined || spelled.start === at - 1 || !(sextet(letter) >= 0)) return undefined;
      codes.push(letter);
      at--;
      continue;
    }
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
      goesOnBefore(text, at) ||
      sextet(follows) >= 0 ||
      (follows === 0x3d && !QUOTED_BLANK.test(text.slice(tail.end, tail.end + 3))) ||
      continuesWithoutQuotes(text, at, split) ||
      continuesInQuotes(text, at, pieces) ||
      (text.charAt(at - 1) === "." && IN_TOKEN.test(text.slice(Math.max(0, at - 40), at))),
  };
}

/** White space behind a key as quoted-printable writes it, or its line's end. */
const QUOTED_BLANK = /^=(?:20|09|0D|0A|\r?\n)/;

/** Parts of a token, joined by dots. */
const IN_TOKEN = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{10,40}\.$/;

/** Whether the character before a key belongs to its run: the sign of a patch at a line's start does not. */
function goesOnBefore(text: string, at: number): boolean {
  const before = spelledBefore(text, at);
  if (before === undefined || !(sextet(before.code) >= 0)) return false;
  if (text.charAt(at - 1) === "+" && (at === 1 || text.charAt(at - 2) === "\n")) return false;
  // PowerShell's line end: `n
  if (text.charAt(at - 2) === "`" && "nrt".includes(text.charAt(at - 1))) return false;
  if (text.charAt(at - 1) === "m" && COLOUR.test(text.slice(Math.max(0, at - 24), at))) return false;
  return !isQuotedEquals(text, at);
}

/** What a terminal takes as a colour: the character itself, or as languages spell it. */
const COLOUR = /(?:\x1b|\\u001b|\\x1b|\\e|\\033|\\u\{1b\})\[[\d;]{0,12}m$/i;

/** Whether an `=` stands before a place, as quoted-printable writes it: no base64 is two characters longer than a key. */
function isQuotedEquals(text: string, at: number): boolean {
  return text.startsWith("=3D", at - 3);
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
const SHORTEST_LINE = 20;

/** The character before `at`, a joint being skipped first. */
function previousOf(text: string, at: number): Spelled | undefined {
  const spelled = spelledBefore(text, at);
  if (spelled !== undefined && sextet(spelled.code) >= 0) return spelled;
  const joint = jointBefore(text, at);
  return joint === undefined ? undefined : spelledBefore(text, joint);
}

/** A wrapped run goes on in the line above: a certificate, a mail attachment. */
function continuesWithoutQuotes(text: string, at: number, isSplit: boolean): boolean {
  const joint = wrapBefore(text, at);
  if (joint === undefined || isQuotedEquals(text, joint)) return false;
  const before = spelledBefore(text, joint);
  if (before === undefined || !(sextet(before.code) >= 0)) return false;
  let start = joint;
  while (joint - start < LONGEST_PIECE && sextet(text.charCodeAt(start - 1)) >= 0) start--;
  if (isSplit) return joint - start >= SHORTEST_LINE;
  return joint - start >= SHORTEST_IMAGE_LINE && looksRandom(text.slice(start, joint));
}

/** Where the piece before this one ends, if what stands between them only joins two pieces of one literal. */
function jointBefore(text: string, at: number): number | undefined {
  return quotedJointBefore(text, at) ?? addedJointBefore(text, at) ?? wrapBefore(text, at);
}

/** A line wrapped without quotes: `\` or a backtick at its end, or just the line's end and an indent, perhaps with another `\`. */
function wrapBefore(text: string, at: number): number | undefined {
  let i = text.charAt(at - 1) === "\\" ? at - 1 : at;
  const floor = Math.max(0, at - LONGEST_JOINT);
  while (i > floor && (text.charAt(i - 1) === " " || text.charAt(i - 1) === "\t")) i--;
  if (text.charAt(i - 1) !== "\n") return undefined;
  i--;
  if (text.charAt(i - 1) === "\r") i--;
  if (i > 0 && "\\`^=".includes(text.charAt(i - 1))) i--;
  return i;
}
