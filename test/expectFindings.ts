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

/** Whether any five characters in a row of a secret stand in a text. */
export function leaks(text: string, secret: string): boolean {
  for (let at = 0; at + 5 <= secret.length; at++) if (text.includes(secret.slice(at, at + 5))) return true;
  return false;
}
