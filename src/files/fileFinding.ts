import { type Excerpt, excerptOf } from "../engine/excerpt";
import type { Finding, Severity } from "../engine/finding";
import { LineMap, type Position } from "../engine/position";

/** A finding with its place in a file, and the masked lines to show it by. */
export interface FileFinding extends Finding {
  readonly from: Position;
  readonly to: Position;
  readonly excerpt: Excerpt;
}

/** Findings with lines, columns and masked excerpts; one level lower where git ignores the file. */
export function placed(text: string, findings: readonly Finding[], ignoredByGit: boolean): readonly FileFinding[] {
  if (findings.length === 0) return [];
  const lines = new LineMap(text);
  return findings.map((finding) => ({
    ...finding,
    severity: ignoredByGit ? LOWER[finding.severity] : finding.severity,
    from: lines.at(finding.start),
    to: lines.at(finding.end),
    excerpt: excerptOf(text, finding, findings),
  }));
}

const LOWER: Readonly<Record<Severity, Severity>> = {
  error: "warning",
  warning: "information",
  information: "hint",
  hint: "hint",
};
