import fc from "fast-check";
import { expect, test } from "vitest";
import { rescan, type TextChange } from "../../src/engine/rescan";
import { scan } from "../../src/engine/scan";
import { identifiableKey } from "../keys";

const path = "a.ts";

test("after any edits it says what a whole scan says, for keys that speak for themselves", () => {
  const piece = fc.oneof(
    fc.constantFrom("\n", "const a = 1;\n", "// words\n", "x".repeat(9000)),
    fc.constant(0).map(() => `"${identifiableKey()}"\n`),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(200), piece), { maxLength: 6 }),
      (pieces, edits) => {
        let text = pieces.join("");
        const before = scan(text, { path });
        const changes: TextChange[] = [];
        for (const [where, length, inserted] of edits) {
          const start = text.length === 0 ? 0 : where % text.length;
          const removed = Math.min(length, text.length - start);
          text = text.slice(0, start) + inserted + text.slice(start + removed);
          changes.push({ start, removed, inserted: inserted.length });
        }
        expect(rescan(before, text, { path }, changes)).toEqual(scan(text, { path }));
      },
    ),
    { numRuns: 300 },
  );
});
