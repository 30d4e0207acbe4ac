import { describe, expect, test } from "vitest";
import { expectFixed, expectLeft, fixAll, reader } from "./fixture";

const READER = reader("COSMOS_KEY");
const ID = "resourceId('Microsoft.DocumentDB/databaseAccounts', parameters('account'))";
const APP = "resourceId('Microsoft.Web/sites', parameters('app'))";
const KEY = `[listKeys(${ID}, '2021-04-15').primaryMasterKey]`;

interface Parts {
  readonly settings?: readonly object[];
  readonly identity?: object;
  readonly account?: object;
  readonly more?: readonly object[];
  readonly outputs?: object;
  readonly app?: object;
}

const template = ({ settings = [], identity, account = {}, more = [], outputs, app = {} }: Parts, spaces = 2): string =>
  `${JSON.stringify(
    {
      $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      resources: [
        {
          type: "Microsoft.DocumentDB/databaseAccounts",
          apiVersion: "2023-04-15",
          name: "[parameters('account')]",
          properties: { databaseAccountOfferType: "Standard", ...account },
        },
        {
          type: "Microsoft.Web/sites",
          apiVersion: "2022-09-01",
          name: "[parameters('app')]",
          ...(identity === undefined ? {} : { identity }),
          properties: { siteConfig: { appSettings: [...settings, { name: "MODE", value: "prod" }] } },
          ...app,
        },
        ...more,
      ],
      ...(outputs === undefined ? {} : { outputs }),
    },
    null,
    spaces,
  )}\n`;

const role = (id = 2): object => ({
  type: "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",
  apiVersion: "2023-04-15",
  name: `[concat(parameters('account'), '/', guid(${ID}, ${APP}, '00000000-0000-0000-0000-00000000000${String(id)}'))]`,
  dependsOn: [`[${ID}]`, `[${APP}]`],
  properties: {
    roleDefinitionId: `[concat(${ID}, '/sqlRoleDefinitions/00000000-0000-0000-0000-00000000000${String(id)}')]`,
    principalId: `[reference(${APP}, '2022-09-01', 'full').identity.principalId]`,
    scope: `[${ID}]`,
  },
});
const identity = { type: "SystemAssigned" };
const account = { disableLocalAuth: true };

describe("Keys handed out by ARM templates", () => {
  test.each([2, 4, 0])("a setting, in a file indented by %i", async (spaces) => {
    const { after, plan } = await fixAll({
      ...READER.before,
      "azuredeploy.json": template({ settings: [{ name: "COSMOS_KEY", value: KEY }] }, spaces),
    });
    expect(plan.left.map(({ reason }) => reason.reason)).toEqual([]);
    const expected = template({ identity, account, more: [role()] }, spaces);
    if (spaces > 0) expect(after["azuredeploy.json"]).toBe(expected);
    else expect(JSON.parse(after["azuredeploy.json"] ?? "")).toEqual(JSON.parse(expected));
    expect(after["app/db.js"]).toBe(READER.after["app/db.js"]);
  });

  test("a connection string becomes the endpoint", async () => {
    const connecting = (client: string): string =>
      `const { CosmosClient } = require("@azure/cosmos");\n${client.includes("aad") ? 'const { DefaultAzureCredential } = require("@azure/identity");\n' : ""}module.exports = new CosmosClient(${client});\n`;
    for (const value of [
      `[listConnectionStrings(${ID}, '2021-04-15').connectionStrings[0].connectionString]`,
      `[concat('AccountEndpoint=', reference(${ID}).documentEndpoint, ';AccountKey=', listKeys(${ID}, '2021-04-15').primaryMasterKey, ';')]`,
    ])
      await expectFixed(
        {
          "db.js": connecting("process.env.COSMOS"),
          "azuredeploy.json": template({ settings: [{ name: "COSMOS", value }], identity }),
        },
        {
          "db.js": connecting("{ endpoint: process.env.COSMOS, aadCredentials: new DefaultAzureCredential() }"),
          "azuredeploy.json": template({
            settings: [{ name: "COSMOS", value: `[reference(${ID}, '2023-04-15').documentEndpoint]` }],
            identity,
            account,
            more: [role()],
          }),
        },
      );
  });

  test("a resource of settings", async () => {
    const config = (properties: object): object => ({
      type: "Microsoft.Web/sites/config",
      apiVersion: "2022-09-01",
      name: "[concat(parameters('app'), '/appsettings')]",
      properties,
    });
    await expectFixed(
      {
        ...READER.before,
        "azuredeploy.json": template({ identity, more: [config({ COSMOS_KEY: KEY, MODE: "x" })] }),
      },
      {
        ...READER.after,
        "azuredeploy.json": template({ identity, account, more: [config({ MODE: "x" }), role()] }),
      },
    );
  });

  test("an output that nothing takes goes", async () => {
    await expectFixed(
      {
        "azuredeploy.json": template({
          outputs: { id: { type: "string", value: `[${ID}]` }, cosmosKey: { type: "string", value: KEY } },
        }),
      },
      { "azuredeploy.json": template({ outputs: { id: { type: "string", value: `[${ID}]` } } }) },
    );
  });

  test("an output that goes is named: what reads it off a deployment may not be here", async () => {
    const { plan } = await fixAll({ "azuredeploy.json": template({ outputs: { cosmosKey: { value: KEY } } }) });
    expect(JSON.stringify(plan.done)).toContain("The output cosmosKey goes from azuredeploy.json");
  });

  const settings = [{ name: "COSMOS_KEY", value: KEY }];
  test.each([
    [
      "an output that a pipeline takes",
      {
        "azuredeploy.json": template({ outputs: { cosmosKey: { value: KEY } } }),
        "p.yml": "run: echo $(RGDO_cosmosKey)\n",
      },
      /p\.yml:1 names cosmosKey, and may take the key/,
    ],
    [
      "an app under a condition",
      { ...READER.before, "azuredeploy.json": template({ settings, app: { condition: "[parameters('on')]" } }) },
      /not always/,
    ],
    [
      "an app with an old version",
      { ...READER.before, "azuredeploy.json": template({ settings, app: { apiVersion: "2015-08-01" } }) },
      /2015-08-01/,
    ],
    [
      "an app with other identities",
      { ...READER.before, "azuredeploy.json": template({ settings, identity: { type: "UserAssigned" } }) },
      /Which identity/,
    ],
    [
      "another API",
      {
        ...READER.before,
        "azuredeploy.json": template({ settings, account: { capabilities: [{ name: "EnableCassandra" }] } }),
      },
      /EnableCassandra/,
    ],
    [
      "an account by a variable",
      {
        ...READER.before,
        "azuredeploy.json": template({
          settings: [{ name: "COSMOS_KEY", value: "[listKeys(variables('cosmosId'), '2021-04-15').primaryMasterKey]" }],
        }),
      },
      /Which account/,
    ],
    [
      "a template that Bicep made",
      {
        ...READER.before,
        "azuredeploy.json": template({ settings }).replace("{", '{ "metadata": { "_generator": { "name": "bicep" } },'),
      },
      /made from Bicep/,
    ],
    [
      "a vault",
      {
        "azuredeploy.json": template({
          more: [
            {
              type: "Microsoft.KeyVault/vaults/secrets",
              apiVersion: "2023-02-01",
              name: "v/k",
              properties: { value: KEY },
            },
          ],
        }),
      },
      /vaults\/secrets/,
    ],
  ] as const)("%s is left", async (_title, files, reason) => {
    await expectLeft(files, reason);
  });
});
