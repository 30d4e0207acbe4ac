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
