import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import { ENDPOINT, expectFixed, type Files, fixAll } from "./fixture";

/** Programs that also run on the emulator, which takes no identity: afterwards they take a key if there is one. */

const COMPOSE = {
  "docker-compose.yml": `services:\n  api:\n    environment:\n      - COSMOS_ENDPOINT=https://cosmos:8081\n      - COSMOS_KEY=${emulatorKey()}\n`,
};
const DOTENV = { before: `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`, after: `COSMOS_ENDPOINT=${ENDPOINT}\n` };
const js = `import { CosmosClient } from "@azure/cosmos";\n`;
const jsAfter = `${js}import { DefaultAzureCredential } from "@azure/identity";\n`;
const py = `import os\nfrom azure.cosmos import CosmosClient\n`;
const pyAfter = `${py}from azure.identity import DefaultAzureCredential\n`;
const NEW = "aadCredentials: new DefaultAzureCredential()";

describe("with the emulator beside the account", () => {
  test.each<readonly [string, Files, Files]>([
    [
      "an option that reads the environment",
      {
        "db.ts": `${js}export const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT!, key: process.env.COSMOS_KEY! });\n`,
      },
      {
        "db.ts": `${jsAfter}export const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT!, ...(process.env.COSMOS_KEY ? { key: process.env.COSMOS_KEY } : { ${NEW} }) });\n`,
      },
    ],
    [
      "a constant that is checked, and a shorthand",
      {
        "db.js": `${js}const endpoint = process.env.COSMOS_ENDPOINT;\nconst key = process.env.COSMOS_KEY || "";\nif (!endpoint || !key) {\n  throw new Error("COSMOS_ENDPOINT and COSMOS_KEY must be set");\n}\nexport const client = new CosmosClient({ endpoint, key });\n`,
      },
      {
        "db.js": `${jsAfter}const endpoint = process.env.COSMOS_ENDPOINT;\nconst key = process.env.COSMOS_KEY || "";\nif (!endpoint) {\n  throw new Error("COSMOS_ENDPOINT must be set");\n}\nexport const client = new CosmosClient({ endpoint, ...(key ? { key } : { ${NEW} }) });\n`,
      },
    ],
    [
      "a schema, a declaration, and an object of settings",
      {
        "env.ts": `import { z } from "zod";\n\nexport const env = z\n  .object({\n    COSMOS_ENDPOINT: z.string().url(),\n    COSMOS_KEY: z.string().min(1),\n  })\n  .parse(process.env);\n`,
        "process.d.ts": `declare namespace NodeJS {\n  interface ProcessEnv {\n    COSMOS_ENDPOINT: string;\n    COSMOS_KEY: string;\n  }\n}\n`,
        "config.ts": `import { env } from "./env";\n\nexport const config = { cosmos: { endpoint: env.COSMOS_ENDPOINT, key: env.COSMOS_KEY } };\n`,
        "db.ts": `${js}import { config } from "./config";\n\nexport const client = new CosmosClient(config.cosmos);\n`,
      },
      {
        "env.ts": `import { z } from "zod";\n\nexport const env = z\n  .object({\n    COSMOS_ENDPOINT: z.string().url(),\n    COSMOS_KEY: z.string().default(""),\n  })\n  .parse(process.env);\n`,
        "process.d.ts": `declare namespace NodeJS {\n  interface ProcessEnv {\n    COSMOS_ENDPOINT: string;\n    COSMOS_KEY?: string;\n  }\n}\n`,
        "db.ts": `${jsAfter}import { config } from "./config";\n\nexport const client = new CosmosClient({ ...config.cosmos, ...(config.cosmos.key ? {} : { ${NEW} }) });\n`,
      },
    ],
    [
      "a type that demands it",
      {
        "config.ts": `interface Config {\n  endpoint: string;\n  key: string;\n}\n\nexport function load(): Config {\n  const key = process.env.COSMOS_KEY;\n  return { endpoint: process.env.COSMOS_ENDPOINT!, key: key! };\n}\n`,
        "db.ts": `${js}import { load } from "./config";\n\nconst config = load();\nexport const client = new CosmosClient({ endpoint: config.endpoint, key: config.key });\n`,
      },
      {
        "config.ts": `interface Config {\n  endpoint: string;\n  key?: string;\n}\n\nexport function load(): Config {\n  const key = process.env.COSMOS_KEY;\n  return { endpoint: process.env.COSMOS_ENDPOINT!, key: key! };\n}\n`,
        "db.ts": `${jsAfter}import { load } from "./config";\n\nconst config = load();\nexport const client = new CosmosClient({ endpoint: config.endpoint, ...(config.key ? { key: config.key } : { ${NEW} }) });\n`,
      },
    ],
    [
      "a list of names that are demanded",
      {
        "db.js": `${js}for (const name of ["COSMOS_ENDPOINT", "COSMOS_KEY"]) {\n  if (!process.env[name]) throw new Error(name);\n}\nexport const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT, key: process.env.COSMOS_KEY });\n`,
      },
      {
        "db.js": `${jsAfter}for (const name of ["COSMOS_ENDPOINT"]) {\n  if (!process.env[name]) throw new Error(name);\n}\nexport const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT, ...(process.env.COSMOS_KEY ? { key: process.env.COSMOS_KEY } : { ${NEW} }) });\n`,
      },
    ],
    [
      "a constant that is checked, and tests that give the emulator's",
      {
        "db.py": `${py}\n\ndef connect():\n    url = os.getenv("COSMOS_ENDPOINT")\n    key = os.getenv("COSMOS_KEY")\n    if not url:\n        raise ValueError("COSMOS_ENDPOINT is required")\n    if not key:\n        raise ValueError("COSMOS_KEY is required")\n    return CosmosClient(url=url, credential=key)\n`,
        "tests/conftest.py": `import os\n\n\ndef start(emulator):\n    os.environ["COSMOS_KEY"] = emulator.key\n`,
      },
      {
        "db.py": `${pyAfter}\n\ndef connect():\n    url = os.getenv("COSMOS_ENDPOINT")\n    key = os.getenv("COSMOS_KEY")\n    if not url:\n        raise ValueError("COSMOS_ENDPOINT is required")\n    return CosmosClient(url=url, credential=key or DefaultAzureCredential())\n`,
      },
    ],
    [
      "a variable that is demanded where it is read",
      {
        "db.py": `${py}\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], os.environ["COSMOS_KEY"])\n`,
      },
      {
        "db.py": `${pyAfter}\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], os.environ.get("COSMOS_KEY") or DefaultAzureCredential())\n`,
      },
    ],
    [
      "a class of settings",
      {
        "conf.py": `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    cosmos_endpoint: str\n    cosmos_key: str\n\n\nsettings = Settings()\n`,
        "db.py": `from azure.cosmos import CosmosClient\nfrom conf import settings\n\nclient = CosmosClient(settings.cosmos_endpoint, credential=settings.cosmos_key)\n`,
      },
      {
        "conf.py": `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    cosmos_endpoint: str\n    cosmos_key: str = ""\n\n\nsettings = Settings()\n`,
        "db.py": `from azure.cosmos import CosmosClient\nfrom azure.identity import DefaultAzureCredential\nfrom conf import settings\n\nclient = CosmosClient(settings.cosmos_endpoint, credential=settings.cosmos_key or DefaultAzureCredential())\n`,
      },
    ],
  ])("%s", async (_name, before, after) => {
    await expectFixed({ ".env": DOTENV.before, ...COMPOSE, ...before }, { ".env": DOTENV.after, ...after });
  });

  test.each<readonly [string, Files, Files]>([
    [
      "in JavaScript",
      { "db.js": `${js}export const open = () => new CosmosClient(process.env.COSMOS);\n` },
      {
        "db.js": `${jsAfter}export const open = () => process.env.COSMOS.includes("AccountKey=") ? new CosmosClient(process.env.COSMOS) : new CosmosClient({ endpoint: process.env.COSMOS, ${NEW} });\n`,
      },
    ],
    [
      "in Python",
      { "db.py": `${py}\ncosmos = os.environ["COSMOS"]\nclient = CosmosClient.from_connection_string(cosmos)\n` },
      {
        "db.py": `${pyAfter}\ncosmos = os.environ["COSMOS"]\nclient = CosmosClient.from_connection_string(cosmos) if "AccountKey=" in cosmos else CosmosClient(cosmos, credential=DefaultAzureCredential())\n`,
      },
    ],
  ])("a connection string %s", async (_name, before, after) => {
    // A key that is none is mistyped: the address tells the emulator.
    for (const key of [emulatorKey(), "mistyped"]) await either(key, before, after);
  });

  async function either(key: string, before: Files, after: Files): Promise<void> {
    const emulator = `AccountEndpoint=https://localhost:8081/;AccountKey=${key};`;
    await expectFixed(
      {
        ".env": `COSMOS=AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;\n`,
        ".env.test": `COSMOS=${emulator}\n`,
        ...before,
      },
      { ".env": `COSMOS=${ENDPOINT}\n`, ...after },
    );
  }
});

describe("a flag that signs in by an identity", () => {
  const flagged = `${jsAfter}\nconst USE_MI = process.env.USE_MANAGED_IDENTITIES === "true";\n\nfunction credential() {\n  if (USE_MI) {\n    return new DefaultAzureCredential();\n  }\n  const key = process.env.COSMOS_KEY;\n  if (!key) throw new Error("no key");\n  return key;\n}\n`;

  test("the value goes, the code stays, and the flag is named", async () => {
    const { plan, after } = await fixAll({
      ".env": DOTENV.before,
      "db.ts": flagged,
      "main.bicep": `var settings = [\n  { name: 'COSMOS_KEY', value: '@Microsoft.KeyVault(VaultName=v;SecretName=s)' }\n]\n`,
    });
    expect(plan.left).toEqual([]);
    expect(plan.files.map(({ path }) => path)).toEqual([".env"]);
    expect(after[".env"]).toBe(DOTENV.after);
    const left = plan.done.flatMap((one) => one.left).join("\n");
    expect(left).toContain("turn on USE_MANAGED_IDENTITIES");
    expect(left).toContain("main.bicep:2 goes on setting COSMOS_KEY: the code takes a key");
  });
});

describe("what a whole gives behind `and`", () => {
  test.each<readonly [string, Files, Files]>([
    [
      "in JavaScript",
      {
        "config.js": `export const config = { cosmos: { endpoint: process.env.COSMOS_ENDPOINT, key: process.env.COSMOS_KEY } };\n`,
        "db.js": `${js}import { config } from "./config.js";\n\nconst cosmos = config.enabled && config.cosmos;\nexport const has = config.cosmos && config.cosmos.endpoint;\nexport const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key });\n`,
      },
      {
        "config.js": `export const config = { cosmos: { endpoint: process.env.COSMOS_ENDPOINT } };\n`,
        "db.js": `${jsAfter}import { config } from "./config.js";\n\nconst cosmos = config.enabled && config.cosmos;\nexport const has = config.cosmos && config.cosmos.endpoint;\nexport const client = new CosmosClient({ endpoint: cosmos.endpoint, ${NEW} });\n`,
      },
    ],
    [
      "in Python",
      {
        "conf.py": `import os\n\nCOSMOS = {"url": os.environ["COSMOS_ENDPOINT"], "key": os.environ["COSMOS_KEY"]}\n`,
        "db.py": `from azure.cosmos import CosmosClient\nimport conf\n\nshown = {"url": conf.COSMOS and conf.COSMOS["url"]}\nclient = CosmosClient(conf.COSMOS["url"], conf.COSMOS["key"])\n`,
      },
      {
        "conf.py": `import os\n\nCOSMOS = {"url": os.environ["COSMOS_ENDPOINT"]}\n`,
        "db.py": `from azure.cosmos import CosmosClient\nfrom azure.identity import DefaultAzureCredential\nimport conf\n\nshown = {"url": conf.COSMOS and conf.COSMOS["url"]}\nclient = CosmosClient(conf.COSMOS["url"], DefaultAzureCredential())\n`,
      },
    ],
  ])("%s", async (_name, before, after) => {
    await expectFixed({ ".env": DOTENV.before, ...before }, { ".env": DOTENV.after, ...after });
  });
});
