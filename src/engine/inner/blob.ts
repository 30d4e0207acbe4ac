import { decodeBase64, sextet } from "../base64";
import type { Span } from "../finding";
import type { Inner } from "./inner";

/** Base64 around a whole connection string, key or settings file: Kubernetes secrets, dumps of CI secrets, `-enc`. */

/** A run of base64, and the text it decodes to where it decodes to one: all that stands in it stands in the whole run. */
export interface Blob extends Span {
  readonly inner: Inner | undefined;
}

/** Words that a credential's base64 holds, each with at least seven characters so that its fragments are rare. */
const TELLING_WORDS = [
  "AccountKey=",
  "accountkey=",
  "documents.azure.",
  ".cosmos.azure.",
  "COSMOS_",
  "CosmosDb",
  "cosmosdb",
];

/** Ends of a bare key in base64, once and twice, with and without a line end behind it. */
const KEY_ENDINGS = ["PQ==", "PQo=", "09Cg==", "UT09", "UW89"];

/** The same of texts in UTF-16, as PowerShell's -EncodedCommand takes them; the last is a key's own end. */
const WIDE_WORDS = ["AccountKey=", "cosmos", "Cosmos", "COSMOS", "documents.azure.", "=="].map((word) =>
  Array.from(word, (character) => `${character}\0`).join(""),
);

/** Texts of which one stands in every blob that holds a credential. */
export const BLOB_ANCHORS: readonly string[] = [
  ...KEY_ENDINGS,
  ...TELLING_WORDS.flatMap(fragments),
  ...WIDE_WORDS.flatMap(fragments),
  ...TELLING_WORDS.slice(0, 4).flatMap(fragments).flatMap(fragments),
];

/** The base64 of a word at each of its three alignments, without the characters that its neighbours share in. */
function fragments(word: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = encodeBase64("\0".repeat(shift) + word);
    const from = shift === 0 ? 0 : shift + 1;
    return encoded.slice(from, Math.floor(((shift + word.length) * 8) / 6));
  });
}

function encodeBase64(text: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let encoded = "";
  for (let at = 0; at < text.length; at += 3) {
    const bits = (text.charCodeAt(at) << 16) | ((text.charCodeAt(at + 1) || 0) << 8) | (text.charCodeAt(at + 2) || 0);
    for (const shift of [18, 12, 6, 0]) encoded += alphabet.charAt((bits >> shift) & 63);
  }
  return encoded;
}

const SHORTEST = 100;
const LONGEST = 1 << 20;
const SHORTEST_WRAPPED_LINE = 40;

/**
 * The base64 run around `at`, which begins no earlier than `floor`: whoever asks for one run after the other reads each
 * character once. It has no text where it is short, over 1 Mi characters, or binary.
 */
export function blobAround(text: string, at: number, floor: number): Blob {
  let start = at;
  while (start > floor) {
    if (sextet(text.charCodeAt(start - 1)) >= 0) start--;
    else {
      const wrapped = wrapBefore(text, start);
      if (wrapped === undefined || wrapped < floor) break;
      start = wrapped;
    }
  }
  let end = at;
  while (end < text.length) {
    if (sextet(text.charCodeAt(end)) >= 0) end++;
    else {
      const wrapped = wrapAfter(text, end);
      if (wrapped === undefined) break;
      end = wrapped;
    }
  }
  for (let padding = 0; padding < 2 && text.charAt(end) === "="; padding++) end++;
  const isLikely = end - start >= SHORTEST && end - start < LONGEST;
  const inside = isLikely ? textOf(decodeBase64(text.slice(start, end).replace(/\s+/g, ""))) : undefined;
  const span: Span = { start, end };
  if (inside === undefined) return { ...span, inner: undefined };
  const whole: Span = { start: 0, end: inside.length };
  return { ...span, inner: { ...span, text: inside, encoding: "base64", spanOf: () => span, within: () => whole } };
}

/** Encoders wrap at 64 or 76 characters; the run goes on where two long lines meet. */
function wrapBefore(text: string, at: number): number | undefined {
  const match = /[A-Za-z0-9+/](\r?\n[ \t]{0,40})$/.exec(text.slice(Math.max(0, at - 44), at));
  if (match?.[1] === undefined) return undefined;
  const end = at - match[1].length;
  return isRun(text, end - SHORTEST_WRAPPED_LINE, end) ? end : undefined;
}

function wrapAfter(text: string, at: number): number | undefined {
  const match = /^\r?\n[ \t]{0,40}(?=[A-Za-z0-9+/])/.exec(text.slice(at, at + 44));
  return match !== null && isRun(text, at - SHORTEST_WRAPPED_LINE, at) ? at + match[0].length : undefined;
}

function isRun(text: string, from: number, to: number): boolean {
  for (let at = to - 1; at >= from; at--) if (!(sextet(text.charCodeAt(at)) >= 0)) return false;
  return from >= 0;
}

/** Bytes that read as text, in one byte a character or in UTF-16; undefined for binary data. */
function textOf(bytes: Uint8Array): string | undefined {
  const wide = bytes.length > 2 && bytes[1] === 0 && bytes[3] === 0;
  const step = wide ? 2 : 1;
  const parts: string[] = [];
  let part = "";
  for (let at = 0; at < bytes.length; at += step) {
    const byte = bytes[at] ?? 0;
    if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) return undefined;
    part += String.fromCharCode(byte);
    if (part.length >= 4096) {
      parts.push(part);
      part = "";
    }
  }
  return parts.join("") + part;
}
