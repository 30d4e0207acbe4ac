import { describe, expect, test } from "vitest";
import type { FixKind } from "../../src/fixes/fix";
import {
  CONNECTION_SETTINGS,
  CONNECTION_SETTINGS_CHANGE,
  SETTINGS,
  SETTINGS_CHANGE,
  project,
  projectChange,
} from "./dotnetTexts";
import { ENDPOINT, expectChange, type Files, fixAll } from "./fixture";

/** Settings of Functions whose binding signs in by identity. */
const FUNCTION_SETTINGS = `
 {
   "Values": {
-    "ShopCosmos": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+    "ShopCosmos__accountEndpoint": "${ENDPOINT}"
   }
 }
`;

const FIXED: readonly (readonly [title: string, changes: Files, kind: FixKind])[] = [
  [
    "Entity Framework Core by a setting",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": projectChange("+Azure.Identity 1.17.1", "Microsoft.EntityFrameworkCore.Cosmos 8.0.8"),
      "P.cs": `
+using Azure.Identity;
 using Microsoft.EntityFrameworkCore;

-builder.Services.AddDbContext<Shop>(options => options.UseCosmos(builder.Configuration["Cosmos:Endpoint"], builder.Configuration["Cosmos:Key"], "shop"));
+builder.Services.AddDbContext<Shop>(options => options.UseCosmos(builder.Configuration["Cosmos:Endpoint"], new DefaultAzureCredential(), "shop"));
`,
    },
    "managed-identity",
  ],
  [
    "Entity Framework Core by a connection string",
    {
      "appsettings.json": CONNECTION_SETTINGS_CHANGE,
      "P.csproj": projectChange("+Azure.Identity 1.17.1", "Microsoft.EntityFrameworkCore.Cosmos 8.0.8"),
      "P.cs": `
+using Azure.Identity;
 using Microsoft.EntityFrameworkCore;

-builder.Services.AddDbContext<Shop>((sp, options) => options.UseCosmos(builder.Configuration["Cosmos:ConnectionString"]!, "shop"));
+builder.Services.AddDbContext<Shop>((sp, options) => options.UseCosmos(builder.Configuration["Cosmos:ConnectionString"]!, new DefaultAzureCredential(), "shop"));
`,
    },
    "managed-identity",
  ],
  [
    "Orleans",
    {
      "appsettings.json": `
 {
   "ConnectionStrings": {
-    "cosmos": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+    "cosmos": "${ENDPOINT}"
   }
 }
`,
      "P.csproj": projectChange("+Azure.Identity 1.17.1", "Microsoft.Orleans.Persistence.Cosmos 9.0.0"),
      "P.cs": `
+using Azure.Identity;
+
 siloBuilder.AddCosmosGrainStorage("store", options =>
 {
-    options.ConfigureCosmosClient(configuration.GetConnectionString("cosmos")!);
+    options.ConfigureCosmosClient(configuration.GetConnectionString("cosmos")!, new DefaultAzureCredential());
 });
`,
    },
    "managed-identity",
  ],
  [
    "Bot Framework",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": projectChange("+Azure.Identity 1.17.1", "Microsoft.Bot.Builder.Azure 4.22.0"),
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Bot.Builder.Azure;

 var storage = new CosmosDbPartitionedStorage(new CosmosDbPartitionedStorageOptions
 {
     CosmosDbEndpoint = configuration["Cosmos:Endpoint"],
-    AuthKey = configuration["Cosmos:Key"],
+    TokenCredential = new DefaultAzureCredential(),
     DatabaseId = "bot",
 });
`,
    },
    "managed-identity",
  ],
  [
    "the repository of IEvangelist",
    {
      "A.csproj": projectChange("+Azure.Identity 1.17.1", "IEvangelist.Azure.CosmosRepository 8.1.5"),
      "A.cs": `
+using Azure.Identity;
+
 services.AddCosmosRepository(options =>
 {
-    options.CosmosConnectionString = "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;";
+    options.AccountEndpoint = "${ENDPOINT}";
+    options.TokenCredential = new DefaultAzureCredential();
     options.DatabaseId = "d";
 });
`,
    },
    "managed-identity",
  ],
  [
    "a binding that a constant names",
    {
      "local.settings.json": FUNCTION_SETTINGS,
      "F.csproj": projectChange("Microsoft.Azure.Functions.Worker.Extensions.CosmosDB 4.9.0"),
      "F.cs": `
 public class F
 {
     private const string Connection = "ShopCosmos";

     [Function("F")]
     public void Run([CosmosDBTrigger("shop", "orders", Connection = Connection)] string input) { }
 }
`,
    },
    "managed-identity",
  ],
  [
    "an output binding",
    {
      "local.settings.json": FUNCTION_SETTINGS,
      "F.csproj": projectChange("Microsoft.Azure.WebJobs.Extensions.CosmosDB 4.3.0"),
      "F.cs": `
 public static class F
 {
     [FunctionName("F")]
     public static void Run([TimerTrigger("0 * * * * *")] object t, [CosmosDB("shop", "orders", Connection = "ShopCosmos")] out object o) { o = null; }
 }
`,
    },
    "managed-identity",
  ],
  [
    "a binding and a client by one setting",
    {
      "local.settings.json": FUNCTION_SETTINGS,
      "F.csproj": projectChange("+Azure.Identity 1.17.1", "Microsoft.Azure.WebJobs.Extensions.CosmosDB 4.3.0"),
      "F.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 public static class F
 {
-    static readonly CosmosClient Client = new(Environment.GetEnvironmentVariable("ShopCosmos"));
+    static readonly CosmosClient Client = new(Environment.GetEnvironmentVariable("ShopCosmos__accountEndpoint"), new DefaultAzureCredential());

     [FunctionName("F")]
     public static void Run([CosmosDBTrigger("shop", "orders", Connection = "ShopCosmos")] string input) { }
 }
`,
    },
    "managed-identity",
  ],
  [
    "a using inside a namespace that has an Azure of its own",
    {
      "A.cs": `
 namespace Contoso.Azure.Data;

+using global::Azure.Identity;
 using Microsoft.Azure.Cosmos;

-public class A { public CosmosClient C = new("${ENDPOINT}", "«KEY»"); }
+public class A { public CosmosClient C = new("${ENDPOINT}", new DefaultAzureCredential()); }
`,
    },
    "managed-identity",
  ],
  [
    "a file without usings",
    {
      "A.cs": `
 // Copyright

+using Azure.Identity;
+
 namespace Shop;

-public class A { public Microsoft.Azure.Cosmos.CosmosClient C = new("${ENDPOINT}", "«KEY»"); }
+public class A { public Microsoft.Azure.Cosmos.CosmosClient C = new("${ENDPOINT}", new DefaultAzureCredential()); }
`,
    },
    "managed-identity",
  ],
  [
    "usings below #if",
    {
      "A.cs": `
 #if DEBUG
 using System.Diagnostics;
 #endif
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

-var c = new CosmosClient("${ENDPOINT}", "«KEY»");
+var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
];

const LEFT: readonly (readonly [string, Files, RegExp, FixKind, string | undefined])[] = [
  [
    "Entity Framework Core before 7",
    {
      "A.cs": `using Microsoft.EntityFrameworkCore;
class A { void F(DbContextOptionsBuilder o) => o.UseCosmos("${ENDPOINT}", "«KEY»", "d"); }
`,
      "A.csproj": project("Microsoft.EntityFrameworkCore.Cosmos 6.0.1"),
    },
    /Microsoft\.EntityFrameworkCore\.Cosmos 6\.0/,
    "managed-identity",
    "A.cs",
  ],
  [
    "the fluent builder before 3.22.1",
    {
      "A.cs": `using Microsoft.Azure.Cosmos;
var c = new CosmosClientBuilder("${ENDPOINT}", "«KEY»").Build();
`,
      "A.csproj": project("Microsoft.Azure.Cosmos 3.20.0"),
    },
    /Microsoft\.Azure\.Cosmos 3\.20\.0 is too old/,
    "managed-identity",
    "A.cs",
  ],
  [
    "a version of a property, kept centrally",
    {
      "src/A.cs": `using Microsoft.Azure.Cosmos;
var c = new CosmosClient("${ENDPOINT}", "«KEY»");
`,
      "src/A.csproj": project("Microsoft.Azure.Cosmos"),
      "Directory.Packages.props": `<Project>
  <PropertyGroup>
    <CosmosVersion>3.10.1</CosmosVersion>
  </PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="Microsoft.Azure.Cosmos" Version="$(CosmosVersion)" />
  </ItemGroup>
</Project>
`,
    },
    /Microsoft\.Azure\.Cosmos 3\.10\.1 is too old/,
    "managed-identity",
    "src/A.cs",
  ],
  [
    "a version that a referenced project has",
    {
      "api/A.cs": `using Microsoft.Azure.Cosmos;
var c = new CosmosClient("${ENDPOINT}", "«KEY»");
`,
      "api/Api.csproj": `<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <ProjectReference Include="..\\data\\Data.csproj" />
  </ItemGroup>
</Project>
`,
      "data/Data.csproj": project("Microsoft.Azure.Cosmos 3.9.0"),
    },
    /Microsoft\.Azure\.Cosmos 3\.9\.0 is too old /,
    "managed-identity",
    "api/A.cs",
  ],
  [
    "a health check that cannot be followed",
    {
      "appsettings.json": CONNECTION_SETTINGS,
      "P.csproj": project("AspNetCore.HealthChecks.CosmosDb 6.1.0"),
      "P.cs": `using Microsoft.Azure.Cosmos;
services.AddHealthChecks().AddCosmosDb(configuration["Cosmos:ConnectionString"]!);
var c = new CosmosClient(configuration["Cosmos:ConnectionString"]);
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "P.cs",
  ],
  [
    "DocumentClient",
    {
      "appsettings.json": SETTINGS,
      "P.cs": `using Microsoft.Azure.Documents.Client;
var c = new DocumentClient(new Uri(configuration["Cosmos:Endpoint"]), configuration["Cosmos:Key"]);
`,
    },
    /DocumentClient takes no identity: move t/,
    "managed-identity",
    "P.cs",
  ],
  [
    "the preview of another package that has a client of the same name",
    {
      "local.settings.json": `{ "Values": { "COSMOS": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;" } }\n`,
      "P.cs": `using Azure.Cosmos;
var c = new CosmosClient(Environment.GetEnvironmentVariable("COSMOS"));
`,
    },
    /Azure\.Cosmos, a preview, takes no identity/,
    "managed-identity",
    "P.cs",
  ],
];

describe("What opens Cosmos DB in C#, and since when without a key", () => {
  test.each(FIXED)("%s", async (_title, changes, kind) => {
    await expectChange(changes, kind);
  });

  test.each(LEFT)("%s is left, with its place", async (_title, files, reason, kind, place) => {
    const { plan } = await fixAll(files, kind);
    expect(plan.files).toEqual([]);
    expect(plan.left[0]?.reason.reason).toMatch(reason);
    expect(plan.left[0]?.reason.lookAt?.path).toBe(place);
  });
});
