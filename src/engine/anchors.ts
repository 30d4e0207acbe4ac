import { ANCHORS } from "./examine";

/**
 * Finds out whether any of the engine's anchors stands in a file's bytes, at about the speed of reading them: the
 * shortest by the platform's own search, all others at once by Wu and Manber's skip table over pairs of bytes.
 */

const SHORTEST_FIRST = "==";

/** The texts that the skip table looks for; whoever holds "==" is found without it. */
const LONG = ANCHORS.filter((anchor) => !anchor.includes(SHORTEST_FIRST)).map((anchor) =>
  Uint8Array.from(anchor, (character) => character.charCodeAt(0)),
);
const WINDOW = Math.min(...LONG.map(({ length }) => length));

/** For each pair of bytes how far the window may move on; 0 where an anchor's window may end. */
const SKIPS = new Uint8Array(1 << 16).fill(WINDOW - 1);
/** The anchors whose window ends in a pair. */
const ENDING = new Map<number, Uint8Array[]>();

for (const anchor of LONG) {
  for (let i = 1; i < WINDOW; i++) {
    const pair = ((anchor[i - 1] ?? 0) << 8) | (anchor[i] ?? 0);
    SKIPS[pair] = Math.min(SKIPS[pair] ?? 0, WINDOW - 1 - i);
    if (i === WINDOW - 1) ENDING.set(pair, [...(ENDING.get(pair) ?? []), anchor]);
  }
}

/** Whether one of the anchors but "==" stands in the first `length` bytes (ASCII, UTF-8 or Latin-1). */
export function holdsLongAnchor(bytes: Uint8Array, length: number): boolean {
  let at = WINDOW - 1;
  while (at < length) {
    const pair = ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0);
    const skip = SKIPS[pair] ?? 0;
    if (skip > 0) at += skip;
    else if (endsAnchor(bytes, at, pair)) return true;
    else at++;
  }
  return false;
}

function endsAnchor(bytes: Uint8Array, at: number, pair: number): boolean {
  const from = at - WINDOW + 1;
  return (ENDING.get(pair) ?? []).some((anchor) => anchor.every((byte, i) => bytes[from + i] === byte));
}
