import { describe, test } from "vitest";
import { SETTINGS_CHANGE } from "./dotnetTexts";
import { ENDPOINT, expectChange, expectLeft } from "./fixture";

describe("Further shapes", () => {
  test("Go: a variable that is filled where the environment leaves it empty", async () => {
    await expectChange({
      "main.go": `
 package db

 import (
-	"os"
-
+	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 func Open() (*azcosmos.Client, error) {
-	key := os.Getenv("COSMOS_KEY")
-	if key == "" {
-		key = "«KEY»"
-	}
-	cred, err := azcosmos.NewKeyCredential(key)
+	cred, err := azidentity.NewDefaultAzureCredential(nil)
 	if err != nil {
 		return nil, err
 	}
-	return azcosmos.NewClientWithKey("${ENDPOINT}", cred, nil)
+	return azcosmos.NewClient("${ENDPOINT}", cred, nil)
 }
`,
    });
  });

  test("Go: the Table API, since when is not known", async () => {
    await expectLeft(
      {
        "main.go": `package main

import "github.com/Azure/azure-sdk-for-go/sdk/data/aztables"

func main() {
	client, err := aztables.NewServiceClientFromConnectionString("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=«KEY»;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;", nil)
	if err != nil {
		panic(err)
	}
	_ = client
}
`,
      },
      /aztables takes an identity .* is not known/,
    );
  });

  test("C#: a partial class", async () => {
    await expectChange({
      "A.cs": `
 namespace Shop;

 public partial class Store
 {
-    private const string CosmosKey = "«KEY»";
 }
`,
      "B.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 namespace Shop;

 public partial class Store
 {
-    public CosmosClient Open() => new CosmosClient("${ENDPOINT}", CosmosKey);
+    public CosmosClient Open() => new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
 }
`,
    });
  });

  test("TypeScript: a default export", async () => {
    await expectChange({
      "config.ts": `
 export default {
   cosmos: {
     endpoint: "${ENDPOINT}",
-    key: "«KEY»",
   },
 };
`,
      "db.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";
 import config from "./config";

-export const client = new CosmosClient({ endpoint: config.cosmos.endpoint, key: config.cosmos.key });
+export const client = new CosmosClient({ endpoint: config.cosmos.endpoint, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("TypeScript: an object of the environment", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "env.ts": `
 export const env = {
   endpoint: process.env.COSMOS_ENDPOINT!,
-  key: process.env.COSMOS_KEY!,
 };
`,
      "db.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";
 import { env } from "./env";

-export const client = new CosmosClient({ endpoint: env.endpoint, key: env.key });
+export const client = new CosmosClient({ endpoint: env.endpoint, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("Python: a data class", async () => {
    await expectChange({
      "a.py": `
 from dataclasses import dataclass
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

 @dataclass
 class Config:
     url: str = "${ENDPOINT}"
-    key: str = "«KEY»"

 config = Config()
-client = CosmosClient(config.url, credential=config.key)
+client = CosmosClient(config.url, credential=DefaultAzureCredential())
`,
    });
  });

  test("Python: an entry that is assigned", async () => {
    await expectChange({
      "a.py": `
 from flask import Flask
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

 app = Flask(__name__)
-app.config["COSMOS_KEY"] = "«KEY»"
-client = CosmosClient("${ENDPOINT}", app.config["COSMOS_KEY"])
+client = CosmosClient("${ENDPOINT}", DefaultAzureCredential())
`,
    });
  });

  test("Compose: a connection string that .NET reads", async () => {
    await expectChange({
      "compose.yaml": `
 services:
   api:
     environment:
-      ConnectionStrings__Cosmos: "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+      ConnectionStrings__Cosmos: "${ENDPOINT}"
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

-var c = new CosmosClient(builder.Configuration.GetConnectionString("Cosmos"));
+var c = new CosmosClient(builder.Configuration.GetConnectionString("Cosmos"), new DefaultAzureCredential());
`,
    });
  });

  test("Functions: a binding and code that reads the same setting", async () => {
    await expectChange({
      "local.settings.json": `
 {
   "Values": {
-    "CosmosDB": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+    "CosmosDB__accountEndpoint": "${ENDPOINT}"
   }
 }
`,
      "F.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 public class F
 {
     [Function("F")]
     public void Run([CosmosDBTrigger("db", "c", Connection = "CosmosDB")] IReadOnlyList<Doc> docs)
     {
-        var client = new CosmosClient(Environment.GetEnvironmentVariable("CosmosDB"));
+        var client = new CosmosClient(Environment.GetEnvironmentVariable("CosmosDB__accountEndpoint"), new DefaultAzureCredential());
     }
 }
`,
    });
  });

  test("C#: a bound class, from a vault", async () => {
    await expectChange(
      {
        "appsettings.json": SETTINGS_CHANGE,
        "P.cs": `
+using System;
+using Azure.Identity;
+using Azure.Security.KeyVault.Secrets;
 using Microsoft.Azure.Cosmos;

 var o = config.GetSection("Cosmos").Get<O>();
-var c = new CosmosClient(o.Endpoint, o.Key);
+var c = new CosmosClient(o.Endpoint, new SecretClient(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential()).GetSecret("contoso-cosmos-key").Value.Value);

 class O
 {
     public string Endpoint { get; set; }
     public string Key { get; set; }
 }
`,
      },
      "key-vault",
    );
  });

  test("C#: a connection string for MongoDB, from a vault", async () => {
    await expectChange(
      {
        "appsettings.json": `
 {
   "ConnectionStrings": {
     "Mongo": "mongodb://contoso:{{ku}}@contoso.mongo.cosmos.azure.com:10255/?ssl=true&replicaSet=globaldb"
   }
 }
`,
        "P.cs": `
 using MongoDB.Driver;

 var client = new MongoClient(builder.Configuration.GetConnectionString("Mongo"));
`,
      },
      "key-vault",
    );
  });

  test("GitHub Actions: an input and part of a script", async () => {
    await expectChange(
      {
        ".github/workflows/a.yml": `
 jobs:
   a:
     steps:
       - uses: actions/setup@v4
         with:
-          key: «KEY»
+          key: \${{ secrets.COSMOS_KEY }}
           endpoint: ${ENDPOINT}
       - run: |
           npm ci
-          COSMOS_KEY=«KEY» npm test
+          COSMOS_KEY=\${{ secrets.COSMOS_KEY }} npm test
`,
      },
      "environment",
    );
  });

  test("TypeScript: a field, from the environment", async () => {
    await expectChange(
      {
        "a.ts": `
 import { CosmosClient } from "@azure/cosmos";

 export class Store {
-  private readonly key = "«KEY»";
+  private readonly key = process.env.COSMOS_KEY!;
   private client = new CosmosClient({ endpoint: "${ENDPOINT}", key: this.key });
 }
`,
      },
      "environment",
    );
  });
});
