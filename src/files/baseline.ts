import { readFileSync } from "node:fs";
import type { FileFinding } from "./fileFinding";
import type { ScannedFile } from "./scanFile";

/** Findings that a team has accepted for now: no time, no line numbers, so that it merges and does not churn. */
export type Baseline = ReadonlySet<string>;

const entryOf = ({ rule, fingerprint }: FileFinding): string => `${rule} ${fingerprint}`;

/** The baseline's file: one accepted credential a line, sorted. Never carries a secret. */
export function baselineText(found: readonly ScannedFile[]): string {
  const entries = found.flatMap(({ findings }) => findings.filter(({ suppression }) => suppression === undefined));
  const accepted = [...new Set(entries.map(entryOf))].sort();
  return `${JSON.stringify({ version: 1, accepted }, null, 2)}\n`;
}

/** Reads a baseline; null where it is missing or none. */
export function readBaseline(path: string): Baseline | null {
  try {
    const { accepted } = JSON.parse(readFileSync(path, "utf8")) as { accepted?: unknown };
    return Array.isArray(accepted) ? new Set(accepted.filter((entry) => typeof entry === "string")) : null;
  } catch {
    return null;
  }
}

/** The same findings, those that the baseline accepts being suppressed. */
export function applyBaseline(found: readonly ScannedFile[], baseline: Baseline): readonly ScannedFile[] {
  return found.map((file) => ({
    ...file,
    findings: file.findings.map((finding) =>
      finding.suppression === undefined && baseline.has(entryOf(finding))
        ? { ...finding, suppression: { reason: "accepted by the baseline" } }
        : finding,
    ),
  }));
}
