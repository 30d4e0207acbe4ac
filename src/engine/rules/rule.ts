import type { Candidate } from "../candidate";
import type { SpelledKey } from "../spelling";
import type { Page } from "../structure/page";
import type { Pages } from "../structure/pages";

interface RuleFacts {
  /** Stable name, used in suppressions, SARIF and settings. */
  readonly id: string;
  /** What is found, as a short noun phrase. */
  readonly title: string;
  /** The paragraph that hover, SARIF and README show: what it opens and what to do. */
  readonly help: string;
  /** Nothing secret stands in the text: shown where a person asks for it, in reports and before keys are switched off. */
  readonly isQuiet?: true;
}

/** Asked wherever 88 characters have an account key's shape, in whatever spelling. */
export interface KeyRule extends RuleFacts {
  readonly reads: "key";
  readonly propose: (text: string, key: SpelledKey, pages: Pages) => Candidate | undefined;
}

/** Asked wherever one of its anchors stands: strings that are rare in real trees. */
export interface TextRule extends RuleFacts {
  readonly reads: "text";
  readonly anchors: readonly string[];
  /** Anchors that are others' words, too: they say something only in a text that holds one of `beside`. */
  readonly shared?: { readonly anchors: readonly string[]; readonly beside: readonly string[] };
  readonly propose: (text: string, at: number, anchor: string, path: string) => Candidate | undefined;
}

/** Asked once for each page on which, or near which, one of its anchors stands. */
export interface PageRule extends RuleFacts {
  readonly reads: "page";
  readonly anchors: readonly string[];
  readonly propose: (text: string, page: Page, path: string) => readonly Candidate[];
}

/** A rule proposes; verdict.ts alone judges. */
export type Rule = KeyRule | TextRule | PageRule;
