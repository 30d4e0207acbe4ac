import { describe, expect, test } from "vitest";
import { expectFixed, expectLeft, fixAll, reader } from "./fixture";

const READER = reader("COSMOS_KEY");

const account = (more = ""): string => `resource "azurerm_cosmosdb_account" "db" {
  name                = "contoso"
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name
  offer_type          = "Standard"${more}

  consistency_policy {
    consistency_level = "Session"
  }
}
`;
const CLOSED = "\n\n  local_authentication_disabled = true";

const app = (settings: string, identity = "", type = "azurerm_linux_web_app"): string => `resource "${type}" "api" {
  name                = "api"
  resource_group_name = azurerm_resource_group.main.name
${identity}
  app_settings = {
${settings}  }
}
`;
const IDENTITY = `  identity {
    type = "SystemAssigned"
  }
`;
const role = (
  principal = "azurerm_linux_web_app.api.identity[0].principal_id",
  id = 2,
  db = "azurerm_cosmosdb_account.db",
): string => `
resource "azurerm_cosmosdb_sql_role_assignment" "api_cosmos" {
  resource_group_name = ${db}.resource_group_name
  account_name        = ${db}.name
  role_definition_id  = "\${${db}.id}/sqlRoleDefinitions/00000000-0000-0000-0000-00000000000${String(id)}"
  principal_id        = ${principal}
  scope               = ${db}.id
}
`;

describe("Keys handed out by Terraform", () => {
  test("a setting: identity, role, and keys are turned off", async () => {
    await expectFixed(
      {
        ...READER.before,
        "infra/main.tf": `${account()}
${app(`    ENDPOINT   = azurerm_cosmosdb_account.db.endpoint\n    COSMOS_KEY = azurerm_cosmosdb_account.db.primary_key\n`)}`,
      },
      {
        ...READER.after,
        "infra/main.tf": `${account(CLOSED)}
${app(`    ENDPOINT   = azurerm_cosmosdb_account.db.endpoint\n`, `\n${IDENTITY}`)}${role()}`,
      },
    );
  });

  const connecting = (client: string): string =>
    `const { CosmosClient } = require("@azure/cosmos");\n${client.includes("aad") ? 'const { DefaultAzureCredential } = require("@azure/identity");\n' : ""}module.exports = new CosmosClient(${client});\n`;
  const BY_STRING = connecting("process.env.COSMOS");
  const BY_ENDPOINT = connecting("{ endpoint: process.env.COSMOS, aadCredentials: new DefaultAzureCredential() }");

  test.each([
    "azurerm_cosmosdb_account.db.primary_sql_connection_string",
    "tolist(azurerm_cosmosdb_account.db.connection_strings)[0]",
    "azurerm_cosmosdb_account.db.connection_strings[0]",
    '"${azurerm_cosmosdb_account.db.primary_sql_connection_string}"',
    '"AccountEndpoint=${azurerm_cosmosdb_account.db.endpoint};AccountKey=${azurerm_cosmosdb_account.db.primary_key};"',
    'format("AccountEndpoint=%s;AccountKey=%s", azurerm_cosmosdb_account.db.endpoint, azurerm_cosmosdb_account.db.primary_key)',
  ])("a connection string becomes the endpoint: %s", async (value) => {
    await expectFixed(
      { "src/db.js": BY_STRING, "main.tf": `${account()}\n${app(`    "COSMOS" = ${value}\n`, `\n${IDENTITY}`)}` },
      {
        "src/db.js": BY_ENDPOINT,
        "main.tf": `${account(CLOSED)}\n${app(`    "COSMOS" = azurerm_cosmosdb_account.db.endpoint\n`, `\n${IDENTITY}`)}${role()}`,
      },
    );
  });

  test("a Functions binding takes the endpoint by another name", async () => {
    const fn = (settings: string): string => app(settings, `\n${IDENTITY}`, "azurerm_linux_function_app");
    await expectFixed(
      {
        "Fn/function.json": `{ "bindings": [{ "type": "cosmosDBTrigger", "connection": "ShopDb" }] }\n`,
        "host.json": `{ "extensionBundle": { "id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)" } }\n`,
        "main.tf": `${account()}\n${fn("    ShopDb = azurerm_cosmosdb_account.db.primary_sql_connection_string\n")}`,
      },
      {
        "main.tf": `${account(CLOSED)}\n${fn("    ShopDb__accountEndpoint = azurerm_cosmosdb_account.db.endpoint\n")}${role("azurerm_linux_function_app.api.identity[0].principal_id")}`,
      },
    );
  });

  const containers = (secret: string, env: string, identity = ""): string => `resource "azurerm_container_app" "api" {
  name = "api"

${identity}  secret {
    name  = "registry"
    value = var.registry
  }
${secret}
  template {
    container {
      name = "api"

      env {
        name  = "ENDPOINT"
        value = azurerm_cosmosdb_account.db.endpoint
      }
${env}    }
  }
}
`;

  test("a container app's secret, and the variable that takes it", async () => {
    const identity = `  identity {\n    type = "SystemAssigned"\n  }\n\n`;
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${account()}\n${containers(
          `\n  secret {\n    name  = "db"\n    value = azurerm_cosmosdb_account.db.primary_key\n  }\n`,
          `\n      env {\n        name        = "COSMOS_KEY"\n        secret_name = "db"\n      }\n`,
        )}`,
      },
      {
        ...READER.after,
        "main.tf": `${account(CLOSED)}\n${containers(`\n${identity.slice(0, -1)}`, "")}${role("azurerm_container_app.api.identity[0].principal_id")}`,
      },
    );
  });

  test("a container app's connection string: the variable takes the endpoint", async () => {
    await expectFixed(
      {
        "src/db.js": BY_STRING,
        "main.tf": `${account()}\n${containers(
          `\n  secret {\n    name  = "db"\n    value = azurerm_cosmosdb_account.db.primary_sql_connection_string\n  }\n`,
          `\n      env {\n        name        = "COSMOS"\n        secret_name = "db"\n      }\n`,
          `  identity {\n    type = "SystemAssigned"\n  }\n\n`,
        )}`,
      },
      {
        "src/db.js": BY_ENDPOINT,
        "main.tf": `${account(CLOSED)}\n${containers(
          "",
          `\n      env {\n        name  = "COSMOS"\n        value = azurerm_cosmosdb_account.db.endpoint\n      }\n`,
          `  identity {\n    type = "SystemAssigned"\n  }\n\n`,
        )}${role("azurerm_container_app.api.identity[0].principal_id")}`,
      },
    );
  });

  test("a user-assigned identity is named by its client id", async () => {
    const user = `
  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.me.id]
  }
`;
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${account()}\n${app("    COSMOS_KEY = azurerm_cosmosdb_account.db.primary_key\n    MODE       = 1\n", user)}`,
      },
      {
        ...READER.after,
        "main.tf": `${account(CLOSED)}\n${app("    AZURE_CLIENT_ID = azurerm_user_assigned_identity.me.client_id\n    MODE       = 1\n", user)}${role("azurerm_user_assigned_identity.me.principal_id")}`,
      },
    );
  });

  test("a key that can only read needs the reader's role", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${account()}\n${app("    COSMOS_KEY = azurerm_cosmosdb_account.db.primary_readonly_key\n", `\n${IDENTITY}`)}`,
      },
      {
        ...READER.after,
        "main.tf": `${account(CLOSED)}\n${app("", `\n${IDENTITY}`)}${role(undefined, 1)}`,
      },
    );
  });

  test("a script that goes on setting a connection string is named, the setting itself is not", async () => {
    const value = "azurerm_cosmosdb_account.db.primary_sql_connection_string";
    const env = `resource "azurerm_container_app" "api" {\n  template {\n    container {\n      env {\n        name  = "COSMOS_STRING"\n        value = ${value}\n      }\n    }\n  }\n}\n`;
    const { plan } = await fixAll({
      "main.tf": `${account()}\n${env}`,
      "db.py": `import os\nfrom azure.cosmos import CosmosClient\n\nclient = CosmosClient.from_connection_string(os.environ["COSMOS_STRING"])\n`,
      "requirements.txt": "azure-cosmos==4.9.0\n",
      "deploy.sh": "export COSMOS_STRING=$(terraform output -raw something)\n",
    });
    expect(plan.left).toEqual([]);
    const left = plan.done.flatMap((one) => one.left).join("\n");
    expect(left).toContain("deploy.sh:1 sets COSMOS_STRING, which the code takes for the account endpoint alone now.");
    expect(left).not.toContain("main.tf");
  });

  test("through a local value", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `locals {\n  key = azurerm_cosmosdb_account.db.primary_key\n  a   = 1\n}\n\n${account()}\n${app("    COSMOS_KEY = local.key\n", `\n${IDENTITY}`)}`,
      },
      {
        ...READER.after,
        "main.tf": `locals {\n  a   = 1\n}\n\n${account(CLOSED)}\n${app("", `\n${IDENTITY}`)}${role()}`,
      },
    );
  });

  test("two apps with one setting change together; one that cannot stops both", async () => {
    const worker = (settings: string, more = ""): string =>
      app(settings, `${more}\n${IDENTITY}`).replaceAll('"api"', '"worker"');
    const setting = "    COSMOS_KEY = azurerm_cosmosdb_account.db.primary_key\n";
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${account()}\n${app(setting, `\n${IDENTITY}`)}\n${worker(setting)}`,
      },
      {
        ...READER.after,
        "main.tf": `${account(CLOSED)}\n${app("", `\n${IDENTITY}`)}${role()}\n${worker("")}${role("azurerm_linux_web_app.worker.identity[0].principal_id").replace("api_cosmos", "worker_cosmos")}`,
      },
    );
    await expectLeft(
      {
        ...READER.before,
        "main.tf": `${account()}\n${app(setting, `\n${IDENTITY}`)}\n${worker(setting, "  for_each = var.regions\n")}`,
      },
      /worker is made several times/,
    );
  });

  test("keys stay on where something else takes one", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${account()}\n${app("    COSMOS_KEY = azurerm_cosmosdb_account.db.primary_key\n", `\n${IDENTITY}`)}`,
        "seed.sh": `az cosmosdb sql container create --account-key "$COSMOSDB_MASTER_KEY"\n`,
      },
      {
        ...READER.after,
        "main.tf": `${account()}\n${app("", `\n${IDENTITY}`)}${role()}`,
      },
    );
  });

  test("an output that nothing takes goes", async () => {
    await expectFixed(
      {
        "main.tf": `provider "azurerm" {}\n\n${account()}`,
        "outputs.tf": `output "url" {\n  value = azurerm_cosmosdb_account.db.endpoint\n}\n\noutput "cosmos_key" {\n  value     = azurerm_cosmosdb_account.db.primary_key\n  sensitive = true\n}\n`,
      },
      {
        "main.tf": `provider "azurerm" {}\n\n${account()}`,
        "outputs.tf": `output "url" {\n  value = azurerm_cosmosdb_account.db.endpoint\n}\n`,
      },
    );
  });

  test("an account that is serverless at times", async () => {
    const at = (more: string): string =>
      account(
        `${more}\n\n  dynamic "capabilities" {\n    for_each = var.serverless ? [1] : []\n    content {\n      name = "EnableServerless"\n    }\n  }`,
      );
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${at("")}\n${app("    COSMOS_KEY = azurerm_cosmosdb_account.db.primary_key\n")}`,
      },
      { ...READER.after, "main.tf": `${at(CLOSED)}\n${app("", `\n${IDENTITY}`)}${role()}` },
    );
  });

  test.each([
    "[azurerm_cosmosdb_account.db.primary_sql_connection_string]",
    "var.has_db ? azurerm_cosmosdb_account.db.primary_key : null",
    '"AccountEndpoint=${azurerm_cosmosdb_account.db.endpoint};AccountKey=${azurerm_cosmosdb_account.db.primary_key};"',
    '"${azurerm_cosmosdb_account.db.name}:${azurerm_cosmosdb_account.db.primary_key}"',
  ])("an output goes that is nothing but the key: %s", async (value) => {
    await expectFixed(
      { "main.tf": `provider "azurerm" {}\n\n${account()}\noutput "k" {\n  value = ${value}\n}\n` },
      { "main.tf": `provider "azurerm" {}\n\n${account()}` },
    );
  });

  test("keys are turned off only where somebody has a data role", async () => {
    const output = `output "k" {\n  value = azurerm_cosmosdb_account.db.primary_key\n}\n`;
    const before = { "main.tf": `provider "azurerm" {}\n\n${account()}\n${output}` };
    const { plan } = await fixAll(before);
    expect(plan.done.flatMap((one) => one.left)).toContain(
      "Once nothing takes a key of the account any more, turn keys off: local_authentication_disabled.",
    );
    await expectFixed(
      { ...before, "roles.tf": role() },
      { "main.tf": `provider "azurerm" {}\n\n${account(CLOSED)}`, "roles.tf": role() },
    );
  });

  test("an output goes whose name others use for their own", async () => {
    const named = `output "primary_key" {\n  value = azurerm_cosmosdb_account.db.primary_key\n}\n`;
    const others = {
      "main.tf": `provider "azurerm" {}\n\nmodule "cosmos" {\n  source = "./cosmos"\n}\n\nmodule "redis" {\n  source = "./redis"\n}\n\nlocals {\n  redis_key = module.redis.primary_key\n}\n`,
      "redis/main.tf": `output "primary_key" {\n  value = azurerm_redis_cache.c.primary_access_key\n}\n`,
      "users.py": "class User:\n    id = Column(primary_key=True)\n",
    };
    await expectFixed(
      { ...others, "cosmos/main.tf": `${account()}\n${named}` },
      { ...others, "cosmos/main.tf": account() },
    );
  });

  const output = `output "cosmos_key" {\n  value = azurerm_cosmosdb_account.db.primary_key\n}\n`;
  const setting = "    COSMOS_KEY = azurerm_cosmosdb_account.db.primary_key\n";
  test.each([
    [
      "an output of a module that nothing calls",
      { "modules/cosmos/main.tf": account() + output },
      /module that nothing here calls/,
    ],
    [
      "an output that a script takes",
      { "main.tf": account() + output, "a.sh": "k=$(terraform output -raw cosmos_key)\n" },
      /cosmos_key hands the key to a\.sh:1/,
    ],
    [
      "an output of more than the key",
      {
        "main.tf": `${account()}output "env" {\n  value = <<-EOT\n    COSMOS_KEY=\${azurerm_cosmosdb_account.db.primary_key}\n    PORT=\${var.port}\n  EOT\n}\n`,
      },
      /part of a longer value/,
    ],
    [
      "an output of an object",
      {
        "main.tf": `${account()}output "cosmos" {\n  value = {\n    url = azurerm_cosmosdb_account.db.endpoint\n    key = azurerm_cosmosdb_account.db.primary_key\n  }\n}\n`,
      },
      /part of a longer value/,
    ],
    [
      "an output that a module's caller takes",
      {
        "m/main.tf": account() + output,
        "main.tf": `module "m" {\n  source = "./m"\n}\nlocals {\n  k = module.m.cosmos_key\n}\n`,
      },
      /main\.tf:5/,
    ],
    ["a setting that nothing reads", { "main.tf": account() + app(setting) }, /Nothing was found that reads/],
    [
      "an account of another API",
      { ...READER.before, "main.tf": account('\n  kind                = "MongoDB"') + app(setting) },
      /MongoDB/,
    ],
    [
      "an account with a capability of another API",
      { ...READER.before, "main.tf": account('\n\n  capabilities {\n    name = "EnableGremlin"\n  }') + app(setting) },
      /Gremlin/,
    ],
    [
      "a kind that is computed",
      { ...READER.before, "main.tf": account("\n  kind                = var.kind") + app(setting) },
      /kind or capabilities are computed/,
    ],
    [
      "capabilities that are computed",
      {
        ...READER.before,
        "main.tf":
          account(
            '\n\n  dynamic "capabilities" {\n    for_each = var.capabilities\n    content {\n      name = capabilities.value\n    }\n  }',
          ) + app(setting),
      },
      /kind or capabilities are computed/,
    ],
    [
      "an app that is made several times",
      { ...READER.before, "main.tf": account() + app(setting, "  count = 2\n") },
      /several times/,
    ],
    [
      "the key of each of many accounts",
      {
        "main.tf": `${account("  for_each = toset(var.names)\n")}output "keys" {\n  value = [for a in azurerm_cosmosdb_account.db : a.primary_key]\n}\n`,
      },
      /one of several/,
    ],
    [
      "a data source of keys alone",
      {
        "main.tf": `${account()}
data "azurerm_cosmosdb_account_keys" "db" {
  name = azurerm_cosmosdb_account.db.name
}
${app("    COSMOS_KEY = data.azurerm_cosmosdb_account_keys.db.primary_master_key\n")}`,
      },
      /knows no account, only its keys/,
    ],
    [
      "a vault",
      {
        ...READER.before,
        "main.tf": `${account()}resource "azurerm_key_vault_secret" "k" {\n  name  = "k"\n  value = azurerm_cosmosdb_account.db.primary_key\n}\n`,
      },
      /azurerm_key_vault_secret k/,
    ],
    [
      "a module",
      {
        ...READER.before,
        "main.tf": `${account()}module "api" {\n  source     = "./api"\n  cosmos_key = azurerm_cosmosdb_account.db.primary_key\n}\n`,
      },
      /module api/,
    ],
    [
      "a longer value",
      {
        ...READER.before,
        "main.tf": account() + app('    COSMOS_KEY = var.own ? azurerm_cosmosdb_account.db.primary_key : ""\n'),
      },
      /longer value/,
    ],
    [
      "several identities",
      {
        ...READER.before,
        "main.tf":
          account() +
          app(setting, '  identity {\n    type         = "UserAssigned"\n    identity_ids = var.ids\n  }\n'),
      },
      /Which identity/,
    ],
    [
      "an old provider",
      {
        ...READER.before,
        "main.tf": account() + app(setting),
        ".terraform.lock.hcl": `provider "registry.terraform.io/hashicorp/azurerm" {\n  version     = "2.46.0"\n}\n`,
      },
      /2\.46\.0/,
    ],
    [
      "a script",
      { "a.sh": "KEY=$(az cosmosdb keys list -n contoso -g rg --query primaryMasterKey -o tsv)\n" },
      /A script or a program reads the key/,
    ],
  ] as const)("%s is left", async (_title, files, reason) => {
    await expectLeft(files, reason);
  });
});

describe("Keys that Terraform hands on through modules", () => {
  const object = `variable "cosmosdb_account" {
  description = "The Cosmos DB account that the apps of this module take a data role on"
  type = object({
    id                  = string
    name                = string
    resource_group_name = string
    endpoint            = string
  })
}
`;
  const call = (argument: string): string => `module "api" {\n  source = "./api"\n\n  ${argument}\n}\n`;
  const given = (setting: string): string => app(`    COSMOS_KEY = ${setting}\n`);
  const inside: Readonly<Record<string, string>> = {
    "api/variables.tf": object,
    "api/main.tf": `${app("", `\n${IDENTITY}`)}${role(undefined, 2, "var.cosmosdb_account")}`,
  };

  test("an argument of a module: the account takes its place", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${account()}\n${call("cosmos_key       = azurerm_cosmosdb_account.db.primary_key")}`,
        "api/variables.tf": `variable "cosmos_key" {\n  type      = string\n  sensitive = true\n}\n`,
        "api/main.tf": given("var.cosmos_key"),
      },
      {
        ...READER.after,
        ...inside,
        "main.tf": `${account(CLOSED)}\n${call("cosmosdb_account = azurerm_cosmosdb_account.db")}`,
      },
    );
  });

  const output = `output "cosmosdb_account" {
  description = "The Cosmos DB account, without its keys"
  value = {
    id                  = azurerm_cosmosdb_account.db.id
    name                = azurerm_cosmosdb_account.db.name
    resource_group_name = azurerm_cosmosdb_account.db.resource_group_name
    endpoint            = azurerm_cosmosdb_account.db.endpoint
  }
}
`;
  const key = `output "cosmos_key" {\n  value     = azurerm_cosmosdb_account.db.primary_key\n  sensitive = true\n}\n`;
  const variable = `variable "cosmos_key" {\n  type = string\n}\n`;
  const data = `module "data" {\n  source = "./data"\n}\n\n`;
  /** A module with the account, whose output another takes; the root modules that call both are by path. */
  const expectHandedOn = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
    expectFixed(
      {
        ...READER.before,
        ...before,
        "data/main.tf": account(),
        "data/outputs.tf": key,
        "api/variables.tf": variable,
        "api/main.tf": given("var.cosmos_key"),
      },
      { ...READER.after, ...inside, ...after, "data/main.tf": account(CLOSED), "data/outputs.tf": output },
    );

  test("an output of one module, an argument of another", async () => {
    await expectHandedOn(
      { "main.tf": data + call("cosmos_key = module.data.cosmos_key") },
      { "main.tf": data + call("cosmosdb_account = module.data.cosmosdb_account") },
    );
  });

  test("the same modules for two environments", async () => {
    const root = (argument: string): string =>
      `module "data" {\n  source = "../data"\n}\n\nmodule "api" {\n  source     = "../api"\n  ${argument}\n}\n`;
    const before = root("cosmos_key = module.data.cosmos_key");
    const after = root("cosmosdb_account = module.data.cosmosdb_account");
    await expectHandedOn(
      { "dev/main.tf": before, "prod/main.tf": before },
      { "dev/main.tf": after, "prod/main.tf": after },
    );
  });

  test("an output that an app's setting takes", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.tf": data + given("module.data.cosmos_key"),
        "data/main.tf": account(),
        "data/outputs.tf": key,
      },
      {
        ...READER.after,
        "main.tf": `${data}${app("", `\n${IDENTITY}`)}${role(undefined, 2, "module.data.cosmosdb_account")}`,
        "data/main.tf": account(CLOSED),
        "data/outputs.tf": output,
      },
    );
  });

  test("an output that the root hands on, and nothing takes", async () => {
    const handed = `provider "azurerm" {}\n\n${data}`;
    await expectFixed(
      {
        "main.tf": handed,
        "outputs.tf": `output "cosmos_key" {\n  value     = module.data.cosmos_key\n  sensitive = true\n}\n`,
        "data/main.tf": account(),
        "data/outputs.tf": `output "id" {\n  value = azurerm_cosmosdb_account.db.id\n}\n\n${key}`,
      },
      {
        "outputs.tf": "",
        "data/main.tf": account(),
        "data/outputs.tf": `output "id" {\n  value = azurerm_cosmosdb_account.db.id\n}\n`,
      },
    );
  });

  const argument = "cosmos_key = azurerm_cosmosdb_account.db.primary_key";
  test.each([
    [
      "a module that is called by others too",
      {
        "main.tf": `${account()}\n${call(argument)}\n${call("cosmos_key = var.other").replace('"api"', '"other"')}`,
        "api/main.tf": variable + given("var.cosmos_key"),
      },
      /called several times/,
    ],
    [
      "a module that puts the key into a vault",
      {
        "main.tf": `${account()}\n${call(argument)}`,
        "api/main.tf": `${variable}\nresource "azurerm_key_vault_secret" "k" {\n  value = var.cosmos_key\n}\n`,
      },
      /azurerm_key_vault_secret k/,
    ],
    [
      "a module that is given the account too",
      {
        "main.tf": `${account()}\n${call(argument)}`,
        "api/main.tf": `${object}${variable}${given("var.cosmos_key")}`,
      },
      /has a variable cosmosdb_account already/,
    ],
    [
      "an argument that is more than the key",
      {
        "main.tf": `${account()}\n${call("settings = { key = azurerm_cosmosdb_account.db.primary_key }")}`,
        "api/main.tf": variable + given("var.cosmos_key"),
      },
      /part of a longer value/,
    ],
    [
      "an output that the root hands on to a script",
      {
        "main.tf": `provider "azurerm" {}\n\n${data}output "key" {\n  value = module.data.cosmos_key\n}\n`,
        "data/main.tf": account() + key,
        "deploy.sh": "export K=$(terraform output -raw key)\n",
      },
      /The output key hands the key to deploy\.sh:1/,
    ],
    [
      "an output of all of several modules",
      {
        "main.tf": data + call("cosmos_keys = module.data[*].cosmos_key"),
        "data/main.tf": account() + key,
        "api/main.tf": variable.replace("cosmos_key", "cosmos_keys") + given("var.cosmos_keys[0]"),
      },
      /part of a longer value/,
    ],
    [
      "an output that a vault takes",
      {
        "main.tf": `${data}resource "azurerm_key_vault_secret" "k" {\n  value = module.data.cosmos_key\n}\n`,
        "data/main.tf": account() + key,
      },
      /hands the key to main\.tf:6/,
    ],
  ])("%s is left", async (_title, files, reason) => {
    await expectLeft({ ...READER.before, ...files }, reason);
  });
});
