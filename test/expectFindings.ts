import { expect } from "vitest";
import type { Finding } from "../src/engine/finding";
import { scan } from "../src/engine/scan";

/**
 * Scans a text in which `«»` stands around what must be found, in order, and expects just that: hints do not count.
 * Returns the findings.
 */
export function expectFindings(marked: string, path = "file.ts"): readonly Finding[] {
  const text = marked.replaceAll(/[«»]/g, "");
  const expected: (readonly [number, number])[] = [];
  let removed = 0;
  let start = 0;
  for (const { 0: mark, index } of marked.matchAll(/[«»]/g)) {
    if (mark === "«") start = index - removed;
    else expected.push([start, index - removed]);
    removed++;
  }
  const findings = scan(text, { path }).filter(({ certainty }) => certainty !== "hint");
  expect(findings.map((finding) => [finding.start, finding.end])).toEqual(expected);
  return findings;
}
