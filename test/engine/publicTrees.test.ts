import { describe, expect, test } from "vitest";
import { expectFindings } from "../expectFindings";
import { identifiableKey, legacyKey } from "../keys";

/** What public repositories taught: alarms that were none, and keys that were passed over. Each text is made up. */

const password = (): string => `Q${legacyKey().replace(/\W/g, "").slice(0, 12)}7w`;

describe("an account's name is any service's", () => {
  test("in a file about Storage that mentions Cosmos DB elsewhere", () => {
    const one = (name: string): string =>
      `  { input: "'container' => 'media', 'account_name' => '${name}', 'account_key' => '${legacyKey()}'",\n    want: {"accountName":"${name}","accountKey":"${legacyKey()}"} },\n`;
    expectFindings(
      `// finds keys of blob storage\nvar tests = {\n${one("alpha1")}${one("bravo2")}${"  // more\n".repeat(70)}  // as in sdk/cosmosdb/cosmos/test/secrets.ts\n${"  // more\n".repeat(70)}${one("gamma3")}}\n`,
      "storage_test.go",
    );
  });

  test("in a setting's fallback, inside of a text", () => {
    expectFindings(
      `// finds keys of Storage\nvar tests = {\n  { input: "'account_name' => 'alpha1', 'account_key' => '${legacyKey()}'" },\n  ${"  // more\n".repeat(70)}  // as in sdk/cosmosdb/cosmos/test/secrets.ts\n${"  // more\n".repeat(6)}  { input: \`const storageName = process.env.ACCOUNT_NAME || "storage1";\`},\n${"  // more\n".repeat(20)}  { input: "'account_name' => 'blob2', 'account_key' => '${legacyKey()}'" },\n}\n`,
      "storage_test.go",
    );
  });

  test("in a call that opens Storage's tables, too", () => {
    expectFindings(
      `import { CosmosClient } from "@azure/cosmos";\nconst tables = new TableClient("https://shopfiles.table.core.windows.net", "t", new AzureNamedKeyCredential("shopfiles", "${legacyKey()}"));\nconst cosmos = new CosmosClient(process.env.C!);\n`,
    );
  });

  test("beside a Cosmos DB account, each with its own", () => {
    const found = expectFindings(
      `{\n  "storage": { "accountName": "shopfiles", "accountKey": "${legacyKey()}" },\n  "cosmos": { "accountName": "shop-orders", "accountKey": "«${legacyKey()}»" }\n}\n`,
      "settings.json",
    );
    expect(found[0]?.account?.name).toBe("shop-orders");
  });
});

describe("a database and a container beside a key", () => {
  test("say that it is an account's", () => {
    expectFindings(
      `{\n  "AccountName": "shop",\n  "AccountKey": "«${legacyKey()}»",\n  "DatabaseId": "core",\n  "ContainerId": "orders"\n}\n`,
      "appSettings.json",
    );
  });

  test("not where the container is Storage's", () => {
    expectFindings(
      `{\n  "accountKey": "${legacyKey()}",\n  "blobUrl": "https://x.blob.core.windows.net",\n  "container": "media",\n  "database": "sql1"\n}\n`,
      "settings.json",
    );
  });
});

test("a key that a client's authorization is made of, in Rust", () => {
  expectFindings(`let token = AuthorizationToken::new_master(\n    "«${legacyKey()}»",\n)\n.unwrap();\n`, "client.rs");
});

test("a reference to another cluster inside a resource takes its password from none", () => {
  expectFindings(
    `resource "azurerm_mongo_cluster" "restored" {\n  administrator_password = "«${password()}»"\n\n  restore {\n    source_id = azurerm_mongo_cluster.first.id\n  }\n}\n`,
    "main.tf",
  );
});

describe("an endpoint that is not written out", () => {
  test("in a variable of the environment", () => {
    expectFindings(
      `export default registerAs("database", () => ({\n  cosmos: {\n    endpoint: process.env.COSMOS_ENDPOINT,\n    apiKey: "«${legacyKey()}»",\n  },\n}));\n`,
      "database.config.ts",
    );
  });

  test("in an attribute of the account that code creates", () => {
    expectFindings(
      `app_settings = {\n  "PACKAGE" = "https://\${azurerm_storage_account.a.name}.blob.core.windows.net/x",\n  "AZ_DB_ENDPOINT" = "\${azurerm_cosmosdb_account.db.endpoint}",\n  "AZ_DB_PRIMARYKEY" = "«${legacyKey()}»",\n  "CON_STR" = "\${azurerm_storage_account.a.primary_connection_string}"\n}\n`,
      "main.tf",
    );
  });

  test("left out, beside an authorization key", () => {
    expectFindings(
      `<configuration>\n  <appSettings>\n    <add key="endPointUri" value="" />\n    <add key="authKey" value="«${legacyKey()}»" />\n  </appSettings>\n</configuration>\n`,
      "Web.config",
    );
    expectFindings(`export ACCOUNT_ENDPOINT=\nexport ACCOUNT_KEY=«${legacyKey()}»\n`, "loop.sh");
  });

  test("not where another service's stands there", () => {
    expectFindings(
      `<appSettings>\n  <add key="endpoint" value="https://api.contoso.com/v1" />\n  <add key="authKey" value="${legacyKey()}" />\n</appSettings>\n`,
      "Web.config",
    );
  });
});

test("of a name's words the service outweighs the master key that others have, too", () => {
  expectFindings(
    `{\n  "key.converter": "org.apache.kafka.connect.json.JsonConverter",\n  "connect.cosmosdb.master.key": "«${legacyKey()}»"\n}\n`,
    "sink.json",
  );
});

test("a registry's module of a cluster", () => {
  expectFindings(
    `module mongoCluster 'br/public:avm/res/document-db/mongo-cluster:0.1.0' = {\n  params: {\n    administratorLogin: 'Admin001'\n    administratorLoginPassword: '«${password()}»'\n  }\n}\n`,
    "main.bicep",
  );
});

describe("a key in what is called after somebody else", () => {
  const cosmos = `"Cosmos": { "Endpoint": "https://shop.documents.azure.com:443/", "Database": "d" }`;
  test.each<readonly [path: string, text: string]>([
    ["a.json", `{\n  "Payment": {\n    "Key": "KEY",\n    "Region": "eu"\n  },\n  ${cosmos}\n}\n`],
    ["b.json", `{\n  ${cosmos},\n  "AzureSpeech": {\n    "Region": "",\n    "Key": "KEY"\n  }\n}\n`],
    [
      "a.conf",
      `aws {\n  key = "KEY"\n}\nazure {\n  cosmos_db { client { endpoint = "https://shop.documents.azure.com" } }\n}\n`,
    ],
    ["a.yaml", `payments:\n  key: KEY\ncosmos:\n  endpoint: \${COSMOS_ENDPOINT}\n`],
    ["a.js", `const client = new CosmosClient(process.env.CONNECTION);\nconst crypto = { key: "KEY", iv: "x" };\n`],
    ["a.cs", `var cosmos = new CosmosClient(settings.Connection);\nvar license = new License { Key = "KEY" };\n`],
    [
      "a.tf",
      `resource "azurerm_cosmosdb_account" "a" {\n  name = "x"\n}\nresource "vendor_license" "l" {\n  key = "KEY"\n}\n`,
    ],
    [
      "a.bot",
      `{ "services": [\n  { "type": "cosmosdb", "endpoint": "https://shop.documents.azure.com:443/" },\n  { "type": "generic", "configuration": { "key": "KEY" } }\n] }\n`,
    ],
    [
      "b.cs",
      `var cosmos = new CosmosClient(config["Cosmos"]);\nvar search = new SearchClient(uri, "idx", new AzureKeyCredential("KEY"));\n`,
    ],
    ["a.php", `return [\n  'cosmos' => ['endpoint' => env('COSMOS_ENDPOINT')],\n  'key' => 'base64:KEY',\n];\n`],
    [
      "a.sh",
      `export COSMOS_ENDPOINT=https://shop.documents.azure.com:443/\ncurl -H "x-functions-key: KEY" https://x.azurewebsites.net/api\n`,
    ],
    [
      "a.go",
      `var cfg = Config{\n\tCosmos:  Cosmos{Endpoint: "https://shop.documents.azure.com:443/"},\n\tSession: Session{Key: "KEY"},\n}\n`,
    ],
    [
      "a.rs",
      `let c = Config { cosmos: Cosmos { endpoint: "https://shop.documents.azure.com".into() }, signing: Signing { key: "KEY".into() } };\n`,
    ],
    ["a.gradle", `implementation "com.azure:azure-cosmos:4.1"\njib {\n  to { auth { password = "KEY" } }\n}\n`],
  ])("is none, in %s", (path, text) => {
    expectFindings(text.replace("KEY", legacyKey()), path);
  });

  test("is one in a part that says nothing of whose it is", () => {
    expectFindings(
      `# Starts azure_data_cosmos_perf.\n#\n# Usage:\n#   ./run.sh --endpoint https://... --auth key --key «${legacyKey()}»\n`,
      "run.sh",
    );
    expectFindings(
      `name: cosmos tests\njobs:\n  test:\n    env:\n      DB_KEY: «${legacyKey()}»\n`,
      ".github/workflows/a.yml",
    );
    expectFindings(
      `use azure_data_cosmos::CosmosClient;\nif auth.is_none() {\n    return Err("run with --key «${legacyKey()}»".into());\n}\n`,
      "main.rs",
    );
  });

  test("is one below a heading that says so", () => {
    expectFindings(`// Cosmos DB\nconst orders = {\n  key: "«${legacyKey()}»",\n};\n`, "settings.js");
    expectFindings(`# cosmos db\norders:\n  key: «${legacyKey()}»\n`, "a.yaml");
  });
});

test("what a caller's key is compared with is the program's own", () => {
  expectFindings(
    `from azure.cosmos import CosmosClient\n\nclient = CosmosClient.from_connection_string(os.environ["C"])\n\ndef check_api_key(key: str):\n    if not key or key != "${legacyKey()}":\n        raise HTTPException(403)\n`,
    "main.py",
  );
});

describe("a request that is signed by hand", () => {
  test.each([
    [
      "auth.rs",
      `let token = AuthorizationToken::new(\n    "shop".to_owned(),\n    TokenType::Master,\n    "«KEY»",\n)\n.unwrap();\n`,
    ],
    [
      "main.bal",
      `string resourceId = string \`dbs/\${dbname}\`;\nstring keystring = "«KEY»";\nstring keyType = "master";\nstring tokenVersion = "1.0";\n`,
    ],
    [
      "get.js",
      `const link = \`dbs/\${db}/colls/\${coll}/docs/\${id}\`;\n\nconst readOnlyKey = "«KEY»";\nsend(link, readOnlyKey);\n`,
    ],
  ])("says whose the key is, in %s", (path, text) => {
    expectFindings(text.replace("KEY", legacyKey()), path);
  });
});

test("a connection string in a cell of a table", () => {
  expectFindings(
    `| Field | Details | Example |\n|---|:---:|---|\n| \`connectionString\` | The string. See [docs](https://contoso.org/libpq.html) for it. | \`"host=c-shop.abcdefghijklmn.postgres.cosmos.azure.com user=citus password=«${password()}» port=5432 database=d"\`\n`,
    "setup.md",
  );
});

test("a property of another resource is not the parameter of its name", () => {
  expectFindings(
    `param adminPassword string = '«${password()}»'\nresource pg 'Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08' = {\n  properties: { administratorLoginPassword: adminPassword }\n}\nresource vm 'Microsoft.Compute/virtualMachines@2023-03-01' = {\n  properties: { osProfile: { adminPassword: '${password()}' } }\n}\n`,
    "main.bicep",
  );
});

test("code in an attribute signs requests to the endpoint outside of it", () => {
  expectFindings(
    `<policies>\n  <set-variable name="s" value="@{ var h = new System.Security.Cryptography.HMACSHA256 { Key = Convert.FromBase64String(&quot;«${legacyKey()}»&quot;) }; return 1; }" />\n  <set-backend-service base-url="https://shop.documents.azure.com" />\n</policies>\n`,
    "policy.xml",
  );
});

test("a URL with another host than Cosmos DB's names no account of its neighbour", () => {
  const found = expectFindings(
    `first: "mongodb://shop:x@shop.mongo.cosmos.azure.com:10255/",\nsecond: "mongodb://orders:«${identifiableKey()}»@orders.mongo.contoso.com:10255/",\n`,
    "a.yaml",
  );
  expect(found[0]?.account).toBeUndefined();
});

describe("a cluster that Terraform makes", () => {
  const cluster = (secret: string, rest = ""): string =>
    `resource "azurerm_cosmosdb_postgresql_cluster" "db" {\n  name                         = "shop"\n  resource_group_name          = azurerm_resource_group.rg.name\n  administrator_login_password = ${secret}\n}\n${rest}`;

  test("has a name in a resource group, as an account has", () => {
    expectFindings(cluster(`"«${password()}»"`), "db.tf");
    expectFindings(
      `new azure.cosmosdb.PostgresqlCluster("c", { name: "shop", resourceGroupName: "rg", administratorLoginPassword: "«${password()}»" });`,
      "i.ts",
    );
  });

  test("keeps its password beside a firewall's addresses", () => {
    expectFindings(
      cluster(
        `"«${password()}»"`,
        `resource "azurerm_cosmosdb_postgresql_firewall_rule" "r" {\n  start_ip_address = "0.0.0.0"\n  end_ip_address   = "255.255.255.255"\n}\n`,
      ),
      "db.tf",
    );
  });

  test("is the host of a URL", () => {
    const url = (secret: string, resource: string): string =>
      `locals {\n  url = "postgresql://citus:${secret}@\${${resource}.db.servers[0].fqdn}:5432/citus"\n}\n`;
    expectFindings(url(`«${password()}»`, "azurerm_cosmosdb_postgresql_cluster"), "db.tf");
    expectFindings(url("${var.admin_password}", "azurerm_cosmosdb_postgresql_cluster"), "db.tf");
    expectFindings(url(password(), "azurerm_postgresql_flexible_server"), "db.tf");
  });
});

test("a comment below a key uses nothing", () => {
  const section = (comment: string): string =>
    `azure:\n  cosmosdb:\n    uri: https://shop.documents.azure.com:443/\n    key: «${legacyKey()}»\n${comment} JWT signing key\njwt:\n  signing:\n    key: abc\n`;
  for (const comment of ["#", "--- #", "# the"]) expectFindings(section(comment), "application.yml");
});

test("a property that Java is given goes by its name", () => {
  expectFindings(
    `package com.azure.cosmos.examples;\n/**\n * <li>-DACCOUNT_KEY="«${legacyKey()}»" -DACCOUNT_HOST="[your-endpoint]"\n */\nclass Settings {}\n`,
    "Settings.java",
  );
  expectFindings(`# cosmos\nmvn exec:java -DJWT_SIGNING_KEY=${legacyKey()} -DCOSMOS_HOST=$HOST\n`, "run.sh");
});

test("an application's own key stands beside an account whose key comes from elsewhere", () => {
  const module = (name: string, secret: string): string =>
    `ENDPOINT = "https://shop.documents.azure.com:443/"\nKEY = os.environ["COSMOS_KEY"]\n${name} = "${secret}"\n`;
  expectFindings(module("SECRET_KEY", legacyKey()), "app.py");
  expectFindings(module("FALLBACK_KEY", `«${legacyKey()}»`), "app.py");
});

test("words and types behind an account's name are no account", () => {
  const texts: readonly (readonly [text: string, path: string])[] = [
    [`param accountName string = toLower('x')\nparam cosmosKey string = '«${legacyKey()}»'\n`, "main.bicep"],
    [`interface CosmosConfig { accountName: string; }\nconst cosmosKey = "«${legacyKey()}»";\n`, "a.ts"],
    [`#   COSMOS_ACCOUNT_NAME    Cosmos DB account name\nCOSMOS_KEY="«${legacyKey()}»"\n`, "seed.sh"],
  ];
  for (const [text, path] of texts) expect(expectFindings(text, path)[0]?.account).toBeUndefined();
  const named = `ENV COSMOS_ACCOUNT_NAME shop\nENV COSMOS_KEY «${legacyKey()}»\n`;
  expect(expectFindings(named, "Dockerfile")[0]?.account?.name).toBe("shop");
});

test("an address of whatever is put into it is no other server's", () => {
  expectFindings(
    `cosmosdb_uri = "mongodb+srv://{user}:{password}@{url}/?tls=true&authMechanism=SCRAM-SHA-256&retrywrites=false".format(\n    user=os.getenv('COSMOSDB_USER'),\n    password="«${legacyKey()}»",\n    url=os.getenv('COSMOSDB_URL')\n)\n`,
    "main.py",
  );
});
