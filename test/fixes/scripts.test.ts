import { describe, expect, test } from "vitest";
import type { FixKind } from "../../src/fixes/fix";
import { ENDPOINT, expectLeft, type Files, fixAll } from "./fixture";

/** What real JavaScript, TypeScript and Python projects do with a key, in small: right as a whole, or left alone. */

const DOTENV = `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`;
const JS_IMPORT = `import { CosmosClient } from "@azure/cosmos";\n`;
const JS_REQUIRE = `const { CosmosClient } = require("@azure/cosmos");\n`;
const PY_IMPORT = `from azure.cosmos import CosmosClient\n`;

type Case = readonly [name: string, files: Files, has: Files, lacks: Readonly<Record<string, RegExp>>];

/** Expects that nothing is left, that each file holds a text, and lacks what a pattern names. */
async function expectRight(
  files: Files,
  has: Files,
  lacks: Case[3],
  kind: FixKind = "managed-identity",
): Promise<void> {
  const { plan, after } = await fixAll(files, kind);
  expect(plan.left.map(({ reason }) => reason.reason)).toEqual([]);
  for (const [path, text] of Object.entries(has)) expect(after[path], path).toContain(text);
  for (const [path, pattern] of Object.entries(lacks)) expect(after[path], path).not.toMatch(pattern);
}

const SCRIPTS: readonly Case[] = [
  [
    "t3-env: both lists of a variable, and the client behind an alias",
    {
      ".env": DOTENV,
      "src/env.ts": `export const env = createEnv({\n  server: {\n    COSMOS_ENDPOINT: z.string(),\n    COSMOS_KEY: z.string(),\n  },\n  runtimeEnv: {\n    COSMOS_ENDPOINT: process.env.COSMOS_ENDPOINT,\n    COSMOS_KEY: process.env.COSMOS_KEY,\n  },\n});\n`,
      "src/db.ts": `${JS_IMPORT}import { env } from "@/env";\nexport const client = new CosmosClient({ endpoint: env.COSMOS_ENDPOINT, key: env.COSMOS_KEY });\n`,
    },
    { "src/env.ts": "COSMOS_ENDPOINT: z.string()", "src/db.ts": "aadCredentials: new DefaultAzureCredential()" },
    { "src/env.ts": /COSMOS_KEY/, "src/db.ts": /COSMOS_KEY/ },
  ],
  [
    "a function gives the settings: its type, a class that gets them, and a test's settings change along",
    {
      ".env": DOTENV,
      "src/config.ts": `export interface CosmosConfig {\n  endpoint: string;\n  key: string;\n}\n\nexport function loadConfig(): CosmosConfig {\n  return {\n    endpoint: process.env.COSMOS_ENDPOINT!,\n    key: process.env.COSMOS_KEY!,\n  };\n}\n`,
      "src/db.ts": `${JS_IMPORT}import { type CosmosConfig, loadConfig } from "./config";\n\nexport class Store {\n  readonly client: CosmosClient;\n  constructor(private readonly config: CosmosConfig) {\n    this.client = new CosmosClient({ endpoint: config.endpoint, key: this.config.key });\n  }\n}\n\nexport const store = new Store(loadConfig());\n`,
      "test/db.test.ts": `import type { CosmosConfig } from "../src/config";\n\nexport const config: CosmosConfig = { endpoint: "https://x", key: "abc" };\n`,
    },
    { "src/db.ts": "aadCredentials: new DefaultAzureCredential()", "test/db.test.ts": `{ endpoint: "https://x" }` },
    { "src/config.ts": /\bkey\b/, "src/db.ts": /\bkey\b/, "test/db.test.ts": /\bkey\b/ },
  ],
  [
    "a function that reads by name stays, what it read for the key goes",
    {
      ".env": DOTENV,
      "env.ts": `function required(name: string): string {\n  const value = process.env[name];\n  if (!value) throw new Error(name);\n  return value;\n}\n\nexport const getEndpoint = () => required("COSMOS_ENDPOINT");\nexport const getKey = () => required("COSMOS_KEY");\n`,
      "db.ts": `${JS_IMPORT}import { getEndpoint, getKey } from "./env";\nexport const client = new CosmosClient({ endpoint: getEndpoint(), key: getKey() });\n`,
    },
    { "env.ts": "if (!value) throw new Error(name);", "db.ts": "import { getEndpoint } from" },
    { "env.ts": /getKey|COSMOS_KEY/, "db.ts": /getKey/ },
  ],
  [
    "names of variables in a table",
    {
      ".env": DOTENV,
      "names.ts": `export const ENV = {\n  endpoint: "COSMOS_ENDPOINT",\n  key: "COSMOS_KEY",\n} as const;\n`,
      "db.ts": `${JS_IMPORT}import { ENV } from "./names";\nexport const client = new CosmosClient({ endpoint: process.env[ENV.endpoint]!, key: process.env[ENV.key]! });\n`,
    },
    { "names.ts": `endpoint: "COSMOS_ENDPOINT"`, "db.ts": "process.env[ENV.endpoint]!, aadCredentials" },
    { "names.ts": /COSMOS_KEY/, "db.ts": /ENV\.key/ },
  ],
  [
    "a check of both values asks for the one that is left, and so does its message",
    {
      ".env": DOTENV,
      "db.js": `${JS_REQUIRE}const endpoint = process.env.COSMOS_ENDPOINT;\nconst key = process.env.COSMOS_KEY;\nlet client = null;\nif (endpoint && key) {\n  client = new CosmosClient({ endpoint, key });\n} else {\n  console.warn("COSMOS_ENDPOINT or COSMOS_KEY not set");\n}\nmodule.exports = client;\n`,
    },
    { "db.js": "if (endpoint) {" },
    { "db.js": /\bkey\b|COSMOS_KEY/ },
  ],
  [
    "a class with public fields",
    {
      "config.ts": `export class Config {\n  endpoint = "${ENDPOINT}";\n  key = "«KEY»";\n}\n`,
      "db.ts": `${JS_IMPORT}import { Config } from "./config";\nconst config = new Config();\nexport const client = new CosmosClient({ endpoint: config.endpoint, key: config.key });\n`,
    },
    { "db.ts": "aadCredentials: new DefaultAzureCredential()" },
    { "config.ts": /\bkey\b/, "db.ts": /\bkey\b/ },
  ],
  [
    "options that are spread",
    {
      "config.js": `const cosmos = { endpoint: "${ENDPOINT}", key: "«KEY»" };\nmodule.exports = { cosmos };\n`,
      "db.js": `${JS_REQUIRE}const config = require("./config");\nmodule.exports = new CosmosClient({ ...config.cosmos, userAgentSuffix: "x" });\n`,
    },
    { "db.js": `{ ...config.cosmos, aadCredentials: new DefaultAzureCredential(), userAgentSuffix: "x" }` },
    { "config.js": /\bkey\b/ },
  ],
  [
    "a barrel",
    {
      "src/config/cosmos.ts": `export const COSMOS_ENDPOINT = "${ENDPOINT}";\nexport const COSMOS_KEY = "«KEY»";\n`,
      "src/config/index.ts": `export * from "./cosmos";\n`,
      "src/db.ts": `${JS_IMPORT}import { COSMOS_ENDPOINT, COSMOS_KEY } from "./config";\nexport const client = new CosmosClient({ endpoint: COSMOS_ENDPOINT, key: COSMOS_KEY });\n`,
    },
    { "src/db.ts": `import { COSMOS_ENDPOINT } from "./config";` },
    { "src/db.ts": /COSMOS_KEY/ },
  ],
  [
    "code that can do without the key stays",
    {
      ".env": DOTENV,
      "db.ts": `${JS_IMPORT}import { DefaultAzureCredential } from "@azure/identity";\nconst endpoint = process.env.COSMOS_ENDPOINT!;\nconst key = process.env.COSMOS_KEY;\nexport const client = key\n  ? new CosmosClient({ endpoint, key })\n  : new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });\n`,
    },
    { "db.ts": "? new CosmosClient({ endpoint, key })" },
    { ".env": /COSMOS_KEY/ },
  ],
  [
    "the package config",
    {
      "config/default.json": `{\n  "cosmos": {\n    "endpoint": "${ENDPOINT}",\n    "key": "«KEY»"\n  }\n}\n`,
      "db.js": `const config = require("config");\n${JS_REQUIRE}module.exports = new CosmosClient({ endpoint: config.get("cosmos.endpoint"), key: config.get("cosmos.key") });\n`,
    },
    { "db.js": `config.get("cosmos.endpoint"), aadCredentials` },
    { "config/default.json": /"key"/ },
  ],
];

const PYTHON: readonly Case[] = [
  [
    "settings that FastAPI injects",
    {
      ".env": DOTENV,
      "app/config.py": `from functools import lru_cache\n\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    cosmos_endpoint: str\n    cosmos_key: str\n\n\n@lru_cache\ndef get_settings() -> Settings:\n    return Settings()\n`,
      "app/db.py": `from typing import Annotated\n\n${PY_IMPORT}from fastapi import Depends\n\nfrom app.config import Settings, get_settings\n\n\ndef get_client(settings: Annotated[Settings, Depends(get_settings)]) -> CosmosClient:\n    return CosmosClient(settings.cosmos_endpoint, credential=settings.cosmos_key)\n`,
    },
    { "app/db.py": "credential=DefaultAzureCredential()" },
    { "app/config.py": /cosmos_key/, "app/db.py": /cosmos_key/ },
  ],
  [
    "a dataclass that is handed on",
    {
      ".env": DOTENV,
      "conf.py": `import os\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass CosmosConfig:\n    endpoint: str\n    key: str\n\n\ndef load() -> CosmosConfig:\n    return CosmosConfig(endpoint=os.environ["COSMOS_ENDPOINT"], key=os.environ["COSMOS_KEY"])\n`,
      "db.py": `${PY_IMPORT}\nfrom conf import CosmosConfig, load\n\n\nclass Store:\n    def __init__(self, config: CosmosConfig):\n        self.config = config\n        self.client = CosmosClient(self.config.endpoint, self.config.key)\n\n\nstore = Store(load())\n`,
    },
    { "conf.py": `CosmosConfig(endpoint=os.environ["COSMOS_ENDPOINT"])`, "db.py": "DefaultAzureCredential()" },
    { "conf.py": /\bkey\b/, "db.py": /\bkey\b/ },
  ],
  [
    "an alias and a secret string",
    {
      ".env": DOTENV,
      "conf.py": `from pydantic import Field, SecretStr\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    endpoint: str = Field(alias="COSMOS_ENDPOINT")\n    key: SecretStr = Field(..., validation_alias="COSMOS_KEY")\n\n\nsettings = Settings()\n`,
      "db.py": `${PY_IMPORT}from conf import settings\n\nclient = CosmosClient(settings.endpoint, settings.key.get_secret_value())\n`,
    },
    { "conf.py": "from pydantic import Field\n", "db.py": "DefaultAzureCredential()" },
    { "conf.py": /COSMOS_KEY|SecretStr/, "db.py": /get_secret_value/ },
  ],
  [
    "a prefix of settings, by the module's name",
    {
      ".env": `APP_COSMOS_ENDPOINT=${ENDPOINT}\nAPP_COSMOS_KEY=«KEY»\n`,
      "conf.py": `from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="APP_")\n    cosmos_endpoint: str\n    cosmos_key: str\n\n\nsettings = Settings()\n`,
      "db.py": `${PY_IMPORT}import conf\n\nclient = CosmosClient(conf.settings.cosmos_endpoint, credential=conf.settings.cosmos_key)\n`,
    },
    { "db.py": "credential=DefaultAzureCredential()" },
    { "conf.py": /cosmos_key/ },
  ],
  [
    "Django's settings",
    {
      "site/settings.py": `DEBUG = True\nCOSMOS_ENDPOINT = "${ENDPOINT}"\nCOSMOS_KEY = "«KEY»"\n`,
      "site/db.py": `${PY_IMPORT}from django.conf import settings\n\nclient = CosmosClient(settings.COSMOS_ENDPOINT, settings.COSMOS_KEY)\n`,
    },
    { "site/db.py": "CosmosClient(settings.COSMOS_ENDPOINT, DefaultAzureCredential())" },
    { "site/settings.py": /COSMOS_KEY/ },
  ],
  [
    "checks, messages and logs",
    {
      ".env": DOTENV,
      "db.py": `import logging\nimport os\n${PY_IMPORT}\nendpoint = os.getenv("COSMOS_ENDPOINT")\nkey = os.getenv("COSMOS_KEY", "")\nif not all([endpoint, key]):\n    raise ValueError("Set COSMOS_ENDPOINT and COSMOS_KEY")\nlogging.info("endpoint=%s key=%s", endpoint, key[:4])\nprint(f"Using {endpoint} with {key}")\nclient = CosmosClient(endpoint, key)\n`,
    },
    {
      "db.py": `raise ValueError("Set COSMOS_ENDPOINT")\nlogging.info("endpoint=%s key=%s", endpoint, "***")\nprint(f"Using {endpoint} with ***")`,
    },
    { "db.py": /COSMOS_KEY|\bkey\b(?!=)/ },
  ],
  [
    "YAML that code loads",
    {
      "config.yaml": `cosmos:\n  endpoint: ${ENDPOINT}\n  key: «KEY»\n`,
      "app.py": `import yaml\n${PY_IMPORT}\nwith open("config.yaml") as f:\n    config = yaml.safe_load(f)\nclient = CosmosClient(config["cosmos"]["endpoint"], config["cosmos"]["key"])\n`,
    },
    { "app.py": `CosmosClient(config["cosmos"]["endpoint"], DefaultAzureCredential())` },
    { "config.yaml": /key:/ },
  ],
  [
    "an asynchronous client that a method closes",
    {
      "store.py": `from azure.cosmos.aio import CosmosClient\n\n\nclass Store:\n    def __init__(self):\n        self._client = CosmosClient("${ENDPOINT}", credential="«KEY»")\n\n    async def close(self):\n        await self._client.close()\n`,
    },
    { "store.py": "        await self._client.close()\n        await self._credential.close()\n" },
    {},
  ],
  [
    "a required read becomes optional where code can do without the key",
    {
      ".env": DOTENV,
      "db.py": `import os\n${PY_IMPORT}from azure.identity import DefaultAzureCredential\n\nkey = os.environ["COSMOS_KEY"]\ncredential = key if key else DefaultAzureCredential()\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], credential=credential)\n`,
    },
    { "db.py": `key = os.environ.get("COSMOS_KEY")\ncredential = key if key else` },
    { ".env": /COSMOS_KEY/ },
  ],
  [
    "a compiled list of requirements is made anew from its source",
    {
      "c.py": `${PY_IMPORT}c = CosmosClient("${ENDPOINT}", credential="«KEY»")\n`,
      "requirements.in": "azure-cosmos\n",
      "requirements.txt":
        "#\n# This file is autogenerated by pip-compile with Python 3.11\n#\n#    pip-compile requirements.in\n#\nazure-cosmos==4.7.0\n    # via -r requirements.in\n",
    },
    { "requirements.in": "azure-identity>=", "requirements.txt": "azure-cosmos==4.7.0\n    # via" },
    { "requirements.txt": /azure-identity/ },
  ],
];

describe("JavaScript and TypeScript as projects write it", () => {
  test.each(SCRIPTS)("%s", async (_name, files, has, lacks) => {
    await expectRight(files, has, lacks);
  });

  test.each<readonly [string, Files, RegExp]>([
    [
      "the emulator's key beside it",
      {
        "db.js": `${JS_REQUIRE}const key = "«KEY»";\nsend(key);\nmodule.exports = new CosmosClient({ endpoint: "${ENDPOINT}", key });\n`,
      },
      /cannot be followed/,
    ],
    [
      "a client component",
      {
        "app/db.tsx": `"use client";\n${JS_IMPORT}export const c = new CosmosClient({ endpoint: "${ENDPOINT}", key: "«KEY»" });\n`,
      },
      /browser/,
    ],
    [
      "an old SDK",
      {
        "package.json": `{ "dependencies": { "@azure/cosmos": "3.11.0" } }\n`,
        "db.js": `${JS_REQUIRE}module.exports = new CosmosClient({ endpoint: "${ENDPOINT}", key: "«KEY»" });\n`,
      },
      /@azure\/cosmos 3\.1[24]/,
    ],
    [
      "a storage that knows keys alone",
      {
        "package.json": `{ "dependencies": { "botbuilder-azure": "4.19.0" } }\n`,
        "bot.js": `const { CosmosDbPartitionedStorage } = require("botbuilder-azure");\nmodule.exports = new CosmosDbPartitionedStorage({ cosmosDbEndpoint: "${ENDPOINT}", authKey: "«KEY»" });\n`,
      },
      /botbuilder-azure 4\.23/,
    ],
  ])("left alone: %s", async (_name, files, reason) => {
    await expectLeft(files, reason);
  });
});

describe("Python as projects write it", () => {
  test.each(PYTHON)("%s", async (_name, files, has, lacks) => {
    await expectRight(files, has, lacks);
  });

  test.each<readonly [string, Files, Files]>([
    [
      "INI in a string",
      { "c.py": `text = """\n[cosmos]\nendpoint = ${ENDPOINT}\nkey = «KEY»\n"""\n` },
      { "c.py": `key = """ + os.environ["COSMOS_KEY"] + """\n"""` },
    ],
    [
      "a string that is put together",
      { "c.py": `conn = f"AccountEndpoint=https://{account}.documents.azure.com:443/;AccountKey=«KEY»;"\n` },
      { "c.py": `https://{account}.documents.azure.com:443/;AccountKey={os.environ['COSMOS_KEY']};"` },
    ],
  ])("only the key of a longer text: %s", async (_name, files, has) => {
    await expectRight(files, has, {}, "environment");
  });
});
