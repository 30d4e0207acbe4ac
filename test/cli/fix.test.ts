import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identifiableKey } from "../keys";
import { folderWith, keyless } from "./run";

const code = (key: string): string =>
  `from azure.cosmos import CosmosClient\nc = CosmosClient("https://contoso.documents.azure.com:443/", "${key}")\n`;

test("without --write it prints a masked diff and changes nothing", () => {
  const key = identifiableKey();
  const folder = folderWith({ "a.py": code(key) });
  const run = keyless(folder, "fix", "--with", "managed-identity");
  expect(run.status).toBe(0);
  expect(run.stdout).toMatch(/^--- a\/a\.py\n\+\+\+ b\/a\.py\n/);
  expect(run.stdout).toMatch(/^\+c = CosmosClient\(.*, DefaultAzureCredential\(\)\)$/m);
  expect(run.stderr).toMatch(/Nothing was changed/);
  expect(readFileSync(join(folder, "a.py"), "utf8")).toBe(code(key));
});

test("--write changes the file, keeps its mode and byte order mark, and says what is left to do", () => {
  const folder = folderWith({ "a.py": `\uFEFF${code(identifiableKey())}` });
  chmodSync(join(folder, "a.py"), 0o755);
  const run = keyless(folder, "fix", "--with", "managed-identity", "--write");
  expect(run.stdout).toBe("changed a.py\n");
  expect(run.stderr).toMatch(/Rotate the key/);
  expect(statSync(join(folder, "a.py")).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(folder, "a.py"), "utf8")).toMatch(/^\uFEFFfrom azure\.cosmos/);
});

test("of a list the first kind that applies is taken; what is left makes exit code 1", () => {
  const folder = folderWith({
    "a.js": `const { MongoClient } = require("mongodb");\nnew MongoClient("mongodb://contoso:${encodeURIComponent(identifiableKey())}@contoso.mongo.cosmos.azure.com:10255/?ssl=true");\n`,
  });
  const refused = keyless(folder, "fix", "--with", "managed-identity");
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/left: a\.js:2:\d+: MongoDB \(RU\) accounts/);
  expect(keyless(folder, "fix", "--with", "managed-identity,environment").stdout).toMatch(
    /process\.env\.COSMOS_MONGO_CONNECTION_STRING/,
  );
});

test("--only takes a rule or a file", () => {
  const folder = folderWith({ "a.py": code(identifiableKey()), "b.py": code(identifiableKey()) });
  const run = keyless(folder, "fix", "--only", "b.py");
  expect(run.stdout).toMatch(/b\/b\.py/);
  expect(run.stdout).not.toMatch(/a\.py/);
});

const HANDED = `resource "azurerm_cosmosdb_account" "db" {\n  name = "contoso"\n}\n\nresource "azurerm_key_vault_secret" "k" {\n  value = azurerm_cosmosdb_account.db.primary_key\n}\n`;

test("a key that infrastructure hands out is told, and counts where it was asked for", () => {
  const folder = folderWith({ "main.tf": HANDED, "a.py": code(identifiableKey()) });
  const run = keyless(folder, "fix");
  expect(run.status).toBe(0);
  expect(run.stderr).toMatch(/left: main\.tf:6:\d+: The key goes to resource azurerm_key_vault_secret k/);
  expect(run.stderr).toMatch(/Would fix 1 of 1 findings/);
  expect(keyless(folder, "fix", "--only", "handed-out-key").status).toBe(1);
});
