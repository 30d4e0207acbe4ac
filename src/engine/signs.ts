import { sextet } from "./base64";
import { hostsIn } from "./hosts";
import { looksRandom, looksRandomInShort } from "./randomRun";
import { type Meaning, type Reach, SIGN_ROWS } from "./signRows";

/** A word, host or symbol that says whose value stands near it. */
export interface Sign {
  readonly at: number;
  readonly end: number;
  readonly meaning: Meaning;
  readonly reach: Reach;
  /** Plain words for the reason: "a Cosmos DB endpoint". */
  readonly names: string;
  /** Other products use the word, too: it counts only for a value that no other name claims. */
  readonly isWeak: boolean;
}

const ALL = new RegExp(SIGN_ROWS.map(({ patterns }) => `(${patterns.join("|")})`).join("|"), "gi");

const CHUNK = 8192;
/** Longer than any sign, so that one on a chunk's edge is seen by the chunk it starts in. */
const OVERLAP = 128;

/** Where the signs of a text stand. Found a chunk at a time, when asked, and once: linear however many values ask. */
export class SignMap {
  private readonly chunks = new Map<number, readonly Sign[]>();

  constructor(private readonly text: string) {}

  /** The signs that start in [from, to), in order. */
  within(from: number, to: number): readonly Sign[] {
    const signs: Sign[] = [];
    for (let chunk = Math.floor(Math.max(0, from) / CHUNK); chunk * CHUNK < Math.min(to, this.text.length); chunk++) {
      for (const sign of this.chunk(chunk)) if (sign.at >= from && sign.end <= to) signs.push(sign);
    }
    return signs;
  }

  private chunk(number: number): readonly Sign[] {
    const known = this.chunks.get(number);
    if (known !== undefined) return known;
    const from = number * CHUNK;
    const signs = signsIn(this.text, Math.max(0, from - OVERLAP), from + CHUNK + OVERLAP).filter(
      ({ at }) => at >= from && at < from + CHUNK,
    );
    this.chunks.set(number, signs);
    return signs;
  }
}

/** The signs in a name. */
export function signsOf(name: string): readonly Sign[] {
  return signsIn(name, 0, name.length);
}

function signsIn(text: string, from: number, to: number): readonly Sign[] {
  const signs: Sign[] = [];
  const hosts = hostsIn(text, from, to);
  // What an account is called says nothing: hash-table.documents.azure.com.
  const isInHost = (at: number): boolean => hosts.some(({ start, suffix }) => at >= start && at < suffix);
  for (const match of text.slice(from, to).matchAll(ALL)) {
    const row = SIGN_ROWS[match.slice(1).findIndex(Boolean)];
    if (row === undefined) continue;
    const at = from + match.index;
    if (isInHost(at) || isInsideSecret(text, at, at + match[0].length)) continue;
    const { meaning, reach, names, isWeak = false } = row;
    signs.push({ at, end: at + match[0].length, meaning, reach, names, isWeak });
  }
  return signs;
}

/** Longer than names and paths get without a dot, dash or underscore. */
const LONG_RUN = 60;
/** A piece of a key that is cut into lines. */
const SHORT_RUN = 24;

/** Random letters spell words, too: what stands inside a long run of base64, or a piece of one, is no sign. */
function isInsideSecret(text: string, at: number, end: number): boolean {
  let from = at;
  while (at - from < LONG_RUN && sextet(text.charCodeAt(from - 1)) >= 0) from--;
  let to = end;
  while (to - end < LONG_RUN && sextet(text.charCodeAt(to)) >= 0) to++;
  if (to - from < SHORT_RUN) return false;
  const run = text.slice(from, to);
  return to - from >= LONG_RUN ? looksRandom(run) : looksRandomInShort(run);
}
