import { BLOB_ANCHORS } from "../inner/blob";
import { QUOTES } from "../joint";
import { RULES } from "../rules/index";
import { KEY_TAILS } from "../spelling";
import { type Finder, finderOf, numberOf } from "./finder";
import { byFragment, FRAGMENT, type Fragmented } from "./fragments";
import { CANONICAL, mayEndKey, standsAt } from "./keyInBytes";
import { BEHIND, SEARCHED } from "./layout";

/** Anchors: texts of which at least one stands in every text that holds a credential. */

/** An anchor and the UTF-16 offset where it starts. */
export interface AnchorPlace {
  readonly anchor: string;
  readonly at: number;
}

/** Every anchor. */
export const ANCHORS: readonly string[] = [
  ...new Set([...KEY_TAILS, ...RULES.flatMap((rule) => (rule.reads === "key" ? [] : rule.anchors)), ...BLOB_ANCHORS]),
];

const TAIL = "==";
/** What stands before the "==" that ends a key: its last character, or the end of the literal before the last. */
const TAILS = Array.from(CANONICAL + QUOTES, (before) => before + TAIL);
/** What ends in "==" is found by that. */
const TAILED = ANCHORS.filter((anchor) => anchor.endsWith(TAIL));
const LONGEST = Math.max(...ANCHORS.map(({ length }) => length));

/** What searches, and the anchors that do not end in "==", by their fragment's number. */
interface Search {
  readonly finder: Finder;
  readonly others: ReadonlyMap<number, readonly Fragmented[]>;
}

let made: Search | undefined;

/** Made when it is first needed: an editor starts without. */
function search(): Search {
  if (made !== undefined) return made;
  const others = byFragment(ANCHORS.filter((anchor) => !anchor.endsWith(TAIL)));
  made = {
    finder: finderOf([...TAILS, ...others.keys()]),
    others: new Map([...others].map(([fragment, anchors]) => [numberOf(fragment), anchors])),
  };
  return made;
}

/** UTF-16 units of a text that are searched at a time: each as one byte, its lower half. */
const PART = 1 << 15;
const FILE = SEARCHED + PART + BEHIND;

/** Every anchor that starts in [start, end) of a text, in order; takes time linear in the range. */
export function anchorPlaces(text: string, start: number, end: number): readonly AnchorPlace[] {
  const places: AnchorPlace[] = [];
  const { others } = search();
  const add = (anchor: string, at: number): void => {
    if (at >= start && at < end && text.startsWith(anchor, at)) places.push({ anchor, at });
  };
  const stop = Math.min(text.length, end + LONGEST);
  for (let from = Math.max(0, start - 1); from < stop; from += PART)
    for (const at of fragmentPlaces(text, from, Math.min(stop, from + PART))) {
      if (text.startsWith(TAIL, at + 1)) for (const anchor of TAILED) add(anchor, at + 1 + TAIL.length - anchor.length);
      for (const { text: anchor, lead } of others.get(numberOf(text.slice(at, at + FRAGMENT))) ?? [])
        add(anchor, at - lead);
    }
  return places.sort((a, b) => a.at - b.at);
}

/** Where in [start, end) of a text, no more than a part of it, a fragment may begin. */
function fragmentPlaces(text: string, start: number, end: number): readonly number[] {
  const { bytes, next } = search().finder;
  const memory = bytes();
  const last = Math.min(text.length, end + FRAGMENT);
  for (let at = start; at < last; at++) memory[SEARCHED + at - start] = text.charCodeAt(at);
  const places: number[] = [];
  const stop = SEARCHED + end - start;
  for (let at = next(SEARCHED, stop); at < stop; at = next(at + 1, stop)) places.push(at - SEARCHED + start);
  return places;
}

/**
 * Memory of so many bytes that can be searched as it is. What it held before stays; a view that was given before is one no
 * more where this one is larger.
 */
export function searchable(length: number): Uint8Array<ArrayBuffer> {
  const { reserve, bytes } = search().finder;
  reserve(FILE + length + BEHIND);
  return bytes().subarray(FILE, FILE + length);
}

/**
 * Whether an anchor stands in bytes of ASCII, Latin-1 or UTF-8; `holds` is the platform's own search in the same bytes.
 * Bytes that are not yet in searchable memory are copied there.
 */
export function holdsAnchor(bytes: Uint8Array, holds: (text: string) => boolean): boolean {
  if (bytes.buffer !== search().finder.bytes().buffer) {
    const copy = searchable(bytes.length);
    copy.set(bytes);
    return holdsAnchor(copy, holds);
  }
  const { finder, others } = search();
  const all = finder.bytes();
  const start = bytes.byteOffset;
  const end = start + bytes.length;
  /** Anchors that say nothing in this text: asked for once. */
  const idle = new Set<string>();
  const isOurs = (anchor: string): boolean => {
    const is = BESIDE.get(anchor)?.some(holds) ?? true;
    if (!is) idle.add(anchor);
    return is;
  };
  for (let place = finder.next(start, end); place < end; place = finder.next(place + 1, end)) {
    const at = place - start;
    if (all[place + 1] === EQUALS && all[place + 2] === EQUALS) {
      if (mayEndKey(bytes, at + 1)) return true;
    } else
      for (const { text: anchor, lead } of others.get(numberAt(all, place)) ?? [])
        if (!idle.has(anchor) && standsAt(bytes, anchor, at - lead) && isOurs(anchor)) return true;
  }
  return false;
}

const EQUALS = 0x3d;

/** The number of the fragment that begins at a place of memory. */
function numberAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** For anchors that are others' words, too: the texts of which one makes them ours. */
const BESIDE = new Map(
  RULES.flatMap((rule) =>
    rule.reads === "text" && rule.shared !== undefined
      ? rule.shared.anchors.map((anchor) => [anchor, rule.shared?.beside ?? []] as const)
      : [],
  ),
);
