import { describe, expect, test } from "vitest";
import { ENDPOINT, expectLeft, type Files, fixAll } from "./fixture";

/** Code that does without a key, while something else still demands its variable; and what goes with the last use. */

const DOTENV = `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`;
const JS = `import { CosmosClient } from "@azure/cosmos";\nimport { DefaultAzureCredential } from "@azure/identity";\n`;
const PY = `import os\nfrom azure.cosmos import CosmosClient\nfrom azure.identity import DefaultAzureCredential\n`;
const choose = (endpoint: string, key: string): string =>
  `export const client = ${key} ? new CosmosClient({ endpoint: ${endpoint}, key: ${key} }) : new CosmosClient({ endpoint: ${endpoint}, aadCredentials: new DefaultAzureCredential() });\n`;

describe("a variable that is demanded, though the code does without the key", () => {
  test.each<readonly [string, Files, RegExp]>([
    [
      "by a schema",
      {
        "env.ts": `export const env = z.object({\n  COSMOS_ENDPOINT: z.string(),\n  COSMOS_KEY: base64Key,\n}).parse(process.env);\n`,
        "db.ts": `${JS}import { env } from "./env";\n${choose("env.COSMOS_ENDPOINT", "env.COSMOS_KEY")}`,
      },
      /demand/,
    ],
    [
      "by a function that reads it",
      {
        "db.ts": `${JS}function must(name: string): string {\n  const value = process.env[name];\n  if (!value) throw new Error(name);\n  return value;\n}\nconst endpoint = must("COSMOS_ENDPOINT");\nconst key = must("COSMOS_KEY");\n${choose("endpoint", "key")}`,
      },
      /demand/,
    ],
    [
      "by a field of a type of its own",
      {
        "conf.py": `from pydantic import SecretStr\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    cosmos_endpoint: str\n    cosmos_key: SecretStr\n\n\nsettings = Settings()\n`,
        "store.py": `${PY}from conf import settings\n\nclient = CosmosClient(settings.cosmos_endpoint, settings.cosmos_key if settings.cosmos_key else DefaultAzureCredential())\n`,
      },
      /demand|cannot be followed/,
    ],
  ])("stops the fix: %s", async (_name, files, reason) => {
    await expectLeft({ ".env": DOTENV, ...files }, reason);
  });

  test.each<readonly [string, Files, Files]>([
    [
      "a check that throws",
      {
        "db.ts": `${JS}const endpoint = process.env.COSMOS_ENDPOINT;\nconst key = process.env.COSMOS_KEY;\nif (!endpoint || !key) throw new Error("not set");\n${choose("endpoint", "key")}`,
      },
      { "db.ts": "if (!endpoint) throw" },
    ],
    [
      "a schema",
      {
        "env.ts": `export const env = z.object({\n  COSMOS_ENDPOINT: z.string(),\n  COSMOS_KEY: z.string().min(1),\n}).parse(process.env);\n`,
        "db.ts": `${JS}import { env } from "./env";\n${choose("env.COSMOS_ENDPOINT", "env.COSMOS_KEY")}`,
      },
      { "env.ts": `COSMOS_KEY: z.string().default(""),` },
    ],
    [
      "Nest's getOrThrow",
      {
        "db.ts": `${JS}export function make(config: ConfigService) {\n  const endpoint = config.getOrThrow("COSMOS_ENDPOINT");\n  const key = config.getOrThrow("COSMOS_KEY");\n  return key ? new CosmosClient({ endpoint, key }) : new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });\n}\n`,
      },
      { "db.ts": `config.get("COSMOS_KEY")` },
    ],
    [
      "a field without default",
      {
        "conf.py": `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    cosmos_endpoint: str\n    cosmos_key: str\n\n\nsettings = Settings()\n`,
        "store.py": `${PY}from conf import settings\n\ncredential = settings.cosmos_key if settings.cosmos_key else DefaultAzureCredential()\nclient = CosmosClient(settings.cosmos_endpoint, credential)\n`,
      },
      { "conf.py": `cosmos_key: str = ""` },
    ],
  ])("is no more: %s", async (_name, files, has) => {
    const { plan, after } = await fixAll({ ".env": DOTENV, ...files });
    expect(plan.left).toEqual([]);
    for (const [path, text] of Object.entries(has)) expect(after[path], path).toContain(text);
  });
});

describe("what a fix must not leave", () => {
  test("a setting whose reader opens nothing that is known", async () => {
    await expectLeft(
      { ".env": DOTENV, "config.ts": `export const cosmos = { endpoint: "x", key: process.env.COSMOS_KEY };\n` },
      /no client was found/,
    );
  });

  test("a client of another package of the workspace", async () => {
    const { after } = await fixAll({
      ".env": DOTENV,
      "package.json": `{ "private": true, "workspaces": ["packages/*"] }\n`,
      "packages/config/package.json": `{ "name": "@parcels/config", "main": "src/index.ts" }\n`,
      "packages/config/src/index.ts": `export const cosmos = {\n  endpoint: process.env.COSMOS_ENDPOINT!,\n  key: process.env.COSMOS_KEY!,\n};\n`,
      "packages/api/package.json": `{ "name": "@parcels/api", "dependencies": { "@azure/cosmos": "^4.0.0", "@parcels/config": "1.0.0" } }\n`,
      "packages/api/src/db.ts": `import { CosmosClient } from "@azure/cosmos";\nimport { cosmos } from "@parcels/config";\nexport const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key });\n`,
    });
    expect(after["packages/api/src/db.ts"]).toContain("aadCredentials");
    expect(after["packages/config/src/index.ts"]).not.toContain("COSMOS_KEY");
  });

  test("an import that only the key needed", async () => {
    const { after } = await fixAll({
      ".env": DOTENV,
      "env.ts": `export const need = (name: string): string => process.env[name] ?? fail(name);\n`,
      "db.ts": `import { CosmosClient } from "@azure/cosmos";\nimport { need } from "./env";\nexport const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT, key: need("COSMOS_KEY") });\n`,
    });
    expect(after["db.ts"]).not.toMatch(/\bneed\b/);
  });

  test.each([
    [`("COSMOS_ENDPOINT", "COSMOS_KEY")`, `("COSMOS_ENDPOINT",)`],
    [`("COSMOS_KEY", "COSMOS_ENDPOINT")`, `("COSMOS_ENDPOINT",)`],
    [`["COSMOS_ENDPOINT", "COSMOS_KEY"]`, `["COSMOS_ENDPOINT"]`],
  ])("a tuple that is none any more: %s", async (before, expected) => {
    const { after } = await fixAll({
      ".env": DOTENV,
      "store.py": `${PY}NAMES = ${before}\nmissing = [name for name in NAMES if name not in os.environ]\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], os.environ["COSMOS_KEY"])\n`,
    });
    expect(after["store.py"]).toContain(`NAMES = ${expected}`);
  });
});
