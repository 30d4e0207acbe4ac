import { isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";

/** The way from a YAML document's root to its scalars. */

/** A step from a collection into one of its pairs or items. */
export interface Step {
  readonly key: string | number | undefined;
  readonly scalar: Scalar | undefined;
  /** The range of the pair or item. */
  readonly range: readonly [number, number];
  readonly siblings: number;
}

/** The steps to every scalar below a node. */
export function waysIn(node: Node | null | undefined): readonly (readonly Step[])[] {
  if (isMap(node)) return node.items.flatMap((pair) => waysBelow(pair, pair.value, pair.key, node.items.length));
  if (isSeq(node))
    return node.items.flatMap((item, i) => (isPair(item) ? [] : waysBelow(undefined, item, i, node.items.length)));
  return [];
}

function waysBelow(
  pair: Pair | undefined,
  value: unknown,
  key: unknown,
  siblings: number,
): readonly (readonly Step[])[] {
  const step = stepOf(pair, value, key, siblings);
  if (step === undefined) return [];
  return step.scalar === undefined ? waysIn(value as Node).map((way) => [step, ...way]) : [[step]];
}

/** The steps from a node to the scalar that holds an offset. */
export function wayTo(node: Node | null | undefined, at: number): readonly Step[] | undefined {
  if (isMap(node)) {
    for (const pair of node.items) {
      const inside = stepInto(pair, pair.value, pair.key, at, node.items.length);
      if (inside !== undefined) return inside;
    }
  } else if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const inside = isPair(item) ? undefined : stepInto(undefined, item, i, at, node.items.length);
      if (inside !== undefined) return inside;
    }
  }
  return undefined;
}

function stepInto(
  pair: Pair | undefined,
  value: unknown,
  key: unknown,
  at: number,
  siblings: number,
): readonly Step[] | undefined {
  const node = value as Node | null | undefined;
  const range = node?.range;
  const step = stepOf(pair, value, key, siblings);
  if (step === undefined || range == null || at < range[0] || at >= range[2]) return undefined;
  if (step.scalar !== undefined) return [step];
  const inside = wayTo(node, at);
  return inside === undefined ? undefined : [step, ...inside];
}

/** A step into a map's pair or a list's item; undefined where it has no value that a parser placed. */
function stepOf(pair: Pair | undefined, value: unknown, key: unknown, siblings: number): Step | undefined {
  const node = value as Node | null | undefined;
  const range = node?.range;
  if (range === null || range === undefined) return undefined;
  const keyNode = pair?.key as Node | null | undefined;
  return {
    key: isScalar(key) ? String(key.value) : typeof key === "number" ? key : undefined,
    scalar: isScalar(node) ? node : undefined,
    range: [keyNode?.range?.[0] ?? range[0], range[1]],
    siblings,
  };
}

/** The range that goes with the value: also its parent's, where it is the only child; with `all`, every such parent's. */
export function wholeOf(way: readonly Step[], text: string, all = false): readonly [number, number] {
  const last = way.at(-1);
  if (last === undefined) return [0, 0];
  let at = way.length - 1;
  while (at > 0 && way[at]?.siblings === 1 && (all || at === way.length - 1)) at--;
  // A collection's own range goes on to the next line's indentation: the value ends both.
  const outer = way[at] ?? last;
  const start = outer.range[0];
  const dash = typeof outer.key === "number" ? (/-[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return [start - dash, text.slice(0, last.range[1]).trimEnd().length];
}
