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

/** The marks stay marks, whatever the spelling. */
const spelt = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Texts that hold the file as a text of theirs. Of some files the name counts, which is gone there. */
const HOLDERS: readonly (readonly [name: string, path: string, hold: (text: string) => string])[] = [
  ["a JSON string", "a.json", (text) => `{\n  "name": "sample",\n  "content": "${spelt(text)}"\n}\n`],
  ["a JSON string in one", "a.json", (text) => `{ "log": "${spelt(`{"content": "${spelt(text)}"}`)}" }\n`],
  ["a literal of code", "a.test.ts", (text) => `test("x", () => {\n  const sample = "${spelt(text)}";\n});\n`],
  ...["'", "`"].map(
    (quote) =>
      [
        `a literal in ${quote}`,
        "a.js",
        (text: string) =>
          `const sample = ${quote}${spelt(text).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`)}${quote};\n`,
      ] as const,
  ),
  [
    "a notebook",
    "a.ipynb",
    (text) =>
      `{ "cells": [{ "cell_type": "code", "source": [\n${text
        .split(/(?<=\n)/)
        .map((line) => `    "${spelt(line)}"`)
        .join(",\n")}\n] }] }\n`,
  ],
  ["comments", "a.py", (text) => text.replace(/^(?=.)/gm, "# ")],
  ["comments of code", "a.ts", (text) => text.replace(/^(?=.)/gm, "  // ")],
  ["a patch", "a.patch", (text) => `--- a/x\n+++ b/x\n@@ -0,0 +1,9 @@\n${text.replace(/^/gm, "+")}\n`],
  [
    "a web page",
    "a.html",
    (text) =>
      `<html><body><pre><code class="x">${text
        .replace(/&/g, "&amp;")
        .replace(/</g, "&lt;")
        .replace(/>/g, "&gt;")
        .replace(/"/g, "&quot;")}</code></pre></body></html>\n`,
  ],
];
const BY_NAME = /postman|\.csv$/;

describe.each(HOLDERS)("in %s", (_name, path, hold) => {
  const held = cases.filter((one) => !BY_NAME.test(one.path) && !BY_NAME.test(one.text));
  test.each(held.map((one, i) => [`${one.title}, ${one.path} (${i})`, one] as const))("%s", (_title, { text }) => {
    expectFindings(hold(written(text)), path);
  });
});

describe("in the wild", () => {
  test.each(cases.map((one, i) => [`${one.title}, ${one.path} (${i})`, one] as const))(
    "%s",
    (_title, { path, text }) => {
      for (let i = 0; i < 3; i++) expectFindings(written(text), path);
    },
  );
});
