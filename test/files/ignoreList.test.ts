import { expect, test } from "vitest";
import { scan } from "../../src/engine/scan";
import { readIgnoreList, withIgnoreList } from "../../src/files/ignoreList";
import { legacyKey } from "../keys";

const listOf = (...ignore: readonly object[]): string => JSON.stringify({ version: 1, ignore }, null, 1);

test("a finding that the list names is suppressed with its reason, in its file alone", async () => {
  const text = `COSMOS_KEY=${legacyKey()}\nCOSMOS_KEY2=${legacyKey()}\n`;
  const findings = scan(text, { path: "a/.env" });
  const fingerprint = findings[0]?.fingerprint;
  const list = await readIgnoreList(listOf({ fingerprint, path: "a/.env", reason: "a key of the course" }));
  expect(list.problems).toEqual([]);
  expect(withIgnoreList(list, "a/.env", findings).map(({ suppression }) => suppression?.reason)).toEqual([
    "a key of the course",
    undefined,
  ]);
  expect(withIgnoreList(list, "b/.env", findings)).toEqual(findings);
});

test("a comment's own reason stays", async () => {
  const findings = scan(`COSMOS_KEY=${legacyKey()} # keyless-ignore-line: rotated\n`, { path: ".env" });
  const list = await readIgnoreList(
    listOf({ fingerprint: findings[0]?.fingerprint, path: ".env", reason: "of the list" }),
  );
  expect(withIgnoreList(list, ".env", findings)[0]?.suppression?.reason).toBe("rotated");
});

const good = { fingerprint: "0123456789abcdef", path: "a.env", reason: "made up" };

test.each<[string, string, number, RegExp]>([
  ["a damaged file", '{\n "version": 1,\n "ignore": [ {\n}', 4, /no valid JSON: nothing in it counts/],
  ["a file nested without end", "[".repeat(200_000), 1, /nested too deeply|no valid JSON/],
  ["an empty file", "", 1, /no valid JSON/],
  ["another version", '{\n "version": 2, "ignore": [] }', 2, /version other than 1/],
  ["no version", '{ "ignore": [] }', 1, /version other than 1/],
  ["no list", '{ "version": 1,\n "ignore": {} }', 2, /no list/],
  ["a field of the file", '{ "version": 1,\n\n "else": 3 }', 3, /field that is not known/],
  ["a field of an entry", listOf({ ...good, line: 3 }), 8, /field that is not known/],
  ["no reason", listOf({ ...good, reason: " 1 " }), 4, /no reason: it does not count/],
  ["no fingerprint", listOf({ path: "a", reason: "made up" }), 4, /no fingerprint/],
  ["a way out", listOf({ ...good, path: "a/../../b" }), 4, /no path below/],
  ["an absolute path", listOf({ ...good, path: "/etc/a" }), 4, /no path below/],
  ["a pattern", listOf({ ...good, path: "**/*.env" }), 4, /no path below/],
  ["an entry that is no object", '{ "version": 1, "ignore": [\n3] }', 2, /no object/],
])("%s is said with its line, and does not count", async (_name, text, line, says) => {
  const { entries, problems } = await readIgnoreList(text);
  expect(entries).toEqual([]);
  expect(problems).toEqual([{ line, text: expect.stringMatching(says) as string }]);
});

test("a good entry beside a bad one counts, its path without a leading ./", async () => {
  const { entries, problems } = await readIgnoreList(listOf(3 as never, { ...good, path: "./a.env" }));
  expect(entries).toEqual([{ ...good, line: 5 }]);
  expect(problems).toHaveLength(1);
});
