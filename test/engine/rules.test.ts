import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { ANCHORS, holdsAnchor } from "../../src/engine/anchors";
import { RULES } from "../../src/engine/rules/index";
import { scan } from "../../src/engine/scan";
import { identifiableKey, legacyKey } from "../keys";

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
    ["a vCore password", "mongodb+srv://u:S0me-thing@x.mongocluster.cosmos.azure.com/"],
    ["a PostgreSQL password", "postgres://citus:S0me-thing@c-x.abc.postgres.cosmos.azure.com:5432/"],
    ["a resource token", `type=resource&ver=1&sig=${base64("0123456789abcdef")};${base64(key)};`],
  ];

  test.each(texts)("%s", (_name, text) => {
    expect(scan(text, { path: "a.yaml" })).toHaveLength(1);
    const bytes = Buffer.from(`some text before it\n${text}\nand behind it`);
    expect(holdsAnchor(bytes, bytes.length, (one, from) => bytes.indexOf(one, from))).toBe(true);
  });

  test("ordinary code holds none of the anchors", () => {
    const code = Buffer.from(
      `if (flag == 1 || arg=="x" && typeof a==="string") { table["=="] = [A==b]; }\n`.repeat(50),
    );
    expect(holdsAnchor(code, code.length, (one, from) => code.indexOf(one, from))).toBe(false);
    expect(ANCHORS.length).toBeGreaterThan(50);
  });
});
