/** How many of a list in order stand at a place or before it, by bisection. */
export function countUpTo<T>(list: readonly T[], place: number, placeOf: (one: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = list[middle];
    if (one !== undefined && placeOf(one) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
