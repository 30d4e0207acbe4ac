import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import { ENDPOINT, expectFixed, expectLeft, type Files, fixAll } from "./fixture";

/** What a vault and a variable can give a program of C#, and what they cannot. */

const CONNECTION = `AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`;
const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const project = (more = ""): string =>
  `<Project Sdk="Microsoft.NET.Sdk.Web">\n  <ItemGroup>\n    <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.43.0" />\n${more}  </ItemGroup>\n</Project>\n`;
const VAULT = `new SecretClient(new Uri("https://contoso-vault.vault.azure.net"), new DefaultAzureCredential())`;

describe("A vault", () => {
  test("fills no variable of the process: the code asks it there", async () => {
    const launch = (entries: Readonly<Record<string, string>>): Files => ({
      "Properties/launchSettings.json": json({ profiles: { shop: { environmentVariables: entries } } }),
    });
    const code = (read: string, usings: string): string =>
      `${usings}using Microsoft.Azure.Cosmos;\nvar builder = WebApplication.CreateBuilder(args);\nvar client = new CosmosClient(Environment.GetEnvironmentVariable("COSMOS_ENDPOINT"), ${read});\n`;
    await expectFixed(
      {
        ...launch({ COSMOS_ENDPOINT: ENDPOINT, COSMOS_KEY: "«KEY»" }),
        "P.cs": code(`Environment.GetEnvironmentVariable("COSMOS_KEY")`, "using System;\n"),
      },
      {
        ...launch({ COSMOS_ENDPOINT: ENDPOINT }),
        "P.cs": code(
          `${VAULT}.GetSecret("contoso-cosmos-key").Value.Value`,
          "using System;\nusing Azure.Identity;\nusing Azure.Security.KeyVault.Secrets;\n",
        ),
      },
      "key-vault",
    );
  });

  test("is not asked by what validates a class that a section fills", async () => {
    const options = `public class CosmosOptions\n{\n    public string ConnectionString { get; set; }\n    public static bool IsValid(CosmosOptions o) => !string.IsNullOrEmpty(o.ConnectionString) && o.ConnectionString.Length > 9;\n}\n`;
    const code = `using Microsoft.Azure.Cosmos;\nservices.AddOptions<CosmosOptions>().Bind(configuration.GetSection("Cosmos")).Validate(CosmosOptions.IsValid).ValidateOnStart();\nservices.AddSingleton(sp => new CosmosClient(sp.GetRequiredService<IOptions<CosmosOptions>>().Value.ConnectionString));\n`;
    const settings = { "appsettings.json": json({ Cosmos: { ConnectionString: CONNECTION } }) };
    await expectLeft({ ...settings, "P.cs": code, "O.cs": options }, /cannot be followed/, "key-vault");
  });

  test("does not hide the emulator that Development gets from elsewhere", async () => {
    const files = {
      "appsettings.Development.json": json({ CosmosConnection: CONNECTION }),
      "P.cs": `using Microsoft.Azure.Cosmos;\nvar builder = WebApplication.CreateBuilder(args);\nvar client = new CosmosClient(builder.Configuration["CosmosConnection"]);\n`,
      "docker-compose.yml": `services:\n  shop:\n    environment:\n      - CosmosConnection=AccountEndpoint=https://cosmos:8081/;AccountKey=${emulatorKey()}\n`,
      "P.csproj": project(),
    };
    await expectLeft(files, /emulator/, "key-vault");
    const { plan, after } = await fixAll(files, "environment");
    expect(plan.left).toEqual([]);
    expect(after["appsettings.Development.json"]).toBe("{\n}\n");
  });

  test("keeps two keys of one account apart by what people call them", async () => {
    const keys = (read: string, only: string): string =>
      `public static class Keys\n{\n    // https://contoso.documents.azure.com:443/\n    public const string ReadWriteKey = ${read};\n    public const string ReadOnlyKey = ${only};\n}\n`;
    const { after } = await fixAll({ "Keys.cs": keys(`"«KEY»"`, `"«KEY»"`) }, "key-vault");
    expect(after["Keys.cs"]).toMatch(/ReadWriteKey => .*\("(?:contoso-)?cosmos-key"\)/);
    expect(after["Keys.cs"]).toMatch(/ReadOnlyKey => .*\("(?:contoso-)?cosmos-readonly-key"\)/);
  });
});

describe("On people's devices no identity signs in", () => {
  const code = `using Microsoft.Azure.Cosmos;\nvar client = new CosmosClient("${ENDPOINT}", "«KEY»");\n`;
  test.each([
    [
      "MAUI",
      `<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n    <UseMaui>true</UseMaui>\n  </PropertyGroup>\n</Project>\n`,
    ],
    ["Xamarin", project(`    <PackageReference Include="Xamarin.Forms" Version="5.0.0.2545" />\n`)],
    ["Blazor in the browser", `<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly">\n</Project>\n`],
  ])("%s", async (_title, text) => {
    const files = { "Client.cs": code, "App.csproj": text };
    await expectLeft(files, /no identity signs in/);
    await expectLeft(files, /no identity signs in/, "key-vault");
  });
});

test("a sample of Functions settings is one, whatever stands around its name", async () => {
  const values = (entries: Readonly<Record<string, string>>): Files => ({
    "sample.local.settings.json": json({ Values: entries }),
  });
  const binding = `public class F\n{\n    [CosmosDBInput("d", "c", Connection = "CosmosConnection")]\n    public string Item { get; set; }\n}\n`;
  await expectFixed(
    { ...values({ CosmosConnection: CONNECTION }), "F.cs": binding },
    values({ CosmosConnection__accountEndpoint: ENDPOINT }),
  );
});
