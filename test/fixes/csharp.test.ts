import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft } from "./fixture";

const using = "using Microsoft.Azure.Cosmos;\n";
const fixed = "using Azure.Identity;\nusing Microsoft.Azure.Cosmos;\n";
const connection = `AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`;

describe("C# becomes keyless", () => {
  test.each([
    [
      "endpoint and key",
      `var c = new CosmosClient("${ENDPOINT}", "«KEY»");`,
      `var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "a connection string",
      `var c = new CosmosClient("${connection}");`,
      `var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "a connection string with options",
      `var c = new CosmosClient("${connection}", options);`,
      `var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential(), options);`,
    ],
    [
      "a target-typed new",
      `CosmosClient c = new("${ENDPOINT}", "«KEY»");`,
      `CosmosClient c = new("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "a qualified name",
      `var c = new Microsoft.Azure.Cosmos.CosmosClient("${ENDPOINT}", "«KEY»");`,
      `var c = new Microsoft.Azure.Cosmos.CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "AzureKeyCredential",
      `var c = new CosmosClient("${ENDPOINT}", new AzureKeyCredential("«KEY»"));`,
      `var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "a builder over lines",
      `var c = new CosmosClientBuilder(\n    "${ENDPOINT}",\n    "«KEY»") // key\n    .Build();`,
      `var c = new CosmosClientBuilder(\n    "${ENDPOINT}",\n    new DefaultAzureCredential()) // key\n    .Build();`,
    ],
    [
      "a static factory",
      `var c = await CosmosClient.CreateAndInitializeAsync("${ENDPOINT}", "«KEY»", containers);`,
      `var c = await CosmosClient.CreateAndInitializeAsync("${ENDPOINT}", new DefaultAzureCredential(), containers);`,
    ],
    [
      "a fallback",
      `var key = Environment.GetEnvironmentVariable("COSMOS_KEY") ?? "«KEY»";\nvar c = new CosmosClient("${ENDPOINT}", key);`,
      `var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "a key used twice",
      `const string key = "«KEY»";\nvar a = new CosmosClient("${ENDPOINT}", key);\nvar b = new CosmosClient("${ENDPOINT}", key);`,
      `var a = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());\nvar b = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "an alias",
      `var first = "«KEY»";\nvar second = first;\nvar c = new CosmosClient("${ENDPOINT}", second);`,
      `var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "a raw string",
      `var c = new CosmosClient("""${connection}""");`,
      `var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());`,
    ],
    [
      "two variables in one statement",
      `string url = "${ENDPOINT}", key = "«KEY»";\nvar c = new CosmosClient(url, key);`,
      `string url = "${ENDPOINT}";\nvar c = new CosmosClient(url, new DefaultAzureCredential());`,
    ],
    [
      "tabs and a syntax error elsewhere",
      `void F() {\n\tvar c = new CosmosClient("${ENDPOINT}", "«KEY»");\n}\nvoid G( {`,
      `void F() {\n\tvar c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());\n}\nvoid G( {`,
    ],
    [
      "a credential that is there already",
      `var credential = new DefaultAzureCredential();\nvar c = new CosmosClient("${ENDPOINT}", "«KEY»");`,
      `var credential = new DefaultAzureCredential();\nvar c = new CosmosClient("${ENDPOINT}", credential);`,
    ],
  ])("%s", async (name, before, after) => {
    const header = name.startsWith("a credential") ? fixed : using;
    await expectFixed({ "A.cs": `${header}${before}\n` }, { "A.cs": `${fixed}${after}\n` });
  });

  test("constants of a class that another file uses", async () => {
    await expectFixed(
      {
        "Keys.cs": `static class Cosmos\n{\n    public const string Endpoint = "${ENDPOINT}";\n    public const string PrimaryKey = "«KEY»";\n}\n`,
        "App.cs": `${using}var c = new CosmosClient(Cosmos.Endpoint, Cosmos.PrimaryKey);\n`,
      },
      {
        "Keys.cs": `static class Cosmos\n{\n    public const string Endpoint = "${ENDPOINT}";\n}\n`,
        "App.cs": `${fixed}var c = new CosmosClient(Cosmos.Endpoint, new DefaultAzureCredential());\n`,
      },
    );
  });

  test("CRLF stays", async () => {
    await expectFixed(
      { "A.cs": `using Microsoft.Azure.Cosmos;\r\n\r\nvar c = new CosmosClient("${ENDPOINT}", "«KEY»");\r\n` },
      {
        "A.cs": `using Azure.Identity;\r\nusing Microsoft.Azure.Cosmos;\r\n\r\nvar c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());\r\n`,
      },
    );
  });

  test("the project file gets the package, in its place", async () => {
    const project = (lines: string): string =>
      `<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n${lines}  </ItemGroup>\n</Project>\n`;
    const cosmos = `    <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.46.0" />\n`;
    await expectFixed(
      { "A.cs": `${using}var c = new CosmosClient("${ENDPOINT}", "«KEY»");\n`, "A.csproj": project(cosmos) },
      {
        "A.cs": `${fixed}var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());\n`,
        "A.csproj": project(`    <PackageReference Include="Azure.Identity" Version="1.17.1" />\n${cosmos}`),
      },
    );
  });
});

describe("C# is left alone", () => {
  test.each([
    [
      "DocumentClient",
      `using Microsoft.Azure.Documents.Client;\nvar c = new DocumentClient(new Uri("${ENDPOINT}"), "«KEY»");\n`,
      /DocumentClient takes no identity/,
    ],
    [
      "a key that goes elsewhere",
      `${using}var key = "«KEY»";\nSend(key);\nvar c = new CosmosClient("${ENDPOINT}", key);\n`,
      /cannot be followed/,
    ],
    [
      "a default parameter that is handed on to code outside",
      `${using}class A { void Open(string key = "«KEY»") => Outside.Connect("${ENDPOINT}", key); }\n`,
      /cannot be followed/,
    ],
  ])("%s", async (_name, text, reason) => {
    await expectLeft({ "A.cs": text }, reason);
  });

  test("an SDK that is too old, with the version that can", async () => {
    const project = `<Project><ItemGroup><PackageReference Include="Microsoft.Azure.Cosmos" Version="3.10.0" /></ItemGroup></Project>`;
    await expectLeft(
      { "A.cs": `${using}var c = new CosmosClient("${ENDPOINT}", "«KEY»");\n`, "A.csproj": project },
      /3\.19/,
    );
  });
});

describe("C# reads from elsewhere", () => {
  test("the environment, a constant becoming a field", async () => {
    await expectFixed(
      {
        "A.cs": `using System;\n${using}class A\n{\n    private const string CosmosKey = "«KEY»";\n    CosmosClient Open() => new CosmosClient("${ENDPOINT}", CosmosKey);\n}\n`,
      },
      {
        "A.cs": `using System;\n${using}class A\n{\n    private static readonly string CosmosKey = Environment.GetEnvironmentVariable("COSMOS_KEY");\n    CosmosClient Open() => new CosmosClient("${ENDPOINT}", CosmosKey);\n}\n`,
      },
      "environment",
    );
  });
});
