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
    [
      "Bicep that lists it",
      "main.bicep",
      `        { name: 'ConnectionStrings:Cosmos', value: account.listConnectionStrings().connectionStrings[0] }\n`,
    ],
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
