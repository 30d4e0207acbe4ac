import { describe, expect, test } from "vitest";
import { explain } from "../../src/engine/explain";
import { scan } from "../../src/engine/scan";
import { expectFindings } from "../expectFindings";
import { emulatorKey, identifiableKey, legacyKey, otherKey } from "../keys";

const endpoint = "https://contoso.documents.azure.com:443/";
const half = (key: string): readonly [string, string] => [key.slice(0, 40), key.slice(40)];

describe("found, with the exact range", () => {
  test("a connection string's key, in any order and case", () => {
    expectFindings(`AccountEndpoint=${endpoint};AccountKey=«${legacyKey()}»;`);
    expectFindings(`accountkey = «${legacyKey()}» ; accountendpoint = ${endpoint}`);
  });

  test("a fallback of an environment variable", () => {
    expectFindings(`const key = process.env.COSMOS_KEY ?? "«${legacyKey()}»";`);
    expectFindings(`key = os.environ.get("COSMOS_KEY", "«${legacyKey()}»")`, "a.py");
    expectFindings('export COSMOS_KEY="${COSMOS_KEY:-«' + legacyKey() + '»}"', "run.sh");
  });

  test("an identifiable key, with nothing around it", () => {
    const [finding] = expectFindings(`zzz «${identifiableKey()}» zzz`, "notes.txt");
    expect(finding).toMatchObject({ certainty: "certain", access: "read-write", severity: "error" });
  });

  test("a read-only key is a warning", () => {
    expect(expectFindings(`«${identifiableKey("MastRO00")}»`)[0]).toMatchObject({
      access: "read-only",
      severity: "warning",
    });
  });

  test("a damaged key is information", () => {
    const key = identifiableKey();
    const damaged = (key.startsWith("A") ? "B" : "A") + key.slice(1);
    expect(expectFindings(`«${damaged}»`)[0]).toMatchObject({ certainty: "possible", severity: "information" });
  });

  test("a split literal, from its first to its last piece", () => {
    const [first, second] = half(legacyKey());
    const [finding] = expectFindings(`const cosmosKey =\n  "«${first}" +\n  "${second}»";`);
    expect(finding?.pieces).toHaveLength(2);
  });

  test("base64 of a whole connection string, once and twice", () => {
    const once = Buffer.from(`AccountEndpoint=${endpoint};AccountKey=${legacyKey()};`).toString("base64");
    const twice = Buffer.from(once).toString("base64");
    expect(expectFindings(`connection: «${once}»`, "secret.yaml")[0]).toMatchObject({
      encoding: "base64",
      certainty: "certain",
    });
    expectFindings(`connection: «${twice}»`, "secret.yaml");
  });

  test("base64 that is wrapped at 76 characters", () => {
    const blob = Buffer.from(`AccountEndpoint=${endpoint};AccountKey=${legacyKey()};`).toString("base64");
    const wrapped = blob.replace(/.{76}(?=.)/g, "$&\n    ");
    expectFindings(`data:\n  cosmos: |\n    «${wrapped}»\n`, "secret.yaml");
  });

  test.each([
    ["percent-encoding", (key: string) => encodeURIComponent(key)],
    ["JSON escapes", (key: string) => key.replaceAll("+", "\\u002B").replaceAll("/", "\\/")],
    ["XML entities", (key: string) => key.replaceAll("+", "&#43;").replaceAll("=", "&#61;")],
    ["properties escapes", (key: string) => key.replaceAll("=", "\\=")],
    ["hexadecimal escapes", (key: string) => key.replaceAll("+", "\\x2b").replaceAll("=", "\\x3d")],
  ])("a key in %s", (_name, spell) => {
    expectFindings(`cosmosKey = "«${spell(legacyKey())}»"`);
  });
});

describe("silent", () => {
  test.each([
    [
      "a Storage connection string",
      `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${legacyKey()};EndpointSuffix=core.windows.net`,
    ],
    ["another service's signature beside Cosmos words", `cosmosKey = "${otherKey()}"`],
    ["a value whose name says hash", `cosmosSdkHash = "${legacyKey()}"`],
    ["an SRI attribute", `<script src="cosmos.js" integrity="sha512-${legacyKey()}">`],
    ["a key with no sign at all", `secret = "${legacyKey()}"`],
    ["a non-canonical tail", `cosmosKey = "${legacyKey().slice(0, 85)}r=="`],
    ["a longer run", `cosmosKey = "${legacyKey().slice(0, 86)}AAAA${legacyKey()}"`],
    ["a placeholder password", "mongodb+srv://user:<password>@x.mongocluster.cosmos.azure.com/"],
  ])("%s", (_name, text) => {
    expectFindings(text);
  });

  test("the emulator's key is a hint, never an alarm", () => {
    const findings = scan(`AccountKey=${emulatorKey()}`, { path: "a.txt" });
    expect(findings.map(({ severity }) => severity)).toEqual(["hint"]);
  });
});

test("words that a neighbouring key spells by chance are no signs", () => {
  const spells = (word: string): string => {
    const key = legacyKey();
    return key.slice(0, 30) + word + key.slice(30 + word.length);
  };
  for (const word of ["JWT", "aes/", "hmac", "blob", "MD5", "redis"]) {
    expectFindings(`c1,c1.documents.azure.com,«${spells(word)}»,«${legacyKey()}»`, "a.csv");
  }
  // In short pieces, too, a word that would speak for the whole file.
  const pieces = spells("kEPLR").match(/.{1,22}/g) ?? [];
  expectFindings(`cosmosKey = "«${pieces.join('" + "')}»"`);
  // Also where the word stands in what a key's last "+" or "/" parts from the rest.
  const key = legacyKey();
  expectFindings(
    `c1,c1.documents.azure.com,«${key.slice(0, 72)}/rTq4xFeoMD5${key.slice(-4)}»,«${legacyKey()}»`,
    "a.csv",
  );
});

describe("one credential", () => {
  test("has one fingerprint in every spelling", () => {
    const key = legacyKey();
    const spellings = [
      key,
      encodeURIComponent(key),
      Buffer.from(`AccountEndpoint=${endpoint};AccountKey=${key}`).toString("base64"),
    ];
    const prints = spellings
      .flatMap((one) => scan(`cosmosKey: "${one}"`, { path: "a.yml" }))
      .map(({ fingerprint }) => fingerprint);
    expect(prints).toHaveLength(3);
    expect(new Set(prints).size).toBe(1);
  });

  describe("that was chosen", () => {
    const print = (password: string, beside = ""): string | undefined =>
      scan(`mongodb+srv://admin:${password}@x.mongocluster.cosmos.azure.com/${beside}`, { path: ".env" })[0]
        ?.fingerprint;

    test("is two where two passwords open one host", () => {
      const prints = ["S0mething-chosen", "An0ther-choice", "A-th1rd-one"].map((password) => print(password));
      expect(new Set(prints).size).toBe(3);
    });

    test("is told by nothing that stands beside it", () => {
      expect(print("S0mething-chosen", "\nA=1\n# other.mongocluster.cosmos.azure.com")).toBe(print("S0mething-chosen"));
    });

    test("confirms no guess: other passwords bear the same name", () => {
      const name = print("S0mething-chosen");
      const guesses = Array.from({ length: 20_000 }, (_, i) => `Gu3ss-${i}`);
      expect(guesses.filter((guess) => print(guess) === name)).not.toEqual([]);
    });
  });
});

describe("a person's no", () => {
  test.each([
    ["on the line", (key: string) => `const cosmosKey = "${key}"; // keyless-ignore-line: a test vector`],
    ["on the line before", (key: string) => `# keyless-ignore-next-line: a test vector\nCOSMOS_KEY=${key}`],
    [
      "in a comment that closes",
      (key: string) => `<!-- keyless-ignore-next-line: a test vector -->\n<add cosmosKey="${key}" />`,
    ],
  ])("%s counts", (_name, text) => {
    expect(scan(text(legacyKey()), { path: "a.ts" })[0]?.suppression?.reason).toBe("a test vector");
  });

  test.each([
    "// keyless-ignore-line",
    "// keyless-ignore-line:",
    "/* keyless-ignore-line: */",
    "// keyless-ignore-line: -",
  ])("without a reason does not: %s", (comment) => {
    const [finding] = scan(`const cosmosKey = "${legacyKey()}"; ${comment}`, { path: "a.ts" });
    expect(finding).toMatchObject({ suppression: undefined, missingReason: true });
  });
});

test("explain names the row that decided, also for what was let go", () => {
  const text = `const cosmosKey = "${legacyKey()}";\nconst hash = "${legacyKey()}";`;
  const said = explain(text, "a.ts", { start: 0, end: text.length });
  expect(said.map(({ outcome }) => outcome)).toEqual(["likely", "harmless"]);
  expect(said.map(({ reason }) => reason)).toEqual(["named like a Cosmos DB setting", "named like a hash or checksum"]);
});
