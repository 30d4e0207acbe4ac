import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft, reader } from "./fixture";

const connection = `AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`;

describe("from the vault", () => {
  test.each([
    [
      "run.ps1",
      `$cosmosKey = "«KEY»"\n$x = 1\n`,
      `$cosmosKey = (Get-AzKeyVaultSecret -VaultName contoso-vault -Name cosmos-key -AsPlainText)\n$x = 1\n`,
    ],
    [
      "run.sh",
      `export COSMOS_KEY='«KEY»'\n`,
      `export COSMOS_KEY="$(az keyvault secret show --vault-name contoso-vault --name cosmos-key --query value -o tsv)"\n`,
    ],
    [
      "run.sh",
      `COSMOS_CONNECTION="${connection}"\n`,
      `COSMOS_CONNECTION="$(az keyvault secret show --vault-name contoso-vault --name contoso-cosmos-connection --query value -o tsv)"\n`,
    ],
    [
      "main.bicep",
      `resource a 'x' = {\n  appSettings: [\n    {\n      name: 'COSMOS_KEY'\n      value: '«KEY»'\n    }\n  ]\n}\n`,
      `resource a 'x' = {\n  appSettings: [\n    {\n      name: 'COSMOS_KEY'\n      value: '@Microsoft.KeyVault(SecretUri=https://contoso-vault.vault.azure.net/secrets/cosmos-key/)'\n    }\n  ]\n}\n`,
    ],
  ])("%s: %s", async (path, before, after) => {
    await expectFixed({ [path]: before }, { [path]: after }, "key-vault");
  });
});

describe("from the environment", () => {
  test.each([
    ["run.ps1", `$cosmosKey = '«KEY»'\n`, `$cosmosKey = $env:COSMOS_KEY\n`],
    ["run.sh", `export COSMOS_KEY="\${COSMOS_KEY:-«KEY»}"\n`, `export COSMOS_KEY="\${COSMOS_KEY:?set COSMOS_KEY}"\n`],
    ["Dockerfile", `FROM node\nENV COSMOS_KEY=«KEY»\nCMD node .\n`, `FROM node\nCMD node .\n`],
    ["main.bicep", `param cosmosKey string = '«KEY»'\n`, `@secure()\nparam cosmosKey string\n`],
    ["prod.tfvars", `a = 1\ncosmos_key = "«KEY»"\nb = 2\n`, `a = 1\nb = 2\n`],
    [
      "main.tf",
      `resource "x" "y" {\n  cosmos_key = "«KEY»"\n}\n`,
      `resource "x" "y" {\n  cosmos_key = var.cosmos_key\n}\n\nvariable "cosmos_key" {\n  type      = string\n  sensitive = true\n}\n`,
    ],
    [
      "tabs.tf",
      `resource "x" "y" {\n\tcosmos_key = "«KEY»"\n}`,
      `resource "x" "y" {\n\tcosmos_key = var.cosmos_key\n}\n\nvariable "cosmos_key" {\n\ttype      = string\n\tsensitive = true\n}`,
    ],
    [
      "docker-compose.yml",
      `services:\n  api:\n    environment:\n      - PORT=1\n      - COSMOS_KEY=«KEY»\n`,
      `services:\n  api:\n    environment:\n      - PORT=1\n      - COSMOS_KEY=\${COSMOS_KEY:?set COSMOS_KEY}\n`,
    ],
    [
      "azure-pipelines.yml",
      `variables:\n  pool: x\n  cosmosKey: «KEY»\nsteps: []\n`,
      `variables:\n  pool: x\nsteps: []\n`,
    ],
    [
      "appsettings.json",
      `{\n  "Cosmos": {\n    "Endpoint": "${ENDPOINT}",\n    "Key": "«KEY»"\n  }\n}\n`,
      `{\n  "Cosmos": {\n    "Endpoint": "${ENDPOINT}"\n  }\n}\n`,
    ],
  ])("%s: %s", async (path, before, after) => {
    await expectFixed({ [path]: before }, { [path]: after }, "environment");
  });
});

describe("by identity", () => {
  test("appsettings' connection string keeps the endpoint, and the code gets a credential", async () => {
    await expectFixed(
      {
        "appsettings.json": `{ "ConnectionStrings": { "Cosmos": "${connection}" } }\n`,
        "A.cs": `using Microsoft.Azure.Cosmos;\nvar c = new CosmosClient(config.GetConnectionString("Cosmos"));\n`,
      },
      {
        "appsettings.json": `{ "ConnectionStrings": { "Cosmos": "${ENDPOINT}" } }\n`,
        "A.cs": `using Azure.Identity;\nusing Microsoft.Azure.Cosmos;\nvar c = new CosmosClient(config.GetConnectionString("Cosmos"), new DefaultAzureCredential());\n`,
      },
    );
  });

  test.each([
    [
      "docker-compose.yml",
      `services:\n  api:\n    environment:\n      COSMOS_KEY: «KEY»\n    ports: []\n`,
      `services:\n  api:\n    ports: []\n`,
    ],
    [
      "application.yml",
      `spring:\n  cloud:\n    azure:\n      cosmos:\n        endpoint: ${ENDPOINT}\n        key: «KEY»\n`,
      `spring:\n  cloud:\n    azure:\n      cosmos:\n        endpoint: ${ENDPOINT}\n`,
    ],
    ["Dockerfile", `FROM node\nENV COSMOS_KEY="«KEY»"\n`, `FROM node\n`],
  ])("%s: %s", async (path, before, after) => {
    const { before: read, after: keyless } = reader("COSMOS_KEY");
    const isRead = path !== "application.yml";
    await expectFixed({ [path]: before, ...(isRead ? read : {}) }, { [path]: after, ...(isRead ? keyless : {}) });
  });
});

describe("left, with the reason", () => {
  test("a script hands out keys for others", async () => {
    await expectLeft({ "run.sh": `shopctl --cosmos-key="«KEY»"\n` }, /script/);
  });

  test("JSON that nobody can be seen to read", async () => {
    await expectLeft({ "keys.json": `{ "cosmosKey": "«KEY»" }\n` }, /Nothing was found that reads/);
  });
});
