/** Of every text that is searched for a fragment of four characters is looked for, and where it stands, the text. */

/** A text that is searched for, and where in it its fragment begins. */
export interface Fragmented {
  readonly text: string;
  readonly lead: number;
}

export const FRAGMENT = 4;

/** Characters by how often code holds them, the most frequent first; those that are not named are rarest. */
const FREQUENT = ' etaoinsrlcdpumfhgy.,"()-/_:;=*bvwkxjqz0123456789';

/** By character: which share of code it is, about; together they come to one. */
export const FREQUENCIES = Float64Array.from({ length: 128 }, (_none, code) => {
  const place = FREQUENT.indexOf(String.fromCharCode(code));
  return (place < 0 ? 0.05 : 0.94 ** place) / 18;
});

/** The texts by the fragment that stands for each: a rare one, and one that stands for many of them. */
export function byFragment(texts: readonly string[]): ReadonlyMap<string, readonly Fragmented[]> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const one of fragmentsOf(text)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const costs = new Map([...counts].map(([one, count]) => [one, frequencyOf(one) / count ** 1.5]));
  const found = new Map<string, Fragmented[]>();
  for (const text of texts) {
    const fragments = fragmentsOf(text);
    let lead = 0;
    for (const [at, one] of fragments.entries())
      if ((costs.get(one) ?? 0) < (costs.get(fragments[lead] ?? "") ?? 0)) lead = at;
    const best = fragments[lead] ?? "";
    found.set(best, [...(found.get(best) ?? []), { text, lead }]);
  }
  return found;
}

function fragmentsOf(text: string): readonly string[] {
  return Array.from({ length: text.length - FRAGMENT + 1 }, (_none, at) => text.slice(at, at + FRAGMENT));
}

/** How often a fragment stands in texts: letters of words follow each other more often than by chance. */
function frequencyOf(fragment: string): number {
  let product = 1;
  for (let i = 0; i < FRAGMENT; i++) product *= FREQUENCIES[fragment.charCodeAt(i)] ?? 1;
  return /[a-z]{3}/.test(fragment) ? product * IN_WORDS : product;
}

const IN_WORDS = 30;
