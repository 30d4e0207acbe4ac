import { describe, expect, test } from "vitest";
import { maskNeighbours } from "../../src/cli/neighbours";
import { identifiableKey } from "../keys";
import { folderWith, keyless } from "./run";

/** What stands beside a key is nobody's business who reads the preview. */

test("the preview shows no other secret, in no line, and is a unified diff", () => {
  const key = identifiableKey();
  const folder = folderWith({
    "a.py": `from azure.cosmos import CosmosClient
db_password = "hunter2-of-others"
c = CosmosClient("https://contoso.documents.azure.com:443/", "${key}", password="s3cr3t-beside")
smtp = "smtp://mailer:l3tter-b0x@mail.example.com"
`,
    "appsettings.json": `{ "Sql": "Server=x;User Id=sa;Password=Tr0ub4dor;", "Cosmos": { "Endpoint": "https://contoso.documents.azure.com:443/", "Key": "${key}" }, "Stripe": "sk_live_4eC39HqLyjWDarjtT1zdp7dc" }\n`,
  });
  const { stdout } = keyless(folder, "fix", "--with", "managed-identity,environment");
  expect(stdout).toMatch(/^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@$/m);
  expect(stdout).toMatch(/^\+c = CosmosClient\(.*DefaultAzureCredential\(\)/m);
  expect(stdout).not.toMatch(/hunter2|s3cr3t|l3tter|Tr0ub|4eC39/);
});

describe("what looks like a secret", () => {
  test.each([
    ['+  password: "a b c",', "a b c"],
    ["-DB_PASSWORD=letmein", "letmein"],
    ["+Server=x;Uid=y;Pwd=letmein;Port=3", "letmein"],
    ["-client_secret = 'abc123'", "abc123"],
    ['+  "ApiKey": "00d3f7", "x": 1', "00d3f7"],
    ["-url: https://user:letmein@host/x", "letmein"],
    ['+headers = { "X": "aB3dE5gH7jK9mN1pQ3rS" }', "aB3dE5gH7jK9mN1pQ3rS"],
    ["-   AUTH_TOKEN: abcdef1234", "abcdef1234"],
    ['-export GITHUB_TOKEN="ghx_abc1"', "ghx_abc1"],
  ])("%s", (line, secret) => {
    expect(maskNeighbours(line)).toBe(line.replace(secret, "********"));
  });

  test.each([
    '+  password=SecretClient("https://v.vault.azure.net", c).get_secret("x").value or "",',
    '+    "@azure/keyvault-secrets": "^4.9.0",',
    '+ <section type="System, PublicKeyToken=b03f5f7f11d50a3a" />',
    "+key = os.environ['COSMOS_KEY']",
    "+  password: ${DB_PASSWORD}",
    "+    token: ${{ secrets.TOKEN2 }}",
    '+  secretName: "cosmos-2"',
    "+  const credential = new DefaultAzureCredential();",
    "+Key = @Microsoft.KeyVault(SecretUri=https://contoso-vault.vault.azure.net/secrets/cosmos-key)",
    "+  password = azurerm_key_vault_secret.cosmos2.value",
    "+password: process.env.DB_PASSWORD1!,",
    '+  secretKeyRef: { name: "a1", key: "b2" }',
  ])("and what does not: %s", (line) => {
    expect(maskNeighbours(line)).toBe(line);
  });
});

test("a line four times as long takes about four times as long, not sixteen", () => {
  const work = (line: string): number => {
    const before = process.cpuUsage();
    maskNeighbours(line);
    return process.cpuUsage(before).user;
  };
  const grace = 50_000;
  for (const piece of ["password", "a_", "://a:", "token = ", "secret", '"']) {
    const [short, long] = [250_000, 1_000_000].map((length) => work(`+${piece.repeat(length / piece.length)}`));
    expect(((long ?? 0) + grace) / ((short ?? 0) + grace), piece).toBeLessThan(10);
  }
});
