import { describe, test } from "vitest";
import { SETTINGS_CHANGE } from "./dotnetTexts";
import { ENDPOINT, expectChange } from "./fixture";

describe("The code that reads a .NET setting changes with it", () => {
  test("a class that a section configures", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "CosmosOptions.cs": `
 namespace Shop;

 public class CosmosOptions
 {
     public string Endpoint { get; set; } = "";
-    public string Key { get; set; } = "";
 }
`,
      "Program.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 using Microsoft.Extensions.Options;

 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
 builder.Services.AddSingleton(sp =>
 {
     var options = sp.GetRequiredService<IOptions<CosmosOptions>>().Value;
-    return new CosmosClient(options.Endpoint, options.Key);
+    return new CosmosClient(options.Endpoint, new DefaultAzureCredential());
 });
`,
    });
  });

  test("a record that a section gives", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "Program.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 var settings = configuration.GetSection("Cosmos").Get<CosmosSettings>();
-var client = new CosmosClient(settings.Endpoint, settings.Key);
+var client = new CosmosClient(settings.Endpoint, new DefaultAzureCredential());

-public record CosmosSettings(string Endpoint, string Key);
+public record CosmosSettings(string Endpoint);
`,
    });
  });

  test("a class whose section a constant names, validated", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": `
 public class CosmosOptions
 {
     public const string Position = "Cosmos";
     [Required]
     public required string Endpoint { get; init; }
-    [Required]
-    public required string Key { get; init; }
 }
`,
      "P.cs": `
 builder.Services.AddOptions<CosmosOptions>()
     .Bind(builder.Configuration.GetSection(CosmosOptions.Position))
     .ValidateDataAnnotations();
`,
      "Store.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 public class Store
 {
     private readonly CosmosOptions _options;
     public Store(IOptions<CosmosOptions> options)
     {
         _options = options.Value;
-        Client = new CosmosClient(_options.Endpoint, _options.Key);
+        Client = new CosmosClient(_options.Endpoint, new DefaultAzureCredential());
     }
     public CosmosClient Client { get; }
 }
`,
    });
  });

  test("a class within a class that a section fills", async () => {
    await expectChange({
      "appsettings.json": `
 {
   "App": {
     "Cosmos": {
-      "Endpoint": "${ENDPOINT}",
-      "Key": "«KEY»"
+      "Endpoint": "${ENDPOINT}"
     }
   }
 }
`,
      "O.cs": `
 public class AppOptions
 {
     public CosmosOptions Cosmos { get; set; }
 }

 public class CosmosOptions
 {
     public string Endpoint { get; set; }
-    public string Key { get; set; }
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 var app = new AppOptions();
 builder.Configuration.GetSection("App").Bind(app);
-var client = new CosmosClient(app.Cosmos.Endpoint, app.Cosmos.Key);
+var client = new CosmosClient(app.Cosmos.Endpoint, new DefaultAzureCredential());
`,
    });
  });

  test("a section in a variable", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "Program.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 var section = configuration.GetSection("Cosmos");
-var client = new CosmosClient(section["Endpoint"], section["Key"]);
+var client = new CosmosClient(section["Endpoint"], new DefaultAzureCredential());
`,
    });
  });

  test("a section of a section", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "Program.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 string endpoint = configuration.GetSection("Cosmos")["Endpoint"];
-string key = configuration.GetSection("Cosmos").GetSection("Key").Value;
-var client = new CosmosClient(endpoint, key);
+var client = new CosmosClient(endpoint, new DefaultAzureCredential());
`,
    });
  });

  test("a section that is handed to a method", async () => {
    await expectChange({
      "appsettings.json": `
 {
   "CosmosDb": {
     "Account": "${ENDPOINT}",
-    "Key": "«KEY»",
     "DatabaseName": "Tasks"
   }
 }
`,
      "Startup.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 public class Startup
 {
     public void ConfigureServices(IServiceCollection services)
     {
         services.AddSingleton<ICosmosDbService>(InitializeCosmosClientInstanceAsync(Configuration.GetSection("CosmosDb")).GetAwaiter().GetResult());
     }

     private static async Task<CosmosDbService> InitializeCosmosClientInstanceAsync(IConfigurationSection configurationSection)
     {
         string databaseName = configurationSection.GetSection("DatabaseName").Value;
         string account = configurationSection.GetSection("Account").Value;
-        string key = configurationSection.GetSection("Key").Value;
-        CosmosClient client = new CosmosClient(account, key);
+        CosmosClient client = new CosmosClient(account, new DefaultAzureCredential());
         return new CosmosDbService(client, databaseName);
     }
 }
`,
    });
  });

  test("GetValue", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "Program.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

-var client = new CosmosClient(configuration.GetValue<string>("Cosmos:Endpoint"), configuration.GetValue<string>("Cosmos:Key"));
+var client = new CosmosClient(configuration.GetValue<string>("Cosmos:Endpoint"), new DefaultAzureCredential());
`,
    });
  });

  test("GetConnectionString", async () => {
    await expectChange({
      "appsettings.json": `
 {
   "ConnectionStrings": {
-    "Cosmos": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+    "Cosmos": "${ENDPOINT}"
   }
 }
`,
      "Program.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

-builder.Services.AddSingleton(_ => new CosmosClient(builder.Configuration.GetConnectionString("Cosmos")));
+builder.Services.AddSingleton(_ => new CosmosClient(builder.Configuration.GetConnectionString("Cosmos"), new DefaultAzureCredential()));
`,
    });
  });

  test("checks that only stop where the setting is missing", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 var endpoint = builder.Configuration["Cosmos:Endpoint"];
-var key = builder.Configuration["Cosmos:Key"] ?? throw new InvalidOperationException("no key");
-if (string.IsNullOrEmpty(endpoint) || string.IsNullOrEmpty(key))
+if (string.IsNullOrEmpty(endpoint))
 {
     throw new InvalidOperationException("not configured");
 }
-builder.Services.AddSingleton(new CosmosClient(endpoint, key));
+builder.Services.AddSingleton(new CosmosClient(endpoint, new DefaultAzureCredential()));
`,
    });
  });

  test("Entity Framework Core", async () => {
    await expectChange({
      "appsettings.json": SETTINGS_CHANGE,
      "A.cs": `
+using Azure.Identity;
 using Microsoft.EntityFrameworkCore;

 builder.Services.AddDbContext<Ctx>(o => o.UseCosmos(
     builder.Configuration["Cosmos:Endpoint"]!,
-    builder.Configuration["Cosmos:Key"]!,
+    new DefaultAzureCredential(),
     "shop"));
`,
    });
  });

  test("Aspire keeps a connection string without a key", async () => {
    await expectChange({
      "appsettings.json": `
 {
   "ConnectionStrings": {
-    "cosmos": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+    "cosmos": "AccountEndpoint=${ENDPOINT};"
   }
 }
`,
      "Program.cs": `
 var builder = WebApplication.CreateBuilder(args);
 builder.AddAzureCosmosClient("cosmos");
 var app = builder.Build();
`,
    });
  });

  test("Aspire's own section", async () => {
    await expectChange({
      "appsettings.json": `
 {
   "Aspire": {
     "Microsoft": {
       "Azure": {
         "Cosmos": {
-          "ConnectionString": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+          "ConnectionString": "AccountEndpoint=${ENDPOINT};"
         }
       }
     }
   }
 }
`,
      "Program.cs": `
 var builder = WebApplication.CreateBuilder(args);
 builder.AddAzureCosmosClient("cosmos");
`,
    });
  });

  test("a Functions binding in an attribute", async () => {
    await expectChange({
      "local.settings.json": `
 {
   "Values": {
-    "CosmosDBConnection": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+    "CosmosDBConnection__accountEndpoint": "${ENDPOINT}"
   }
 }
`,
      "F.cs": `
 using Microsoft.Azure.Functions.Worker;

 public class F
 {
     [Function("F")]
     public void Run([CosmosDBTrigger("db", "c", Connection = "CosmosDBConnection")] IReadOnlyList<Doc> docs) { }
 }
`,
    });
  });

  test("a Functions setting that code reads", async () => {
    await expectChange({
      "local.settings.json": `
 {
   "Values": {
-    "CosmosConnection": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"
+    "CosmosConnection": "${ENDPOINT}"
   }
 }
`,
      "F.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

-var client = new CosmosClient(Environment.GetEnvironmentVariable("CosmosConnection"));
+var client = new CosmosClient(Environment.GetEnvironmentVariable("CosmosConnection"), new DefaultAzureCredential());
`,
    });
  });

  test("launch settings", async () => {
    await expectChange({
      "Properties/launchSettings.json": `
 {
   "profiles": {
     "api": {
       "commandName": "Project",
       "environmentVariables": {
-        "ASPNETCORE_ENVIRONMENT": "Development",
-        "COSMOS_KEY": "«KEY»"
+        "ASPNETCORE_ENVIRONMENT": "Development"
       }
     }
   }
 }
`,
      "A.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
-var c = new CosmosClient(Environment.GetEnvironmentVariable("COSMOS_ENDPOINT"), Environment.GetEnvironmentVariable("COSMOS_KEY"));
+var c = new CosmosClient(Environment.GetEnvironmentVariable("COSMOS_ENDPOINT"), new DefaultAzureCredential());
`,
    });
  });
});
