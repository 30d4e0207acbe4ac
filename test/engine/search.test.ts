import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { anchorPlaces, ANCHORS, holdsAnchor, searchable } from "../../src/engine/search/anchors";
import { finderOf } from "../../src/engine/search/finder";
import { SEARCHED } from "../../src/engine/search/layout";

/** Long enough to cross the parts that a text is searched in, and the lanes of memory. */
const FILLER = "const total = prices.map((price) => price * 1.2); // ";
const PART = 1 << 15;

describe("an anchor", () => {
  test("is found in a text wherever it stands", () => {
    for (const [i, anchor] of ANCHORS.entries()) {
      const before = FILLER.repeat(1300).slice(0, i % 2 === 0 ? i : PART - anchor.length + (i % 40));
      // A tail is looked for only behind what may end a key.
      const text = `${before}w${anchor} ${FILLER}`;
      const places = anchorPlaces(text, 0, text.length);
      expect(places, anchor).toContainEqual({ anchor, at: before.length + 1 });
      expect(anchorPlaces(text, before.length + 1, before.length + 2), anchor).toContainEqual({
        anchor,
        at: before.length + 1,
      });
      expect(anchorPlaces(text, before.length + 2, text.length), anchor).not.toContainEqual({
        anchor,
        at: before.length + 1,
      });
    }
  });

  test("is none where only the halves of its characters stand", () => {
    const text = Array.from("var.cosmos", (character) => String.fromCharCode(character.charCodeAt(0) + 0x100)).join("");
    expect(anchorPlaces(text, 0, text.length)).toEqual([]);
  });

  test("is found in bytes at their beginning and at their end, and not behind it", () => {
    const holds = (text: string): boolean => text === "ocumentDB/databaseAccounts";
    for (const anchor of ANCHORS.filter((one) => !one.endsWith("=="))) {
      for (const lead of [0, 1, 15, 16, 17]) {
        const bytes = Buffer.from(FILLER.slice(0, lead) + anchor, "latin1");
        expect(holdsAnchor(bytes, holds), `${anchor} after ${lead}`).toBe(true);
        const memory = searchable(bytes.length);
        expect(holdsAnchor(memory.subarray(0, bytes.length - 1), holds), `a part of ${anchor}`).toBe(
          ANCHORS.some((one) => !one.endsWith("==") && (FILLER.slice(0, lead) + anchor).slice(0, -1).includes(one)),
        );
      }
    }
  });
});

describe("the finder", () => {
  const fragments = ["A==", "keys", "osmo", "\\=\\=", "AG8A", "\r\n=3"];

  /** Where fragments begin, as the finder tells. */
  function placesIn(text: string): readonly number[] {
    const finder = finderOf(fragments);
    finder.reserve(SEARCHED + text.length + 100);
    const bytes = finder.bytes();
    for (let at = 0; at < text.length; at++) bytes[SEARCHED + at] = text.charCodeAt(at);
    const end = SEARCHED + text.length;
    const places: number[] = [];
    for (let at = finder.next(SEARCHED, end); at < end; at = finder.next(at + 1, end)) places.push(at - SEARCHED);
    return places;
  }

  test("finds each fragment, and next to nothing else, with WebAssembly and without", () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    const part = fc.oneof({ weight: 30, arbitrary: byte }, { weight: 1, arbitrary: fc.constantFrom(...fragments) });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3000, size: "max" }), (parts) => {
        const text = parts.join("");
        const expected = Array.from({ length: text.length }, (_none, at) => at).filter((at) =>
          fragments.some((one) => text.startsWith(one, at)),
        );
        const found = placesIn(text);
        expect(found).toEqual(expect.arrayContaining(expected));
        expect(found.length).toBeLessThan(expected.length * 1.1 + 5);
        vi.stubGlobal("WebAssembly", undefined);
        expect(placesIn(text)).toEqual(expect.arrayContaining(expected));
        vi.unstubAllGlobals();
      }),
      { numRuns: 20 },
    );
  });

  test("keeps what its memory holds when it grows", () => {
    const finder = finderOf(fragments);
    finder.bytes()[SEARCHED] = 7;
    finder.reserve(1 << 22);
    expect(finder.bytes().length).toBeGreaterThanOrEqual(1 << 22);
    expect(finder.bytes()[SEARCHED]).toBe(7);
  });
});
