import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft, reader } from "./fixture";

const READER = reader("COSMOS_KEY");
const app = (settings: string): string =>
  `resource "azurerm_linux_web_app" "api" {\n  name = "api"\n\n  app_settings = {\n    MODE = "prod"\n${settings}  }\n}\n`;
const variable = (name: string, more = ""): string => `variable "${name}" {\n  type = string\n${more}}\n`;

describe("A key that Terraform holds by a name goes with every setting that gets it", () => {
  test("a variable that a file of values gives", async () => {
    await expectFixed(
      {
        ...READER.before,
        "infra/main.tf": app("    COSMOS_KEY = var.cosmos_key\n"),
        "infra/variables.tf": `${variable("location")}\n${variable("cosmos_key", "  sensitive = true\n")}`,
        "infra/prod.tfvars": `location   = "westeurope"\ncosmos_key = "«KEY»"\n`,
        "infra/envs/dev.tfvars": `cosmos_key = "none"\nlocation   = "westeurope"\n`,
      },
      {
        ...READER.after,
        "infra/main.tf": app(""),
        "infra/variables.tf": variable("location"),
        "infra/prod.tfvars": `location   = "westeurope"\n`,
        "infra/envs/dev.tfvars": `location   = "westeurope"\n`,
      },
    );
  });

  test("a variable's default, over a module", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `provider "azurerm" {}\n\nmodule "api" {\n  source     = "./modules/api"\n  name       = "api"\n  cosmos_key = var.key\n}\n`,
        "variables.tf": variable("key", `  default = "«KEY»"\n`),
        "modules/api/variables.tf": `${variable("name")}\n${variable("cosmos_key")}`,
        "modules/api/main.tf": app("    COSMOS_KEY = var.cosmos_key\n"),
      },
      {
        ...READER.after,
        "main.tf": `provider "azurerm" {}\n\nmodule "api" {\n  source     = "./modules/api"\n  name       = "api"\n}\n`,
        "variables.tf": "",
        "modules/api/variables.tf": variable("name"),
        "modules/api/main.tf": app(""),
      },
    );
  });

  test("every call of the module loses the argument", async () => {
    const call = (name: string, more: string): string => `module "${name}" {\n  source = "./api"\n${more}}\n`;
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${call("a", '  key    = "«KEY»"\n')}\n${call("b", "  key    = data.azurerm_key_vault_secret.k.value\n")}`,
        "api/main.tf": `${variable("key")}\n${app("    COSMOS_KEY = var.key\n")}`,
      },
      { ...READER.after, "main.tf": `${call("a", "")}\n${call("b", "")}`, "api/main.tf": app("") },
    );
  });

  test("a local value, and a module's argument", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `locals {\n  key  = "«KEY»"\n  mode = "a"\n}\n\n${app("    COSMOS_KEY = local.key\n")}`,
      },
      { ...READER.after, "main.tf": `locals {\n  mode = "a"\n}\n\n${app("")}` },
    );
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `module "api" {\n  source = "./api"\n  key    = "«KEY»"\n}\n`,
        "api/main.tf": `${variable("key")}\n${app("    COSMOS_KEY = var.key\n")}`,
      },
      {
        ...READER.after,
        "main.tf": `module "api" {\n  source = "./api"\n}\n`,
        "api/main.tf": app(""),
      },
    );
  });

  test("a container app's secret", async () => {
    const containers = (secret: string, env: string): string =>
      `resource "azurerm_container_app" "api" {\n  name = "api"\n${secret}\n  template {\n    container {\n      name = "api"\n${env}    }\n  }\n}\n`;
    await expectFixed(
      {
        ...READER.before,
        "main.tf": `${variable("key")}\n${containers(`\n  secret {\n    name  = "db"\n    value = var.key\n  }\n`, `\n      env {\n        name        = "COSMOS_KEY"\n        secret_name = "db"\n      }\n`)}`,
        "terraform.tfvars": `key = "«KEY»"\n`,
      },
      { ...READER.after, "main.tf": containers("", ""), "terraform.tfvars": "" },
    );
  });

  test("a connection string becomes the endpoint in every file of values", async () => {
    const code = (client: string): string =>
      `const { CosmosClient } = require("@azure/cosmos");\n${client.includes("aad") ? 'const { DefaultAzureCredential } = require("@azure/identity");\n' : ""}module.exports = new CosmosClient(${client});\n`;
    const values = (value: string): string => `cosmos = "${value}"\n`;
    const text = { "main.tf": app("    COSMOS = var.cosmos\n"), "variables.tf": variable("cosmos") };
    const connection = `AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`;
    await expectFixed(
      {
        "db.js": code("process.env.COSMOS"),
        ...text,
        "dev.tfvars": values(connection),
        "prod.tfvars": values(connection),
      },
      {
        "db.js": code("{ endpoint: process.env.COSMOS, aadCredentials: new DefaultAzureCredential() }"),
        "dev.tfvars": values(ENDPOINT),
        "prod.tfvars": values(ENDPOINT),
      },
    );
  });

  const values = { "terraform.tfvars": `cosmos_key = "«KEY»"\n` };
  test.each([
    [
      "a value that a vault gets",
      {
        "main.tf": `${variable("cosmos_key")}\nresource "azurerm_key_vault_secret" "k" {\n  value = var.cosmos_key\n}\n`,
      },
      /azurerm_key_vault_secret k/,
    ],
    [
      "a value in a longer text",
      { "main.tf": `${variable("cosmos_key")}\n${app('    COSMOS_KEY = "a-${var.cosmos_key}"\n')}` },
      /longer value/,
    ],
    [
      "a module from elsewhere",
      {
        "main.tf": `${variable("cosmos_key")}\nmodule "a" {\n  source = "Azure/a/azurerm"\n  key    = var.cosmos_key\n}\n`,
      },
      /module a takes the key/,
    ],
    [
      "a variable that a command gives",
      {
        "main.tf": `${variable("cosmos_key")}\n${app("    COSMOS_KEY = var.cosmos_key\n")}`,
        "d.sh": "terraform apply -var cosmos_key=$K\n",
      },
      /given cosmos_key here/,
    ],
    ["a variable that no app gets", { "main.tf": variable("cosmos_key") }, /No app here gets/],
  ])("%s is left", async (_title, files, reason) => {
    await expectLeft({ ...READER.before, ...values, ...files }, reason);
  });
});

describe("A secret of a container app goes with the variables that take it", () => {
  const app = (secret: string, env: string): string =>
    `resource "azurerm_container_app" "api" {\n  name = "api"\n${secret}\n  template {\n    container {\n      name = "api"\n${env}    }\n  }\n}\n`;
  const secret = (value: string): string => `\n  secret {\n    name  = "db-credential"\n    value = "${value}"\n  }\n`;
  const taken = (name: string): string =>
    `\n      env {\n        name        = "${name}"\n        secret_name = "db-credential"\n      }\n`;

  test("a key", async () => {
    await expectFixed(
      { ...READER.before, "infra/main.tf": app(secret("«KEY»"), taken("COSMOS_KEY")) },
      { ...READER.after, "infra/main.tf": app("", "") },
    );
  });

  test("by two names: who takes it is not one setting", async () => {
    await expectLeft(
      { ...READER.before, "infra/main.tf": app(secret("«KEY»"), taken("COSMOS_KEY") + taken("OTHER_KEY")) },
      /Who takes the secret db-credential of this app cannot be told/,
    );
  });
});
