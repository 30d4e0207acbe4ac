import { readFileSync } from "node:fs";
import { CSHARP } from "./csharp.mjs";

// Small programs with a key in them, of every language whose fixes can be compiled. KEY stands for a fresh key.

const ENDPOINT = "https://contoso.documents.azure.com:443/";
const CONNECTION = `AccountEndpoint=${ENDPOINT};AccountKey=KEY;`;

/** Each language: the programs it needs, the files, what installs the real packages, and what checks the result. */
export const SAMPLES = [
  ...CSHARP,
  {
    name: "TypeScript",
    needs: ["npm"],
    fixes: ["managed-identity", "key-vault", "environment"],
    files: {
      "package.json": JSON.stringify(
        {
          name: "sample",
          private: true,
          type: "module",
          dependencies: { "@azure/cosmos": "^4.2.0", "@azure/data-tables": "^13.3.0" },
          devDependencies: { "@types/node": "^20.0.0", typescript: "^5.9.0" },
        },
        null,
        2,
      ),
      "tsconfig.json": JSON.stringify({
        compilerOptions: { strict: true, module: "nodenext", target: "es2022", noEmit: true, skipLibCheck: true },
        include: ["src"],
      }),
      "src/options.ts": `import { CosmosClient } from "@azure/cosmos";\n\nconst endpoint = "${ENDPOINT}";\nconst key = "KEY";\n\nexport const client = new CosmosClient({ endpoint, key });\n`,
      "src/inline.ts": `import { CosmosClient } from "@azure/cosmos";\n\nexport const client = new CosmosClient({\n  endpoint: "${ENDPOINT}",\n  key: "KEY", // the primary one\n  connectionPolicy: { requestTimeout: 1000 },\n});\n`,
      "src/connection.ts": `import { CosmosClient } from '@azure/cosmos'\n\nexport const client = new CosmosClient('${CONNECTION}')\n`,
      "src/table.ts": `import { AzureNamedKeyCredential, TableClient, TableServiceClient } from "@azure/data-tables";\n\nconst host = "https://contoso.table.cosmos.azure.com:443/";\nexport const orders = new TableClient(host, "orders", new AzureNamedKeyCredential("contoso", "KEY"));\nexport const service = TableServiceClient.fromConnectionString(\n  "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEY;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;",\n);\n`,
      "src/settings.ts": `export const settings = { cosmos: { endpoint: "${ENDPOINT}", key: "KEY" } } as const;\n`,
      "src/store.ts": `import { CosmosClient } from "@azure/cosmos";\nimport { settings } from "./settings.js";\n\nexport class Store {\n  readonly client: CosmosClient;\n\n  constructor(endpoint: string, key: string) {\n    if (!endpoint || !key) throw new Error("not configured");\n    this.client = new CosmosClient({ endpoint, key });\n  }\n}\n\nexport const store = new Store(settings.cosmos.endpoint, settings.cosmos.key);\n`,
      "src/fallback.ts": `import { CosmosClient } from "@azure/cosmos";\n\nexport function open(): CosmosClient {\n  const key = process.env.COSMOS_KEY ?? "KEY";\n  return new CosmosClient({ endpoint: "${ENDPOINT}", key });\n}\n`,
    },
    install: [["npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]]],
    check: [["npx", ["tsc", "--project", "."]]],
  },
  {
    name: "JavaScript",
    needs: ["npm"],
    fixes: ["managed-identity"],
    files: {
      "package.json": JSON.stringify(
        {
          name: "sample",
          private: true,
          dependencies: { "@azure/cosmos": "^4.2.0" },
          devDependencies: { "@zeit/cosmosdb-server": "0.13.4" },
        },
        null,
        2,
      ),
      "harness.mjs": readFileSync(new URL("harness.mjs", import.meta.url), "utf8"),
      "config.mjs": `export const config = {\n  endpoint: process.env.COSMOS_ENDPOINT,\n  key: process.env.COSMOS_KEY ?? "KEY",\n  database: "shop",\n};\n`,
      "app.mjs": `import { CosmosClient } from "@azure/cosmos";\nimport { config } from "./config.mjs";\n\nconst { endpoint, key, database: id } = config;\nconst client = new CosmosClient({ endpoint, key });\nconst { database } = await client.databases.createIfNotExists({ id });\nconst { container } = await database.containers.createIfNotExists({ id: "orders", partitionKey: "/id" });\nawait container.items.create({ id: "1", item: "tea" });\nconst { resource } = await container.item("1", "1").read();\nconsole.log(\`order \${resource.id}: \${resource.item}\`);\n`,
    },
    install: [["npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]]],
    before: [["node", ["harness.mjs", "master"]]],
    check: [["node", ["harness.mjs", "aad"]]],
  },
  {
    name: "Python",
    needs: ["python3"],
    fixes: ["managed-identity", "key-vault", "environment"],
    files: {
      "requirements.txt": "azure-cosmos==4.9.0\nazure-data-tables==12.7.0\n",
      "app/config.py": `settings = {\n    "endpoint": "${ENDPOINT}",\n    "key": "KEY",\n}\n`,
      "app/store.py": `from azure.cosmos import CosmosClient\nfrom app.config import settings\n\n\nclass Store:\n    def __init__(self) -> None:\n        self.key = settings["key"]\n        if not self.key:\n            raise RuntimeError("not configured")\n        self.client = CosmosClient(settings["endpoint"], credential=self.key)\n`,
      "app/table.py": `from azure.data.tables import TableServiceClient\n\nservice = TableServiceClient.from_connection_string(\n    "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEY;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;"\n)\n`,
      "app/__init__.py": "",
      "app/constant.py": `from azure.cosmos import CosmosClient\n\nURL = "${ENDPOINT}"\nKEY = "KEY"\n\nclient = CosmosClient(URL, credential=KEY)\n`,
      "app/connection.py": `from azure.cosmos import CosmosClient\n\nclient = CosmosClient.from_connection_string("${CONNECTION}")\n`,
      "app/positional.py": `import os\n\nfrom azure.cosmos import CosmosClient, PartitionKey\n\n\ndef open_client() -> CosmosClient:\n    return CosmosClient(\n        "${ENDPOINT}",\n        os.environ.get("COSMOS_KEY", "KEY"),\n    )\n`,
    },
    install: [
      ["python3", ["-m", "venv", ".venv"]],
      [
        ".venv/bin/pip",
        [
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "mypy",
          "azure-keyvault-secrets",
          "-r",
          "requirements.txt",
        ],
      ],
    ],
    check: [
      [".venv/bin/python", ["-m", "compileall", "-q", "app"]],
      [".venv/bin/mypy", ["--ignore-missing-imports", "--no-error-summary", "app"]],
    ],
  },
  {
    name: "Go",
    needs: ["go"],
    fixes: ["managed-identity", "environment"],
    files: {
      "go.mod": "module sample\n\ngo 1.24\n\nrequire github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos v1.4.1\n",
      "main.go": `package main\n\nimport (\n\t"log"\n\n\t"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"\n)\n\nfunc main() {\n\tcred, err := azcosmos.NewKeyCredential("KEY")\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tclient, err := azcosmos.NewClientWithKey("${ENDPOINT}", cred, nil)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tlog.Println(client.Endpoint())\n}\n`,
      "fallback/open.go": `package fallback\n\nimport (\n\t"os"\n\n\t"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"\n)\n\nfunc Open() (*azcosmos.Client, error) {\n\tkey := os.Getenv("COSMOS_KEY")\n\tif key == "" {\n\t\tkey = "KEY"\n\t}\n\tcred, err := azcosmos.NewKeyCredential(key)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn azcosmos.NewClientWithKey("${ENDPOINT}", cred, nil)\n}\n`,
      "connection/open.go": `package connection\n\nimport "github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"\n\nfunc Open() (*azcosmos.Client, error) {\n\tclient, err := azcosmos.NewClientFromConnectionString("${CONNECTION}", nil)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn client, nil\n}\n`,
    },
    install: [["go", ["mod", "tidy"]]],
    check: [["go", ["vet", "./..."]]],
  },
  {
    name: "Java",
    needs: ["mvn", "javac"],
    fixes: ["managed-identity", "environment"],
    files: {
      "pom.xml": `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sample</groupId>
  <artifactId>sample</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source>
    <maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.azure</groupId>
      <artifactId>azure-cosmos</artifactId>
      <version>4.79.0</version>
    </dependency>
  </dependencies>
</project>
`,
      "src/main/java/sample/Settings.java": `package sample;\n\nfinal class Settings {\n    static final String ENDPOINT = "${ENDPOINT}";\n    static final String KEY = System.getenv().getOrDefault("COSMOS_KEY", "KEY");\n}\n`,
      "src/main/java/sample/Orders.java": `package sample;\n\nimport com.azure.core.credential.AzureKeyCredential;\nimport com.azure.cosmos.CosmosAsyncClient;\nimport com.azure.cosmos.CosmosClientBuilder;\n\npublic class Orders {\n    CosmosAsyncClient open() {\n        AzureKeyCredential credential = new AzureKeyCredential(Settings.KEY);\n        return new CosmosClientBuilder().endpoint(Settings.ENDPOINT).credential(credential).buildAsyncClient();\n    }\n}\n`,
      "src/main/java/sample/Store.java": `package sample;\n\nimport com.azure.cosmos.CosmosClient;\nimport com.azure.cosmos.CosmosClientBuilder;\n\npublic class Store {\n    private static final String KEY = "KEY";\n\n    private final CosmosClient client = new CosmosClientBuilder()\n            .endpoint("${ENDPOINT}")\n            .key(KEY)\n            .buildClient();\n}\n`,
    },
    install: [["mvn", ["-q", "-B", "dependency:resolve"]]],
    check: [["mvn", ["-q", "-B", "-o", "compile"], ["mvn", ["-q", "-B", "compile"]]]],
  },
  {
    name: "Rust",
    needs: ["cargo"],
    fixes: ["managed-identity", "environment"],
    files: {
      "Cargo.toml": `[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nazure_data_cosmos = { version = "0.30", features = ["key_auth"] }\nazure_core = "0.31"\n`,
      "src/main.rs": `use azure_core::credentials::Secret;\nuse azure_data_cosmos::CosmosClient;\n\nfn main() -> Result<(), Box<dyn std::error::Error>> {\n    let client = CosmosClient::with_key("${ENDPOINT}", Secret::new("KEY"), None)?;\n    let _database = client.database_client("shop");\n    Ok(())\n}\n`,
    },
    install: [["cargo", ["fetch", "--quiet"]]],
    check: [["cargo", ["check", "--quiet"]]],
  },
];
