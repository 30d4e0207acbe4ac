import { examine } from "./examine";
import type { Certainty, Span } from "./finding";
import { passedBefore } from "./verdict";

/** Why a place is a finding, or was let go. */
export interface Explanation extends Span {
  readonly rule: string;
  /** `harmless` where it was let go. */
  readonly outcome: Certainty | "harmless";
  /** The row of the verdict that decided, in plain words. */
  readonly reason: string;
  /** What the rows before it looked for and did not find. */
  readonly passed: readonly string[];
}

/** What was decided about every candidate that touches `span`, and why. Never carries the candidate. */
export function explain(text: string, path: string, span: Span): readonly Explanation[] {
  return examine(text, path, { start: 0, end: text.length })
    .filter(({ candidate }) => candidate.start <= span.end && candidate.end >= span.start)
    .map(({ candidate, verdict }) => ({
      start: candidate.start,
      end: candidate.end,
      rule: candidate.rule,
      outcome: verdict.alarm ? verdict.certainty : "harmless",
      reason: verdict.reason,
      passed: passedBefore(verdict, candidate),
    }));
}
