/** What a scan tells about places that it did not look at, or not as it should have. */

/**
 * Left out because a person's settings say so, or by nature: counted and said, and no failure. `not here`: what a checkout
 * leaves elsewhere, as Git LFS, a sparse checkout and a submodule do.
 */
export const LEFT_OUT = ["ignored", "excluded", "binary", "too large", "not here"] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** One place and what is to be said of it. */
export interface Note {
  /** Absolute. */
  readonly path: string;
  /**
   * `unseen`: it should have been looked at and could not be, so that "nothing found" is not said of all. `remark`: a
   * word that a person may want. Else what left it out.
   */
  readonly kind: "unseen" | "remark" | LeftOut;
  /** In our own words; of what is excluded, the glob that did it. */
  readonly text: string;
}

/** How many files and folders were left out, by reason. */
export type LeftOutCounts = Readonly<Record<LeftOut, number>>;

/** All that a scan did not look at. */
export interface Omissions {
  /** What should have been looked at and could not be, in the order in which it was met. */
  readonly unseen: readonly Note[];
  readonly leftOut: LeftOutCounts;
  /** The globs that left something out. */
  readonly globs: ReadonlySet<string>;
}

/** Nothing left out. */
export const NOTHING_LEFT_OUT: LeftOutCounts = { ignored: 0, excluded: 0, binary: 0, "too large": 0, "not here": 0 };

/** Counts notes on their way to whoever wants to say them. */
export function countNotes(then: (note: Note) => void): Omissions & { readonly note: (note: Note) => void } {
  const unseen: Note[] = [];
  const leftOut = { ...NOTHING_LEFT_OUT };
  const globs = new Set<string>();
  const note = (one: Note): void => {
    if (one.kind === "unseen") unseen.push(one);
    else if (one.kind !== "remark") leftOut[one.kind]++;
    if (one.kind === "excluded") globs.add(one.text);
    then(one);
  };
  return { unseen, leftOut, globs, note };
}
