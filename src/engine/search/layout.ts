import { SET } from "./buckets";
import { FRAGMENT } from "./fragments";

/** How the finder's memory is laid out, in bytes, and what its program and its tables agree upon. */

/** Sets of eight buckets each: enough for some hundred fragments. */
export const SETS = 2;
/** Where the marks begin, behind the tables: a bit for each mark that a fragment comes to. */
export const MARKS = SETS * SET;
const MARK_BITS = 15;
/** Where that begins which is searched. */
export const SEARCHED = MARKS + (1 << MARK_BITS) / 8;
/** What a look at the last place reads behind it. */
export const BEHIND = 16 + FRAGMENT;

/** Knuth's multiplier: the product's high bits are mixed well, and are the mark. */
export const MULTIPLIER = 0x9e3779b1 | 0;
export const MARK_SHIFT = 32 - MARK_BITS;
/** Three of the four bytes that are read at a place. */
export const THREE = 0xffffff;

/** The mark of up to four bytes as one number, the first the least. */
export function markOf(number: number): number {
  return Math.imul(number, MULTIPLIER) >>> MARK_SHIFT;
}
