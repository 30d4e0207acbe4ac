import { describe, expect, test } from "vitest";
import { explain } from "../../src/engine/explain";
import { isQuiet } from "../../src/engine/rules/index";
import { scan } from "../../src/engine/scan";
import { isReadFrom } from "../expectFindings";

/** Keys that infrastructure hands out: `«»` stands around each expression that yields one. */

const bicep = `resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2023-04-15' = {\n  name: 'shop-orders'\n}\nresource storage 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'shop' }\n`;
const terraform = `resource "azurerm_cosmosdb_account" "db" {\n  name = "shop-orders"\n}\n`;

const HANDED: readonly (readonly [
  title: string,
  path: string,
  text: string,
  account: string | undefined,
  access: string,
])[] = [
  [
    "an output in Bicep",
    "a.bicep",
    `${bicep}output key string = «cosmos.listKeys().primaryMasterKey»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a setting in Bicep",
    "a.bicep",
    `${bicep}var s = { name: 'K', value: «cosmos.listKeys().secondaryReadonlyMasterKey» }\n`,
    "shop-orders",
    "read-only",
  ],
  [
    "the old function",
    "a.bicep",
    `${bicep}output key string = «listKeys(cosmos.id, cosmos.apiVersion).primaryMasterKey»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "in a string",
    "a.bicep",
    `${bicep}var c = 'AccountEndpoint=\${cosmos.properties.documentEndpoint};AccountKey=\${«cosmos.listKeys().primaryMasterKey»}'\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "connection strings",
    "a.bicep",
    `${bicep}output c string = «cosmos.listConnectionStrings().connectionStrings[0].connectionString»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "ARM",
    "azuredeploy.json",
    `{ "outputs": { "k": { "type": "string", "value": "[«listKeys(resourceId('Microsoft.DocumentDB/databaseAccounts', parameters('n')), '2023-04-15').primaryMasterKey»]" } } }`,
    undefined,
    "read-write",
  ],
  [
    "ARM, joined",
    "azuredeploy.json",
    `{ "value": "[concat('AccountKey=', «listkeys(variables('id'), '2023-04-15').primaryReadonlyMasterKey»)]" }`,
    undefined,
    "read-only",
  ],
  [
    "Terraform settings",
    "a.tf",
    `${terraform}app_settings = {\n  COSMOS_KEY = «azurerm_cosmosdb_account.db.primary_key»\n}\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a Terraform output",
    "a.tf",
    `${terraform}output "k" { value = «azurerm_cosmosdb_account.db.secondary_readonly_key» }\n`,
    "shop-orders",
    "read-only",
  ],
  [
    "a Terraform data source",
    "a.tf",
    `value = "\${«data.azurerm_cosmosdb_account.db.primary_sql_connection_string»}"\n`,
    undefined,
    "read-write",
  ],
  [
    "one of several",
    "a.tf",
    `value = «azurerm_cosmosdb_account.db[0].connection_strings[0]»\n`,
    undefined,
    "read-write",
  ],
  [
    "a workflow's environment",
    ".github/workflows/a.yml",
    `- run: echo "KEY=$(«az cosmosdb keys list --name shop-orders -g rg --query primaryMasterKey -o tsv»)" >> $GITHUB_ENV\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "over lines",
    "a.sh",
    `KEY=$(«az cosmosdb keys list \\\n  -n shop-orders -g rg \\\n  --type read-only-keys»)\n`,
    "shop-orders",
    "read-only",
  ],
  [
    "PowerShell",
    "a.ps1",
    `$k = «Get-AzCosmosDBAccountKey -ResourceGroupName rg -Name "shop-orders"»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "Pulumi",
    "a.ts",
    `const keys = documentdb.«listDatabaseAccountKeysOutput({ accountName: a.name, resourceGroupName: g.name })»;\n`,
    undefined,
    "read-write",
  ],
  [
    "Pulumi in Python",
    "a.py",
    `keys = documentdb.«list_database_account_keys_output(account_name=a.name, resource_group_name=g.name)»\n`,
    undefined,
    "read-write",
  ],
];

const SILENT: readonly (readonly [title: string, path: string, text: string])[] = [
  ["a storage account's", "a.bicep", `${bicep}output k string = storage.listKeys().keys[0].value\n`],
  [
    "a storage account's, in ARM",
    "a.json",
    `{ "v": "[listKeys(resourceId('Microsoft.Storage/storageAccounts', 's'), '2023-01-01').keys[0].value]" }`,
  ],
  [
    "the endpoint",
    "a.tf",
    `${terraform}value = azurerm_cosmosdb_account.db.endpoint\nid = azurerm_cosmosdb_account.db.id\n`,
  ],
  [
    "prose",
    "README.md",
    `Run \`az cosmosdb keys list --name shop\`, or use azurerm_cosmosdb_account.db.primary_key.\n`,
  ],
  ["another command", "a.sh", `az cosmosdb show --name shop\naz storage account keys list -n shop\n`],
  ["management code", "a.ts", `const keys = await client.databaseAccounts.listKeys(group, "shop");\n`],
];

describe("handed out", () => {
  test.each(HANDED)("%s", (_title, path, marked, account, access) => {
    const text = marked.replace(/[«»]/g, "");
    expect(isReadFrom(text)).toBe(true);
    const [finding, ...others] = scan(text, { path });
    expect(others).toEqual([]);
    expect(text.slice(finding?.start, finding?.end)).toBe(/«([^]*)»/.exec(marked)?.[1]);
    expect(finding).toMatchObject({ rule: "handed-out-key", severity: "information", access });
    expect(finding?.account?.name).toBe(account);
    expect(isQuiet(finding?.rule ?? "")).toBe(true);
    expect(explain(text, path, { start: 0, end: text.length })[0]?.outcome).toBe("possible");
  });

  test.each(SILENT)("silent on %s", (_title, path, text) => {
    expect(scan(text, { path })).toEqual([]);
  });
});
