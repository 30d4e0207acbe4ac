import { expect, test } from "vitest";
import { RULES } from "../../src/engine/rules/index";
import { scan } from "../../src/engine/scan";
import { FORMATS } from "../../src/fixes/formats/index";
import { LANGUAGES } from "../../src/fixes/languages/index";
import { everyKind } from "../vscode/everyKind";

/** "No dead end" is tried in the editor on files of every kind: none of the tables may have a row without one. */

const files = Object.entries(everyKind());

test("a file for every rule", () => {
  const found = files.flatMap(([path, text]) => scan(text, { path }).map(({ rule }) => rule));
  expect(RULES.map(({ id }) => id).filter((id) => !found.includes(id))).toEqual([]);
});

test("a file for every format", () => {
  const known = files.map(([path, text]) => FORMATS.find(({ matches }) => matches(`/${path}`, text))?.id);
  expect(FORMATS.map(({ id }) => id).filter((id) => !known.includes(id))).toEqual([]);
});

test("a file for every language", () => {
  const without = LANGUAGES.filter(({ matches }) => !files.some(([path]) => matches.test(path)));
  expect(without.map(({ id }) => id)).toEqual([]);
});

test("a finding in every file", () => {
  expect(files.filter(([path, text]) => scan(text, { path }).length === 0).map(([path]) => path)).toEqual([]);
});
