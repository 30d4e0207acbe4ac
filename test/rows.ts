import { describe, test } from "vitest";
import { expectFindings } from "./expectFindings";
import { filled } from "./filled";

/** A text as people write it, in which `LEGACY`, `PASSWORD`… become fresh secrets; `«»` stands around what must be found. */
export type Row = readonly [title: string, path: string, text: string];

/** A test for each row: in those of `found` what is marked is found and nothing else, in those of `silent` nothing is. */
export function testRows({ found, silent }: { readonly found: readonly Row[]; readonly silent: readonly Row[] }): void {
  describe("found", () => {
    test.each(found)("%s, in %s", (_title, path, text) => {
      expectFindings(filled(text), path);
    });
  });

  describe("passed over", () => {
    test.each(silent)("%s, in %s", (_title, path, text) => {
      expectFindings(filled(text), path);
    });
  });
}
