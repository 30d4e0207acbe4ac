/** Fewer letters of either case than this share has a long name in camel case; random text has half of each. */
const LEAST_SHARE = 1 / 3;

/**
 * Whether a run of base64 characters, at least some 30 of them, is random: it has digits among letters of both cases,
 * or as many capitals as other letters. The second counts since one random line of 40 characters in 900 has no digit.
 * Words, names and paths have neither.
 */
export function looksRandom(run: string): boolean {
  const count = (of: RegExp): number => run.match(of)?.length ?? 0;
  const small = count(/[a-z]/g);
  const capital = count(/[A-Z]/g);
  if (small === 0 || capital === 0) return false;
  return /\d/.test(run) || Math.min(small, capital) >= LEAST_SHARE * (small + capital);
}

/** Neighbours in random base64 are of two kinds (small, capital, digit, other) two times in three; in names one in three. */
const LEAST_CHANGES = 0.45;

/** The same of a shorter run, from some 24 characters on: long names with a digit are told from it. */
export function looksRandomInShort(run: string): boolean {
  const kindOf = (character: string): number =>
    /[a-z]/.test(character) ? 0 : /[A-Z]/.test(character) ? 1 : /\d/.test(character) ? 2 : 3;
  let changes = 0;
  for (let at = 1; at < run.length; at++) if (kindOf(run.charAt(at)) !== kindOf(run.charAt(at - 1))) changes++;
  return looksRandom(run) && changes >= LEAST_CHANGES * (run.length - 1);
}
