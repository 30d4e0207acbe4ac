import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import { ENDPOINT, expectChange, expectFixed, fixAll } from "./fixture";

/** Settings of C# that reach their client by more than one hand. */

const EMULATOR = emulatorKey();
const CONNECTION = `AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

describe("a class that a section fills", () => {
  const options = `public class CosmosOptions\n{\n    public string Endpoint { get; set; }\n    public string Key { get; set; }\n}\n`;
  const keyless = `public class CosmosOptions\n{\n    public string Endpoint { get; set; }\n}\n`;
  const store = (key: string, using = ""): string =>
    `${using}using Microsoft.Azure.Cosmos;\nusing Microsoft.Extensions.Options;\n\npublic class Store\n{\n    private readonly CosmosOptions _options;\n\n    public Store(IOptions<CosmosOptions> options)\n    {\n        _options = options.Value;\n        var client = new CosmosClient(_options.Endpoint, ${key});\n    }\n}\n`;

  test("with services that a method is handed and that nothing calls", async () => {
    const startup = `public class Startup\n{\n    public IConfiguration Configuration { get; }\n\n    public void ConfigureServices(IServiceCollection services)\n    {\n        services.Configure<CosmosOptions>(Configuration.GetSection(nameof(CosmosOptions)));\n    }\n}\n`;
    await expectFixed(
      {
        "appsettings.json": json({ CosmosOptions: { Endpoint: ENDPOINT, Key: "«KEY»" } }),
        "Startup.cs": startup,
        "CosmosOptions.cs": options,
        "Store.cs": store("_options.Key"),
      },
      {
        "appsettings.json": json({ CosmosOptions: { Endpoint: ENDPOINT } }),
        "CosmosOptions.cs": keyless,
        "Store.cs": store("new DefaultAzureCredential()", "using Azure.Identity;\n"),
      },
    );
  });

  test("by a local function and an extension, both generic", async () => {
    const registration = `public static class Registration\n{\n    public static void AddOptions(this IServiceCollection services, ConfigurationManager configuration)\n    {\n        Add<MailOptions>("Mail");\n        Add<CosmosOptions>("Cosmos");\n\n        void Add<T>(string name) where T : class\n        {\n            services.AddOptions<T>(configuration.GetSection(name));\n        }\n    }\n\n    internal static void AddOptions<T>(this IServiceCollection services, IConfigurationSection section) where T : class\n    {\n        services.AddOptions<T>().Bind(section).ValidateOnStart();\n    }\n}\n`;
    await expectFixed(
      {
        "appsettings.json": json({ Cosmos: { Endpoint: ENDPOINT, Key: "«KEY»" } }),
        "Program.cs": `var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddOptions(builder.Configuration);\n`,
        "Registration.cs": registration,
        "MailOptions.cs": `public class MailOptions\n{\n    public string Key { get; set; }\n}\n`,
        "CosmosOptions.cs": options,
        "Store.cs": store("_options.Key"),
      },
      {
        "appsettings.json": json({ Cosmos: { Endpoint: ENDPOINT } }),
        "CosmosOptions.cs": keyless,
        "Store.cs": store("new DefaultAzureCredential()", "using Azure.Identity;\n"),
      },
    );
  });
});

test("a generic base class", async () => {
  const contexts = (credential: string, using = ""): string =>
    `${using}using Microsoft.Azure.Cosmos;\n\npublic class Context<T> where T : class\n{\n    public Context(string connectionString, string database)\n    {\n        Client = new CosmosClient(connectionString${credential});\n    }\n\n    protected CosmosClient Client { get; }\n}\n\npublic class MessageContext : Context<Message>, IMessages\n{\n    public MessageContext(string connectionString, string database) :\n        base(connectionString, database)\n    {\n    }\n}\n`;
  await expectFixed(
    {
      "appsettings.json": json({ ConnectionStrings: { Cosmos: CONNECTION } }),
      "Contexts.cs": contexts(""),
      "Program.cs": `var builder = WebApplication.CreateBuilder(args);\nvar a = new Context<Order>(builder.Configuration.GetConnectionString("Cosmos"), "d");\nvar b = new MessageContext(builder.Configuration.GetConnectionString("Cosmos"), "d");\n`,
    },
    {
      "appsettings.json": json({ ConnectionStrings: { Cosmos: ENDPOINT } }),
      "Contexts.cs": contexts(", new DefaultAzureCredential()", "using Azure.Identity;\n"),
    },
  );
});

test("a property of the program's own is no library's, whatever its name", async () => {
  const { after } = await fixAll({
    "appsettings.json": json({ Endpoint: ENDPOINT, CosmosKey: "«KEY»" }),
    "Setup.cs": `using Microsoft.Azure.Cosmos;\n\npublic class Setup\n{\n    public string Endpoint { get; set; }\n    public string AuthKey { get; set; }\n}\n\npublic static class Extensions\n{\n    public static void AddStore(this IServiceCollection services, Action<Setup> configure)\n    {\n        var setup = new Setup();\n        configure(setup);\n        services.AddSingleton(new CosmosClient(setup.Endpoint, setup.AuthKey));\n    }\n}\n`,
    "Program.cs": `var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddStore(setup =>\n{\n    setup.Endpoint = builder.Configuration["Endpoint"];\n    setup.AuthKey = builder.Configuration["CosmosKey"];\n});\n`,
  });
  expect(after["Program.cs"]).not.toContain("Credential");
  expect(after["Program.cs"]).not.toContain("AuthKey");
  expect(after["Setup.cs"]).toContain("new CosmosClient(setup.Endpoint, new DefaultAzureCredential())");
});

describe("the emulator's key by the same name", () => {
  const workflow = `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: dotnet test\n        env:\n          Cosmos__Key: \${{ secrets.COSMOS_KEY }}\n`;

  test("what is filled in elsewhere goes on giving a key, and that is said", async () => {
    const { plan, after } = await fixAll({
      "appsettings.json": json({ Cosmos: { Endpoint: ENDPOINT, Key: "«KEY»" } }),
      Makefile: `run:\n\tdocker run -e Cosmos__Key=${EMULATOR} shop\n`,
      ".github/workflows/ci.yml": workflow,
      "Program.cs": `using Microsoft.Azure.Cosmos;\nvar config = new ConfigurationBuilder().AddJsonFile("appsettings.json").AddEnvironmentVariables().Build();\nvar client = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);\n`,
    });
    expect(plan.left).toEqual([]);
    expect(after[".github/workflows/ci.yml"]).toBe(workflow);
    expect(after["Program.cs"]).toContain(
      `string.IsNullOrEmpty(config["Cosmos:Key"])\n    ? new CosmosClient(config["Cosmos:Endpoint"], new DefaultAzureCredential())\n    : new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"])`,
    );
    expect(JSON.stringify(plan)).toContain(
      "ci.yml:8 goes on setting Cosmos__Key: the code takes a key where there is one.",
    );
    expect(JSON.stringify(plan)).not.toContain("nothing reads any more");
  });
});

describe("checks that only stop, or only tell", () => {
  const settings = json({ Cosmos: { Endpoint: ENDPOINT, Key: "«KEY»" } });
  const keyless = json({ Cosmos: { Endpoint: ENDPOINT } });
  const options = (key: string): string =>
    `public class CosmosOptions\n{\n    public string Endpoint { get; init; }\n${key}}\n`;
  const program = (credential: string, using = ""): string =>
    `${using}using Microsoft.Azure.Cosmos;\nvar options = builder.Configuration.GetSection("Cosmos").Get<CosmosOptions>();\nvar client = new CosmosClient(options.Endpoint, ${credential});\n`;
  const validator = (check: string): string =>
    `public class CosmosOptionsValidator : IValidateOptions<CosmosOptions>\n{\n    public ValidateOptionsResult Validate(string? name, CosmosOptions options)\n    {\n        List<string> failures = [];\n        if (string.IsNullOrWhiteSpace(options.Endpoint))\n        {\n            failures.Add("Endpoint is required.");\n        }\n\n${check}        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;\n    }\n}\n`;

  test("a validator that gathers what is missing", async () => {
    await expectFixed(
      {
        "appsettings.json": settings,
        "CosmosOptions.cs": options("    public string Key { get; init; }\n"),
        "Program.cs": program("options.Key"),
        "Validator.cs": validator(
          `        if (string.IsNullOrWhiteSpace(options.Key))\n        {\n            failures.Add("Key is required.");\n        }\n\n`,
        ),
      },
      {
        "appsettings.json": keyless,
        "CosmosOptions.cs": options(""),
        "Program.cs": program("new DefaultAzureCredential()", "using Azure.Identity;\n"),
        "Validator.cs": validator(""),
      },
    );
  });

  test("a sample's text is thrown out by ?:", async () => {
    await expectChange({
      "Keys.cs": `
 public static class Keys
 {
     public const string Url = "${ENDPOINT}";
-    public const string Key = "«KEY»";
 }
`,
      "Db.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 public static class Db
 {
-    static readonly CosmosClient client = Keys.Key == "Add the key"
-        ? throw new InvalidOperationException("no key")
-        : new CosmosClient(Keys.Url, Keys.Key);
+    static readonly CosmosClient client = new CosmosClient(Keys.Url, new DefaultAzureCredential());
 }
`,
    });
  });
});

test("a private static field asks the vault on use, never when its class is loaded", async () => {
  const { after } = await fixAll(
    {
      "Program.cs": `using Gremlin.Net.Driver;\n\nclass Program\n{\n    private static string key = "«KEY»";\n    static GremlinServer Open() => new GremlinServer("contoso.gremlin.cosmos.azure.com", 443, enableSsl: true, username: "/dbs/d/colls/c", password: key);\n}\n`,
    },
    "key-vault",
  );
  expect(after["Program.cs"]).toContain("private static string key => new SecretClient(");
});
