import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import type { FixKind } from "../../src/fixes/fix";
import { SETTINGS, SETTINGS_CHANGE, projectChange } from "./dotnetTexts";
import { ENDPOINT, expectChange, expectFixed, type Files, fixAll } from "./fixture";

const EMULATOR = emulatorKey();

const FIXED: readonly (readonly [title: string, changes: Files, kind: FixKind])[] = [
  [
    "the emulator in Development",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "appsettings.Development.json": `
 {
   "Cosmos": {
     "Key": "${EMULATOR}"
   }
 }
`,
      "P.csproj": `
 <Project Sdk="Microsoft.NET.Sdk.Web">
+  <ItemGroup>
+    <PackageReference Include="Azure.Extensions.AspNetCore.Configuration.Secrets" Version="1.4.0" />
+    <PackageReference Include="Azure.Identity" Version="1.17.1" />
+  </ItemGroup>
 </Project>
`,
      "P.cs": `
+using System;
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
+using Microsoft.Extensions.Configuration;
 var builder = WebApplication.CreateBuilder(args);
+if (!builder.Environment.IsDevelopment())
+{
+    builder.Configuration.AddAzureKeyVault(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential());
+}
 var c = new CosmosClient(endpoint, builder.Configuration["Cosmos:Key"]);
`,
    },
    "key-vault",
  ],
  [
    "a chain that builds the configuration",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": `
 <Project Sdk="Microsoft.NET.Sdk">
   <ItemGroup>
+    <PackageReference Include="Azure.Extensions.AspNetCore.Configuration.Secrets" Version="1.4.0" />
+    <PackageReference Include="Azure.Identity" Version="1.17.1" />
     <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.43.0" />
   </ItemGroup>
 </Project>
`,
      "P.cs": `
+using System;
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
 using Microsoft.Extensions.Configuration;

-var config = new ConfigurationBuilder().AddJsonFile("appsettings.json").Build();
+var config = new ConfigurationBuilder().AddJsonFile("appsettings.json").AddAzureKeyVault(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential()).Build();
 var c = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);
`,
    },
    "key-vault",
  ],
  [
    "the generic host",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": `
 <Project Sdk="Microsoft.NET.Sdk.Web">
+  <ItemGroup>
+    <PackageReference Include="Azure.Extensions.AspNetCore.Configuration.Secrets" Version="1.4.0" />
+    <PackageReference Include="Azure.Identity" Version="1.17.1" />
+  </ItemGroup>
 </Project>
`,
      "P.cs": `
+using System;
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;
+using Microsoft.Extensions.Configuration;
 Host.CreateDefaultBuilder(args)
+    .ConfigureAppConfiguration((_, configuration) => configuration.AddAzureKeyVault(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential()))
     .ConfigureServices((context, services) =>
     {
         services.AddSingleton(new CosmosClient(context.Configuration["Cosmos:Endpoint"], context.Configuration["Cosmos:Key"]));
     })
     .Build()
     .Run();
`,
    },
    "key-vault",
  ],
  [
    "a host with a startup class",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": projectChange(
        "+Azure.Extensions.AspNetCore.Configuration.Secrets 1.4.0",
        "+Azure.Identity 1.17.1",
        "Microsoft.Azure.Cosmos 3.43.0",
      ),
      "P.cs": `
+using Azure.Identity;
+
 public class Program
 {
     public static IHostBuilder CreateHostBuilder(string[] args) =>
         Host.CreateDefaultBuilder(args)
+            .ConfigureAppConfiguration((_, configuration) => configuration.AddAzureKeyVault(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential()))
             .ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
 }
`,
      "Startup.cs": `
 using Microsoft.Azure.Cosmos;
 public class Startup
 {
     public Startup(IConfiguration configuration) => Configuration = configuration;
     public IConfiguration Configuration { get; }
     public void ConfigureServices(IServiceCollection services) => services.AddSingleton(new CosmosClient(Configuration["Cosmos:Endpoint"], Configuration["Cosmos:Key"]));
 }
`,
    },
    "key-vault",
  ],
  [
    "a vault that is there already",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": projectChange("Microsoft.Azure.Cosmos 3.43.0"),
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 using Azure.Identity;

 var builder = WebApplication.CreateBuilder(args);
 builder.Configuration.AddAzureKeyVault(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential());
 var c = new CosmosClient(builder.Configuration["Cosmos:Endpoint"], builder.Configuration["Cosmos:Key"]);
`,
    },
    "key-vault",
  ],
  [
    "another vault that is there already",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": projectChange(
        "+Azure.Extensions.AspNetCore.Configuration.Secrets 1.4.0",
        "+Azure.Identity 1.17.1",
        "Microsoft.Azure.Cosmos 3.43.0",
      ),
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 using Azure.Identity;

 var builder = WebApplication.CreateBuilder(args);
+builder.Configuration.AddAzureKeyVault(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential());
 builder.Configuration.AddAzureKeyVault(new Uri("https://other.vault.azure.net"), new DefaultAzureCredential());
 var c = new CosmosClient(builder.Configuration["Cosmos:Endpoint"], builder.Configuration["Cosmos:Key"]);
`,
    },
    "key-vault",
  ],
  [
    "a configuration that reads no environment",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": `
 <Project Sdk="Microsoft.NET.Sdk">
   <PropertyGroup>
     <ImplicitUsings>enable</ImplicitUsings>
   </PropertyGroup>
   <ItemGroup>
     <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.43.0" />
+    <PackageReference Include="Microsoft.Extensions.Configuration.EnvironmentVariables" Version="9.0.0" />
     <PackageReference Include="Microsoft.Extensions.Configuration.Json" Version="9.0.0" />
   </ItemGroup>
 </Project>
`,
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 using Microsoft.Extensions.Configuration;

 IConfiguration config = new ConfigurationBuilder()
     .SetBasePath(Directory.GetCurrentDirectory())
     .AddJsonFile("appsettings.json")
+    .AddEnvironmentVariables()
     .Build();
 var c = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);
`,
    },
    "environment",
  ],
  [
    "a web application",
    {
      "appsettings.json": SETTINGS_CHANGE,
      "P.csproj": projectChange("Microsoft.Azure.Cosmos 3.43.0"),
      "P.cs": `
 using Microsoft.Azure.Cosmos;
 var builder = WebApplication.CreateBuilder(args);
 var c = new CosmosClient(builder.Configuration["Cosmos:Endpoint"], builder.Configuration["Cosmos:Key"]);
`,
    },
    "environment",
  ],
];

const LEFT: readonly (readonly [string, Files, RegExp, FixKind, string | undefined])[] = [
  [
    "a configuration that is built elsewhere",
    {
      "appsettings.json": SETTINGS,
      "P.csproj": `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.43.0" />
  </ItemGroup>
</Project>
`,
      "P.cs": `using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;

var config = Steps.Build(new ConfigurationBuilder());
var c = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);
`,
    },
    /The configuration built here reads no en/,
    "environment",
    "P.cs",
  ],
];

describe("Hosts that take a setting from a vault or the environment", () => {
  const steps = (line: string): string =>
    `using Microsoft.Azure.Cosmos;\nusing Microsoft.Extensions.Configuration;\n\nvar b = new ConfigurationBuilder();\nb.AddJsonFile("appsettings.json");\n${line}var config = b.Build();\nvar c = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);\n`;
  const settings = (key: string): string => `{\n  "Cosmos": {\n    "Endpoint": "${ENDPOINT}"${key}\n  }\n}\n`;
  const project = (more: string): string =>
    `<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n    <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.43.0" />\n${more}  </ItemGroup>\n</Project>\n`;
  const variables = `    <PackageReference Include="Microsoft.Extensions.Configuration.EnvironmentVariables" Version="8.0.0" />\n`;

  test("a configuration that is built by steps, and no other project's", async () => {
    const other = `var b = new ConfigurationBuilder();\nb.AddInMemoryCollection();\nvar config = b.Build();\n`;
    const test = `using Microsoft.Extensions.Configuration;\nvar config = new ConfigurationBuilder().AddJsonFile("testsettings.json").Build();\n`;
    const folder = (files: Files): Files =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`App/${path}`, text]));
    await expectFixed(
      {
        ...folder({
          "appsettings.json": settings(`,\n    "Key": "«KEY»"`),
          "App.csproj": project(""),
          "P.cs": steps(""),
        }),
        "App/Other.cs": other,
        "Test/Test.csproj": `<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n    <ProjectReference Include="../App/App.csproj" />\n  </ItemGroup>\n</Project>\n`,
        "Test/T.cs": test,
      },
      folder({
        "appsettings.json": settings(""),
        "App.csproj": project(variables),
        "P.cs": steps("b.AddEnvironmentVariables();\n"),
      }),
      "environment",
    );
  });

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
