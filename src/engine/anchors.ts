import { BLOB_ANCHORS } from "./inner/blob";
import { CANONICAL, holdsKeyEnd, standsAt } from "./keyInBytes";
import { QUOTES } from "./joint";
import { RULES } from "./rules/index";
import { KEY_TAILS } from "./spelling";

/**
 * Anchors: texts of which at least one stands in every text that holds a credential. They are found in one pass, by Wu
 * and Manber's skip table over pairs of characters; only "==" by the platform's search.
 */

/** An anchor and the UTF-16 offset where it starts. */
export interface AnchorPlace {
  readonly anchor: string;
  readonly at: number;
}

/** Every anchor. */
export const ANCHORS: readonly string[] = [
  ...new Set([...KEY_TAILS, ...RULES.flatMap((rule) => (rule.reads === "key" ? [] : rule.anchors)), ...BLOB_ANCHORS]),
];

const WINDOW = 6;

/** What ends in "==" is found by that. */
const EQUALS = ANCHORS.filter((anchor) => anchor.endsWith("=="));
const OTHERS = ANCHORS.filter((anchor) => !anchor.endsWith("=="));
const SHORTEST = Math.min(...OTHERS.map(({ length }) => length));

const LONGEST_SKIP = Math.min(WINDOW - 1, SHORTEST);
const LONGEST = Math.max(...OTHERS.map(({ length }) => length));

/** For each pair of characters how far the window may move on; 0 where an anchor's window may end. */
const SKIPS = new Uint8Array(1 << 16).fill(LONGEST_SKIP);
/** By pair the anchors whose window ends in it, and where they begin, counted from the window's start. */
const ENDING: { readonly anchor: string; readonly lead: number }[][] = [];
/** Pairs that texts are full of. */
const COMMON = new Set("erontiinatesreteenthndorralaritedelecotoiousestlimenerootaicmplasisetr".match(/../g));

// The short ones have no choice: the others choose beside them.
for (const anchor of [...OTHERS].sort((a, b) => a.length - b.length)) {
  const piece = rarestPiece(anchor);
  // A short anchor stands at its window's end, behind anything at all.
  const lead = Math.max(0, WINDOW - anchor.length);
  for (let first = 0; lead > 0 && first < 256; first++) shorten(pairOf(first, anchor.charCodeAt(0)), lead);
  for (let i = lead + 1; i < WINDOW; i++) {
    const pair = pairAt(anchor, piece + i - lead);
    shorten(pair, i);
    if (i === WINDOW - 1) (ENDING[pair] ??= []).push({ anchor, lead: lead - piece });
  }
}

/**
 * Where in an anchor its window stands: where the window is to move on least often. A pair costs by its place, the last
 * most, and by how often it stands in texts; nothing where others stop at it already.
 */
function rarestPiece(anchor: string): number {
  const costs = Array.from({ length: Math.max(1, anchor.length - WINDOW + 1) }, (_none, piece) => {
    let cost = 0;
    for (let i = 1; i < WINDOW && piece + i < anchor.length; i++) {
      const pair = anchor.slice(piece + i - 1, piece + i + 1);
      const often = COMMON.has(pair) ? 12 : /[a-z ]{2}|\d\d/.test(pair) ? 3 : 1;
      if ((SKIPS[pairAt(anchor, piece + i)] ?? 0) > WINDOW - 1 - i) cost += i * i * often;
    }
    return cost;
  });
  return costs.indexOf(Math.min(...costs));
}

/** The pair that ends at a place of a text. */
function pairAt(text: string, at: number): number {
  return pairOf(text.charCodeAt(at - 1), text.charCodeAt(at));
}

/** A pair that may stand at a place of the window lets it move on no further than to its end. */
function shorten(pair: number, place: number): void {
  SKIPS[pair] = Math.min(SKIPS[pair] ?? 0, WINDOW - 1 - place);
}

function pairOf(first: number, second: number): number {
  return ((first & 0xff) << 8) | (second & 0xff);
}

const TAILS = new RegExp(`[${CANONICAL}${QUOTES}]==`, "g");

/** Every anchor that starts in [start, end) of a text, in order; takes time linear in the range. */
export function anchorPlaces(text: string, start: number, end: number): readonly AnchorPlace[] {
  const places: AnchorPlace[] = [];
  const part = start === 0 && end >= text.length ? text : text.slice(start, end + WINDOW);
  for (const { index } of part.matchAll(TAILS)) {
    const tail = start + index + 1;
    for (const anchor of EQUALS) {
      const at = tail + 2 - anchor.length;
      if (text.startsWith(anchor, at)) places.push({ anchor, at });
    }
  }
  const stop = Math.min(text.length, end + LONGEST);
  for (let at = Math.max(WINDOW, start + SHORTEST) - 1; at < stop;) {
    const pair = pairOf(text.charCodeAt(at - 1), text.charCodeAt(at));
    const skip = SKIPS[pair] ?? 0;
    if (skip > 0) {
      at += skip;
      continue;
    }
    for (const { anchor, lead } of ENDING[pair] ?? []) {
      const from = at - WINDOW + 1 + lead;
      if (from >= start && from < end && text.startsWith(anchor, from)) places.push({ anchor, at: from });
    }
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
  if (holdsKeyEnd(bytes, (from) => indexOf("==", from))) return true;
  return holdsOther(bytes, length, (anchor) => BESIDE.get(anchor)?.some((text) => indexOf(text, 0) >= 0) ?? true);
}

/** For anchors that are others' words, too: the texts of which one makes them ours. */
const BESIDE = new Map(
  RULES.flatMap((rule) =>
    rule.reads === "text" && rule.shared !== undefined
      ? rule.shared.anchors.map((anchor) => [anchor, rule.shared?.beside ?? []] as const)
      : [],
  ),
);

function holdsOther(bytes: Uint8Array, length: number, isOurs: (anchor: string) => boolean): boolean {
  /** Anchors that say nothing in this text: asked for once. */
  const others = new Set<string>();
  for (let at = WINDOW - 1; at < length;) {
    // Nearly every window moves on as far as it can: the next is looked at in the same turn, which is a quarter faster.
    if (skipAt(bytes, at) === LONGEST_SKIP) at += LONGEST_SKIP;
    if (at >= length) return false;
    const skip = skipAt(bytes, at);
    if (skip > 0) {
      at += skip;
      continue;
    }
    const anchor = anchorEndingAt(bytes, at, others);
    if (anchor === undefined) at++;
    else if (isOurs(anchor)) return true;
    else others.add(anchor);
  }
  return false;
}

/** How far the window that ends at a place may move on. */
function skipAt(bytes: Uint8Array, at: number): number {
  return SKIPS[((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)] ?? 0;
}

/** An anchor whose window ends at a place, those aside that say nothing. */
function anchorEndingAt(bytes: Uint8Array, at: number, others: ReadonlySet<string>): string | undefined {
  for (const { anchor, lead } of ENDING[((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)] ?? [])
    if (standsAt(bytes, anchor, at - WINDOW + 1 + lead) && !others.has(anchor)) return anchor;
  return undefined;
}
