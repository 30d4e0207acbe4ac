import { expect, test } from "vitest";
import { adviceOf, messageOf, opensOf } from "../../src/engine/message";
import { scan } from "../../src/engine/scan";
import { emulatorKey, identifiableKey, legacyKey } from "../keys";

const said = (text: string): readonly string[] => scan(text, { path: "a.ts" }).map(messageOf);

test("a message says first what it is and whose, then what to do, then why", () => {
  const endpoint = "https://fabrikam-orders.documents.azure.com:443/";
  expect(said(`new CosmosClient({ endpoint: "${endpoint}", key: "${identifiableKey()}" });`)).toEqual([
    "Hardcoded Cosmos DB key for fabrikam-orders (read-write). Use a managed identity. Why: its built-in checksum matches",
  ]);
});

test("what a message says first fits into 60 characters, also without an account", () => {
  for (const message of said(`const cosmosKey = "${legacyKey()}";`)) {
    expect(message.indexOf(". Why:")).toBeLessThanOrEqual(60);
    expect(message).toBe("Hardcoded Cosmos DB key. Use a managed identity. Why: named like a Cosmos DB setting");
  }
});

test("the emulator's key is not praised and not fought", () => {
  expect(said(`new CosmosClient("https://localhost:8081", "${emulatorKey()}");`)).toEqual([
    "Public key of the Cosmos DB emulator. Safe to keep",
  ]);
});

test("a key that is handed out: an identity where the API takes one, what it opens by its kind", () => {
  const sql = scan("k = azurerm_cosmosdb_account.db.primary_readonly_key\n", { path: "a.tf" });
  const mongo = scan("k = azurerm_cosmosdb_account.db.primary_mongodb_connection_string\n", { path: "a.tf" });
  expect(sql.map(adviceOf)).toEqual(["Give the app an identity and a data role instead."]);
  expect(sql.map(opensOf)).toEqual(["What takes this value can read everything in the account."]);
  expect(mongo.map(adviceOf)).toEqual(["Keep it in Key Vault."]);
  expect(mongo.map(opensOf)).toEqual(["What takes this value can read, change and delete everything in the account."]);
});
