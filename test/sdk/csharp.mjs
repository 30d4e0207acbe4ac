import { packages, stubs } from "./csharpStubs.mjs";

// C#: one solution of small projects, each a construct that real projects have. KEY stands for a fresh key. The solution
// is built as it stands, and again after each kind of fix; warnings are errors, as its projects say.

const ENDPOINT = "https://contoso.documents.azure.com:443/";
const CONNECTION = `AccountEndpoint=${ENDPOINT};AccountKey=KEY;`;
const COSMOS = { "Microsoft.Azure.Cosmos": "3.63.0", "Newtonsoft.Json": "13.0.3" };
const TABLE =
  "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEY;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;";

const project = (
  needs,
  { sdk = "Microsoft.NET.Sdk", more = "", references = [], exe = sdk !== "Microsoft.NET.Sdk", versions = true } = {},
) =>
  `<Project Sdk="${sdk}">
  <PropertyGroup>${exe ? "\n    <OutputType>Exe</OutputType>" : ""}
    <RootNamespace>Sample</RootNamespace>${more}
  </PropertyGroup>
  <ItemGroup>
${Object.entries(needs)
  .map(([name, version]) => `    <PackageReference Include="${name}"${versions ? ` Version="${version}"` : ""} />\n`)
  .join("")}${references.map((path) => `    <ProjectReference Include="${path}" />\n`).join("")}  </ItemGroup>
</Project>
`;
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const web = { sdk: "Microsoft.NET.Sdk.Web" };
const settings = { Cosmos: { Endpoint: ENDPOINT, Key: "KEY", Database: "shop" } };
const named = (name) => ({ [name]: { Endpoint: ENDPOINT, Key: "KEY", Database: "shop" } });

const PROJECTS = {
  Literals: {
    "Literals.csproj": project(COSMOS),
    "Constants.cs": `using Microsoft.Azure.Cosmos;\n\nnamespace Sample;\n\npublic static class Keys\n{\n    public const string Endpoint = "${ENDPOINT}";\n\n    /// <summary>The primary key.</summary>\n    public const string Primary = "KEY";\n}\n\npublic class Store\n{\n    public CosmosClient Client { get; } = new(Keys.Endpoint, Keys.Primary, new CosmosClientOptions { ApplicationName = "shop" });\n}\n`,
    "Partial.cs": `using Microsoft.Azure.Cosmos;\n\nnamespace Sample;\n\npublic partial class Split\n{\n    private readonly string _key = "KEY";\n}\n`,
    "Partial.Open.cs": `using Microsoft.Azure.Cosmos;\n\nnamespace Sample;\n\npublic partial class Split\n{\n    public CosmosClient Open() => new CosmosClient("${ENDPOINT}", _key);\n}\n`,
    "Microsoft.cs": `namespace Microsoft.Shop.Data\n{\n    using Microsoft.Azure.Cosmos;\n    using Microsoft.Azure.Cosmos.Fluent;\n\n    public class Db\n    {\n        private readonly CosmosClient client = new CosmosClientBuilder("${CONNECTION}").WithApplicationName("shop").Build();\n\n        public CosmosClient Client => client;\n    }\n}\n`,
    "Credential.cs": `using Azure;\nusing Microsoft.Azure.Cosmos;\n\nnamespace Sample;\n\npublic static class Wrapped\n{\n    public static async Task<CosmosClient> Open()\n    {\n        var credential = new AzureKeyCredential("KEY");\n        var containers = new List<(string, string)> { ("shop", "orders") };\n        return await CosmosClient.CreateAndInitializeAsync("${ENDPOINT}", credential, containers);\n    }\n}\n`,
    "Named.cs": `using Microsoft.Azure.Cosmos;\n\nnamespace Sample\n{\n    public class Named\n    {\n        private static string Secret => "KEY";\n\n        public static CosmosClient Open()\n        {\n            if (string.IsNullOrWhiteSpace(Secret)) throw new ArgumentException("no key", nameof(Secret));\n            return new CosmosClient(accountEndpoint: "${ENDPOINT}", authKeyOrResourceToken: Secret);\n        }\n    }\n}\n`,
    "Bases.cs": `using Microsoft.Azure.Cosmos;\n\nnamespace Sample;\n\npublic abstract class Repository(string endpoint, string key)\n{\n    protected CosmosClient Client { get; } = new CosmosClient(endpoint, key);\n}\n\npublic class Orders() : Repository("${ENDPOINT}", "KEY");\n\npublic interface IOpener\n{\n    CosmosClient Open(string endpoint, string key);\n}\n\npublic class Opener : IOpener\n{\n    public CosmosClient Open(string endpoint, string key) => new(endpoint, key);\n}\n\npublic static class Use\n{\n    public static CosmosClient It(IOpener opener) => opener.Open("${ENDPOINT}", "KEY");\n}\n`,
  },
  Console: {
    "Console.csproj": project(
      {
        ...COSMOS,
        "Microsoft.Extensions.Configuration.Binder": "10.0.0",
        "Microsoft.Extensions.Configuration.Json": "10.0.0",
      },
      { exe: true },
    ),
    "appsettings.json": json({ Cosmos: { Endpoint: ENDPOINT, Key: "KEY", ConnectionString: CONNECTION } }),
    "Program.cs": `using Microsoft.Azure.Cosmos;\nusing Microsoft.Extensions.Configuration;\n\nconst string Section = "Cosmos";\nvar configuration = new ConfigurationBuilder()\n    .AddJsonFile("appsettings.json")\n    .Build();\nstring? key = configuration[$"{Section}:Key"];\nif (string.IsNullOrEmpty(key) || string.Equals(key, "put your key here"))\n{\n    throw new InvalidOperationException("Set Cosmos:Key");\n}\nusing var client = new CosmosClient(configuration[ConfigurationPath.Combine(Section, "Endpoint")], key);\nvar all = configuration.GetSection(Section).Get<CosmosSettings>()!;\nusing var other = new CosmosClient(all.ConnectionString);\nConsole.WriteLine(client.Endpoint);\nConsole.WriteLine(other.Endpoint);\n\npublic record CosmosSettings\n{\n    public required string Endpoint { get; init; }\n    public required string ConnectionString { get; init; }\n}\n`,
  },
  Web: {
    "Web.csproj": project(COSMOS, {
      ...web,
      more: "\n    <GenerateDocumentationFile>true</GenerateDocumentationFile>\n    <NoWarn>$(NoWarn);CS1591</NoWarn>",
    }),
    "appsettings.json": json({
      ...settings,
      ...named("Ledger"),
      Store: { Cosmos: { Endpoint: ENDPOINT, Key: "KEY" } },
    }),
    "CosmosSettings.cs": `using System.ComponentModel.DataAnnotations;\n\nnamespace Sample;\n\npublic interface ICosmosSettings\n{\n    string Key { get; }\n}\n\n/// <summary>Where the orders are.</summary>\npublic class CosmosSettings : ICosmosSettings\n{\n    public const string SectionName = "Cosmos";\n\n    [Required]\n    public required string Endpoint { get; init; }\n\n    /// <summary>The key.</summary>\n    [Required, MinLength(8)]\n    public required string Key { get; init; }\n\n    public string Database { get; init; } = "";\n}\n\npublic class LedgerSettings\n{\n    public const string SectionName = "Ledger";\n    public string Endpoint { get; set; } = "";\n    public string Key { get; set; } = "";\n}\n\npublic class StoreSettings\n{\n    public CosmosPart? Cosmos { get; set; }\n}\n\npublic class CosmosPart\n{\n    public string Endpoint { get; set; } = "";\n    public string Key { get; set; } = "";\n}\n`,
    "Registration.cs": `using Microsoft.Azure.Cosmos;\nusing Microsoft.Extensions.Options;\n\nnamespace Sample;\n\npublic static class Registration\n{\n    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section) where T : class\n    {\n        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();\n        return services;\n    }\n\n    /// <summary>Adds the ledger.</summary>\n    /// <param name="services">The services.</param>\n    /// <param name="endpoint">The endpoint.</param>\n    /// <param name="primaryKey">The key, which nobody\n    /// may know.</param>\n    /// <param name="database">The database.</param>\n    public static IServiceCollection AddLedger(this IServiceCollection services, string endpoint, string primaryKey, string database)\n    {\n        ArgumentException.ThrowIfNullOrEmpty(primaryKey);\n        return services.AddSingleton(new CosmosClient(endpoint, primaryKey).GetDatabase(database));\n    }\n}\n\npublic class Orders(IOptions<CosmosSettings> options, IOptionsMonitor<LedgerSettings> ledger)\n{\n    private readonly CosmosSettings _settings = options.Value;\n\n    public CosmosClient Open() => new(_settings.Endpoint, _settings.Key);\n\n    public CosmosClient Ledger() => new(ledger.CurrentValue.Endpoint, ledger.CurrentValue.Key);\n}\n`,
    "Program.cs": `using Microsoft.Azure.Cosmos;\nusing Sample;\n\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSettings<CosmosSettings>(CosmosSettings.SectionName);\nbuilder.Services.Configure<LedgerSettings>(builder.Configuration.GetSection(LedgerSettings.SectionName));\nbuilder.Services.AddSingleton<Orders>();\nbuilder.Services.AddLedger(builder.Configuration["Cosmos:Endpoint"]!, builder.Configuration["Cosmos:Key"]!, "shop");\nvar store = builder.Configuration.GetSection("Store").Get<StoreSettings>()!;\nbuilder.Services.AddSingleton(_ => new CosmosClient(store.Cosmos!.Endpoint, store.Cosmos!.Key));\nvar app = builder.Build();\napp.MapGet("/", (Orders orders) => orders.Open().Endpoint);\napp.Run();\n`,
  },
  "Library/src": {
    "Library.csproj": project({ ...COSMOS, "Microsoft.Extensions.Options": "10.0.0" }),
    "Store.cs": `using Microsoft.Azure.Cosmos;\nusing Microsoft.Extensions.Options;\n\nnamespace Sample;\n\npublic class StoreOptions\n{\n    public string Endpoint { get; set; } = "${ENDPOINT}";\n    public string Key { get; set; } = "KEY";\n    public string Database { get; set; } = "";\n}\n\npublic class Store\n{\n    private readonly StoreOptions _options;\n\n    public Store(IOptions<StoreOptions> options)\n    {\n        _options = options.Value ?? throw new ArgumentNullException(nameof(options));\n        Client = new CosmosClient(_options.Endpoint, _options.Key);\n    }\n\n    public CosmosClient Client { get; }\n}\n`,
  },
  "Library/tests": {
    "Tests.csproj": project({ xunit: "2.9.3" }, { references: ["../src/Library.csproj"] }),
    "StoreTests.cs": `using Microsoft.Extensions.Options;\nusing Sample;\nusing Xunit;\n\npublic class StoreTests\n{\n    [Fact]\n    public void Opens()\n    {\n        var options = Options.Create(new StoreOptions { Endpoint = "https://localhost:8081", Key = "bm90IGEga2V5", Database = "t" });\n        Assert.NotNull(new Store(options).Client);\n    }\n\n    [Fact]\n    public void OpensAgain()\n    {\n        var options = new StoreOptions();\n        options.Key = "bm90IGEga2V5";\n        Assert.NotNull(new Store(Options.Create(options)).Client);\n    }\n}\n`,
  },
  Central: {
    "Directory.Packages.props": `<Project>\n  <PropertyGroup>\n    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageVersion Include="Microsoft.Azure.Cosmos" Version="3.63.0" />\n    <PackageVersion Include="Newtonsoft.Json" Version="13.0.3" />\n  </ItemGroup>\n</Project>\n`,
    "Central.csproj": project(COSMOS, { versions: false }),
    "Usings.cs": `global using Microsoft.Azure.Cosmos;\n`,
    "Db.cs": `namespace Sample;\n\npublic class Db\n{\n    public CosmosClient Client { get; } = new CosmosClient("""${CONNECTION}""");\n}\n`,
  },
  "Pinned/data": {
    "Data.csproj": project(COSMOS),
    "Db.cs": `using Microsoft.Azure.Cosmos;\n\nnamespace Sample;\n\npublic class Db\n{\n    public CosmosClient Client { get; } = new CosmosClient(@"${ENDPOINT}", @"KEY");\n}\n`,
  },
  "Pinned/api": {
    "Api.csproj": project({ "Azure.Identity": "1.12.1" }, { exe: true, references: ["../data/Data.csproj"] }),
    "Program.cs": `using Azure.Identity;\nusing Sample;\n\nConsole.WriteLine(new DefaultAzureCredential().ToString() + new Db().Client.Endpoint);\n`,
  },
  Tables: {
    "Tables.csproj": project({ "Azure.Data.Tables": "12.11.0" }),
    "Carts.cs": `using Azure.Data.Tables;\n\nnamespace Sample;\n\npublic class Carts\n{\n    private static readonly Uri Host = new("https://contoso.table.cosmos.azure.com:443/");\n\n    public TableServiceClient Service { get; } = new(Host, new TableSharedKeyCredential("contoso", "KEY"));\n\n    public TableClient Table { get; } = new("${TABLE}", "carts");\n\n    public TableClient Other()\n    {\n        TableSharedKeyCredential credential = new TableSharedKeyCredential("contoso", "KEY");\n        return new TableClient(Host, "carts", credential);\n    }\n}\n`,
  },
  Libraries: {
    "Libraries.csproj": project({
      "Microsoft.Bot.Builder.Azure": "4.22.0",
      "Microsoft.EntityFrameworkCore.Cosmos": "9.0.0",
      "Microsoft.Orleans.Clustering.Cosmos": "9.0.0",
    }),
    "Context.cs": `using Microsoft.EntityFrameworkCore;\n\nnamespace Sample;\n\npublic class Shop : DbContext\n{\n    protected override void OnConfiguring(DbContextOptionsBuilder options)\n        => options.UseCosmos("${ENDPOINT}", "KEY", databaseName: "Orders");\n}\n\npublic class Ledger : DbContext\n{\n    protected override void OnConfiguring(DbContextOptionsBuilder options)\n    {\n        options.UseCosmos(connectionString: "${CONNECTION}", databaseName: "Ledger");\n    }\n}\n`,
    "Silo.cs": `using Orleans.Hosting;\n\nnamespace Sample;\n\npublic static class Silo\n{\n    public static ISiloBuilder Build() => new SiloBuilder().UseCosmosClustering(options => options.ConfigureCosmosClient("${CONNECTION}"));\n}\n`,
    "Bot.cs": `using Microsoft.Bot.Builder.Azure;\n\nnamespace Sample;\n\npublic static class Bot\n{\n    public static CosmosDbPartitionedStorage Build() => new(new CosmosDbPartitionedStorageOptions\n    {\n        CosmosDbEndpoint = "${ENDPOINT}",\n        AuthKey = "KEY",\n        DatabaseId = "bot",\n    });\n}\n`,
  },
};

const FUNCTIONS = {
  Isolated: {
    "Isolated.csproj": project(
      {
        ...COSMOS,
        "Microsoft.Azure.Functions.Worker.Core": "2.51.0",
        "Microsoft.Azure.Functions.Worker.Extensions.CosmosDB": "4.9.0",
        "Microsoft.Extensions.Hosting": "10.0.0",
      },
      { exe: true },
    ),
    "local.settings.json": json({
      IsEncrypted: false,
      Values: {
        FUNCTIONS_WORKER_RUNTIME: "dotnet-isolated",
        ShopCosmos: CONNECTION,
        LedgerEndpoint: ENDPOINT,
        LedgerKey: "KEY",
      },
    }),
    "Program.cs": `using Microsoft.Extensions.Hosting;\nusing Microsoft.Extensions.DependencyInjection;\nusing Sample;\n\nawait new HostBuilder().ConfigureServices(services => services.AddSingleton<Ledger>()).Build().RunAsync();\n`,
    "Watch.cs": `using Microsoft.Azure.Cosmos;\nusing Microsoft.Azure.Functions.Worker;\n\nnamespace Sample;\n\npublic class Watch\n{\n    private const string Connection = @"ShopCosmos";\n\n    [Function("Watch")]\n    public void Run([CosmosDBTrigger("shop", "orders", Connection = "ShopCosmos")] string input) => Console.WriteLine(input);\n\n    [Function("Read")]\n    public void Read([CosmosDBInput("shop", "orders", Connection = Connection, Id = "1")] string input) => Console.WriteLine(input);\n}\n\npublic class Ledger\n{\n    private const string KeySetting = "LedgerKey";\n\n    public CosmosClient Open()\n    {\n        var key = Environment.GetEnvironmentVariable(KeySetting) ?? throw new InvalidDataException();\n        return new CosmosClient(Environment.GetEnvironmentVariable("LedgerEndpoint"), key);\n    }\n}\n`,
  },
  InProcess: {
    "InProcess.csproj": project({
      "Microsoft.Azure.WebJobs.Core": "3.0.48",
      "Microsoft.Azure.WebJobs.Extensions.CosmosDB": "4.8.0",
    }),
    "local.settings.json": json({
      IsEncrypted: false,
      Values: { FUNCTIONS_WORKER_RUNTIME: "dotnet", ShopCosmos: CONNECTION },
    }),
    "Watch.cs": `using Microsoft.Azure.WebJobs;\n\nnamespace Sample;\n\npublic static class Watch\n{\n    [FunctionName("Watch")]\n    public static void Run([CosmosDBTrigger("shop", "orders", Connection = "ShopCosmos", LeaseContainerName = "leases")] string input) => Console.WriteLine(input);\n}\n`,
  },
  Aspire: {
    "Aspire.csproj": project({ "Aspire.Microsoft.Azure.Cosmos": "9.3.0" }, web),
    "appsettings.json": json({ ConnectionStrings: { orders: `${CONNECTION}Database=shop;` } }),
    "Program.cs": `var builder = WebApplication.CreateBuilder(args);\nbuilder.AddAzureCosmosClient("orders");\nbuilder.Build().Run();\n`,
  },
};

const PROPS = `<Project>\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n    <ImplicitUsings>enable</ImplicitUsings>\n    <Nullable>enable</Nullable>\n    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>\n    <WarningsNotAsErrors>NU1603</WarningsNotAsErrors>\n    <NuGetAudit>false</NuGetAudit>\n  </PropertyGroup>\n</Project>\n`;

function filesOf(projects) {
  const files = Object.entries(projects).flatMap(([folder, own]) =>
    Object.entries(own).map(([name, text]) => [`${folder}/${name}`, text]),
  );
  const paths = files.map(([path]) => path).filter((path) => path.endsWith(".csproj"));
  return {
    "Directory.Build.props": PROPS,
    "Sample.slnx": `<Solution>\n${paths.map((path) => `  <Project Path="${path}" />\n`).join("")}</Solution>\n`,
    ...Object.fromEntries(files),
  };
}

const feed = (folder) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSources>\n    <add key="stubs" value="${folder}" />\n  </packageSources>\n</configuration>\n`;
const build = [["dotnet", ["build", "Sample.slnx", "--nologo", "-v", "q", "-clp:NoSummary"]]];
const common = {
  needs: ["dotnet"],
  /** Built as it stands, once, in a folder of its own. */
  untouched: build,
  /** Files that restore needs, which are no part of the program. */
  around: () => {
    const folder = stubs();
    return folder === undefined ? undefined : { "nuget.config": feed(folder) };
  },
  env: { NUGET_PACKAGES: packages, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1", MSBUILDDISABLENODEREUSE: "1" },
  install: [],
  check: build,
};

export const CSHARP = [
  { name: "C#", fixes: ["managed-identity", "key-vault", "environment"], files: filesOf(PROJECTS), ...common },
  { name: "C# Functions", fixes: ["managed-identity", "key-vault"], files: filesOf(FUNCTIONS), ...common },
];
