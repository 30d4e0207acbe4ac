import { describe, test } from "vitest";
import { expectChange, expectFixed, expectLeft } from "./fixture";

describe("The Table API's clients take an identity", () => {
  test("C#: a connection string", async () => {
    await expectFixed(
      {
        "A.cs": `using Azure.Data.Tables;
var c = new TableServiceClient("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=«KEY»;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;");
`,
      },
      {
        "A.cs": `using System;
using Azure.Data.Tables;
using Azure.Identity;
var c = new TableServiceClient(new Uri("https://contoso.table.cosmos.azure.com:443/"), new DefaultAzureCredential());
`,
      },
    );
  });

  test("C#: a shared key", async () => {
    await expectFixed(
      {
        "A.cs": `using Azure.Data.Tables;
var c = new TableClient(new Uri("https://contoso.table.cosmos.azure.com:443/"), "orders", new TableSharedKeyCredential("contoso", "«KEY»"));
`,
      },
      {
        "A.cs": `using Azure.Data.Tables;
using Azure.Identity;
var c = new TableClient(new Uri("https://contoso.table.cosmos.azure.com:443/"), "orders", new DefaultAzureCredential());
`,
      },
    );
  });

  test("Python", async () => {
    await expectFixed(
      {
        "a.py": `from azure.data.tables import TableServiceClient
c = TableServiceClient.from_connection_string("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=«KEY»;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;")
`,
      },
      {
        "a.py": `from azure.data.tables import TableServiceClient
from azure.identity import DefaultAzureCredential
c = TableServiceClient(endpoint="https://contoso.table.cosmos.azure.com:443/", credential=DefaultAzureCredential())
`,
      },
    );
  });

  test("TypeScript: a connection string", async () => {
    await expectFixed(
      {
        "a.ts": `import { TableServiceClient } from "@azure/data-tables";
const c = TableServiceClient.fromConnectionString("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=«KEY»;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;");
`,
      },
      {
        "a.ts": `import { TableServiceClient } from "@azure/data-tables";
import { DefaultAzureCredential } from "@azure/identity";
const c = new TableServiceClient("https://contoso.table.cosmos.azure.com:443/", new DefaultAzureCredential());
`,
      },
    );
  });

  test("TypeScript: a named key", async () => {
    await expectChange({
      "a.ts": `
-import { TableClient, AzureNamedKeyCredential } from "@azure/data-tables";
-const credential = new AzureNamedKeyCredential("contoso", "«KEY»");
+import { TableClient } from "@azure/data-tables";
+import { DefaultAzureCredential } from "@azure/identity";
+const credential = new DefaultAzureCredential();
 const c = new TableClient("https://contoso.table.cosmos.azure.com:443/", "orders", credential);
`,
    });
  });

  test("Java: since when is not known, so it is left", async () => {
    await expectLeft(
      {
        "App.java": `import com.azure.data.tables.*;
class App {
    TableServiceClient c = new TableServiceClientBuilder().connectionString("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=«KEY»;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;").buildClient();
}
`,
      },
      /azure-data-tables takes an identity .* is not known/,
    );
  });
});
