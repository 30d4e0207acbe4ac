import type { Choice, Fix, NotFixable, Place } from "../fixes/fix";
import type { Plan } from "../fixes/plan";

/** What the editor asks the thread in which fixes are worked out, and what it answers. Plain data, to be sent. */

/** The texts that a fix may read and change. */
export interface Reach {
  /** Files that belong to it wherever they lie; they come first. */
  readonly paths: readonly string[];
  /** Folders, whose files belong to it. */
  readonly folders: readonly string[];
  /** What open documents say, by path: it counts in place of what lies on disk. */
  readonly open: ReadonlyMap<string, string>;
}

/** Which findings a plan is about: all but some, or some alone; by `itemOf`. */
export interface Wanted {
  readonly only?: ReadonlySet<string>;
  readonly not?: ReadonlySet<string>;
}

/** What can be asked, by name: the question, and its answer. */
export interface Questions {
  /** The fix of one finding, and the text that each changed or shown file had for it. */
  readonly find: {
    readonly asks: { readonly place: Place; readonly reach: Reach; readonly choice: Choice };
    readonly answer: { readonly fix: Fix | NotFixable; readonly texts: ReadonlyMap<string, string> };
  };
  /** A plan for files; `locked` ones may not be written. */
  readonly plan: {
    readonly asks: {
      readonly paths: readonly string[];
      readonly reach: Reach;
      readonly choices: readonly Choice[];
      readonly wanted: Wanted;
      readonly locked: ReadonlySet<string>;
    };
    readonly answer: { readonly plan: Plan; readonly locked: readonly Place[] };
  };
  /** Whether a comment can stand above a place; undefined where the language is not known. */
  readonly comment: {
    readonly asks: { readonly path: string; readonly text: string; readonly at: number };
    readonly answer: boolean | undefined;
  };
}

/** A question on its way. */
export type Asked = {
  [Name in keyof Questions]: { readonly name: Name; readonly number: number; readonly asks: Questions[Name]["asks"] };
}[keyof Questions];

/** Files are not as they were; `isList`: some have come or gone. */
export interface Forget {
  readonly forget: readonly string[] | "all";
  readonly isList: boolean;
}

/** An answer on its way; without one the question broke. */
export interface Answered {
  readonly number: number;
  readonly answer?: Questions[keyof Questions]["answer"];
  readonly broke?: true;
}

/** What names a credential in a file: a plan's items are left out and put in by it. */
export function itemOf({ path, finding }: Place): string {
  return `${path}\n${finding.fingerprint}`;
}
