import { type Examined, examine } from "./examine";
import type { Finding, Span } from "./finding";
import { fingerprintOf } from "./fingerprint";
import { refusalOf } from "./suppression";
import { severityOf } from "./verdict";

/** What the engine is told of a text besides its characters. */
export interface ScanSettings {
  /** The file's path with forward slashes, relative or absolute; its name is a sign. */
  readonly path: string;
  /** Only what starts in this range of UTF-16 offsets; the whole text where absent. */
  readonly within?: Span;
}

/**
 * Every Cosmos DB credential in a text, in order, with UTF-16 offsets. Answers for any text: never throws, and takes
 * time linear in the text's length.
 */
export function scan(text: string, { path, within }: ScanSettings): readonly Finding[] {
  const findings: Finding[] = [];
  for (const examined of examine(text, path, within ?? { start: 0, end: text.length })) {
    const finding = findingOf(text, examined);
    if (finding !== undefined) findings.push(finding);
  }
  return withoutOverlap(findings);
}

function findingOf(text: string, { candidate, verdict, encoding }: Examined): Finding | undefined {
  if (!verdict.alarm) return undefined;
  const { certainty, access, reason } = verdict;
  const { start, end, rule, api, account, pieces } = candidate;
  const refusal = refusalOf(text, candidate);
  return {
    start,
    end,
    rule,
    api,
    access,
    certainty,
    severity: severityOf(certainty, access),
    reasons: [reason],
    account,
    pieces,
    encoding,
    fingerprint: fingerprintOf(candidate),
    suppression: typeof refusal === "object" ? refusal : undefined,
    missingReason: refusal === "reason missing",
  };
}

const CERTAINTIES = ["certain", "likely", "possible", "hint"] as const;

/** In order of place; of two that overlap the more certain stays, then the wider. */
function withoutOverlap(findings: readonly Finding[]): readonly Finding[] {
  const ranked = [...findings].sort(
    (a, b) =>
      a.start - b.start ||
      CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty) ||
      b.end - b.start - (a.end - a.start),
  );
  const kept: Finding[] = [];
  for (const finding of ranked) {
    const last = kept.at(-1);
    if (last === undefined || finding.start >= last.end) kept.push(finding);
    else if (CERTAINTIES.indexOf(finding.certainty) < CERTAINTIES.indexOf(last.certainty))
      kept[kept.length - 1] = finding;
  }
  return kept;
}
