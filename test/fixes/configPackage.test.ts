import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, type Files } from "./fixture";

/** npm's `config` package: files of `config/`, and one that says which variable fills which setting. */

const js = `import config from 'config';\nimport { CosmosClient } from '@azure/cosmos';\n`;
const jsAfter = `${js}import { DefaultAzureCredential } from '@azure/identity';\n`;
const DOTENV = `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`;

describe("npm's config package", () => {
  test.each<readonly [string, Files, Files]>([
    [
      "a whole section that is unpacked, and what shows it",
      {
        "config/custom-environment-variables.json": `{\n  "cosmos": {\n    "endpoint": "COSMOS_ENDPOINT",\n    "key": "COSMOS_KEY",\n    "databaseId": "COSMOS_DATABASE_ID"\n  }\n}\n`,
        "config/default.json": `{\n  "cosmos": {\n    "endpoint": "",\n    "key": "",\n    "databaseId": "Tracker"\n  }\n}\n`,
        "core/cosmos.js": `${js}import debug from 'debug';\n\nconst debugCosmos = debug('app:cosmos');\n\nexport function connect() {\n  const { endpoint, key, databaseId } = config.get('cosmos');\n  debugCosmos('endpoint =', endpoint);\n  debugCosmos('key =', key);\n  return new CosmosClient({ endpoint, key }).database(databaseId);\n}\n`,
      },
      {
        "config/custom-environment-variables.json": `{\n  "cosmos": {\n    "endpoint": "COSMOS_ENDPOINT",\n    "databaseId": "COSMOS_DATABASE_ID"\n  }\n}\n`,
        "config/default.json": `{\n  "cosmos": {\n    "endpoint": "",\n    "databaseId": "Tracker"\n  }\n}\n`,
        "core/cosmos.js": `import config from 'config';\nimport { CosmosClient } from '@azure/cosmos';\nimport { DefaultAzureCredential } from '@azure/identity';\nimport debug from 'debug';\n\nconst debugCosmos = debug('app:cosmos');\n\nexport function connect() {\n  const { endpoint, databaseId } = config.get('cosmos');\n  debugCosmos('endpoint =', endpoint);\n  return new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() }).database(databaseId);\n}\n`,
      },
    ],
    [
      "in YAML, read by its dotted name",
      {
        "config/custom-environment-variables.yaml": `db:\n  endpoint: COSMOS_ENDPOINT\n  key: COSMOS_KEY\n`,
        "src/db.js": `${js}export const client = new CosmosClient({ endpoint: config.get('db.endpoint'), key: config.get('db.key') });\n`,
      },
      {
        "config/custom-environment-variables.yaml": `db:\n  endpoint: COSMOS_ENDPOINT\n`,
        "src/db.js": `${jsAfter}export const client = new CosmosClient({ endpoint: config.get('db.endpoint'), aadCredentials: new DefaultAzureCredential() });\n`,
      },
    ],
    [
      "an endpoint that is the emulator's by default",
      {
        "config/custom-environment-variables.json": `{\n  "cosmos": {\n    "endpoint": "COSMOS_ENDPOINT",\n    "key": "COSMOS_KEY"\n  }\n}\n`,
        "config/default.json": `{\n  "cosmos": {\n    "endpoint": "https://localhost:8081",\n    "key": ""\n  }\n}\n`,
        "src/db.js": `${js}const { endpoint, key } = config.get('cosmos');\nexport const client = new CosmosClient({ endpoint, key });\n`,
      },
      {
        "src/db.js": `${jsAfter}const { endpoint, key } = config.get('cosmos');\nexport const client = new CosmosClient({ endpoint, ...(key ? { key } : { aadCredentials: new DefaultAzureCredential() }) });\n`,
      },
    ],
  ])("%s", async (_name, before, after) => {
    await expectFixed({ ".env": DOTENV, ...before }, { ".env": `COSMOS_ENDPOINT=${ENDPOINT}\n`, ...after });
  });
});
