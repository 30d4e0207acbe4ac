import { sextet } from "./base64";
import { BLOB_ANCHORS } from "./blob";
import { RULES } from "./rules/index";
import { KEY_TAILS } from "./spelling";

/**
 * Anchors: texts of which at least one stands in every text that holds a credential. They are found in one pass, by Wu
 * and Manber's skip table over pairs of characters; the few that are too short for long skips by the platform's search.
 */

/** An anchor and the UTF-16 offset where it starts. */
export interface AnchorPlace {
  readonly anchor: string;
  readonly at: number;
}

/** Every anchor. */
export const ANCHORS: readonly string[] = [
  ...new Set([...KEY_TAILS, ...RULES.flatMap((rule) => (rule.reads === "text" ? rule.anchors : [])), ...BLOB_ANCHORS]),
];

const WINDOW = 6;

/** What ends in "==" is found by that. */
const EQUALS = ANCHORS.filter((anchor) => anchor.endsWith("=="));
const SHORT = ANCHORS.filter((anchor) => anchor.length < WINDOW && !anchor.endsWith("=="));
const LONG = ANCHORS.filter((anchor) => anchor.length >= WINDOW && !anchor.endsWith("=="));

/** For each pair of characters how far the window may move on; 0 where an anchor's window may end. */
const SKIPS = new Uint8Array(1 << 16).fill(WINDOW - 1);
/** The anchors whose first characters end in a pair. */
const ENDING = new Map<number, string[]>();

for (const anchor of LONG) {
  for (let i = 1; i < WINDOW; i++) {
    const pair = pairOf(anchor.charCodeAt(i - 1), anchor.charCodeAt(i));
    SKIPS[pair] = Math.min(SKIPS[pair] ?? 0, WINDOW - 1 - i);
    if (i === WINDOW - 1) ENDING.set(pair, [...(ENDING.get(pair) ?? []), anchor]);
  }
}

function pairOf(first: number, second: number): number {
  return ((first & 0xff) << 8) | (second & 0xff);
}

/** Code compares with "==" everywhere; a key ends in it behind one of these, or in a literal of its own. */
const CANONICAL = "AQgw";
const QUOTES = "\"'`";
const SHORTEST_PIECE = 10;
const [SPACE, BACKSLASH, PERCENT, SEMICOLON] = [0x20, 0x5c, 0x25, 0x3b];
const SHORT_ONES = new RegExp(
  `[${CANONICAL}${QUOTES}]==|${SHORT.map((anchor) => anchor.replaceAll("\\", "\\\\")).join("|")}`,
  "g",
);

/** Every anchor that starts in [start, end) of a text, in order; takes time linear in the range. */
export function anchorPlaces(text: string, start: number, end: number): readonly AnchorPlace[] {
  const places: AnchorPlace[] = [];
  const part = start === 0 && end >= text.length ? text : text.slice(start, end + WINDOW);
  SHORT_ONES.lastIndex = 0;
  for (const { 0: found, index } of part.matchAll(SHORT_ONES)) {
    if (!found.endsWith("==")) places.push({ anchor: found, at: start + index });
    else {
      const tail = start + index + 1;
      for (const anchor of EQUALS) {
        const at = tail + 2 - anchor.length;
        if (text.startsWith(anchor, at)) places.push({ anchor, at });
      }
    }
  }
  const stop = Math.min(text.length, end + WINDOW);
  for (let at = start + WINDOW - 1; at < stop;) {
    const pair = pairOf(text.charCodeAt(at - 1), text.charCodeAt(at));
    const skip = SKIPS[pair] ?? 0;
    if (skip > 0) {
      at += skip;
      continue;
    }
    const from = at - WINDOW + 1;
    for (const anchor of ENDING.get(pair) ?? []) if (text.startsWith(anchor, from)) places.push({ anchor, at: from });
    at++;
  }
  return places.sort((a, b) => a.at - b.at);
}

/**
 * Whether an anchor stands in a file's first `length` bytes, of ASCII, Latin-1 or UTF-8. `indexOf` is the platform's
 * own search in the same bytes.
 */
export function holdsAnchor(
  bytes: Uint8Array,
  length: number,
  indexOf: (text: string, from: number) => number,
): boolean {
  for (let at = indexOf("==", 0); at >= 0; at = indexOf("==", at + 1)) if (mayEndKey(bytes, at)) return true;
  return SHORT.some((anchor) => indexOf(anchor, 0) >= 0) || holdsLongAnchor(bytes, length);
}

function mayEndKey(bytes: Uint8Array, at: number): boolean {
  const last = String.fromCharCode(bytes[at - 1] ?? 0);
  if (QUOTES.includes(last)) return QUOTES.includes(String.fromCharCode(bytes[at + 2] ?? 0)) && isJoined(bytes, at - 2);
  if (!CANONICAL.includes(last)) return false;
  // Words end like this too ("flag=="): the last piece of a key is longer, or its quote is near.
  for (let i = at - 2; i > at - SHORTEST_PIECE; i--) {
    const byte = bytes[i] ?? 0;
    if (sextet(byte) < 0)
      return QUOTES.includes(String.fromCharCode(byte)) || byte === BACKSLASH || byte === PERCENT || byte === SEMICOLON;
  }
  return true;
}

/** Whether an operator that joins literals stands before a place, or another literal's quote. */
function isJoined(bytes: Uint8Array, before: number): boolean {
  let at = before;
  while (at >= 0 && at > before - 100 && (bytes[at] ?? 0) <= SPACE) at--;
  return `+.&~\\${QUOTES}`.includes(String.fromCharCode(bytes[at] ?? 0));
}

/* eslint-disable @typescript-eslint/no-non-null-assertion --
   Every index lies within; asking for that here makes the search a fifth slower. */
function holdsLongAnchor(bytes: Uint8Array, length: number): boolean {
  for (let at = WINDOW - 1; at < length;) {
    const pair = (bytes[at - 1]! << 8) | bytes[at]!;
    const skip = SKIPS[pair]!;
    if (skip > 0) at += skip;
    else if (endsAnchor(bytes, at, pair)) return true;
    else at++;
  }
  return false;
}
/* eslint-enable */

function endsAnchor(bytes: Uint8Array, at: number, pair: number): boolean {
  const from = at - WINDOW + 1;
  return (ENDING.get(pair) ?? []).some((anchor) => {
    for (let i = 0; i < anchor.length; i++) if (bytes[from + i] !== anchor.charCodeAt(i)) return false;
    return true;
  });
}
