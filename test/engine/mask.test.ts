import { expect, test } from "vitest";
import { excerptOf } from "../../src/engine/excerpt";
import { masked, maskedPath } from "../../src/engine/mask";
import { scan } from "../../src/engine/scan";
import { leaks } from "../leaks";
import { otherKey, traceableKey } from "../keys";

test("an excerpt shows no secret of its line, and where the finding stands", () => {
  const keys = [traceableKey(), traceableKey(), otherKey()];
  const text = `a = 1\ncosmosKey=${keys[0] ?? ""} cosmosKey2=${keys[1] ?? ""} storage=${keys[2] ?? ""}\nb = 2`;
  const findings = scan(text, { path: "a.txt" });
  expect(findings).toHaveLength(2);
  for (const finding of findings) {
    const excerpt = excerptOf(text, finding, findings);
    for (const key of keys) expect(leaks(excerpt.text, key)).toBe(false);
    expect(excerpt.text.slice(excerpt.at, excerpt.at + excerpt.length)).toBe("********");
  }
});

test("an excerpt looks at the findings around its own, however many stand in the text", () => {
  const text = "x = azurerm_cosmosdb_account.a.primary_key\n".repeat(2000);
  const findings = scan(text, { path: "a.tf" });
  expect(findings).toHaveLength(2000);
  let reads = 0;
  const counted = new Proxy(findings, {
    get: (all, name) => {
      reads++;
      return Reflect.get(all, name) as unknown;
    },
  });
  for (const finding of findings) excerptOf(text, finding, counted);
  expect(reads).toBeLessThan(2000 * 60);
});

test("the path of a resource is shown", () => {
  const id = "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/contoso";
  expect(masked(id, [])).toBe(id);
});

test("a masked text keeps its lines", () => {
  const text = `one\n"abc" +\n"def"\nfour`;
  expect(masked(text, [{ start: 5, end: 16 }]).split("\n")).toHaveLength(4);
});

test("an id in a path is no secret", () => {
  const path = "${account.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002";
  expect(masked(path, [])).toBe(path);
});

test("a path is shown, however deep its folders are, and a key in one is not", () => {
  const path = "services/order2/src/main/java/com/contoso/orders/infrastructure/CosmosOrderRepositoryTests.java";
  expect(maskedPath(path)).toBe(path);
  for (let i = 0; i < 200; i++) {
    const key = traceableKey();
    expect(leaks(maskedPath(`logs/${key}.txt`), key)).toBe(false);
  }
});
