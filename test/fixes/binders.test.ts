import { describe, expect, test } from "vitest";
import { ENDPOINT, expectLeft, type Files, fixAll } from "./fixture";

/** Libraries that bind variables to settings of their own: the setting's place in them goes, and what asks for it. */

const DOTENV = { ".env": `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n` };
const JS = `const { CosmosClient } = require("@azure/cosmos");\n`;
const PY = `import os\n\nfrom azure.cosmos import CosmosClient\n`;

type Case = readonly [name: string, files: Files, has: Files, lacks: Readonly<Record<string, RegExp>>];

const CASES: readonly Case[] = [
  [
    "convict, by a dotted name",
    {
      "config.js": `const convict = require("convict");\n\nmodule.exports = convict({\n  cosmos: {\n    endpoint: { format: String, default: "", env: "COSMOS_ENDPOINT" },\n    key: {\n      format: String,\n      default: null,\n      env: "COSMOS_KEY",\n    },\n  },\n});\n`,
      "db.js": `${JS}const settings = require("./config");\n\nmodule.exports = new CosmosClient({ endpoint: settings.get("cosmos.endpoint"), key: settings.get("cosmos.key") });\n`,
    },
    {
      "config.js": `env: "COSMOS_ENDPOINT" },\n  },\n});`,
      "db.js": `{ endpoint: settings.get("cosmos.endpoint"), aadCredentials: new DefaultAzureCredential() }`,
    },
    { "config.js": /COSMOS_KEY|key:/, "db.js": /cosmos\.key/ },
  ],
  [
    "convict, by all its properties",
    {
      "config.js": `import convict from "convict";\n\nexport const config = convict({\n  cosmosEndpoint: { default: "", env: "COSMOS_ENDPOINT" },\n  cosmosKey: { default: "", env: "COSMOS_KEY" },\n});\n`,
      "db.js": `import { CosmosClient } from "@azure/cosmos";\nimport { config } from "./config";\n\nconst { cosmosEndpoint, cosmosKey } = config.getProperties();\nexport const client = new CosmosClient({ endpoint: cosmosEndpoint, key: cosmosKey });\n`,
    },
    { "db.js": "const { cosmosEndpoint } = config.getProperties();" },
    { "config.js": /cosmosKey/, "db.js": /cosmosKey/ },
  ],
  [
    "a JSON schema of @fastify/env",
    {
      "app.js": `const fastify = require("fastify")();\n${JS}\nconst schema = {\n  type: "object",\n  required: ["COSMOS_ENDPOINT", "COSMOS_KEY"],\n  properties: {\n    COSMOS_ENDPOINT: { type: "string" },\n    COSMOS_KEY: { type: "string" },\n  },\n};\n\nfastify.register(require("@fastify/env"), { schema }).after(() => {\n  fastify.decorate("cosmos", new CosmosClient({ endpoint: fastify.config.COSMOS_ENDPOINT, key: fastify.config.COSMOS_KEY }));\n});\n`,
    },
    { "app.js": `required: ["COSMOS_ENDPOINT"],` },
    { "app.js": /COSMOS_KEY/ },
  ],
  [
    "Flask's from_mapping, by arguments, read in another file",
    {
      "app/__init__.py": `import os\n\nfrom flask import Flask\n\n\ndef create_app():\n    app = Flask(__name__)\n    app.config.from_mapping(\n        SECRET_KEY="dev",\n        COSMOS_ENDPOINT=os.environ["COSMOS_ENDPOINT"],\n        COSMOS_PRIMARY=os.environ["COSMOS_KEY"],\n    )\n    return app\n`,
      "app/db.py": `from azure.cosmos import CosmosClient\nfrom flask import current_app\n\n\ndef client():\n    return CosmosClient(current_app.config["COSMOS_ENDPOINT"], credential=current_app.config["COSMOS_PRIMARY"])\n`,
    },
    {
      "app/__init__.py": `COSMOS_ENDPOINT"],\n    )`,
      "app/db.py": `["COSMOS_ENDPOINT"], credential=DefaultAzureCredential())`,
    },
    { "app/__init__.py": /COSMOS_PRIMARY/, "app/db.py": /COSMOS_PRIMARY/ },
  ],
  [
    "Flask's from_object of one of several classes",
    {
      "config.py": `import os\n\n\nclass Config:\n    COSMOS_ENDPOINT = os.environ.get("COSMOS_ENDPOINT")\n    COSMOS_KEY = os.environ.get("COSMOS_KEY")\n\n    @staticmethod\n    def init_app(app):\n        pass\n\n\nclass Production(Config):\n    DEBUG = False\n\n\nconfig = {"production": Production, "default": Config}\n`,
      "app.py": `from azure.cosmos import CosmosClient\nfrom flask import Flask\n\nfrom config import config\n\n\ndef create_app(name):\n    app = Flask(__name__)\n    app.config.from_object(config[name])\n    config[name].init_app(app)\n    app.cosmos = CosmosClient(app.config["COSMOS_ENDPOINT"], credential=app.config["COSMOS_KEY"])\n    return app\n`,
    },
    { "app.py": "credential=DefaultAzureCredential()" },
    { "config.py": /COSMOS_KEY/, "app.py": /COSMOS_KEY/ },
  ],
  [
    "a dataclass that makes itself, by names and in order",
    {
      "settings.py": `import os\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass Cosmos:\n    endpoint: str\n    key: str\n\n    @classmethod\n    def load(cls):\n        return cls(os.environ["COSMOS_ENDPOINT"], os.environ["COSMOS_KEY"])\n\n    @classmethod\n    def named(cls):\n        return cls(endpoint="e", key="k")\n`,
      "db.py": `from azure.cosmos import CosmosClient\n\nfrom settings import Cosmos\n\ncosmos = Cosmos.load()\nclient = CosmosClient(cosmos.endpoint, cosmos.key)\n`,
    },
    { "settings.py": `cls(endpoint="e")`, "db.py": "CosmosClient(cosmos.endpoint, DefaultAzureCredential())" },
    { "settings.py": /\bkey\b/, "db.py": /cosmos\.key/ },
  ],
  [
    "what a function makes of a class, without types",
    {
      "settings.py": `import os\nfrom typing import NamedTuple\n\n\nclass Cosmos(NamedTuple):\n    endpoint: str\n    key: str\n\n\ndef load():\n    return Cosmos(endpoint=os.environ["COSMOS_ENDPOINT"], key=os.environ["COSMOS_KEY"])\n`,
      "db.py": `from azure.cosmos import CosmosClient\n\nfrom settings import load\n\n\ndef connect(config):\n    return CosmosClient(config.endpoint, config.key)\n\n\nclient = connect(load())\n`,
    },
    { "db.py": "CosmosClient(config.endpoint, DefaultAzureCredential())" },
    { "settings.py": /\bkey\b/, "db.py": /config\.key/ },
  ],
  [
    "`key or DefaultAzureCredential()`: the code can do without, once nothing demands the variable",
    {
      "db.py": `${PY}from azure.identity import DefaultAzureCredential\n\nkey = os.environ["COSMOS_KEY"]\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], credential=key or DefaultAzureCredential())\n`,
    },
    { "db.py": `key = os.environ.get("COSMOS_KEY")\n` },
    {},
  ],
];

describe("settings that a library binds", () => {
  test.each(CASES)("%s", async (_name, files, has, lacks) => {
    const { plan, after } = await fixAll({ ...DOTENV, ...files });
    expect(plan.left.map(({ reason }) => reason.reason)).toEqual([]);
    expect(after[".env"]).not.toMatch(/KEY/);
    for (const [path, text] of Object.entries(has)) expect(after[path], path).toContain(text);
    for (const [path, pattern] of Object.entries(lacks)) expect(after[path], path).not.toMatch(pattern);
  });

  test("convict's setting that nothing asks for by its way stops the fix", async () => {
    await expectLeft(
      {
        ...DOTENV,
        "config.js": `const convict = require("convict");\n\nmodule.exports = convict({ cosmos: { key: { default: "", env: "COSMOS_KEY" } } });\n`,
        "db.js": `${JS}const config = require("./config");\n\nmodule.exports = (section) => new CosmosClient({ endpoint: "${ENDPOINT}", key: config.get(section).key });\n`,
      },
      /cannot be followed/,
    );
  });
});
