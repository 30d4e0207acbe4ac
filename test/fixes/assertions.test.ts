import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, type Files } from "./fixture";

/** Tests that say what the key is: what they say of it goes, with the key. */

const js = `import { CosmosClient } from "@azure/cosmos";\n`;
const jsAfter = `${js}import { DefaultAzureCredential } from "@azure/identity";\n`;
const CONFIG = {
  before: `export const config = {\n  cosmos: {\n    endpoint: process.env.COSMOS_ENDPOINT || "",\n    key: process.env.COSMOS_KEY || "",\n  },\n};\n`,
  after: `export const config = {\n  cosmos: {\n    endpoint: process.env.COSMOS_ENDPOINT || "",\n  },\n};\n`,
};
const DB = {
  before: `${js}import { config } from "./config";\n\nexport const client = new CosmosClient({ endpoint: config.cosmos.endpoint, key: config.cosmos.key });\n`,
  after: `${jsAfter}import { config } from "./config";\n\nexport const client = new CosmosClient({ endpoint: config.cosmos.endpoint, aadCredentials: new DefaultAzureCredential() });\n`,
};

test("a list of names in a function that is exported is one all the same", async () => {
  const check = (names: string): string =>
    `export function check() {\n  const names = [${names}];\n  return names.filter((name) => !process.env[name]);\n}\n`;
  await expectFixed(
    {
      ".env": `COSMOS_KEY=«KEY»\n`,
      "src/check.ts": check(`"COSMOS_ENDPOINT", "COSMOS_KEY"`),
      "src/config.ts": CONFIG.before,
      "src/db.ts": DB.before,
    },
    {
      ".env": "",
      "src/check.ts": check(`"COSMOS_ENDPOINT"`),
      "src/config.ts": CONFIG.after,
      "src/db.ts": DB.after,
    },
  );
});

describe("tests that assert the key", () => {
  test.each<readonly [string, Files, Files]>([
    [
      "expectations among others",
      {
        "test/config.test.ts": `import { config } from "../src/config";\n\nit("is read", () => {\n  expect(config.cosmos.endpoint).toBe("https://x");\n  expect(config.cosmos.key).toBe("test-key");\n  expect(typeof config.cosmos.key).toBe("string");\n  expect(config.cosmos.key.length).toBeGreaterThan(0);\n  expect(config).toBeDefined();\n});\n`,
      },
      {
        "test/config.test.ts": `import { config } from "../src/config";\n\nit("is read", () => {\n  expect(config.cosmos.endpoint).toBe("https://x");\n  expect(config).toBeDefined();\n});\n`,
      },
    ],
    [
      "a test of nothing else, by assert, in a module that is imported where it is used",
      {
        "test/config.test.js": `import assert from "node:assert";\n\nit("has an endpoint", async () => {\n  process.env.COSMOS_KEY = "k";\n  const { config } = await import("../src/config");\n  assert.ok(config.cosmos.endpoint);\n  assert.strictEqual(config.cosmos.key, "k");\n});\n\nit("has a key", () => {\n  assert.ok(config.cosmos.key, "set it");\n});\n`,
      },
      {
        "test/config.test.js": `import assert from "node:assert";\n\nit("has an endpoint", async () => {\n  const { config } = await import("../src/config");\n  assert.ok(config.cosmos.endpoint);\n});\n\nit("has a key", () => {\n  assert.ok(config.cosmos.key, "set it");\n});\n`,
      },
    ],
  ])("in JavaScript: %s", async (_name, before, after) => {
    await expectFixed(
      { ".env": `COSMOS_KEY=«KEY»\n`, "src/config.ts": CONFIG.before, "src/db.ts": DB.before, ...before },
      { ".env": "", "src/config.ts": CONFIG.after, "src/db.ts": DB.after, ...after },
    );
  });

  test("in Python", async () => {
    await expectFixed(
      {
        "conf.py": `COSMOS_URL = "${ENDPOINT}"\nCOSMOS_KEY = "«KEY»"\n`,
        "db.py": `from azure.cosmos import CosmosClient\nimport conf\n\nclient = CosmosClient(conf.COSMOS_URL, conf.COSMOS_KEY)\n`,
        "test_conf.py": `import conf\n\n\ndef test_url():\n    assert conf.COSMOS_URL\n    assert conf.COSMOS_KEY is not None\n    assert len(conf.COSMOS_URL) > 0\n\n\ndef test_key():\n    assert conf.COSMOS_KEY != ""\n`,
      },
      {
        "conf.py": `COSMOS_URL = "${ENDPOINT}"\n`,
        "db.py": `from azure.cosmos import CosmosClient\nfrom azure.identity import DefaultAzureCredential\nimport conf\n\nclient = CosmosClient(conf.COSMOS_URL, DefaultAzureCredential())\n`,
        "test_conf.py": `import conf\n\n\ndef test_url():\n    assert conf.COSMOS_URL\n    assert len(conf.COSMOS_URL) > 0\n`,
      },
    );
  });
});
