import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed, expectLeft } from "./fixture";

const cosmos = `import { CosmosClient } from "@azure/cosmos";\n`;
const both = `${cosmos}import { DefaultAzureCredential } from "@azure/identity";\n`;

describe("TypeScript and JavaScript become keyless", () => {
  test.each([
    [
      "the options",
      `new CosmosClient({ endpoint: "${ENDPOINT}", key: "«KEY»" });`,
      `new CosmosClient({ endpoint: "${ENDPOINT}", aadCredentials: new DefaultAzureCredential() });`,
    ],
    [
      "options in a variable",
      `const options = { endpoint: "${ENDPOINT}", key: "«KEY»" };\nnew CosmosClient(options);`,
      `const options = { endpoint: "${ENDPOINT}", aadCredentials: new DefaultAzureCredential() };\nnew CosmosClient(options);`,
    ],
    [
      "a connection string",
      `new CosmosClient("AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;");`,
      `new CosmosClient({ endpoint: "${ENDPOINT}", aadCredentials: new DefaultAzureCredential() });`,
    ],
    [
      "a shorthand property",
      `const key = "«KEY»";\nnew CosmosClient({ endpoint, key });`,
      `new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });`,
    ],
    [
      "a fallback",
      `new CosmosClient({ endpoint, key: process.env.COSMOS_KEY || "«KEY»" });`,
      `new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });`,
    ],
    [
      "a field of a class",
      `class Store {\n  private key = "«KEY»";\n  open() {\n    return new CosmosClient({ endpoint, key: this.key });\n  }\n}`,
      `class Store {\n  open() {\n    return new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });\n  }\n}`,
    ],
    [
      "a comment inside the call",
      `new CosmosClient({\n  endpoint, // where\n  /* the key */ key: "«KEY»",\n});`,
      `new CosmosClient({\n  endpoint, // where\n  /* the key */ aadCredentials: new DefaultAzureCredential(),\n});`,
    ],
  ])("%s", async (_name, before, after) => {
    await expectFixed({ "a.ts": `${cosmos}${before}\n` }, { "a.ts": `${both}${after}\n` });
  });

  test("CommonJS, single quotes and no semicolons stay as they are", async () => {
    await expectFixed(
      {
        "a.js": `const { CosmosClient } = require('@azure/cosmos')\nconst c = new CosmosClient({ endpoint: '${ENDPOINT}', key: '«KEY»' })\n`,
      },
      {
        "a.js": `const { CosmosClient } = require('@azure/cosmos')\nconst { DefaultAzureCredential } = require('@azure/identity')\nconst c = new CosmosClient({ endpoint: '${ENDPOINT}', aadCredentials: new DefaultAzureCredential() })\n`,
      },
    );
  });

  test("an import of the package that lacks the name gets it", async () => {
    await expectFixed(
      {
        "a.ts": `${cosmos}import { AzureCliCredential } from "@azure/identity";\nnew CosmosClient({ endpoint, key: "«KEY»" });\n`,
      },
      {
        "a.ts": `${cosmos}import { AzureCliCredential, DefaultAzureCredential } from "@azure/identity";\nnew CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });\n`,
      },
    );
  });

  test("a setting of .env and the code that reads it change together", async () => {
    await expectFixed(
      {
        ".env": `PORT=1\nCOSMOS_CONNECTION=AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;\n`,
        "a.ts": `${cosmos}new CosmosClient(process.env.COSMOS_CONNECTION!);\n`,
      },
      {
        ".env": `PORT=1\nCOSMOS_CONNECTION=${ENDPOINT}\n`,
        "a.ts": `${both}new CosmosClient({ endpoint: process.env.COSMOS_CONNECTION!, aadCredentials: new DefaultAzureCredential() });\n`,
      },
    );
  });

  test("a parameter of the same name is somebody else's", async () => {
    await expectFixed(
      {
        "a.ts": `${cosmos}const key = "«KEY»";\nexport const a = new CosmosClient({ endpoint, key });\nexport const open = (key: string) => new CosmosClient({ endpoint, key });\n`,
      },
      {
        "a.ts": `${both}export const a = new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });\nexport const open = (key: string) => new CosmosClient({ endpoint, key });\n`,
      },
    );
  });
});

describe("TypeScript and JavaScript are left alone", () => {
  test.each([
    ["version 2 of the SDK", `new CosmosClient({ endpoint, auth: { masterKey: "«KEY»" } });\n`, /cosmos 2/],
    [
      "an object that is handed on as a whole",
      `export const config = { key: "«KEY»" };\nsend(config);\nnew CosmosClient({ endpoint, key: config.key });\n`,
      /cannot be followed/,
    ],
    [
      "a key that goes elsewhere too",
      `const key = "«KEY»";\nsend(key);\nnew CosmosClient({ endpoint, key });\n`,
      /cannot be followed/,
    ],
  ])("%s", async (_name, text, reason) => {
    await expectLeft({ "a.ts": cosmos + text }, reason);
  });

  test("a reader of a setting that cannot be followed: the setting stays too", async () => {
    await expectLeft({ ".env": `COSMOS_KEY=«KEY»\n`, "a.js": `send(process.env.COSMOS_KEY);\n` }, /reads this setting/);
  });

  test("a vault cannot be awaited in a synchronous function", async () => {
    await expectLeft(
      { "a.ts": `${cosmos}function open() {\n  return new CosmosClient({ endpoint, key: "«KEY»" });\n}\n` },
      /awaited/,
      "key-vault",
    );
  });

  test("a connection string among settings leaves the endpoint there", async () => {
    await expectFixed(
      {
        "src/environment.ts": `export const environment = {\n  cosmosConnectionString: "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;",\n};\n`,
        "src/cosmos.service.ts": `${cosmos}import { environment } from "./environment";\n\nexport const client = new CosmosClient(environment.cosmosConnectionString);\n`,
      },
      {
        "src/environment.ts": `export const environment = {\n  cosmosEndpoint: "${ENDPOINT}",\n};\n`,
        "src/cosmos.service.ts": `${both}import { environment } from "./environment";\n\nexport const client = new CosmosClient({ endpoint: environment.cosmosEndpoint, aadCredentials: new DefaultAzureCredential() });\n`,
      },
    );
  });

  test("a setting that something else goes by the name of is left to its client", async () => {
    await expectChange({
      "config.js": `
 module.exports = {
-  cosmos: { connectionString: "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;", database: "d" },
+  cosmos: { database: "d" },
   sql: { connectionString: process.env.SQL },
 };
`,
      "db.js": `
 const { CosmosClient } = require("@azure/cosmos");
+const { DefaultAzureCredential } = require("@azure/identity");
 const config = require("./config");
-module.exports = new CosmosClient(config.cosmos.connectionString).database(config.cosmos.database);
+module.exports = new CosmosClient({ endpoint: "${ENDPOINT}", aadCredentials: new DefaultAzureCredential() }).database(config.cosmos.database);
`,
    });
  });

  test("the import is spelled as the one beside it", async () => {
    await expectChange({
      "a.js": `
 const express = require("express");
 const path = require("path");
 const {CosmosClient} = require('@azure/cosmos');
-new CosmosClient({endpoint, key: "«KEY»"});
+const {DefaultAzureCredential} = require('@azure/identity');
+new CosmosClient({endpoint, aadCredentials: new DefaultAzureCredential()});
`,
    });
  });
});
