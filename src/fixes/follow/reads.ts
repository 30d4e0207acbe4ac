import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import type { Reads, Source, Use } from "./language";

/** Reads of a value, made and put together. */

/** Nothing that reads a value, and nothing that goes with it. */
export const NO_READS: Reads = { uses: [], removes: [] };

/** Code that does something with a value that cannot be followed. */
export function lostAt(node: Node, source: Source): Reads {
  return { uses: [], removes: [], lost: { node, source } };
}

/** One place that reads a value. */
export function useAt(node: Node, source: Source): Reads {
  const use: Use = { node, source, rest: [] };
  return { uses: [use], removes: [] };
}

/**
 * What goes away with a value that nobody takes. `loosens` is what goes in its place where code goes on taking the value
 * if there is one; without it the place demands the value, and such a fix is left.
 */
export function goneAt(source: Source, edits: readonly Edit[], loosens?: readonly Edit[]): Reads {
  return {
    uses: [],
    removes: [{ source, edits }],
    ...(loosens === undefined ? {} : { loosens: [{ source, edits: loosens }] }),
  };
}

/** Puts several reads together; the first that is lost speaks, and what demands the value in one demands it in all. */
export function together(many: readonly Reads[]): Reads {
  const lost = many.find((one) => one.lost !== undefined)?.lost;
  const gives = many.find((one) => one.gives !== undefined)?.gives;
  const gone = many.filter(({ removes }) => removes.length > 0);
  const isLoose = gone.length > 0 && gone.every(({ loosens }) => loosens !== undefined);
  return {
    uses: many.flatMap(({ uses }) => uses),
    declared: many.flatMap(({ declared = [] }) => declared),
    removes: many.flatMap(({ removes }) => removes),
    names: many.flatMap(({ names = [] }) => names),
    ...(isLoose ? { loosens: many.flatMap(({ loosens = [] }) => loosens) } : {}),
    ...(lost === undefined ? {} : { lost }),
    ...(gives === undefined ? {} : { gives }),
  };
}
