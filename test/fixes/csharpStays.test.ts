import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import { ENDPOINT, expectFixed, type Files, fixAll } from "./fixture";

/** Code that takes a key where there is one, and else an identity: only the value goes. */

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const settings = (key: boolean): Files => ({
  "appsettings.json": json(key ? { CosmosUri: ENDPOINT, CosmosKey: "«KEY»" } : { CosmosUri: ENDPOINT }),
});
const usings = "using Azure.Identity;\nusing Microsoft.Azure.Cosmos;\n";
const factory = `${usings}public static class Factory\n{\n    public static CosmosClient Create(string endpoint, string? CosmosKey) =>\n        string.IsNullOrEmpty(CosmosKey)\n            ? new CosmosClient(endpoint, new DefaultAzureCredential())\n            : new CosmosClient(endpoint, CosmosKey);\n}\n`;
const local = `if (string.IsNullOrWhiteSpace(endpoint))\n{\n    endpoint = "https://localhost:8081";\n    if (string.IsNullOrEmpty(key))\n    {\n        key = "${emulatorKey()}";\n    }\n}\n`;
const program = (between: string, made: string): string =>
  `var endpoint = config["CosmosUri"] ?? string.Empty;\nstring? key = config["CosmosKey"];\n${between}var client = ${made};\n`;

describe("Only the value goes", () => {
  test.each([
    ["where a parameter is named like the setting", program("", "Factory.Create(endpoint, key)"), {}],
    ["where the emulator's key is put in for its own endpoint", program(local, "Factory.Create(endpoint, key)"), {}],
    [
      "where the whole configuration fills a class whose property is named like the setting",
      `var options = config.Get<Options>();\nvar client = Factory.Create(options.CosmosUri, options?.CosmosKey);\n`,
      {
        "Options.cs": `public class Options\n{\n    public string? CosmosUri { get; set; }\n    public string? CosmosKey { get; set; }\n}\n`,
      },
    ],
    [
      "where a method has overloads, one of them for a client",
      program("", `services.AddShop(endpoint, key, "shop", ttl: 8, o => o.Name = "shop")`),
      {
        "Shop.cs": `using Microsoft.Azure.Cosmos;\npublic static class ShopExtensions\n{\n    public static IServices AddShop(this IServices services, string endpoint, string? key, string database, int ttl, Action<O>? more = null) =>\n        services.AddShop("shop", Factory.Create(endpoint, key), database, ttl, more);\n    public static IServices AddShop(this IServices services, string name, string endpoint, string? key, string database, int ttl, Action<O>? more = null) =>\n        services.AddShop(name, Factory.Create(endpoint, key), database, ttl, more);\n    public static IServices AddShop(this IServices services, string name, CosmosClient client, string database, int ttl, Action<O>? more = null) =>\n        services.Keep(client);\n}\n`,
      },
    ],
    [
      "where a service keeps it in a field",
      program("", "new Orders(endpoint, key)"),
      {
        "Orders.cs": `public class Orders\n{\n    private readonly string _endpoint;\n    private readonly string? _key;\n    public Orders(string endpoint, string? key)\n    {\n        _endpoint = endpoint;\n        _key = key;\n    }\n    public object Open() => Factory.Create(_endpoint, _key);\n}\n`,
      },
    ],
  ])("%s", async (_title, text, more: Files) => {
    await expectFixed({ ...settings(true), "Program.cs": text, "Factory.cs": factory, ...more }, settings(false));
  });

  test("not where another value stands in for it", async () => {
    const text = program("", "Factory.Create(endpoint, key)").replace(
      `config["CosmosKey"];`,
      `config["CosmosKey"] ?? Defaults.Key;`,
    );
    const { plan } = await fixAll({ ...settings(true), "Program.cs": text, "Factory.cs": factory });
    expect(plan.files).toEqual([]);
  });

  test("not where the emulator's key is put in for any endpoint", async () => {
    const always = `if (string.IsNullOrEmpty(key))\n{\n    key = "${emulatorKey()}";\n}\n`;
    const { plan } = await fixAll({
      ...settings(true),
      "Program.cs": program(always, "Factory.Create(endpoint, key)"),
      "Factory.cs": factory,
    });
    expect(plan.files).toEqual([]);
  });
});
