import { describe, expect, test } from "vitest";
import { expectFixed, expectLeft, fixAll, reader } from "./fixture";

const READER = reader("COSMOS_KEY");

const connecting = (client: string): string =>
  `const { CosmosClient } = require("@azure/cosmos");\n${client.includes("aad") ? 'const { DefaultAzureCredential } = require("@azure/identity");\n' : ""}module.exports = new CosmosClient(${client});\n`;
const BY_STRING = connecting("process.env.COSMOS");
const BY_ENDPOINT = connecting("{ endpoint: process.env.COSMOS, aadCredentials: new DefaultAzureCredential() }");

const account = (
  more = "",
  head = "",
): string => `resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2023-04-15' = {
  name: 'contoso'
${head}  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [
      {
        locationName: location
      }
    ]${more}
  }
}
`;
const CLOSED = "\n    disableLocalAuth: true";
const IDENTITY = `  identity: {
    type: 'SystemAssigned'
  }
`;

const app = (settings: string, identity = ""): string => `resource app 'Microsoft.Web/sites@2022-09-01' = {
  name: 'api'
${identity}  properties: {
    siteConfig: {
      appSettings: [
${settings}        {
          name: 'MODE'
          value: 'prod'
        }
      ]
    }
  }
}
`;
const setting = (name: string, value: string): string => `        {
          name: '${name}'
          value: ${value}
        }
`;
const role = (principal = "app.identity.principalId", id = 2, host = "app"): string => `
resource ${host}CosmosRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2023-04-15' = {
  parent: cosmos
  name: guid(cosmos.id, ${host}.id, '00000000-0000-0000-0000-00000000000${String(id)}')
  properties: {
    roleDefinitionId: '\${cosmos.id}/sqlRoleDefinitions/00000000-0000-0000-0000-00000000000${String(id)}'
    principalId: ${principal}
    scope: cosmos.id
  }
}
`;

describe("Keys handed out by Bicep", () => {
  test.each([
    "cosmos.listKeys().primaryMasterKey",
    "listKeys(cosmos.id, cosmos.apiVersion).primaryMasterKey",
    "listKeys(cosmos.id, '2023-04-15').secondaryMasterKey",
    "'${cosmos.listKeys().primaryMasterKey}'",
  ])("a setting: %s", async (value) => {
    await expectFixed(
      { ...READER.before, "infra/main.bicep": `${account()}\n${app(setting("COSMOS_KEY", value))}` },
      { ...READER.after, "infra/main.bicep": `${account(CLOSED)}\n${app("", IDENTITY)}${role()}` },
    );
  });

  test.each([
    "cosmos.listConnectionStrings().connectionStrings[0].connectionString",
    "'AccountEndpoint=${cosmos.properties.documentEndpoint};AccountKey=${cosmos.listKeys().primaryMasterKey};'",
    "'AccountEndpoint=https://${cosmos.name}.documents.azure.com:443/;AccountKey=${cosmos.listKeys().primaryMasterKey}'",
    "concat('AccountEndpoint=', cosmos.properties.documentEndpoint, ';AccountKey=', listKeys(cosmos.id, cosmos.apiVersion).primaryMasterKey)",
  ])("a connection string becomes the endpoint: %s", async (value) => {
    await expectFixed(
      { "db.js": BY_STRING, "main.bicep": `${account()}\n${app(setting("COSMOS", value), IDENTITY)}` },
      {
        "db.js": BY_ENDPOINT,
        "main.bicep": `${account(CLOSED)}\n${app(setting("COSMOS", "cosmos.properties.documentEndpoint"), IDENTITY)}${role()}`,
      },
    );
  });

  const config = (
    line: string,
    head = "  parent: app\n  name: 'appsettings'\n",
  ): string => `resource settings 'Microsoft.Web/sites/config@2022-09-01' = {
${head}  properties: {
${line}    MODE: 'prod'
  }
}
`;

  test("a resource of settings, by its parent or its name", async () => {
    for (const head of ["  parent: app\n  name: 'appsettings'\n", "  name: '${app.name}/appsettings'\n"])
      await expectFixed(
        {
          ...READER.before,
          "main.bicep": `${account()}\n${app("")}\n${config("    COSMOS_KEY: cosmos.listKeys().primaryMasterKey\n", head)}`,
        },
        { ...READER.after, "main.bicep": `${account(CLOSED)}\n${app("", IDENTITY)}${role()}\n${config("", head)}` },
      );
  });

  test("a resource of settings within the app, for a binding", async () => {
    const site = (line: string): string => `resource app 'Microsoft.Web/sites@2022-09-01' = {
  name: 'fn'
${IDENTITY}  properties: {
    httpsOnly: true
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      ${line}
    }
  }
}
`;
    await expectFixed(
      {
        "Fn/function.json": `{ "bindings": [{ "type": "cosmosDBTrigger", "connection": "ShopDb" }] }\n`,
        "host.json": `{ "extensionBundle": { "id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)" } }\n`,
        "main.bicep": `${account()}\n${site("ShopDb: cosmos.listConnectionStrings().connectionStrings[0].connectionString")}`,
      },
      {
        "main.bicep": `${account(CLOSED)}\n${site("ShopDb__accountEndpoint: cosmos.properties.documentEndpoint")}${role()}`,
      },
    );
  });

  const containers = (
    secret: string,
    env: string,
    identity = IDENTITY,
  ): string => `resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'api'
${identity}  properties: {
    configuration: {
      secrets: [
        {
          name: 'registry'
          value: registry
        }
${secret}      ]
    }
    template: {
      containers: [
        {
          name: 'api'
          env: [
            {
              name: 'ENDPOINT'
              value: cosmos.properties.documentEndpoint
            }
${env}          ]
        }
      ]
    }
  }
}
`;

  test("a container app's secret, and the variable that takes it", async () => {
    const secret = (value: string): string => `        {\n          name: 'db'\n          value: ${value}\n        }\n`;
    const env = (name: string, value: string): string =>
      `            {\n              name: '${name}'\n              ${value}\n            }\n`;
    await expectFixed(
      {
        ...READER.before,
        "main.bicep": `${account()}\n${containers(secret("cosmos.listKeys().primaryMasterKey"), env("COSMOS_KEY", "secretRef: 'db'"), "")}`,
      },
      { ...READER.after, "main.bicep": `${account(CLOSED)}\n${containers("", "")}${role()}` },
    );
    await expectFixed(
      {
        "db.js": BY_STRING,
        "main.bicep": `${account()}\n${containers(secret("cosmos.listConnectionStrings().connectionStrings[0].connectionString"), env("COSMOS", "secretRef: 'db'"))}`,
      },
      {
        "db.js": BY_ENDPOINT,
        "main.bicep": `${account(CLOSED)}\n${containers("", env("COSMOS", "value: cosmos.properties.documentEndpoint"))}${role()}`,
      },
    );
  });

  test("a user-assigned identity is named by its client id", async () => {
    const me = `resource me 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {\n  name: 'me'\n  location: location\n}\n`;
    const identity =
      "  identity: {\n    type: 'UserAssigned'\n    userAssignedIdentities: {\n      '${me.id}': {}\n    }\n  }\n";
    await expectFixed(
      {
        ...READER.before,
        "main.bicep": `${me}\n${account()}\n${app(setting("COSMOS_KEY", "cosmos.listKeys().primaryMasterKey"), identity)}`,
      },
      {
        ...READER.after,
        "main.bicep": `${me}\n${account(CLOSED)}\n${app(setting("AZURE_CLIENT_ID", "me.properties.clientId"), identity)}${role("me.properties.principalId")}`,
      },
    );
  });

  test("through a variable, of an account that is there already; the code only reads", async () => {
    const existing = `resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2021-04-15' existing = {\n  name: 'contoso'\n}\n`;
    const code =
      'exports.all = async () => (await db.database("a").container("b").items.query("SELECT * FROM c").fetchAll()).resources;\n';
    await expectFixed(
      {
        "app/db.js": `${READER.before["app/db.js"] ?? ""}${code}`,
        "main.bicep": `${existing}\nvar key = cosmos.listKeys().primaryMasterKey\n\n${app(setting("COSMOS_KEY", "key"), IDENTITY)}`,
      },
      {
        "app/db.js": `${READER.after["app/db.js"] ?? ""}${code}`,
        "main.bicep": `${existing}\n${app("", IDENTITY)}${role(undefined, 1).replace("@2023", "@2021")}`,
      },
    );
  });

  test("an output that nothing takes goes, with its decorators", async () => {
    await expectFixed(
      {
        "main.bicep": `${account()}\noutput id string = cosmos.id\n\n@secure()\n@description('The key')\n#disable-next-line outputs-should-not-contain-secrets\noutput cosmosKey string = cosmos.listKeys().primaryMasterKey\n`,
      },
      { "main.bicep": `${account()}\noutput id string = cosmos.id\n` },
    );
  });

  test("what Bicep made of the file is left alone, and named", async () => {
    const made = `{ "metadata": { "_generator": { "name": "bicep" } }, "COSMOS_KEY": "[listKeys(resourceId('Microsoft.DocumentDB/databaseAccounts', 'contoso'), '2021-04-15').primaryMasterKey]" }\n`;
    const { plan, after } = await fixAll({
      ...READER.before,
      "main.bicep": `${account()}\n${app(setting("COSMOS_KEY", "cosmos.listKeys().primaryMasterKey"))}`,
      "main.json": made,
    });
    expect(after["main.bicep"]).toBe(`${account(CLOSED)}\n${app("", IDENTITY)}${role()}`);
    expect(after["main.json"]).toBe(made);
    expect(plan.done.flatMap(({ left }) => left)).toContain("Build main.json again (az bicep build).");
  });

  const key = setting("COSMOS_KEY", "cosmos.listKeys().primaryMasterKey");
  const output = "output COSMOS_KEY string = cosmos.listKeys().primaryMasterKey\n";
  test.each([
    [
      "an output that code takes by azd's environment",
      { ...READER.before, "main.bicep": account() + output },
      /db\.js:2 names COSMOS_KEY, and may take the key/,
    ],
    [
      "an output that another file takes",
      {
        "m.bicep": account() + output,
        "main.bicep": "module m 'm.bicep' = {\n  name: 'm'\n}\nvar k = m.outputs.COSMOS_KEY\n",
      },
      /main\.bicep:4/,
    ],
    [
      "an account of another API",
      { ...READER.before, "main.bicep": account("", "  kind: 'MongoDB'\n") + app(key) },
      /MongoDB/,
    ],
    [
      "a capability of another API",
      {
        ...READER.before,
        "main.bicep": account("\n    capabilities: [\n      {\n        name: 'EnableTable'\n      }\n    ]") + app(key),
      },
      /EnableTable/,
    ],
    [
      "a kind that is a parameter",
      { ...READER.before, "main.bicep": account("", "  kind: kind\n") + app(key) },
      /kind or capabilities are computed/,
    ],
    [
      "an app under a condition",
      { ...READER.before, "main.bicep": account() + app(key).replace("= {", "= if (withApp) {") },
      /not always/,
    ],
    [
      "apps in a loop",
      {
        ...READER.before,
        "main.bicep": account() + app(key).replace("= {", "= [for x in apps: {").replace(/\}\n$/, "}]\n"),
      },
      /several times/,
    ],
    [
      "an account elsewhere",
      {
        ...READER.before,
        "main.bicep": `resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2021-04-15' existing = {\n  name: 'contoso'\n  scope: resourceGroup('shared')\n}\n${app(key)}`,
      },
      /another resource group/,
    ],
    [
      "a vault",
      {
        "main.bicep": `${account()}resource s 'Microsoft.KeyVault/vaults/secrets@2023-02-01' = {\n  name: 'v/k'\n  properties: {\n    value: cosmos.listKeys().primaryMasterKey\n  }\n}\n`,
      },
      /vaults\/secrets s/,
    ],
    [
      "a module",
      {
        "main.bicep": `${account()}module m 'm.bicep' = {\n  name: 'm'\n  params: {\n    key: cosmos.listKeys().primaryMasterKey\n  }\n}\n`,
      },
      /module m/,
    ],
    [
      "a value under a condition",
      {
        ...READER.before,
        "main.bicep": account() + app(setting("COSMOS_KEY", "on ? cosmos.listKeys().primaryMasterKey : ''")),
      },
      /longer value/,
    ],
    ["settings that nothing reads", { "main.bicep": account() + app(key) }, /Nothing was found that reads/],
  ] as const)("%s is left", async (_title, files, reason) => {
    await expectLeft(files, reason);
  });
});

describe("Keys that Bicep hands on through modules", () => {
  const call = (argument: string, more = ""): string =>
    `module api 'api.bicep' = {\n  name: 'api'\n${more}  params: {\n    ${argument}\n  }\n}\n`;
  const param = "@description('The key')\n@secure()\nparam cosmosKey string\n\n";
  const named =
    "@description('The name of the Cosmos DB account that the app takes a data role on')\nparam cosmosAccountName string\n\n";
  const existing = `resource cosmosAccount 'Microsoft.DocumentDB/databaseAccounts@2023-04-15' existing = {\n  name: cosmosAccountName\n}\n\n`;
  const roleInside = role().replace(/\bcosmos\b/g, "cosmosAccount");
  const given = setting("COSMOS_KEY", "cosmosKey");
  const inside = `${named}${existing}// the app\n${app("", IDENTITY)}${roleInside}`;
  const data = "module data 'data.bicep' = {\n  name: 'data'\n}\n\n";

  test.each([
    ["a parameter of a module: the account's name takes its place", "", "cosmos.listKeys().primaryMasterKey"],
    ["the same through a variable", "var key = cosmos.listKeys().primaryMasterKey\n\n", "key"],
  ])("%s", async (_name, declared, value) => {
    await expectFixed(
      {
        ...READER.before,
        "main.bicep": `${account()}\n${declared}${call(`cosmosKey: ${value}`)}`,
        "api.bicep": `${param}// the app\n${app(given)}`,
      },
      {
        ...READER.after,
        "main.bicep": `${account(CLOSED)}\n${call("cosmosAccountName: cosmos.name")}`,
        "api.bicep": inside,
      },
    );
  });

  test("a variable that is put into another", async () => {
    await expectFixed(
      {
        "db.js": BY_STRING,
        "package.json": READER.before["package.json"] ?? "",
        "main.bicep": `${account()}\nvar key = cosmos.listKeys().primaryMasterKey\nvar text = 'AccountEndpoint=\${cosmos.properties.documentEndpoint};AccountKey=\${key}'\n\n${app(setting("COSMOS", "text"))}`,
      },
      {
        "db.js": BY_ENDPOINT,
        "main.bicep": `${account(CLOSED)}\n\n${app(setting("COSMOS", "cosmos.properties.documentEndpoint"), IDENTITY)}${role()}`,
      },
    );
  });

  const output = "@secure()\noutput cosmosKey string = cosmos.listKeys().primaryMasterKey\n";
  test.each([
    [
      "an output of one module, a parameter of another",
      "",
      "output cosmosAccountName string = cosmos.name\n",
      "cosmosAccountName",
    ],
    ["an output that gives the name already", "output account string = cosmos.name\n", "", "account"],
  ])("%s", async (_title, more, instead, name) => {
    await expectFixed(
      {
        ...READER.before,
        "main.bicep": data + call("cosmosKey: data.outputs.cosmosKey"),
        "data.bicep": `${account()}\n${more}${output}`,
        "api.bicep": `${param}// the app\n${app(given)}`,
      },
      {
        ...READER.after,
        "main.bicep": data + call(`cosmosAccountName: data.outputs.${name}`),
        "data.bicep": `${account(CLOSED)}\n${more}${instead}`,
        "api.bicep": inside,
      },
    );
  });

  test("an output that only hands another one on, and nothing takes", async () => {
    await expectFixed(
      {
        "main.bicep": `${data}output url string = data.outputs.url\noutput key string = data.outputs.cosmosKey\n`,
        "data.bicep": `${account()}\noutput url string = cosmos.properties.documentEndpoint\n${output}`,
      },
      {
        "main.bicep": `${data}output url string = data.outputs.url\n`,
        "data.bicep": `${account()}\noutput url string = cosmos.properties.documentEndpoint\n`,
      },
    );
  });

  const key = "cosmosKey: cosmos.listKeys().primaryMasterKey";
  test.each([
    [
      "a module in another resource group",
      {
        "main.bicep": `${account()}\n${call(key, "  scope: resourceGroup('other')\n")}`,
        "api.bicep": param + app(given),
      },
      /another resource group/,
    ],
    [
      "modules in two resource groups",
      {
        "main.bicep": `${data}${call("cosmosKey: data.outputs.cosmosKey", "  scope: resourceGroup('other')\n")}`,
        "data.bicep": `${account()}\n${output}`,
        "api.bicep": param + app(given),
      },
      /another resource group/,
    ],
    [
      "a module that others call",
      {
        "main.bicep": `${account()}\n${call(key)}`,
        "other.bicep": `@secure()\nparam k string\n${call("cosmosKey: k")}`,
        "api.bicep": param + app(given),
      },
      /called several times/,
    ],
    [
      "modules of a loop",
      {
        "main.bicep": `${account()}\n${call(key).replace("= {", "= [for i in range(0, 2): {").replace(/\}\n$/, "}]\n")}`,
        "api.bicep": param + app(given),
      },
      /another resource group|part of a longer value/,
    ],
    [
      "a module that knows an account",
      {
        "main.bicep": `${account()}\n${call(key)}`,
        "api.bicep": `param cosmosAccountName string\n${param}${app(given)}`,
      },
      /has a name cosmosAccountName already/,
    ],
    [
      "a module that puts the key into a vault",
      {
        "main.bicep": `${account()}\n${call(key)}`,
        "api.bicep": `${param}resource s 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {\n  name: 'v/s'\n  properties: {\n    value: cosmosKey\n  }\n}\n`,
      },
      /vaults\/secrets/,
    ],
    [
      "a parameter that is more than the key",
      {
        "main.bicep": `${account()}\n${call("settings: { key: cosmos.listKeys().primaryMasterKey }")}`,
        "api.bicep": param + app(given),
      },
      /part of a longer value/,
    ],
    [
      "an output that an app takes beside its module",
      {
        "main.bicep": data + app(setting("COSMOS_KEY", "data.outputs.cosmosKey")),
        "data.bicep": `${account()}\n${output}`,
      },
      /hands the key to main\.bicep/,
    ],
  ])("%s is left", async (_title, files, reason) => {
    await expectLeft({ ...READER.before, ...files }, reason);
  });
});
