import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, test } from "vitest";
import { expectFindings } from "../expectFindings";
import { legacyKey } from "../keys";

/** Files as people write them; the bench of peers scans the same. `«KEY»` and `«PASSWORD»` must be found, nothing else. */

interface WildCase {
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

const cases = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../wildCases.json"), "utf8"),
) as readonly WildCase[];

/** An alphabet in order, in a key's length: a placeholder. */
const alphabet = (): string => {
  const from = (first: string, count: number): string =>
    String.fromCharCode(...Array.from({ length: count }, (_, i) => first.charCodeAt(0) + i));
  return `${from("a", 26)}${from("A", 26)}${from("0", 10)}${from("a", 23)}Q==`;
};

const written = (text: string): string =>
  text
    .replace(/«KEY»/g, () => `«${legacyKey()}»`)
    .replace(/«PASSWORD»/g, () => `«S${randomBytes(12).toString("hex")}x9»`)
    .replace(/ALPHABET/g, alphabet)
    .replace(/RANDOM(\d+)/g, (_all, size: string) => randomBytes(Number(size)).toString("base64"));

describe("in the wild", () => {
  test.each(cases.map((one, i) => [`${one.title}, ${one.path} (${i})`, one] as const))(
    "%s",
    (_title, { path, text }) => {
      for (let i = 0; i < 3; i++) expectFindings(written(text), path);
    },
  );
});
