import { expect } from "vitest";
import { holdsAnchor } from "../src/engine/search/anchors";
import type { Finding } from "../src/engine/finding";
import { scan } from "../src/engine/scan";

/** Whether a file of this text, as UTF-8, is made a text at all: most are not, by their bytes alone. */
export function isReadFrom(text: string): boolean {
  const bytes = Buffer.from(text);
  return holdsAnchor(bytes, (one) => bytes.includes(one, 0, "latin1"));
}

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
  if (expected.length > 0) expect(isReadFrom(text), "the bytes alone tell that the file must be read").toBe(true);
  const findings = scan(text, { path }).filter(({ certainty }) => certainty !== "hint");
  expect(findings.map((finding) => [finding.start, finding.end])).toEqual(expected);
  return findings;
}
