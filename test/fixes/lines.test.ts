import { expect, test } from "vitest";
import { applyEdits } from "../../src/fixes/fix";
import { removal } from "../../src/fixes/lines";

/** Lines that go, at every place of every short text: it ends, and takes nothing but the lines and blank ones beside. */

const ALPHABET = ["a", "\n", " ", "{", "#"];

function texts(length: number): readonly string[] {
  return length === 0 ? [""] : texts(length - 1).flatMap((text) => ALPHABET.map((one) => text + one));
}

test("a removal keeps all that is neither in it nor blank", () => {
  for (let length = 1; length <= 5; length++)
    for (const text of texts(length))
      for (let start = 0; start < length; start++) {
        if (!/[a{]/.test(text.charAt(start))) continue;
        const edit = removal(text, { start, end: start + 1 });
        expect(edit.start).toBeLessThanOrEqual(start);
        const [before, behind] = [text.slice(0, start), text.slice(start + 1)];
        const kept = [before + behind, before + behind.replace(/^[ \t]*#.*/, "")].map((one) => one.replace(/\s/g, ""));
        expect(kept).toContain(applyEdits(text, [edit]).replace(/\s/g, ""));
      }
});
