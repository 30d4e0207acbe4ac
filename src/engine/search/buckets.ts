import { FRAGMENT, FREQUENCIES } from "./fragments";

/**
 * The tables of the search that compares many places at once (Teddy, of Hyperscan): fragments share eight buckets a
 * set, and for each place of a fragment and each half of a byte there is a row that tells, as bits, in which buckets that
 * half stands there. A text passes where all eight say so: never where no fragment stands, but for mixtures.
 */

/** Bytes of one set's tables: two rows of sixteen bytes for each place. */
export const SET = FRAGMENT * 32;
const BUCKETS = 8;

/** The tables of so many sets; each fragment goes where it makes the fewest mixtures. A short one lets anything follow. */
export function tablesFor(fragments: readonly string[], sets: number): Uint8Array {
  const buckets = Array.from({ length: sets * BUCKETS }, () => new Bucket());
  for (const fragment of fragments) {
    const halves = Array.from({ length: FRAGMENT }, (_none, place) => halvesAt(fragment, place));
    const costs = buckets.map((bucket) => bucket.costOf(halves));
    buckets[costs.indexOf(Math.min(...costs))]?.add(halves);
  }
  const tables = new Uint8Array(sets * SET);
  for (const [i, { halves }] of buckets.entries())
    for (const [place, bits] of halves.entries())
      for (let half = 0; half < 32; half++) {
        const at = Math.floor(i / BUCKETS) * SET + place * 32 + half;
        tables[at] = (tables[at] ?? 0) | (((bits >>> half) & 1) << (i % BUCKETS));
      }
  return tables;
}

/** The low half (as a bit from 0 to 15) and the high half (from 16 to 31) of a character; all where there is none. */
function halvesAt(fragment: string, place: number): number {
  const code = fragment.charCodeAt(place);
  return Number.isNaN(code) ? -1 : (1 << (code & 15)) | (1 << (16 + (code >> 4)));
}

/** Fragments that share a bit in the tables. */
class Bucket {
  /** By place. */
  readonly halves = new Int32Array(FRAGMENT);
  private readonly shares = new Float64Array(FRAGMENT);
  /** How much of a text passes. */
  private passing = 0;

  /** How much more would pass with one more. */
  costOf(halves: readonly number[]): number {
    let product = 1;
    for (let place = 0; place < FRAGMENT; place++) product *= this.shareWith(place, halves[place] ?? 0);
    return product - this.passing;
  }

  add(halves: readonly number[]): void {
    this.passing += this.costOf(halves);
    for (let place = 0; place < FRAGMENT; place++) {
      this.shares[place] = this.shareWith(place, halves[place] ?? 0);
      this.halves[place] = (this.halves[place] ?? 0) | (halves[place] ?? 0);
    }
  }

  private shareWith(place: number, more: number): number {
    const halves = this.halves[place] ?? 0;
    return (halves | more) === halves ? (this.shares[place] ?? 0) : shareOf(halves | more);
  }
}

/** Which share of a text's characters has such halves. */
function shareOf(halves: number): number {
  let sum = 0;
  for (let highs = (halves >>> 16) & 0xfc; highs !== 0; highs &= highs - 1) {
    const row = 16 * lowest(highs);
    for (let lows = halves & 0xffff; lows !== 0; lows &= lows - 1) sum += FREQUENCIES[row + lowest(lows)] ?? 0;
  }
  return sum;
}

/** The number of the lowest bit that is set. */
function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
