import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { identifiableKey, legacyKey } from "../keys";

/** The sample workspace that `npm start` opens and the editor's tests run in. Its keys are made on the spot. */

const orders = "https://contoso-orders.documents.azure.com:443/";
const billing = "https://contoso-billing.documents.azure.com:443/";

/** Writes the sample into a folder; returns the keys that it holds. */
export function writeSample(folder: string): readonly string[] {
  const shared = identifiableKey();
  const reader = identifiableKey("MastRO00");
  const legacy = legacyKey();
  const files: Readonly<Record<string, string>> = {
    "src/OrderStore.cs": `using System;
using Microsoft.Azure.Cosmos;

namespace Contoso.Orders;

/// <summary>Where orders are kept.</summary>
public class OrderStore
{
    private const string Endpoint = "${orders}";
    private const string PrimaryKey = "${shared}";

    private readonly CosmosClient client = new CosmosClient(Endpoint, PrimaryKey);

    public Container Orders => client.GetContainer("shop", "orders");
}
`,
    "src/Orders.csproj": `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.46.0" />
  </ItemGroup>
</Project>
`,
    "web/db.ts": `import { CosmosClient } from "@azure/cosmos";

export const client = new CosmosClient({ endpoint: "${orders}", key: "${shared}" });
`,
    "web/package.json": `{
  "name": "web",
  "type": "module",
  "dependencies": {
    "@azure/cosmos": "^4.2.0"
  }
}
`,
    "jobs/report.py": `from azure.cosmos import CosmosClient

URL = "${billing}"
KEY = "${legacy}"

client = CosmosClient(URL, credential=KEY)
`,
    "jobs/requirements.txt": "azure-cosmos==4.9.0\n",
    "appsettings.json": `{
  "Logging": { "LogLevel": { "Default": "Information" } },
  "Cosmos": {
    "Endpoint": "${billing}",
    "ReadOnlyKey": "${reader}"
  }
}
`,
    "README.md": `# The sample

Open a file: a key is underlined. Put the cursor on it, press Ctrl+. (Cmd+. on a Mac) and choose a fix.
The command **Cosmos Keyless: Scan Workspace for Keys and Secrets** looks at every file. All keys here are made up.
`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return [shared, reader, legacy];
}
