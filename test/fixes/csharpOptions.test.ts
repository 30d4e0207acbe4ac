import { describe, expect, test } from "vitest";
import type { FixKind } from "../../src/fixes/fix";
import { CONNECTION_SETTINGS, OPTIONS, OPTIONS_CHANGE, SETTINGS, SETTINGS_CHANGE, project } from "./dotnetTexts";
import { ENDPOINT, expectChange, type Files, fixAll } from "./fixture";

const FIXED: readonly (readonly [title: string, changes: Files, kind: FixKind])[] = [
  [
    "IOptionsSnapshot in a primary constructor",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "P.cs": `
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
`,
      "S.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 public class S(IOptionsSnapshot<CosmosOptions> options)
 {
-    public CosmosClient Open() => new(options.Value.Endpoint, options.Value.Key);
+    public CosmosClient Open() => new(options.Value.Endpoint, new DefaultAzureCredential());
 }
`,
    },
    "managed-identity",
  ],
  [
    "named options of a monitor",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "P.cs": `
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
`,
      "S.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 public class S
 {
     public S(IOptionsMonitor<CosmosOptions> m)
     {
         var o = m.Get("main");
-        Client = new CosmosClient(o.Endpoint, o.Key);
+        Client = new CosmosClient(o.Endpoint, new DefaultAzureCredential());
     }
     public CosmosClient Client { get; }
 }
`,
    },
    "managed-identity",
  ],
  [
    "a Key of other types beside it",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "P.cs": `
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
`,
      "S.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 public class S(IOptions<CosmosOptions> options, Dictionary<string, string> map)
 {
     public CosmosClient Open()
     {
         foreach (var pair in map) Console.WriteLine(pair.Key);
         foreach (var (k, v) in map) Console.WriteLine(k);
         var first = map.First().Key;
         var names = map.Select(x => x.Key).ToList();
-        return new(options.Value.Endpoint, options.Value.Key);
+        return new(options.Value.Endpoint, new DefaultAzureCredential());
     }
 }
`,
    },
    "managed-identity",
  ],
  [
    "a Key in a file that knows nothing of the class",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "P.cs": `
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
`,
      "S.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 public class S(IOptions<CosmosOptions> options)
 {
-    public CosmosClient Open() => new(options.Value.Endpoint, options.Value.Key);
+    public CosmosClient Open() => new(options.Value.Endpoint, new DefaultAzureCredential());
 }
`,
      "T.cs": `
 class T { void F() { foreach (var g in Outside.Groups()) Console.WriteLine(g.Key); } }
`,
    },
    "managed-identity",
  ],
  [
    "a property of a base class",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": `
 public abstract class Base
 {
-    public string Key { get; set; } = "";
 }

 public class CosmosOptions : Base
 {
     public string Endpoint { get; set; } = "";
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
 var o = builder.Configuration.GetSection("Cosmos").Get<CosmosOptions>();
-var c = new CosmosClient(o.Endpoint, o.Key);
+var c = new CosmosClient(o.Endpoint, new DefaultAzureCredential());
`,
    },
    "managed-identity",
  ],
  [
    "one of two conditions of a validation",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
-builder.Services.AddOptions<CosmosOptions>().Bind(builder.Configuration.GetSection("Cosmos")).Validate(o => !string.IsNullOrEmpty(o.Endpoint) && !string.IsNullOrEmpty(o.Key), "bad").ValidateOnStart();
-builder.Services.AddSingleton(sp => new CosmosClient(sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Endpoint, sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Key));
+builder.Services.AddOptions<CosmosOptions>().Bind(builder.Configuration.GetSection("Cosmos")).Validate(o => !string.IsNullOrEmpty(o.Endpoint), "bad").ValidateOnStart();
+builder.Services.AddSingleton(sp => new CosmosClient(sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Endpoint, new DefaultAzureCredential()));
`,
    },
    "managed-identity",
  ],
  [
    "a validation of the key alone",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 builder.Services.AddOptions<CosmosOptions>()
     .Bind(builder.Configuration.GetSection("Cosmos"))
-    .Validate(o => !string.IsNullOrEmpty(o.Key), "bad")
     .ValidateOnStart();
-builder.Services.AddSingleton(sp => new CosmosClient(sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Endpoint, sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Key));
+builder.Services.AddSingleton(sp => new CosmosClient(sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Endpoint, new DefaultAzureCredential()));
`,
    },
    "managed-identity",
  ],
  [
    "a validator of options",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "V.cs": `
 public class V : IValidateOptions<CosmosOptions>
 {
     public ValidateOptionsResult Validate(string? name, CosmosOptions options)
     {
         if (string.IsNullOrWhiteSpace(options.Endpoint)) return ValidateOptionsResult.Fail("no endpoint");
-        if (string.IsNullOrWhiteSpace(options.Key)) return ValidateOptionsResult.Fail("no key");
         return ValidateOptionsResult.Success;
     }
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
-builder.Services.AddSingleton(sp => { var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value; return new CosmosClient(o.Endpoint, o.Key); });
+builder.Services.AddSingleton(sp => { var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value; return new CosmosClient(o.Endpoint, new DefaultAzureCredential()); });
`,
    },
    "managed-identity",
  ],
  [
    "a rule of FluentValidation",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "V.cs": `
 public class V : AbstractValidator<CosmosOptions>
 {
     public V()
     {
         RuleFor(x => x.Endpoint).NotEmpty();
-        RuleFor(x => x.Key).NotEmpty();
     }
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
-builder.Services.AddSingleton(sp => { var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value; return new CosmosClient(o.Endpoint, o.Key); });
+builder.Services.AddSingleton(sp => { var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value; return new CosmosClient(o.Endpoint, new DefaultAzureCredential()); });
`,
    },
    "managed-identity",
  ],
  [
    "a class that the whole configuration fills",
    {
      "appsettings.json": `
 {
-  "Endpoint": "${ENDPOINT}",
-  "PrimaryKey": "«KEY»"
+  "Endpoint": "${ENDPOINT}"
 }
`,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 var settings = new ConfigurationBuilder().AddJsonFile("appsettings.json").Build().Get<AppSettings>();
-var c = new CosmosClient(settings.Endpoint, settings.PrimaryKey);
-class AppSettings { public string Endpoint { get; set; } public string PrimaryKey { get; set; } }
+var c = new CosmosClient(settings.Endpoint, new DefaultAzureCredential());
+class AppSettings { public string Endpoint { get; set; }  }
`,
    },
    "managed-identity",
  ],
  [
    "properties that are assigned",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 var o = new CosmosOptions();
 o.Endpoint = config["Cosmos:Endpoint"];
-o.Key = config["Cosmos:Key"];
-var c = new CosmosClient(o.Endpoint, o.Key);
+var c = new CosmosClient(o.Endpoint, new DefaultAzureCredential());
`,
      "O.cs": OPTIONS_CHANGE,
    },
    "managed-identity",
  ],
  [
    "options that code configures",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 builder.Services.Configure<CosmosOptions>(o =>
 {
     o.Endpoint = builder.Configuration["Cosmos:Endpoint"]!;
-    o.Key = builder.Configuration["Cosmos:Key"]!;
 });
-builder.Services.AddSingleton(sp => new CosmosClient(sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Endpoint, sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Key));
+builder.Services.AddSingleton(sp => new CosmosClient(sp.GetRequiredService<IOptions<CosmosOptions>>().Value.Endpoint, new DefaultAzureCredential()));
`,
    },
    "managed-identity",
  ],
  [
    "options that a lambda of another file fills",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "O.cs": OPTIONS_CHANGE,
      "E.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 static class E
 {
     public static void AddStore(this IServiceCollection services, Action<CosmosOptions> configure)
     {
         var options = new CosmosOptions();
         configure(options);
-        services.AddSingleton(new CosmosClient(options.Endpoint, options.Key));
+        services.AddSingleton(new CosmosClient(options.Endpoint, new DefaultAzureCredential()));
     }
 }
`,
      "P.cs": `
-builder.Services.AddStore(o => { o.Endpoint = builder.Configuration["Cosmos:Endpoint"]; o.Key = builder.Configuration["Cosmos:Key"]; });
+builder.Services.AddStore(o => { o.Endpoint = builder.Configuration["Cosmos:Endpoint"];  });
`,
    },
    "managed-identity",
  ],
  [
    "a property that an interface asks for",
    {
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
-public interface IKeys { string Key { get; } }
-public class Keys : IKeys { public string Key => "«KEY»"; }
-public class Store(IKeys keys) { public CosmosClient Open() => new("${ENDPOINT}", keys.Key); }
+public interface IKeys {  }
+public class Keys : IKeys {  }
+public class Store(IKeys keys) { public CosmosClient Open() => new("${ENDPOINT}", new DefaultAzureCredential()); }
`,
    },
    "managed-identity",
  ],
];

const LEFT: readonly (readonly [string, Files, RegExp, FixKind, string | undefined])[] = [
  [
    "a Key of a type that cannot be told",
    {
      "appsettings.json": SETTINGS,
      "O.cs": OPTIONS,
      "P.cs": `builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
`,
      "S.cs": `using Microsoft.Azure.Cosmos;
public class S(IOptions<CosmosOptions> options)
{
    public CosmosClient Open(Thing t)
    {
        Console.WriteLine(t.Make().Key);
        return new(options.Value.Endpoint, options.Value.Key);
    }
}
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "S.cs",
  ],
  [
    "a key that is written out",
    {
      "appsettings.json": SETTINGS,
      "O.cs": OPTIONS,
      "P.cs": `builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
`,
      "S.cs": `using Microsoft.Azure.Cosmos;
public class S(IOptions<CosmosOptions> options)
{
    public CosmosClient Open()
    {
        Console.WriteLine(options.Value.Key);
        return new(options.Value.Endpoint, options.Value.Key);
    }
}
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "S.cs",
  ],
  [
    "a record that is taken apart",
    {
      "appsettings.json": SETTINGS,
      "P.cs": `using Microsoft.Azure.Cosmos;
var (endpoint, key) = config.GetSection("Cosmos").Get<R>();
var c = new CosmosClient(endpoint, key);
record R(string Endpoint, string Key);
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "P.cs",
  ],
  [
    "a view that shows the property",
    {
      "appsettings.json": SETTINGS,
      "O.cs": OPTIONS,
      "P.cs": `using Microsoft.Azure.Cosmos;
builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
builder.Services.AddSingleton(sp => { var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value; return new CosmosClient(o.Endpoint, o.Key); });
`,
      "Pages/Index.cshtml": `@inject IOptions<CosmosOptions> Options
<p>@Options.Value.Key</p>
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "O.cs",
  ],
  [
    "a test that asks for the key",
    {
      "src/appsettings.json": SETTINGS,
      "src/O.cs": OPTIONS,
      "src/P.cs": `using Microsoft.Azure.Cosmos;
builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));
builder.Services.AddSingleton(sp => { var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value; return new CosmosClient(o.Endpoint, o.Key); });
`,
      "src/P.csproj": project("Microsoft.Azure.Cosmos 3.43.0"),
      "tests/T.csproj": `<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <ProjectReference Include="..\\src\\P.csproj" />
  </ItemGroup>
</Project>
`,
      "tests/T.cs": `class T
{
    void F()
    {
        var mock = new Mock<IOptions<CosmosOptions>>();
        mock.Setup(x => x.Value).Returns(new CosmosOptions
        {
            Endpoint = "e",
            Key = "k"
        });
        Assert.Equal("k", mock.Object.Value.Key);
    }
}
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "tests/T.cs",
  ],
  [
    "an interface with two classes",
    {
      "P.cs": `using Microsoft.Azure.Cosmos;
public interface IKeys { string Key { get; } }
public class Keys : IKeys { public string Key => "«KEY»"; }
public class Fake : IKeys { public string Key => ""; }
public class Store(IKeys keys) { public CosmosClient Open() => new("${ENDPOINT}", keys.Key); }
`,
    },
    /The key goes where it cannot be followed/,
    "managed-identity",
    "P.cs",
  ],
  [
    "another value in the place of a connection string",
    {
      "appsettings.json": CONNECTION_SETTINGS,
      "P.cs": `using Microsoft.Azure.Cosmos;
var cs = builder.Configuration["Cosmos:ConnectionString"] ?? Environment.GetEnvironmentVariable("COSMOS_CS");
var c = new CosmosClient(cs);
`,
    },
    /Another value stands in for the connecti/,
    "managed-identity",
    "P.cs",
  ],
  [
    "a test that fills in a connection string",
    {
      "appsettings.json": CONNECTION_SETTINGS,
      "O.cs": `public class O { public string ConnectionString { get; set; } public string Database { get; set; } }
`,
      "P.cs": `using Microsoft.Azure.Cosmos;
var o = builder.Configuration.GetSection("Cosmos").Get<O>();
var c = new CosmosClient(o.ConnectionString);
`,
      "T.cs": `var t = new O { ConnectionString = "AccountEndpoint=https://localhost:8081/;AccountKey=abc=" };
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "T.cs",
  ],
  [
    "a connection string that code takes apart",
    {
      "appsettings.json": CONNECTION_SETTINGS,
      "P.cs": `using Microsoft.Azure.Cosmos;
var cs = builder.Configuration["Cosmos:ConnectionString"];
var parts = cs.Split(';');
var c = new CosmosClient(cs);
`,
    },
    /Code that reads this setting uses it whe/,
    "managed-identity",
    "P.cs",
  ],
];

describe("Classes of options that .NET's configuration fills", () => {
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
