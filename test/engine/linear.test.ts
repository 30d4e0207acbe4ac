import { describe, expect, test } from "vitest";
import { scan } from "../../src/engine/scan";
import { legacyKey } from "../keys";
import { stepsOf } from "../steps";

/** The engine's work grows with the text and no faster, by counted steps: characters looked at, not time. */

const PG = "c-shop.abcdefghijklmn.postgres.cosmos.azure.com";
const filled = (text: string, size: number): string => text.repeat(Math.ceil(size / text.length));
const many = (size: number, each: (i: number) => string, between = "\n"): string => {
  const all: string[] = [];
  for (let length = 0, i = 0; length < size; i++) {
    all.push(each(i));
    length += all[i]?.length ?? 1;
  }
  return all.join(between);
};

/** Texts of a size that have been slow, or could be. */
const TEXTS: Readonly<Record<string, (size: number) => string>> = {
  "host and password on one line": (size) => filled(`host=${PG} password=S3cretxx9x `, size),
  "host and password on lines": (size) => filled(`host=${PG} password=S3cretxx9x\n`, size),
  "empty hosts and passwords": (size) => filled("host= password= ", size) + PG,
  keys: (size) => many(size, () => `COSMOS_KEY=${legacyKey()}`),
  "keys without a sign": (size) => many(size, (i) => `"x${i}": "${legacyKey()}"`),
  "keys and endpoints": (size) =>
    many(size, (i) => `COSMOS_URI=https://a${i}.documents.azure.com\nCOSMOS_KEY=${legacyKey()}`),
  "keys and endpoints on one line": (size) =>
    many(size, (i) => `"k${i}":{"endpoint":"https://a${i}.documents.azure.com","key":"${legacyKey()}"}`, ","),
  URLs: (size) => many(size, (i) => `mongodb+srv://u:S3cret${i}xx@a${i}.mongocluster.cosmos.azure.com/`),
  quotes: (size) => filled("\"'`", size) + PG,
  "open brackets": (size) => filled("{[(", size) + PG,
  backslashes: (size) => `${filled("\\", size)}"${PG}`,
  assignments: (size) => filled("a=", size) + PG,
  "open tags": (size) => `${filled('<a b="', size)}</x>${PG}`,
  "pieces of literals": (size) => filled('"aB3" + ', size) + '"Q=="',
  "tails of literals": (size) => filled('"aB3Q==" + ', size),
  schemes: (size) => filled(`://a:b@${PG} `, size),
  rows: (size) => filled("|a|b|\n", size) + PG,
  indents: (size) => many(size, (i) => `${" ".repeat(i % 300)}a:`) + PG,
  entities: (size) => filled("&quot;", size) + PG,
  "key functions": (size) => filled("cosmos.listKeys(", size),
  "a list of lines": (size) => `type=resource\n[${filled(`"x A==\\n",\n`, 3 * size)}"e"]`,
  "angle brackets": (size) => `type=resource\n&lt;${filled("<A==\n", size)}`,
  "angle brackets and quotes": (size) => `type=resource\n&lt;${filled('<A=="<A==\n', size)}`,
  "uses of a name": (size) => `secretvalue = "${legacyKey()}"\n${filled("secretvalue\n", size)} cosmos`,
};

const SIZE = 60_000;

describe("four times the text is four times the work", () => {
  test.each(Object.entries(TEXTS))("%s", (_title, make) => {
    const [small, large] = [make(SIZE), make(4 * SIZE)];
    const few = stepsOf(() => void scan(small, { path: "a.txt" }));
    const more = stepsOf(() => void scan(large, { path: "a.txt" }));
    expect(more / few).toBeLessThan((1.25 * large.length) / small.length);
    expect(more / large.length).toBeLessThan(600);
  });
});
