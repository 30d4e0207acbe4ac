import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { marvin32 } from "../../src/engine/marvin";
import { scan } from "../../src/engine/scan";
import { isReadFrom } from "../expectFindings";

/** Every spelling in every literal, among random surroundings: found, with the exact range; without its sign: silent. */

const RUNS = 3500;
const ENDPOINT = "https://contoso.documents.azure.com:443/";

const bytes = fc.uint8Array({ minLength: 64, maxLength: 64 }).filter((all) => new Set(all).size >= 48);

function keyFrom(random: Uint8Array, seed?: string): string {
  const key = Buffer.from(random);
  if (seed === undefined) return key.toString("base64");
  Buffer.from("ACDb", "base64").copy(key, 57);
  key.writeUInt32LE(marvin32(key.subarray(0, 60), seed), 60);
  return key.toString("base64");
}

const legacy = bytes
  .map((all) => keyFrom(all))
  .filter((key) => !/(?:ACDb|\+ASt|\+ABa|\+AMC|APIM|AzFu|AzSe|\+ARm|AzCa|AIoT|\+ASb|\+AEh).{8}$/.test(key));
const certain = fc.tuple(bytes, fc.constantFrom("MastRW00", "MastRO00")).map(([all, seed]) => keyFrom(all, seed));

const spellings: Readonly<Record<string, (key: string) => string>> = {
  plain: (key) => key,
  percent: encodeURIComponent,
  json: (key) => key.replaceAll("+", "\\u002B").replaceAll("/", "\\/").replaceAll("=", "\\u003D"),
  "json lower": (key) => key.replaceAll("+", "\\u002b").replaceAll("=", "\\u003d"),
  javascript: (key) => key.replaceAll("+", "\\x2b").replaceAll("/", "\\x2f").replaceAll("=", "\\x3d"),
  xml: (key) => key.replaceAll("+", "&#43;").replaceAll("=", "&#61;"),
  properties: (key) => key.replaceAll("=", "\\="),
};

/** A literal in some language; `(name, key)` gives the text before, between and after as in a file. */
type Literal = (
  name: string,
  key: string,
  spell?: (text: string) => string,
) => readonly [before: string, secret: string, after: string];
const around =
  (before: (name: string) => string, after: string): Literal =>
  (name, key, spell = String) => [before(name), spell(key), after];
const split =
  (before: (name: string) => string, joint: string, after: string): Literal =>
  (name, key, spell = String) => [before(name), spell(key.slice(0, 40)) + joint + spell(key.slice(40)), after];

const literals: Readonly<Record<string, Literal>> = {
  javascript: around((name) => `const ${name} = "`, `";`),
  template: around((name) => `const ${name} = \``, "`;"),
  property: around((name) => `  ${name}: '`, `',`),
  json: around((name) => `  "${name}": "`, `",`),
  csharp: around((name) => `    private const string ${name} = @"`, `";`),
  raw: around((name) => `var ${name} = """`, `""";`),
  python: around((name) => `${name} = '`, `'`),
  java: around((name) => `  static final String ${name} = "`, `";`),
  go: around((name) => `\tconst ${name} = "`, `"`),
  rust: around((name) => `const ${name}: &str = "`, `";`),
  php: around((name) => `$${name} = '`, `';`),
  env: around((name) => `${name}=`, ""),
  shell: around((name) => `export ${name}="`, `"`),
  fallback: around((name) => `export X="\${${name}:-`, `}"`),
  yaml: around((name) => `    ${name}: `, ""),
  toml: around((name) => `${name} = "`, `"`),
  xml: around((name) => `<add key="${name}" value="`, `" />`),
  element: around((name) => `<${name}>`, "</x>"),
  powershell: around((name) => `$${name} = "`, `"`),
  plus: split((name) => `const ${name} = "`, `" +\n    "`, `";`),
  implicit: split((name) => `${name} = ("`, `"\n    "`, `")`),
  dot: split((name) => `$${name} = '`, `' . '`, `';`),
  ampersand: split((name) => `Dim ${name} = "`, `" & _\n  "`, `"`),
  continuation: split((name) => `${name}="`, "\\\n", `"`),
};

const names = fc.constantFrom(
  "cosmosKey",
  "COSMOS_KEY",
  "cosmosDbAuthKey",
  "AZURE_COSMOS_MASTER_KEY",
  "CosmosPrimaryKey",
  "documentDbKey",
  "primaryMasterKey",
);
const plainNames = fc.constantFrom("value", "apiKey", "accessKey", "k", "secretKey", "somethingElse", "data");

const word = fc.constantFrom(
  "let",
  "total",
  "42",
  "foo(bar)",
  "{",
  "}",
  "==",
  "true",
  "// remark",
  "x = y;",
  "<p>",
  "日本",
  "😀",
  '"text"',
  "a.b.c",
  "AAAA",
  "0x1f",
);
const surroundings = fc
  .array(
    fc.array(word, { maxLength: 8 }).map((words) => words.join(" ")),
    { maxLength: 12 },
  )
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

function found(text: string): readonly (readonly [number, number])[] {
  const found = scan(text, { path: "file.txt" });
  // What is found in a text is found in a file: its bytes hold an anchor.
  if (found.length > 0) expect(isReadFrom(text)).toBe(true);
  return found.map(({ start, end }) => [start, end]);
}

const literal = fc.constantFrom(...Object.keys(literals));
const spelling = fc.constantFrom(...Object.keys(spellings));

function write(language: string, spelled: string, name: string, key: string) {
  const [head, secret, tail] = literals[language]?.(name, key, spellings[spelled]) ?? ["", "", ""];
  return { head, secret, tail };
}

describe("property", () => {
  test("a key by its name is found on its exact range, in every spelling and literal", () => {
    fc.assert(
      fc.property(
        legacy,
        literal,
        spelling,
        names,
        surroundings,
        surroundings,
        (key, language, spelled, name, before, after) => {
          const { head, secret, tail } = write(language, spelled, name, key);
          const text = `${before}${head}${secret}${tail}\n${after}`;
          const start = before.length + head.length;
          expect(found(text)).toEqual([[start, start + secret.length]]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("an identifiable key is found with no sign at all", () => {
    fc.assert(
      fc.property(
        certain,
        literal,
        spelling,
        plainNames,
        surroundings,
        surroundings,
        (key, language, spelled, name, before, after) => {
          const { head, secret, tail } = write(language, spelled, name, key);
          const start = before.length + head.length;
          expect(found(`${before}${head}${secret}${tail}\n${after}`)).toEqual([[start, start + secret.length]]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("a connection string's key is found, in any order, in clear and in base64", () => {
    fc.assert(
      fc.property(fc.oneof(legacy, certain), fc.boolean(), fc.nat(2), surroundings, (key, keyFirst, layers, before) => {
        const parts = [`AccountEndpoint=${ENDPOINT};`, `AccountKey=${key};`];
        let text = (keyFirst ? parts.reverse() : parts).join("");
        for (let i = 0; i < layers; i++) text = Buffer.from(text).toString("base64");
        const start = before.length + "connection: ".length + (layers === 0 ? text.indexOf(key) : 0);
        expect(found(`${before}connection: ${text}\n`)).toEqual([
          [start, layers === 0 ? start + key.length : start + text.length],
        ]);
      }),
      { numRuns: RUNS },
    );
  });

  test("without its sign the same key is passed over", () => {
    fc.assert(
      fc.property(
        legacy,
        literal,
        spelling,
        plainNames,
        surroundings,
        surroundings,
        (key, language, spelled, name, before, after) => {
          const { head, secret, tail } = write(language, spelled, name, key);
          expect(found(`${before}${head}${secret}${tail}\n${after}`)).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("a look-alike with the same name is passed over", () => {
    const lookAlike = fc.oneof(
      fc.tuple(bytes, fc.constantFrom("+ASt", "+ABa", "+AMC")).map(([all, signature]) => {
        const key = Buffer.from(all);
        Buffer.from(signature, "base64").copy(key, 57);
        return key.toString("base64");
      }),
      legacy.map((key) => `${key.slice(0, 85)}r==`),
      legacy.map((key) => `sha512-${key}`),
      legacy.map((key) => `${key.slice(0, 86)}AA`),
      legacy.map((key) => `${key.slice(0, 86)}A${key}`),
      fc.constant(`${"A".repeat(86)}==`),
    );
    fc.assert(
      fc.property(lookAlike, literal, names, surroundings, (value, language, name, before) => {
        const [head, secret, tail] = literals[language]?.(name, value) ?? ["", "", ""];
        expect(found(`${before}${head}${secret}${tail}\n`)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test("every short text of signs has an answer", () => {
    const signs = ['"', "'", "`", "=", "\\", "+", "\n", "%"];
    let texts = [""];
    for (let length = 1; length <= 5; length++) {
      texts = texts.flatMap((text) => signs.map((sign) => text + sign));
      for (const text of texts) expect(scan(text, { path: "a" })).toEqual([]);
    }
  });

  test("any text has an answer, and findings lie in it in order", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "==",
        "%3D%3D",
        "\\u003d\\u003d",
        "type=resource&ver=1&sig=",
        "QWNjb3VudEtleT",
        '"',
        "+",
        "\n",
        "\\",
        "&#61;",
        "AccountKey=",
        ENDPOINT,
        "postgres.cosmos.azure.",
        "password=",
        "keyless-ignore-line",
        "cosmos",
        "\u0000",
        "\ud800",
      ),
      fc.string({ maxLength: 30, unit: "binary" }),
      fc.nat(80).map((length) => "aB3+".repeat(30).slice(0, length)),
      legacy,
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        let last = 0;
        for (const { start, end } of scan(text, { path: "a" })) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
        }
      }),
      { numRuns: RUNS },
    );
  });
});
