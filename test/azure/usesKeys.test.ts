import { expect, test } from "vitest";
import { isOf, linesThatUseKeys } from "../../src/azure/usesKeys";

/** Code that breaks where keys are switched off is seen, over as many lines as it takes; keyless code is not. */

const USES: readonly (readonly [path: string, text: string, line: number])[] = [
  ["a.cs", 'using Microsoft.Azure.Cosmos;\nvar c = new CosmosClient(\n  endpoint,\n  config["Db:Secret"]);\n', 4],
  ["b.cs", "using Microsoft.Azure.Cosmos;\nvar c = new CosmosClient(\n  endpoint,\n  value);\n", 4],
  ["c.cs", "using Microsoft.Azure.Cosmos;\nvar c = new CosmosClient(\n  settings.ConnectionString\n);\n", 3],
  ["d.cs", "options.UseCosmos(\n  url, // the endpoint\n  accountKey: Config.Value,\n  databaseName: name);\n", 3],
  ["e.ts", 'import { CosmosClient } from "@azure/cosmos";\nnew CosmosClient({\n  endpoint,\n  key,\n});\n', 4],
  [
    "f.ts",
    'import { CosmosClient } from "@azure/cosmos";\nnew CosmosClient({\n  endpoint,\n  key: process.env.DB,\n});\n',
    4,
  ],
  [
    "g.py",
    "from azure.cosmos import CosmosClient\nc = CosmosClient(\n    url,\n    credential=os.environ['ACCOUNT_KEY'],\n)\n",
    4,
  ],
  ["h.py", "from azure.cosmos import CosmosClient\nc = CosmosClient.from_connection_string(\n    value)\n", 2],
  [
    "i.java",
    'import com.azure.cosmos.*;\nvar c = new CosmosClientBuilder()\n  .endpoint(e)\n  .key(System.getenv("X"))\n  .buildClient();\n',
    4,
  ],
  [
    "j.java",
    "import com.azure.cosmos.*;\nvar c = new CosmosClientBuilder()\n  .endpoint(e)\n  .credential(\n    new AzureKeyCredential(k))\n  .buildClient();\n",
    5,
  ],
  [
    "k.go",
    'import "github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"\ncred, err := azcosmos.NewKeyCredential(\n\tvalue,\n)\n',
    2,
  ],
  [
    "l.rs",
    "use azure_data_cosmos::CosmosClient;\nlet c = CosmosClient::with_key(\n    endpoint,\n    value,\n)?;\n",
    2,
  ],
  ["m.yml", "spring:\n  cloud:\n    azure:\n      cosmos:\n        endpoint: x\n        key: ${DB}\n", 6],
  ["n.json", '{\n  "CosmosDb": {\n    "Endpoint": "x",\n    "PrimaryKey": ""\n  }\n}\n', 4],
];

const HANDS_OUT: readonly (readonly [path: string, text: string, line: number])[] = [
  [
    "a.bicep",
    "resource a 'Microsoft.DocumentDB/databaseAccounts@2023-04-15' existing = { name: 'x' }\noutput k string = listKeys(\n  a.id,\n  a.apiVersion\n).primaryMasterKey\n",
    2,
  ],
  ["b.sh", "KEY=$(az cosmosdb keys list \\\n  --name shop --resource-group r \\\n  --query primaryMasterKey)\n", 1],
  ["c.tf", 'resource "x" "y" {\n  key = azurerm_cosmosdb_account.db[0].primary_key\n}\n', 2],
  [
    "d.ts",
    "// cosmos\nconst { primaryMasterKey } = await client.databaseAccounts.listKeys(\n  group,\n  name,\n);\n",
    2,
  ],
];

test.each(USES)("%s takes a key", (path, text, line) => {
  expect(linesThatUseKeys(text, path)).toContainEqual({ line, what: "uses" });
});

test.each(HANDS_OUT)("%s hands a key out", (path, text, line) => {
  expect(linesThatUseKeys(text, path)).toContainEqual(expect.objectContaining({ line, what: "hands-out" }));
});

test.each([
  ["a.cs", "using Microsoft.Azure.Cosmos;\nvar c = new CosmosClient(\n  endpoint,\n  new DefaultAzureCredential());\n"],
  [
    "b.cs",
    "using Microsoft.Azure.Cosmos;\nvar c = new CosmosClient(endpoint,\n  credential, new CosmosClientOptions());\n",
  ],
  [
    "c.ts",
    'import { CosmosClient } from "@azure/cosmos";\nnew CosmosClient({\n  endpoint,\n  aadCredentials: c, // no key\n});\n',
  ],
  [
    "d.py",
    "from azure.cosmos import CosmosClient, PartitionKey\nc = CosmosClient(\n    url,\n    credential=DefaultAzureCredential(),\n)\nc.create(partition_key=PartitionKey(path='/id'))\n",
  ],
  [
    "e.java",
    "import com.azure.cosmos.*;\nvar c = new CosmosClientBuilder()\n  .endpoint(e)\n  .credential(new DefaultAzureCredentialBuilder().build())\n  .buildClient();\ncache.key(x);\n",
  ],
  ["f.yml", "spring:\n  cloud:\n    azure:\n      cosmos:\n        endpoint: x\n  other:\n    key: y\n"],
  ["g.cs", "// cosmos\nvar x = dictionary.TryGetValue(key, out var value);\n"],
])("%s is keyless", (path, text) => {
  expect(linesThatUseKeys(text, path)).toEqual([]);
});

test("what hands out another account's key says nothing of this one", () => {
  const account = (label: string, name: string): string =>
    `resource "azurerm_cosmosdb_account" "${label}" {\n  name = "${name}"\n}\noutput "${label}" { value = azurerm_cosmosdb_account.${label}.primary_key }\n`;
  const lines = linesThatUseKeys(account("a", "shop") + account("b", "stock") + account("c", "${var.name}"), "main.tf");
  const handed = lines.filter(({ what }) => what === "hands-out");
  expect(handed.map((one) => isOf("Shop", one))).toEqual([true, false, true]);
});

test("a text four times as long takes about four times as long", () => {
  const took = (times: number): number => {
    const text = "new CosmosClient(\n  cosmos: {\n    key: (\n".repeat(times);
    const began = process.cpuUsage();
    linesThatUseKeys(text, "a.ts");
    return process.cpuUsage(began).user;
  };
  took(500);
  expect(took(4000) / took(1000)).toBeLessThan(10);
});
