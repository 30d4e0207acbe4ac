import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { RULES } from "../../src/engine/rules/index";
import { scan } from "../../src/engine/scan";
import { isReadFrom } from "../expectFindings";
import { chosenPassword, identifiableKey, legacyKey } from "../keys";

describe("every rule", () => {
  const readme = readFileSync(resolve(import.meta.dirname, "../../README.md"), "utf8");

  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    "%s is explained in the README with its own words",
    (id, { title, help }) => {
      expect(readme).toContain(`### ${id}\n\n**${title}.** ${help}\n`);
    },
  );

  test("has a name of its own", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });
});

describe("a file's bytes are passed over only where no credential is", () => {
  const key = legacyKey();
  const connection = `AccountEndpoint=https://contoso.documents.azure.com:443/;AccountKey=${key};`;
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const escaped = (spelling: string): string => key.replaceAll("=", spelling);
  const texts: readonly (readonly [string, string])[] = [
    ["plain", `cosmosKey=${key}`],
    ["identifiable", identifiableKey()],
    ...["%3D", "%3d", "%253D", "\\u003D", "\\u003d", "\\x3D", "\\=", "&#61;", "&#x3D;", "=3D"].map(
      (one) => [one, `cosmosKey="${escaped(one)}"`] as const,
    ),
    ["split in the middle", `cosmosKey = "${key.slice(0, 40)}" + "${key.slice(40)}"`],
    ["split near its end", `cosmosKey = "${key.slice(0, 84)}" + "${key.slice(84)}"`],
    ["split before its end", `cosmosKey = "${key.slice(0, 86)}" + "${key.slice(86)}"`],
    ["base64 of a key", `cosmos-key: ${base64(key)}`],
    ["base64 of a key and a line end", `cosmos-key: ${base64(`${key}\n`)}`],
    ["base64 of base64 of a key", `cosmos-key: ${base64(base64(key))}`],
    ...[0, 1, 2].map(
      (shift) =>
        [`base64 of a connection string, shifted by ${shift}`, base64(`${" ".repeat(shift)}${connection}`)] as const,
    ),
    ...[0, 1, 2].map(
      (shift) => [`base64 twice, shifted by ${shift}`, base64(base64(`${" ".repeat(shift)}${connection}`))] as const,
    ),
    ["a vCore password", `mongodb+srv://u:${chosenPassword()}@x.mongocluster.cosmos.azure.com/`],
    ["a PostgreSQL password", `postgres://citus:${chosenPassword()}@c-x.abc.postgres.cosmos.azure.com:5432/`],
    ["a resource token", `type=resource&ver=1&sig=${base64("0123456789abcdef")};${base64(key)};`],
  ];

  test.each(texts)("%s", (_name, text) => {
    expect(scan(text, { path: "a.yaml" })).toHaveLength(1);
    expect(isReadFrom(`some text before it\n${text}\nand behind it`)).toBe(true);
  });

  test.each(["\\u{2b}", "\\u002b", "\\x2b", "&#43;", "%2B"])("a key whose last sign is spelt %s", (sign) => {
    const whole = legacyKey();
    const spelt = `AccountKey=${whole.slice(0, 80).replaceAll("+", "a")}${sign}${whole.slice(81, 85).replaceAll("+", "b")}Q==`;
    expect(scan(`AccountEndpoint=https://x.documents.azure.com/;${spelt}`, { path: "a.txt" })).toHaveLength(1);
    expect(isReadFrom(spelt)).toBe(true);
  });

  test.each([2, 4, 5, 6, 7, 10, 20, 28, 30, 40, 60, 86])("a key in literals of %i characters", (length) => {
    const pieces = legacyKey().match(new RegExp(`.{1,${length}}`, "g"));
    expect(isReadFrom(`key = "${pieces?.join('" +\n  "')}";`)).toBe(true);
  });

  const lines = (sign: string) => (text: string) => text.replace(/^/gm, sign);
  const spelt = (text: string): string => JSON.stringify(text);
  test.each([
    ["comments", lines("# ")],
    ["comments of code", lines("  // ")],
    ["a quotation", lines("> ")],
    ["a patch", (text: string) => `@@ -1 +1 @@\n${lines("+")(text)}`],
    ["a string", spelt],
    ["a string in a string", (text: string) => spelt(spelt(text))],
    ["code with other letters", (text: string) => text.replaceAll("+ ", `+ // ${"ключ ".repeat(60)}`)],
  ])("a key in pieces inside of %s", (_name, hold) => {
    const [first, second] = [legacyKey().slice(0, 50), `${legacyKey().slice(0, 35)}Q==`];
    const endpoint = "https://shop.documents.azure.com:443/";
    for (const text of [
      `endpoint: ${endpoint}\ncosmosKey: >-\n  ${first}\n  ${second}\n`,
      `endpoint = "${endpoint}";\ncosmosKey = "${first}" + \n    "${second}";\n`,
      `cosmosKey = "${first}${second.slice(0, -2)}" + \n    "==";\n`,
    ])
      expect(isReadFrom(hold(text)), text).toBe(true);
  });

  test.each([
    `if (flag == 1 || arg=="x" && typeof a==="string") { table["=="] = [A==b]; }`,
    "var a=b;g===c?A===d:Q==w&&i%g==0",
    `const operators = ["&", "<=", "==", "===", 'w', '==', "g",\n"=="];`,
    `{ "$binary": { "base64": "bW9uZ2g==", "subType": "00" } }`,
    `integrity "sha512-${randomBytes(64).toString("base64").slice(0, 84)}PQ=="`,
  ])("ordinary code holds none: %s", (code) => {
    expect(isReadFrom(code)).toBe(false);
  });
});
