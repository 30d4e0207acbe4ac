import { describe, expect, test } from "vitest";
import { ENDPOINT, type Files, fixAll } from "./fixture";

/** Further shapes of real scripts: what is given in objects, tuples, by options; what is said of it, and waits for it. */

const DOTENV = { ".env": `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n` };
const JS = `import { CosmosClient } from "@azure/cosmos";\n`;
const PY = `import os\n\nfrom azure.cosmos import CosmosClient\n`;
const PY_AFTER = `${PY}from azure.identity import DefaultAzureCredential\n`;
const NEW = "aadCredentials: new DefaultAzureCredential()";

type Case = readonly [name: string, files: Files, has: Files, lacks: Readonly<Record<string, RegExp>>];

const CASES: readonly Case[] = [
  [
    "an object that a function of another package is given, twice",
    {
      "package.json": `{ "name": "root", "private": true, "workspaces": ["apps/*", "packages/*"] }\n`,
      "apps/api/package.json": `{ "name": "@acme/api", "dependencies": { "@acme/db": "workspace:*" } }\n`,
      "apps/api/src/index.ts": `import { createClient } from "@acme/db";\n\nexport const client = createClient({\n  endpoint: process.env.COSMOS_ENDPOINT!,\n  key: process.env.COSMOS_KEY!,\n});\nexport const other = createClient({ endpoint: "https://o", key: "k" });\n`,
      "packages/db/package.json": `{ "name": "@acme/db", "dependencies": { "@azure/cosmos": "^4.0.0" } }\n`,
      "packages/db/src/index.ts": `${JS}\nexport interface DbOptions {\n  endpoint: string;\n  key: string;\n}\n\nexport function createClient(options: DbOptions): CosmosClient {\n  return new CosmosClient({ endpoint: options.endpoint, key: options.key });\n}\n`,
    },
    {
      "apps/api/src/index.ts": `createClient({ endpoint: "https://o" })`,
      "packages/db/src/index.ts": `new CosmosClient({ endpoint: options.endpoint, ${NEW} })`,
    },
    { "apps/api/src/index.ts": /\bkey\b/, "packages/db/src/index.ts": /\bkey\b/ },
  ],
  [
    "an object that a function takes apart",
    {
      "db.js": `${JS}\nfunction connect({ endpoint, key, database }) {\n  return new CosmosClient({ endpoint, key }).database(database);\n}\nconnect({ endpoint: process.env.COSMOS_ENDPOINT, key: process.env.COSMOS_KEY, database: "d" });\n`,
    },
    { "db.js": "function connect({ endpoint, database })" },
    { "db.js": /\bkey\b/ },
  ],
  [
    "what a test expects of the client",
    {
      "db.ts": `${JS}\nexport const make = () => new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT!, key: process.env.COSMOS_KEY! });\n`,
      "db.test.ts": `${JS}import { make } from "./db";\n\nit("opens", () => {\n  process.env.COSMOS_KEY = "k";\n  make();\n  expect(CosmosClient).toHaveBeenCalledWith({ endpoint: "https://x", key: "k" });\n});\n`,
    },
    { "db.test.ts": `toHaveBeenCalledWith({ endpoint: "https://x", aadCredentials: expect.anything() })` },
    { "db.test.ts": /COSMOS_KEY/ },
  ],
  [
    "documentation of a parameter that goes, in JavaScript",
    {
      "db.js": `${JS}\n/**\n * Opens it.\n * @param {string} endpoint The endpoint.\n * @param {string} key The key.\n */\nexport function open(endpoint, key) {\n  return new CosmosClient({ endpoint, key });\n}\nopen(process.env.COSMOS_ENDPOINT, process.env.COSMOS_KEY);\n`,
    },
    { "db.js": " * @param {string} endpoint The endpoint.\n */\nexport function open(endpoint) {" },
    { "db.js": /\bkey\b/i },
  ],
  [
    "documentation of a parameter that goes, in Python",
    {
      "db.py": `${PY}\n\nclass Store:\n    """A store.\n\n    Args:\n        endpoint (str): The endpoint.\n        key (str): The key.\n    """\n\n    def __init__(self, endpoint, key):\n        """Opens it.\n\n        :param endpoint: the endpoint\n        :param key: the key\n        """\n        self.client = CosmosClient(endpoint, key)\n\n\nstore = Store(os.environ["COSMOS_ENDPOINT"], os.environ["COSMOS_KEY"])\n`,
    },
    { "db.py": `endpoint (str): The endpoint.\n    """\n\n    def __init__(self, endpoint):` },
    { "db.py": /\bkey\b/i },
  ],
  [
    "several names at once",
    {
      "db.py": `${PY}\nurl, key = os.environ["COSMOS_ENDPOINT"], os.environ["COSMOS_KEY"]\nclient = CosmosClient(url, credential=key)\n`,
    },
    {
      "db.py": `${PY_AFTER}\nurl = os.environ["COSMOS_ENDPOINT"]\nclient = CosmosClient(url, credential=DefaultAzureCredential())\n`,
    },
    {},
  ],
  [
    "a try that only waits for the variable to be missing",
    {
      "db.py": `${PY}\ntry:\n    key = os.environ["COSMOS_KEY"]\nexcept KeyError:\n    print("COSMOS_KEY is missing")\n    raise SystemExit(1)\n\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], key)\n`,
    },
    { "db.py": `${PY_AFTER}\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], DefaultAzureCredential())\n` },
    {},
  ],
  [
    "settings that a test makes by their names",
    {
      "conf.py": `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    cosmos_endpoint: str\n    cosmos_key: str\n`,
      "db.py": `from azure.cosmos import CosmosClient\n\nfrom conf import Settings\n\n\ndef connect(settings: Settings):\n    return CosmosClient(settings.cosmos_endpoint, settings.cosmos_key)\n`,
      "test_db.py": `from conf import Settings\nfrom db import connect\n\n\ndef test_connect():\n    assert connect(Settings(cosmos_endpoint="https://x", cosmos_key="a2V5"))\n`,
    },
    { "test_db.py": `Settings(cosmos_endpoint="https://x")`, "db.py": "DefaultAzureCredential()" },
    { "conf.py": /cosmos_key/, "db.py": /cosmos_key/ },
  ],
];

describe("shapes of real scripts", () => {
  test.each(CASES)("%s", async (_name, files, has, lacks) => {
    const { plan, after } = await fixAll({ ...DOTENV, ...files });
    expect(plan.left.map(({ reason }) => reason.reason)).toEqual([]);
    expect(after[".env"]).not.toMatch(/KEY/);
    for (const [path, text] of Object.entries(has)) expect(after[path], path).toContain(text);
    for (const [path, pattern] of Object.entries(lacks)) expect(after[path], path).not.toMatch(pattern);
  });

  test("an option of a section, by two names", async () => {
    const { plan, after } = await fixAll({
      "config.ini": `[cosmos]\nendpoint = ${ENDPOINT}\nkey = «KEY»\n`,
      "db.py": `import configparser\n\nfrom azure.cosmos import CosmosClient\n\nconfig = configparser.ConfigParser()\nconfig.read("config.ini")\nclient = CosmosClient(config["cosmos"]["endpoint"], config.get("cosmos", "key"))\n`,
    });
    expect(plan.left).toEqual([]);
    expect(after["db.py"]).toContain(`CosmosClient(config["cosmos"]["endpoint"], DefaultAzureCredential())`);
    expect(after["config.ini"]).not.toContain("key");
  });
});
