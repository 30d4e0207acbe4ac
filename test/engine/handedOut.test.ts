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
    "a data source of keys",
    "a.tf",
    `value = «data.azurerm_cosmosdb_account_keys.db.primary_master_key»\n`,
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
  [
    "one of several, as Terraform once wrote it",
    "a.tf",
    `value = element(«azurerm_cosmosdb_account.db.*.connection_strings», 0)\n`,
    undefined,
    "read-write",
  ],
  [
    "one of several in Bicep",
    "a.bicep",
    `${bicep}output c string = «cosmos[0].listConnectionStrings().connectionStrings[0].connectionString»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "connection strings by an id",
    "azuredeploy.json",
    `{ "variables": { "id": "[resourceId('Microsoft.DocumentDB/databaseAccounts', 'a')]" }, "v": "[«listConnectionStrings(variables('id'), '2019-12-12').connectionStrings[0].connectionString»]" }`,
    undefined,
    "read-write",
  ],
  [
    "a template that a program holds",
    "template.go",
    `"value": "[«listKeys(resourceId('Microsoft.DocumentDb/databaseAccounts', 'a'), '2015-04-08').primaryMasterKey»]"\n`,
    undefined,
    "read-write",
  ],
  [
    "an output of the registry's module in Bicep",
    "a.bicep",
    `module db 'br/public:avm/res/document-db/database-account:0.11.0' = {}\nvar c = «db.outputs.primaryReadWriteConnectionString»\n`,
    undefined,
    "read-write",
  ],
  [
    "a secret that the registry's module writes",
    "a.bicep",
    `module db 'br/public:avm/res/document-db/database-account:0.11.0' = {\n  params: {\n    secretsExportConfiguration: {\n      «primaryReadOnlyKeySecretName: 'cosmos-key'»\n    }\n  }\n}\n`,
    undefined,
    "read-only",
  ],
  [
    "an output of a module that lies elsewhere",
    "a.tf",
    `module "cosmos_api" {\n  source = "git::https://example.com/modules.git//cosmosdb_account"\n}\nk = «module.cosmos_api.primary_key»\n`,
    undefined,
    "read-write",
  ],
  [
    "one of each of many accounts",
    "a.tf",
    `value = { for key, account in azurerm_cosmosdb_account.all : key => «account.primary_readonly_key» }\n`,
    undefined,
    "read-only",
  ],
  [
    "a list of each",
    "a.tf",
    `value = [for a in data.azurerm_cosmosdb_account.all : «a.connection_strings[0]»]\n`,
    undefined,
    "read-write",
  ],
  ["an account given as a whole", "a.tf", `k = «var.cosmosdb_account.secondary_key»\n`, undefined, "read-write"],
  [
    "an action of the management API in Terraform",
    "a.tf",
    `data "azapi_resource_action" "keys" {\n  type = "Microsoft.DocumentDB/databaseAccounts@2023-04-15"\n  resource_id = azapi_resource.db.id\n  «action = "listKeys"»\n}\n`,
    undefined,
    "read-write",
  ],
  [
    "an action of the management API in PowerShell",
    "a.ps1",
    `$k = «Invoke-AzResourceAction -Action listKeys \`\n  -ResourceType "Microsoft.DocumentDb/databaseAccounts" -ApiVersion "2015-04-08" \`\n  -ResourceGroupName $rg -Name "shop-orders"» | Select-Object *\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a request to the management API",
    "a.sh",
    `az rest --method post --url «https://management.azure.com/subscriptions/$SUB/resourceGroups/rg/providers/Microsoft.DocumentDB/databaseAccounts/shop-orders/listKeys?api-version=2023-04-15»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a setting that tells an app where to fetch a key",
    "a.bicep",
    `${bicep}var u = '«https://management.azure.com/subscriptions/s/providers/Microsoft.DocumentDB/databaseAccounts/shop-orders/listConnectionStrings?api-version=2021-04-15»'\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a folded block of YAML",
    ".github/workflows/a.yml",
    `  run: >\n    «az cosmosdb keys list\n      --name shop-orders\n      -g rg»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a list of arguments",
    "a.py",
    `key = subprocess.check_output([«"az", "cosmosdb", "keys", "list", "-n", "shop-orders", "-g", RG»], text=True)\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a list of arguments, one a line",
    "a.mjs",
    `const key = az([\n  «'cosmosdb',\n  'keys',\n  'list',\n  '--name',\n  account,\n  '--query',\n  'primaryReadonlyMasterKey'»,\n]);\n`,
    undefined,
    "read-only",
  ],
  [
    "a command that a program runs",
    "a.js",
    `const out = execSync(\`«az cosmosdb keys list --name shop-orders -g rg»\`);\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a connection that puts the key into an app's settings",
    "a.sh",
    `«az webapp connection create cosmos-sql -g rg -n web --account shop-orders --secret»\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a module of PowerShell",
    "a.ps1",
    `$key = «Get-CosmosDbAccountMasterKey -Name $accountName -ResourceGroupName $rg»\n`,
    undefined,
    "read-write",
  ],
  [
    "Pulumi, connection strings in C#",
    "a.cs",
    `var c = L«istDatabaseAccountConnectionStrings.Invoke(new() { AccountName = a.Name, ResourceGroupName = g.Name })»;\n`.replace(
      "L«",
      "«L",
    ),
    undefined,
    "read-write",
  ],
  [
    "Pulumi in Python, by position",
    "a.py",
    `lambda args: azure_native.documentdb.«list_database_account_keys(args[0], resource_group_name=args[1])»\n`,
    undefined,
    "read-write",
  ],
  [
    "Pulumi's classic provider",
    "a.ts",
    `const account = new azure.cosmosdb.Account("a", { capabilities: [{ name: "EnableGremlin" }] });\nconst env = { KEY: «account.primaryKey» };\n`,
    undefined,
    "read-write",
  ],
  [
    "Pulumi's classic provider in C#",
    "a.cs",
    `var db = new Azure.CosmosDB.Account("a", new Azure.CosmosDB.AccountArgs { Name = "shop-orders" });\nvar key = «db.PrimaryReadonlyMasterKey»;\n`,
    "shop-orders",
    "read-only",
  ],
  [
    "Pulumi's classic provider in Python",
    "a.py",
    `cosmos = azure.cosmosdb.Account(\n    "a",\n    name="shop-orders",\n)\npulumi.export("c", «cosmos.connection_strings[0]»)\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "Pulumi's classic provider in Go",
    "main.go",
    `account, err := cosmosdb.NewAccount(ctx, "a", &cosmosdb.AccountArgs{})\nctx.Export("key", «account.PrimaryKey»)\n`,
    undefined,
    "read-write",
  ],
  [
    "Terraform's CDK",
    "stack.ts",
    `this.cosmos = new CosmosdbAccount(this, "a", {\n  name: "shop-orders",\n});\nnew TerraformOutput(this, "key", { value: «this.cosmos.primaryKey» });\n`,
    "shop-orders",
    "read-write",
  ],
  [
    "a verified module",
    "a.tf",
    `module "cosmos" {\n  source = "Azure/avm-res-documentdb-databaseaccount/azurerm"\n}\noutput "k" {\n  value = «module.cosmos.cosmosdb_keys.primary_key»\n}\n`,
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
  [
    "what a script says of a command",
    "a.sh",
    `echo 'az cosmosdb keys list - keys ...'\nKEY= # from az cosmosdb keys list --name shop\necho "Run: az cosmosdb keys list --name $A"\n`,
  ],
  [
    "what a program says of a command",
    "a.ts",
    `throw new Error("Set COSMOS_KEY (az cosmosdb keys list --name shop)");\n`,
  ],
  [
    "comments",
    "a.tf",
    `# k = azurerm_cosmosdb_account.db.primary_key\n  // azurerm_cosmosdb_account.db.primary_key\n/*\nk = azurerm_cosmosdb_account.db.primary_key\n*/\n`,
  ],
  [
    "comments of scripts",
    "a.ps1",
    `<#\n.EXAMPLE\nGet-AzCosmosDBAccountKey -Name shop\n#>\n# az cosmosdb keys list -n shop\n`,
  ],
  [
    "mocks",
    "a.ps1",
    `Mock -CommandName Get-CosmosDbAccountMasterKey -MockWith { }\nMock Get-AzCosmosDBAccountKey { }\n`,
  ],
  [
    "a connection without a secret",
    "a.sh",
    `az webapp connection create cosmos-sql -g rg --account shop --system-identity\n`,
  ],
  [
    "other actions",
    "a.tf",
    `data "azapi_resource_action" "k" {\n  type = "Microsoft.Bing/accounts@2020-06-10"\n  action = "listKeys"\n}\ntype = "Microsoft.DocumentDB/databaseAccounts@2023-04-15"\n`,
  ],
  [
    "other requests",
    "a.sh",
    `# Microsoft.DocumentDB/databaseAccounts\naz rest --url https://management.azure.com/x/Microsoft.Storage/storageAccounts/s/listKeys?api-version=2017-10-01\n`,
  ],
  [
    "what is no key of each, or another's",
    "a.tf",
    `a = [for a in azurerm_cosmosdb_account.all : a.endpoint]\nb = [for a in azurerm_cosmosdb_account.all : s.primary_key]\nc = [for s in azurerm_search_service.all : s.primary_key]\n`,
  ],
  [
    "a module that lies here",
    "a.tf",
    `module "cosmos" {\n  source = "./modules/cosmos"\n}\nk = module.cosmos.primary_key\ne = module.cosmos.endpoint\n`,
  ],
  [
    "a vCore cluster's strings, which hold no password",
    "a.bicep",
    `resource c 'Microsoft.DocumentDB/mongoClusters@2024-07-01' = {}\n// Microsoft.DocumentDB/databaseAccounts\nvar s = c.listConnectionStrings().connectionStrings[0].connectionString\n`,
  ],
  [
    "declarations of Pulumi's own",
    "a.py",
    `def list_database_account_keys(account_name: str, resource_group_name: str):\n    pass\n`,
  ],
  [
    "what another resource holds, beside an account that is made",
    "a.ts",
    `const cosmos = new azure.cosmosdb.Account("a", {});\nconst table = db.table("orders", { key: schema.primaryKey });\nconst key = cosmos.primaryKeyName;\nconst storage = new azure.storage.Account("s", {});\nconst blob = storage.primaryAccessKey + storage.primaryKey;\n`,
  ],
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

/** The API is what the account's declaration says: of most, an identity cannot take the key's place. */
const APIS: readonly (readonly [path: string, text: string, api: string])[] = [
  ["a.bicep", `${bicep}output k string = cosmos.listKeys().primaryMasterKey\n`, "nosql"],
  [
    "a.bicep",
    `resource m 'Microsoft.DocumentDB/databaseAccounts@2023-04-15' = {\n  name: 'm'\n  kind: 'MongoDB'\n}\noutput k string = m.listKeys().primaryMasterKey\n`,
    "mongo",
  ],
  [
    "a.bicep",
    `resource m 'Microsoft.DocumentDB/databaseAccounts@2023-04-15' = {\n  kind: kind\n  properties: { apiProperties: kind == 'MongoDB' ? { serverVersion: '4.2' } : {} }\n}\noutput k string = m.listKeys().primaryMasterKey\n`,
    "nosql",
  ],
  ["a.bicep", `var c = 'mongodb://\${n}:\${m.listKeys().primaryMasterKey}@\${n}.mongo.cosmos.azure.com'\n`, "mongo"],
  [
    "a.tf",
    `resource "azurerm_cosmosdb_account" "g" {\n  capabilities {\n    name = "EnableGremlin"\n  }\n}\nk = azurerm_cosmosdb_account.g.primary_key\n`,
    "gremlin",
  ],
  ["a.tf", `k = azurerm_cosmosdb_account.g.primary_mongodb_connection_string\n`, "mongo"],
];

test.each(APIS)("the account's API, in %s: %s", (path, text, api) => {
  expect(scan(text, { path }).map((finding) => finding.api)).toEqual([api]);
});
