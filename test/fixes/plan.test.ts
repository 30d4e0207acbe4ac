import { expect, test } from "vitest";
import { fixAll } from "./fixture";

test("a key whose sign went with the fix before is still fixed, or left with a reason", async () => {
  const code = `using Azure.Data.Tables;

public class Carts
{
    private static readonly Uri Host = new("https://contoso.table.cosmos.azure.com:443/");
    public TableServiceClient Service { get; } = new(Host, new TableSharedKeyCredential("contoso", "«KEY»"));
    public TableClient Table { get; } = new("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=«KEY»;TableEndpoint=https://contoso.table.cosmos.azure.com:443/;", "carts");
}
`;
  const { plan, after } = await fixAll({ "Carts.cs": code }, "key-vault");
  expect(plan.done.length + plan.left.length).toBe(2);
  expect(after["Carts.cs"]).not.toMatch(/[A-Za-z\d+/]{80}/);
});
