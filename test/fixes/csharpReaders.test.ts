import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import type { FixKind } from "../../src/fixes/fix";
import { CONNECTION_SETTINGS_CHANGE, SETTINGS, SETTINGS_CHANGE } from "./dotnetTexts";
import { ENDPOINT, expectChange, type Files, fixAll } from "./fixture";

const EMULATOR = emulatorKey();

const FIXED: readonly (readonly [title: string, changes: Files, kind: FixKind])[] = [
  [
    "no key means identity, by ?:",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 using Azure.Identity;
 var key = builder.Configuration["Cosmos:Key"];
 var c = string.IsNullOrEmpty(key)
     ? new CosmosClient(endpoint, new DefaultAzureCredential())
     : new CosmosClient(endpoint, key);
`,
    },
    "managed-identity",
  ],
  [
    "a key means no identity, by ?:",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 using Azure.Identity;
 var key = builder.Configuration["Cosmos:Key"];
 var c = !string.IsNullOrEmpty(key) ? new CosmosClient(endpoint, key) : new CosmosClient(endpoint, new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "a flag for the identity that is off",
    {
      "appsettings.json": `
 {
   "Cosmos": {
     "Endpoint": "${ENDPOINT}",
-    "Key": "«KEY»",
     "UseManagedIdentity": false
   }
 }
`,
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 using Azure.Identity;
 CosmosClient c = builder.Configuration.GetValue<bool>("Cosmos:UseManagedIdentity")
     ? new CosmosClient(endpoint, new DefaultAzureCredential())
-    : new CosmosClient(endpoint, builder.Configuration["Cosmos:Key"]);
+    : new CosmosClient(endpoint, new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "a flag for the identity that is on",
    {
      "appsettings.json": `
 {
   "Cosmos": {
     "Endpoint": "${ENDPOINT}",
-    "Key": "«KEY»",
     "UseManagedIdentity": true
   }
 }
`,
      "O.cs": `
 public class CosmosOptions { public string Endpoint { get; set; } public string Key { get; set; } public bool UseManagedIdentity { get; set; } }
`,
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 using Azure.Identity;
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
 builder.Services.AddSingleton(sp =>
 {
     var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value;
     if (o.UseManagedIdentity)
     {
         return new CosmosClient(o.Endpoint, new DefaultAzureCredential());
     }
     return new CosmosClient(o.Endpoint, o.Key);
 });
`,
    },
    "managed-identity",
  ],
  [
    "a literal beside a branch for the identity",
    {
      "A.cs": `
 using Microsoft.Azure.Cosmos;
 using Azure.Identity;
 class A
 {
-    private const string Key = "«KEY»";
+    private const string Key = "";
     CosmosClient Open() => string.IsNullOrEmpty(Key) ? new CosmosClient("${ENDPOINT}", new DefaultAzureCredential()) : new CosmosClient("${ENDPOINT}", Key);
 }
`,
    },
    "managed-identity",
  ],
  [
    "the emulator's key in Development, by options",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "appsettings.Development.json": `
 {
   "Cosmos": {
     "Endpoint": "https://localhost:8081",
     "Key": "${EMULATOR}"
   }
 }
`,
      "O.cs": `
 public class CosmosOptions
 {
     [Required]
     public string Endpoint { get; set; } = "";
-    [Required]
     public string Key { get; set; } = "";
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
 builder.Services.AddSingleton(sp =>
 {
     var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value;
-    return new CosmosClientBuilder(o.Endpoint, o.Key).WithBulkExecution(true).Build();
+    return (string.IsNullOrEmpty(o.Key)
+        ? new CosmosClientBuilder(o.Endpoint, new DefaultAzureCredential())
+        : new CosmosClientBuilder(o.Endpoint, o.Key)).WithBulkExecution(true).Build();
 });
`,
    },
    "managed-identity",
  ],
  [
    "the emulator's connection string in Development",
    {
      "appsettings.json": CONNECTION_SETTINGS_CHANGE,
      "appsettings.Development.json": `
 {
   "Cosmos": {
     "ConnectionString": "AccountEndpoint=https://localhost:8081/;AccountKey=${EMULATOR};"
   }
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 var cs = builder.Configuration["Cosmos:ConnectionString"] ?? throw new InvalidOperationException("no cs");
-var c = new CosmosClient(cs);
+var c = cs.Contains("AccountKey=") ? new CosmosClient(cs) : new CosmosClient(cs, new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "the emulator, and a check that must go",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "appsettings.Development.json": `
 {
   "Cosmos": {
     "Key": "${EMULATOR}"
   }
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
-var key = builder.Configuration["Cosmos:Key"] ?? throw new InvalidOperationException("no key");
-if (string.IsNullOrEmpty(key)) throw new InvalidOperationException("no key");
-var c = new CosmosClient(endpoint, key);
+var key = builder.Configuration["Cosmos:Key"];
+var c = string.IsNullOrEmpty(key)
+    ? new CosmosClient(endpoint, new DefaultAzureCredential())
+    : new CosmosClient(endpoint, key);
`,
    },
    "managed-identity",
  ],
  [
    "a method that gives the key",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 class P
 {
     private readonly IConfiguration _config;
-    private string GetKey() => _config["Cosmos:Key"] ?? throw new Exception("no key");
-    public CosmosClient Open() => new(_config["Cosmos:Endpoint"], GetKey());
+    public CosmosClient Open() => new(_config["Cosmos:Endpoint"], new DefaultAzureCredential());
 }
`,
    },
    "managed-identity",
  ],
  [
    "a helper that reads any setting",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 class P
 {
     static string Require(IConfiguration c, string name)
     {
         var value = c[name];
         if (string.IsNullOrEmpty(value)) throw new Exception(name);
         return value;
     }
-    public CosmosClient Open(IConfiguration c) => new(Require(c, "Cosmos:Endpoint"), Require(c, "Cosmos:Key"));
+    public CosmosClient Open(IConfiguration c) => new(Require(c, "Cosmos:Endpoint"), new DefaultAzureCredential());
 }
`,
    },
    "managed-identity",
  ],
  [
    "an extension method that reads any setting",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "E.cs": `
 static class E
 {
     public static string Must(this IConfiguration c, string name) => c[name] ?? throw new Exception(name);
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
-var c = new CosmosClient(builder.Configuration.Must("Cosmos:Endpoint"), builder.Configuration.Must("Cosmos:Key"));
+var c = new CosmosClient(builder.Configuration.Must("Cosmos:Endpoint"), new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "the whole configuration handed on",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "E.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 static class E
 {
     public static void AddStore(this IServiceCollection services, IConfiguration config)
     {
         var section = config.GetSection("Cosmos");
-        services.AddSingleton(new CosmosClient(section["Endpoint"], section.GetValue<string>("Key")));
+        services.AddSingleton(new CosmosClient(section["Endpoint"], new DefaultAzureCredential()));
     }
 }
`,
      "P.cs": `
 builder.Services.AddStore(builder.Configuration);
`,
    },
    "managed-identity",
  ],
  [
    "a configuration in memory",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "T.cs": `
-var c = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Cosmos:Endpoint"] = "x", ["Cosmos:Key"] = "y" }).Build();
+var c = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Cosmos:Endpoint"] = "x" }).Build();
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
-var c = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);
+var c = new CosmosClient(config["Cosmos:Endpoint"], new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "a check that names the parameter",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 class P
 {
-    public P(string endpoint, string key)
+    public P(string endpoint)
     {
-        if (key == null) throw new ArgumentNullException(nameof(key));
-        C = new CosmosClient(endpoint, key);
+        C = new CosmosClient(endpoint, new DefaultAzureCredential());
     }
     public CosmosClient C;
-    static P Make(IConfiguration c) => new P(c["Cosmos:Endpoint"], c["Cosmos:Key"]);
+    static P Make(IConfiguration c) => new P(c["Cosmos:Endpoint"]);
 }
`,
    },
    "managed-identity",
  ],
  [
    "a constructor that calls another",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 class P
 {
-    public P(IConfiguration c) : this(c["Cosmos:Endpoint"], c["Cosmos:Key"]) { }
-    public P(string endpoint, string key) { C = new CosmosClient(endpoint, key); }
+    public P(IConfiguration c) : this(c["Cosmos:Endpoint"]) { }
+    public P(string endpoint) { C = new CosmosClient(endpoint, new DefaultAzureCredential()); }
     public CosmosClient C;
 }
`,
    },
    "managed-identity",
  ],
  [
    "fields that a constructor fills",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 class P
 {
-    private readonly string _key;
     private readonly string _endpoint;
     public P(IConfiguration c)
     {
         _endpoint = c["Cosmos:Endpoint"];
-        _key = c["Cosmos:Key"];
     }
-    public CosmosClient Open() => new CosmosClient(_endpoint, this._key);
+    public CosmosClient Open() => new CosmosClient(_endpoint, new DefaultAzureCredential());
 }
`,
    },
    "managed-identity",
  ],
  [
    "a variable with another in its place",
    {
      ".env": `
-COSMOS_KEY=«KEY»
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
-var key = Environment.GetEnvironmentVariable("COSMOS_KEY") ?? builder.Configuration["Cosmos:Key"];
-var c = new CosmosClient(endpoint, key);
+var c = new CosmosClient(endpoint, new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "a parameter's default",
    {
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 class P
 {
-    public P(string endpoint = "${ENDPOINT}", string key = "«KEY»") => C = new CosmosClient(endpoint, key);
+    public P(string endpoint = "${ENDPOINT}") => C = new CosmosClient(endpoint, new DefaultAzureCredential());
     public CosmosClient C;
     static P A() => new P();
-    static P B() => new P(key: "x");
+    static P B() => new P();
 }
`,
    },
    "managed-identity",
  ],
  [
    "a constant by using static",
    {
      "K.cs": `
 namespace Shop;

 public static class Keys
 {
-    public const string Key = "«KEY»";
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 using static Shop.Keys;

-var c = new CosmosClient("${ENDPOINT}", Key);
+var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "a constant of a base class in another file",
    {
      "B.cs": `
 public class B
 {
-    protected const string Secret = "«KEY»";
 }
`,
      "D.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 public class D : B
 {
-    public CosmosClient Open() => new("${ENDPOINT}", Secret);
+    public CosmosClient Open() => new("${ENDPOINT}", new DefaultAzureCredential());
 }
`,
    },
    "managed-identity",
  ],
  [
    "a connection string of App.config",
    {
      "App.config": `
 <?xml version="1.0"?>
 <configuration>
   <connectionStrings>
-    <add name="Cosmos" connectionString="AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;" />
+    <add name="Cosmos" connectionString="${ENDPOINT}" />
   </connectionStrings>
 </configuration>
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 using System.Configuration;

-var c = new CosmosClient(ConfigurationManager.ConnectionStrings["Cosmos"].ConnectionString);
+var c = new CosmosClient(ConfigurationManager.ConnectionStrings["Cosmos"].ConnectionString, new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "an entry of web.config",
    {
      "web.config": `
 <?xml version="1.0"?>
 <configuration>
   <appSettings>
-    <add key="CosmosKey" value="«KEY»" />
   </appSettings>
 </configuration>
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 using System.Configuration;

-var c = new CosmosClient("${ENDPOINT}", ConfigurationManager.AppSettings.Get("CosmosKey"));
+var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
];

const LEFT: readonly (readonly [string, Files, RegExp, FixKind, string | undefined])[] = [
  [
    "a method that takes time",
    {
      "appsettings.json": SETTINGS,
      "P.cs": `using Microsoft.Azure.Cosmos;
class P
{
    private readonly IConfiguration _c;
    private async Task<string> KeyAsync()
    {
        await Task.Yield();
        return _c["Cosmos:Key"];
    }
    public async Task<CosmosClient> Open() => new CosmosClient(_c["Cosmos:Endpoint"], await KeyAsync());
}
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "P.cs",
  ],
  [
    "variables with a prefix",
    {
      ".env": `SHOP_Cosmos__Key=«KEY»
`,
      "P.cs": `using Microsoft.Azure.Cosmos;
var config = new ConfigurationBuilder().AddEnvironmentVariables("SHOP_").Build();
var c = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);
`,
    },
    /Nothing was found that reads this settin/,
    "managed-identity",
    undefined,
  ],
  [
    "a constructor that would be there twice",
    {
      "appsettings.json": SETTINGS,
      "P.cs": `using Microsoft.Azure.Cosmos;
class P
{
    public P(string endpoint) { }
    public P(string endpoint, string key) { C = new CosmosClient(endpoint, key); }
    public CosmosClient C;
    static P Make(IConfiguration c) => new P(c["Cosmos:Endpoint"], c["Cosmos:Key"]);
}
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "P.cs",
  ],
  [
    "a key in a message",
    {
      "P.cs": `using Microsoft.Azure.Cosmos;
var key = "«KEY»";
Console.WriteLine($"using {key}");
var c = new CosmosClient("${ENDPOINT}", key);
`,
    },
    /The key goes where it cannot be followed/,
    "managed-identity",
    "P.cs",
  ],
  [
    "a key in JSON in a string",
    {
      "P.cs": `var settings = JsonSerializer.Deserialize<S>("{ \\"Key\\": \\"«KEY»\\" }");
`,
    },
    /The key goes where it cannot be followed/,
    "managed-identity",
    "P.cs",
  ],
];

describe("C# that reads a setting, hands it on, or does without", () => {
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
