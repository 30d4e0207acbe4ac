import { describe, expect, test } from "vitest";
import { ENDPOINT, expectFixed, type Files, fixAll } from "./fixture";

/** What stands around a program of C#: templates that deploy it, scripts that start it, the emulator beside it. */

const CONNECTION = `AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`;
const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const settings = (value: string): Files => ({ "appsettings.json": json({ ConnectionStrings: { Cosmos: value } }) });
const opened = (rest: string): string =>
  `using Microsoft.Azure.Cosmos;\nvar client = new CosmosClient(builder.Configuration.GetConnectionString("Cosmos")${rest});\n`;

describe("What deploys and starts it", () => {
  test.each([
    [
      "a template in JSON, on one line",
      "main.json",
      `{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","x":"[createArray(createObject('name', 'ConnectionStrings:Cosmos', 'value', parameters('cs')))]"}\n`,
    ],
    ["Bicep that lists it", "main.bicep", `        { name: 'ConnectionStrings:Cosmos', value: connection }\n`],
  ])("%s gives it, and is named", async (_title, path, text) => {
    const { plan, after } = await fixAll({ ...settings(CONNECTION), "Program.cs": opened(""), [path]: text });
    expect(plan.left).toEqual([]);
    expect(after["appsettings.json"]).toBe(settings(ENDPOINT)["appsettings.json"]);
    expect(plan.done.flatMap(({ left }) => left).join("\n")).toContain(
      `${path}:1 sets ConnectionStrings:Cosmos, which the code takes for the account endpoint alone now.`,
    );
  });

  test("symbols of Bicep and parameters of a template are other names", async () => {
    const bicep = "@secure()\nparam cosmosDbConnection string\noutput x string = '${cosmosDbConnection}'\n";
    const template = `{\n"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",\n"x":"[parameters('cosmosDbConnection')]"\n}\n`;
    const { plan } = await fixAll({
      "appsettings.json": json({ CosmosDbConnection: CONNECTION }),
      "Program.cs": `using Microsoft.Azure.Cosmos;\nvar client = new CosmosClient(builder.Configuration["CosmosDbConnection"]);\n`,
      "main.bicep": bicep,
      "main.json": template,
    });
    expect(plan.left).toEqual([]);
    expect(JSON.stringify(plan.done)).not.toContain("main.");
  });

  const script = `if ([string]::IsNullOrWhiteSpace($env:Cosmos__Key)) {\n    $env:Cosmos__Key = $env:COSMOS_KEY\n}\nWrite-Host 'Cosmos__Key is set, or the emulator runs'\ndotnet run\n`;
  const reader = `using Microsoft.Azure.Cosmos;\nvar client = new CosmosClient(config["Cosmos:Endpoint"], config["Cosmos:Key"]);\n`;

  test("a script's own environment misses nothing that a file of .NET gave", async () => {
    const { plan } = await fixAll({
      "appsettings.json": json({ Cosmos: { Endpoint: ENDPOINT, Key: "«KEY»" } }),
      "Program.cs": reader,
      "run.ps1": script,
    });
    expect(plan.left).toEqual([]);
    expect(plan.done.flatMap(({ left }) => left).join("\n")).toContain("run.ps1:1 still names Cosmos__Key.");
  });

  test("a script misses what a file gave to its environment", async () => {
    const { plan } = await fixAll({ ".env": "Cosmos__Key=«KEY»\n", "Program.cs": reader, "run.ps1": script });
    expect(plan.files).toEqual([]);
    expect(plan.left[0]?.reason.lookAt?.path).toBe("run.ps1");
  });

  test("compose that runs the emulator beside it goes on giving it a key", async () => {
    const compose = `services:
  emulator:
    image: mcr.microsoft.com/cosmosdb/linux/azure-cosmos-emulator:latest
  shop:
    environment:
      Cosmos__Key: \${COSMOS_KEY}
`;
    const { plan, after } = await fixAll({
      "appsettings.json": json({ Cosmos: { Endpoint: ENDPOINT, Key: "«KEY»" } }),
      "Program.cs": reader,
      "docker-compose.yml": compose,
    });
    expect(plan.left).toEqual([]);
    expect(after["docker-compose.yml"]).toBe(compose);
    expect(after["Program.cs"]).toContain(`string.IsNullOrEmpty(config["Cosmos:Key"])\n    ? new CosmosClient(`);
  });
});

test("a binding and a client that spell one setting differently get one new name", async () => {
  const functions = (name: string, call: string, using = ""): string =>
    `${using}using Microsoft.Azure.Cosmos;\nvar cs = Environment.GetEnvironmentVariable("${name}");\nvar client = new CosmosClient(cs${call});\n`;
  const binding = `public class F\n{\n    [CosmosDBInput("d", "c", Connection = "CosmosDBConnection")]\n    public string Item { get; set; }\n}\n`;
  const values = (entry: Readonly<Record<string, string>>): Files => ({
    "local.settings.json": json({ IsEncrypted: false, Values: entry }),
  });
  await expectFixed(
    {
      ...values({ CosmosDBConnection: CONNECTION }),
      "Program.cs": functions("CosmosDbConnection", ""),
      "F.cs": binding,
    },
    {
      ...values({ CosmosDBConnection__accountEndpoint: ENDPOINT }),
      "Program.cs": functions(
        "CosmosDBConnection__accountEndpoint",
        ", new DefaultAzureCredential()",
        "using Azure.Identity;\n",
      ),
    },
  );
});

describe("Another setting that gives the same place its value", () => {
  const options = `public class CosmosOptions\n{\n    public string ConnectionString { get; set; }\n}\n`;
  const factory = (rest: string, using = ""): string =>
    `${using}using Microsoft.Azure.Cosmos;\npublic static class Factory\n{\n    public static CosmosClient Open(CosmosOptions options) =>\n        new CosmosClient(\n            options.ConnectionString,\n${rest}            new CosmosClientOptions());\n}\n`;
  const bound = `var options = new CosmosOptions();\nbuilder.Configuration.Bind("Cosmos", options);\nvar client = Factory.Open(options);\n`;
  const filled = `var options = new CosmosOptions { ConnectionString = Environment.GetEnvironmentVariable("COSMOS_STRING") ?? "" };\nvar client = Factory.Open(options);\n`;
  const before = {
    "Web.cs": bound,
    "Worker.cs": filled,
    "Factory.cs": factory(""),
    "CosmosOptions.cs": options,
  };
  const after = { "Factory.cs": factory("            new DefaultAzureCredential(),\n", "using Azure.Identity;\n") };
  const cosmos = (value: string): Files => ({ "appsettings.json": json({ Cosmos: { ConnectionString: value } }) });

  test("changes with it, and is named", async () => {
    await expectFixed({ ...cosmos(CONNECTION), ...before }, { ...cosmos(ENDPOINT), ...after });
    const { plan } = await fixAll({ ...cosmos(CONNECTION), ...before });
    expect(plan.done.flatMap(({ left }) => left)).toEqual(
      expect.arrayContaining([
        "Where the program runs, set Cosmos:ConnectionString to the account endpoint alone.",
        "Where the program runs, set COSMOS_STRING to the account endpoint alone.",
      ]),
    );
  });

  test("also where a section of another host fills the class", async () => {
    const launch = (value: string): Files => ({
      "Properties/launchSettings.json": json({
        profiles: { worker: { environmentVariables: { COSMOS_STRING: value } } },
      }),
    });
    await expectFixed({ ...launch(CONNECTION), ...before }, { ...launch(ENDPOINT), ...after });
    const { plan } = await fixAll({ ...launch(CONNECTION), ...before });
    expect(plan.done.flatMap(({ left }) => left).join("\n")).toContain("set Cosmos:ConnectionString to the account");
  });

  test("stops the fix where it is an endpoint already", async () => {
    const { plan } = await fixAll({ ...cosmos(CONNECTION), ...before, ".env": `COSMOS_STRING=${ENDPOINT}\n` });
    expect(plan.files).toEqual([]);
    expect(plan.left[0]?.reason.lookAt?.path).toBe(".env");
  });
});

describe("Two places that are spelled alike", () => {
  const db = (rest: string, using = ""): string =>
    `${using}using Microsoft.Azure.Cosmos;\npublic class Db\n{\n    private readonly CosmosClient _client;\n    public Db(string text) => _client = new CosmosClient(text${rest});\n}\n`;
  const keyless = db(", new DefaultAzureCredential()", "using Azure.Identity;\n");
  const cosmos = (value: string): Files => ({ "appsettings.json": json({ Cosmos: { Text: value } }) });
  const options = `public class CosmosOptions\n{\n    public string Text { get; set; }\n}\n`;
  const first = `builder.Services.Configure<CosmosOptions>(builder.Configuration.GetSection("Cosmos"));\nvar db = new Db(app.Services.GetRequiredService<IOptions<CosmosOptions>>().Value.Text);\n`;
  const second = (type: string): string =>
    `public class Seed\n{\n    public Db Make(${type} options) => new Db(options.Text);\n}\npublic class Load\n{\n    public Db Make(CosmosOptions options) => new Db(options.Text);\n}\n`;

  test("are one where they are the same member", async () => {
    const files = { "P.cs": first, "S.cs": second("CosmosOptions"), "O.cs": options };
    await expectFixed({ ...cosmos(CONNECTION), ...files, "Db.cs": db("") }, { ...cosmos(ENDPOINT), "Db.cs": keyless });
  });

  test("are two where they are members of different classes", async () => {
    const other = `public class MongoOptions\n{\n    public string Text { get; set; }\n}\n`;
    const files = { "P.cs": first, "S.cs": second("MongoOptions"), "O.cs": options, "M.cs": other };
    const { plan } = await fixAll({ ...cosmos(CONNECTION), ...files, "Db.cs": db("") });
    expect(plan.files).toEqual([]);
    expect(plan.left[0]?.reason.lookAt?.path).toBe("S.cs");
  });

  test("are one where they come through constructors from the same member", async () => {
    const kin = `public class AuditDb : Db\n{\n    public AuditDb(string text, string name) : base(text) { }\n}\n`;
    const made = `${first}var audit = new AuditDb(app.Services.GetRequiredService<IOptions<CosmosOptions>>().Value.Text, "audit");\n`;
    const files = { "P.cs": made, "O.cs": options, "Audit.cs": kin };
    await expectFixed({ ...cosmos(CONNECTION), ...files, "Db.cs": db("") }, { ...cosmos(ENDPOINT), "Db.cs": keyless });
  });

  test("are one where a test reads the same name from its run settings", async () => {
    const read = `var text = Environment.GetEnvironmentVariable("COSMOS_TEXT");\nvar db = new Db(text);\n`;
    const seed = `[TestClass]\npublic class DbTest\n{\n    public TestContext TestContext { get; set; }\n    [TestInitialize]\n    public void Setup() => _ = new Db(TestContext.Properties["COSMOS_TEXT"]?.ToString());\n}\n`;
    const values = (value: string): Files => ({ "local.settings.json": json({ Values: { COSMOS_TEXT: value } }) });
    await expectFixed(
      { ...values(CONNECTION), "P.cs": read, "T.cs": seed, "Db.cs": db("") },
      { ...values(ENDPOINT), "Db.cs": keyless },
    );
  });
});

describe("Code that takes an endpoint of another setting, with an identity", () => {
  const cosmos = (entries: Readonly<Record<string, string>>): Files => ({
    "appsettings.json": json({ Cosmos: { ...entries, Database: "shop" } }),
  });
  const options = `public class CosmosOptions\n{\n    [Required]\n    public string ConnectionString { get; set; } = "";\n    public string Endpoint { get; set; } = "";\n    public static bool IsValid(CosmosOptions o) =>\n        !(string.IsNullOrEmpty(o.ConnectionString) && string.IsNullOrEmpty(o.Endpoint));\n}\n`;
  const looser = options.replace("    [Required]\n", "");
  const bind = `builder.Services.AddOptions<CosmosOptions>().Bind(builder.Configuration.GetSection("Cosmos")).Validate(CosmosOptions.IsValid);\n`;
  const usings = "using Azure.Identity;\nusing Microsoft.Azure.Cosmos;\n";

  test.each([
    [
      "chosen by ?: on the endpoint",
      `${usings}${bind}builder.Services.AddSingleton(sp =>\n{\n    var o = sp.GetRequiredService<IOptions<CosmosOptions>>().Value;\n    return string.IsNullOrEmpty(o.Endpoint)\n        ? new CosmosClient(o.ConnectionString)\n        : new CosmosClient(o.Endpoint, new DefaultAzureCredential());\n});\n`,
    ],
    [
      "chosen by an if that returns",
      `${usings}${bind}public class Factory(IOptions<CosmosOptions> options)\n{\n    public CosmosClient Open()\n    {\n        if (!string.IsNullOrWhiteSpace(options.Value.Endpoint))\n        {\n            return new CosmosClient(options.Value.Endpoint, new DefaultAzureCredential());\n        }\n        return new CosmosClient(options.Value.ConnectionString);\n    }\n}\n`,
    ],
    [
      "chosen by the connection string",
      `${usings}${bind}public class Factory(IOptions<CosmosOptions> options)\n{\n    public CosmosClient Open()\n    {\n        var o = options.Value;\n        if (string.IsNullOrWhiteSpace(o.ConnectionString))\n            return new CosmosClient(o.Endpoint, new ManagedIdentityCredential());\n        else\n            return new CosmosClient(o.ConnectionString);\n    }\n}\n`,
    ],
  ])("gets it there: %s", async (_title, code) => {
    await expectFixed(
      { ...cosmos({ ConnectionString: CONNECTION }), "P.cs": code, "O.cs": options },
      { ...cosmos({ Endpoint: ENDPOINT }), "O.cs": looser },
    );
  });

  test("gets it where it stands empty", async () => {
    const code = `${usings}var endpoint = builder.Configuration["Cosmos:Endpoint"];\nvar client = endpoint is { Length: > 0 } ? new CosmosClient(endpoint, new DefaultAzureCredential()) : null;\nvar old = !string.IsNullOrEmpty(endpoint) ? new CosmosClient(endpoint, new DefaultAzureCredential()) : new CosmosClient(builder.Configuration["Cosmos:ConnectionString"]);\n`;
    await expectFixed(
      { ...cosmos({ ConnectionString: CONNECTION, Endpoint: "" }), "P.cs": code },
      cosmos({ Endpoint: ENDPOINT }),
    );
  });

  test("does not where another place takes the connection string alone", async () => {
    const code = `${usings}var endpoint = builder.Configuration["Cosmos:Endpoint"];\nvar client = !string.IsNullOrEmpty(endpoint)\n    ? new CosmosClient(endpoint, new DefaultAzureCredential())\n    : new CosmosClient(builder.Configuration["Cosmos:ConnectionString"]);\nvar other = new CosmosClient(builder.Configuration["Cosmos:ConnectionString"]);\n`;
    await expectFixed(
      { ...cosmos({ ConnectionString: CONNECTION }), "P.cs": code },
      {
        ...cosmos({ ConnectionString: ENDPOINT }),
        "P.cs": code.replaceAll(
          `["Cosmos:ConnectionString"])`,
          `["Cosmos:ConnectionString"], new DefaultAzureCredential())`,
        ),
      },
    );
  });
});
