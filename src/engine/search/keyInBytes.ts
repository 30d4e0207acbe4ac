import { sextet } from "../base64";
import { BLOB_ANCHORS } from "../inner/blob";
import { addedJointBefore, LONGEST_JOINT, QUOTES, quotedJointBefore } from "../joint";
import { KEY_BODY_LENGTH } from "../key";

/** Whether bytes may hold a key: told before they are made a text, so that nearly no file need be. */

/** A key ends in "==" behind one of these, or in a literal of its own. */
export const CANONICAL = "AQgw";
/** What bytes 57 to 59 of an identifiable key are in base64, ten characters before its end. */
const SIGNATURE = "ACDb";
const HASH = "sha512-";
const PLUS = 0x2b;
const AMPERSAND = 0x26;
const TWO = 0x32;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const SMALL_N = 0x6e;
const SMALL_M = 0x6d;
const BRACKET = 0x5b;
/** A key's end in the base64 of a text. */
const BLOB_ENDS = BLOB_ANCHORS.filter((anchor) => anchor.endsWith("=="));

/**
 * Whether a key may end in the "==" at a place: the base64 before it is a key's length, or is the last of pieces that
 * quotes, an escape or a line's end join to as much. Longer runs are no keys unless they bear the signature, hashes that
 * say so are none.
 */
export function mayEndKey(bytes: Uint8Array, tail: number): boolean {
  const last = bytes[tail - 1] ?? 0;
  if (isOneOf(last, QUOTES))
    return isOneOf(bytes[tail + 2] ?? 0, `${QUOTES}\\`) && mayGoOn(bytes, tail - 1, KEY_BODY_LENGTH, CANONICAL);
  if (!isOneOf(last, CANONICAL)) return false;
  const body = tail - KEY_BODY_LENGTH;
  const at = runBefore(bytes, tail, body - 1);
  const isBounded = sextet(bytes[at] ?? 0) < 0;
  if (at < body && isBounded && standsAt(bytes, HASH, body - HASH.length)) return false;
  if (BLOB_ENDS.some((end) => standsAt(bytes, end, tail + 2 - end.length))) return true;
  if (at < body) return isBounded || standsAt(bytes, SIGNATURE, tail - 10) || isEscape(bytes, at);
  return mayGoOn(bytes, at, at + 1 - body);
}

/** The last place before `end`, and not before `floor`, that is no base64; `floor` where all is. */
function runBefore(bytes: Uint8Array, end: number, floor: number): number {
  let at = end - 1;
  while (at > floor && sextet(bytes[at] ?? 0) >= 0) at--;
  return at;
}

/** A key in more pieces than this is read as text to be sure. */
const MOST_PIECES = 8;

/**
 * Whether a key may go on before what ends a run of its base64 at a place: by so many characters in the pieces before, of
 * which the last ends in one of `ends` where they are given.
 */
function mayGoOn(bytes: Uint8Array, place: number, characters: number, ends?: string): boolean {
  let at = place;
  let left = characters;
  for (let pieces = 0; left > 0; pieces++) {
    if (!isOneOf(bytes[at] ?? 0, QUOTES)) return isSpelt(bytes, at) || isWrapped(bytes, at) || isAdded(bytes, at);
    const end = pieceEndBefore(bytes, at);
    if (end === undefined || (pieces === 0 && ends !== undefined && !isOneOf(bytes[end - 1] ?? 0, ends))) return false;
    if (pieces === MOST_PIECES) return true;
    at = runBefore(bytes, end, Math.max(-1, end - 1 - left));
    left -= end - 1 - at;
  }
  return true;
}

/** What an escape's last character may be away from its first: `\n`, `%22`, `\u0022`, PowerShell's with a backtick. */
const LONGEST_ESCAPE = 6;

/** Whether the character at a place ends an escape, or a patch's sign at its line's start: the base64 begins behind it. */
function isEscape(bytes: Uint8Array, end: number): boolean {
  if (bytes[end] === PLUS && (end === 0 || bytes[end - 1] === NEWLINE)) return true;
  if (standsAt(bytes, "=3D", end - 2) || isColour(bytes, end)) return true;
  for (let at = end; at > Math.max(-1, end - LONGEST_ESCAPE); at--) if (isOneOf(bytes[at] ?? 0, "\\%`")) return true;
  return false;
}

/** Whether a terminal's colour ends at a place: `[33m`. */
function isColour(bytes: Uint8Array, end: number): boolean {
  return bytes[end] === SMALL_M && bytes.subarray(Math.max(0, end - LONGEST_ESCAPE), end).includes(BRACKET);
}

/** Whether a "+" or "/" of a key stands at a place in another spelling: `%2B`, `=2F`, `&#43;`, `\u{2b}`, `\/`. */
function isSpelt(bytes: Uint8Array, at: number): boolean {
  const sign = String.fromCharCode(bytes[at] ?? 0);
  if (sign === ";") return bytes.subarray(Math.max(0, at - LONGEST_ESCAPE), at).includes(AMPERSAND);
  if (sign === "%" || sign === "=") return bytes[at + 1] === TWO;
  return sign === "\\" || (sign === "}" && isEscape(bytes, at));
}

/** Whether a line begins at a place, but for its indent and what comments and patches put before it, or goes on in the next. */
function isWrapped(bytes: Uint8Array, place: number): boolean {
  let at = place;
  while (isOneOf(bytes[at] ?? 0, " \t")) at--;
  if (isOneOf(bytes[at] ?? 0, "\n\\") || isSpelt(bytes, at)) return true;
  if (bytes[at] === SMALL_N && bytes[at - 1] === BACKSLASH) return true;
  const floor = at - LONGEST_SIGN;
  while (at > floor && isOneOf(bytes[at] ?? 0, " \t#/;>:+*-REMrem")) at--;
  return at < 0 || bytes[at] === NEWLINE;
}

/** Whether what a shell's variable holds stands before the place behind: `KEY="${KEY}`. */
function isAdded(bytes: Uint8Array, place: number): boolean {
  if (!isOneOf(bytes[place] ?? 0, "}%")) return false;
  const before = String.fromCharCode(...bytes.subarray(Math.max(0, place - LONGEST_JOINT), place + 1));
  return addedJointBefore(before, before.length) !== undefined;
}

/** What stands before a line in a comment, with its indent, at the most. */
const LONGEST_SIGN = 80;

/** By byte: 1 for what stands between most pieces, `" +\n  "`, or values of a list. */
const PLAIN = new Uint8Array(256);
for (const character of " \t\r\n+.,&") PLAIN[character.charCodeAt(0)] = 1;
const LONGEST_PLAIN = 40;

/** The like quote before a quote where nothing else than what is plain stands between: nearly always, and told at once. */
function plainEndBefore(bytes: Uint8Array, quote: number): number | undefined {
  let at = quote - 1;
  while (quote - at < LONGEST_PLAIN && PLAIN[bytes[at] ?? 0] === 1) at--;
  if (at === quote - 1 || at < 1 || bytes[at] !== bytes[quote]) return undefined;
  return isOneOf(bytes[at - 1] ?? 0, `${QUOTES}\\`) ? undefined : at;
}

const WIDE = /[\x80-\xff]/;

/** Where the piece ends that a literal, which begins with a quote at a place, goes on: nothing but operators stands between. */
function pieceEndBefore(bytes: Uint8Array, quote: number): number | undefined {
  const plain = plainEndBefore(bytes, quote);
  if (plain !== undefined) return plain;
  const from = Math.max(0, quote - LONGEST_JOINT - 8);
  const part = String.fromCharCode(...bytes.subarray(from, quote + 1));
  if (WIDE.test(part)) return pieceEndBeforeWide(bytes, quote);
  const end = endOfPiece(part);
  return end === undefined ? undefined : from + end;
}

/** The same where other letters stand between: each counts as one, and as a blank, which it may be. */
function pieceEndBeforeWide(bytes: Uint8Array, quote: number): number | undefined {
  const places: number[] = [];
  const characters: string[] = [];
  for (let at = Math.max(0, quote - 3 * LONGEST_JOINT - 8); at <= quote; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    places.push(at);
    characters.push(byte > 127 ? " " : String.fromCharCode(byte));
  }
  const end = endOfPiece(characters.join(""));
  return end === undefined ? undefined : places[end];
}

/** Ends of lines that a literal spells, alone or in a list of lines, and signs before the lines of a comment: no part of the text that is read. */
const LINE = /\\+[nrt](?:"\s{0,40},\s{0,40}")?|(?:^|\n)[ \t]*(?:\/\/+|#+|--|;+|>+|::|\+|-|REM|rem)/g;

function endOfPiece(before: string): number | undefined {
  const withoutSigns = before.replace(LINE, (line) => "\n".padEnd(line.length));
  // Signs before lines are those of the text that the pieces stand in, or of a comment between them.
  const end =
    quotedJointBefore(withoutSigns, before.length) ??
    (withoutSigns === before ? undefined : quotedJointBefore(before, before.length));
  return end === undefined || end === 0 ? undefined : end;
}

function isOneOf(byte: number, characters: string): boolean {
  return characters.includes(String.fromCharCode(byte));
}

/** Whether an ASCII text stands at an offset of bytes. */
export function standsAt(bytes: Uint8Array, text: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return at >= 0;
}
