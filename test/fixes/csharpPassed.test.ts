import { describe, expect, test } from "vitest";
import { ENDPOINT, expectFixed, type Files, fixAll } from "./fixture";

/** Values that go through a call on their way: trimmed, checked, given another form. */

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const settings = (key: boolean): Files => ({
  "appsettings.json": json({ Cosmos: key ? { Endpoint: ENDPOINT, Key: "«KEY»" } : { Endpoint: ENDPOINT } }),
});
const program = (before: string, key: string, using = ""): string =>
  `${using}using Microsoft.Azure.Cosmos;\n${before}var client = new CosmosClient(config["Cosmos:Endpoint"], ${key});\n`;
const keyless = program("", "new DefaultAzureCredential()", "using Azure.Identity;\n");

describe("A key that a call gives back", () => {
  test.each([
    ["trimmed", program("", `config["Cosmos:Key"].Trim()`), {}],
    ["as text", program(`var key = config["Cosmos:Key"]?.ToString() ?? "";\n`, "key"), {}],
    [
      "by an extension of the program that mends it",
      program("", `config["Cosmos:Key"].Padded()`),
      {
        "Padding.cs": `public static class Padding\n{\n    public static string Padded(this string text) =>\n        text.EndsWith("==") ? text : text + "==";\n}\n`,
      },
    ],
    [
      "by a method that wants it to be there",
      program(`var key = Demand.Text(config["Cosmos:Key"], "Cosmos:Key");\n`, "key"),
      {
        "Demand.cs": `public static class Demand\n{\n    public static string Text(string? text, string name)\n    {\n        if (string.IsNullOrWhiteSpace(text))\n        {\n            throw new InvalidOperationException(name);\n        }\n        return text;\n    }\n}\n`,
      },
    ],
    [
      "by a method that makes it plain",
      program("", `Vault.Decrypt(config["Cosmos:Key"])`),
      {
        "Vault.cs": `public static class Vault\n{\n    public static string Decrypt(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));\n}\n`,
      },
    ],
  ])("%s", async (_title, text, more: Files) => {
    await expectFixed(
      { ...settings(true), "Program.cs": text, ...more },
      { ...settings(false), "Program.cs": keyless },
    );
  });
});

describe("A connection string that a call gives back", () => {
  const string = (value: string): Files => ({ "appsettings.json": json({ Cosmos: value }) });
  const secret = string(`AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`);
  const opened = (value: string): string => `using Microsoft.Azure.Cosmos;\nvar client = new CosmosClient(${value});\n`;

  test("as it is, is the endpoint then", async () => {
    const demand = `public static class Demand\n{\n    public static string Text(string? text) => text ?? throw new InvalidOperationException("no text");\n}\n`;
    await expectFixed(
      { ...secret, "Program.cs": opened(`Demand.Text(config["Cosmos"])`), "Demand.cs": demand },
      {
        ...string(ENDPOINT),
        "Program.cs": `using Azure.Identity;\n${opened(`Demand.Text(config["Cosmos"]), new DefaultAzureCredential()`)}`,
      },
    );
  });

  test("in another form stays one", async () => {
    const vault = `public static class Vault\n{\n    public static string Decrypt(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));\n}\n`;
    const { plan } = await fixAll({
      ...secret,
      "Program.cs": opened(`Vault.Decrypt(config["Cosmos"])`),
      "V.cs": vault,
    });
    expect(plan.files).toEqual([]);
    expect(plan.left).toHaveLength(1);
  });
});
