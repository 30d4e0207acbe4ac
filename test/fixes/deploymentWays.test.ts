import { describe, expect, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft, fixAll, reader } from "./fixture";

const READER = reader("COSMOS_KEY");
const connecting = (client: string): string =>
  `const { CosmosClient } = require("@azure/cosmos");\n${client.includes("aad") ? 'const { DefaultAzureCredential } = require("@azure/identity");\n' : ""}module.exports = new CosmosClient(${client});\n`;
const BY_STRING = connecting("process.env.COSMOS");
const BY_ENDPOINT = connecting("{ endpoint: process.env.COSMOS, aadCredentials: new DefaultAzureCredential() }");
const CONNECTION = `AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`;

describe("A connection string in a block of YAML becomes the endpoint", () => {
  test.each([">-", "|", ">"])("%s", async (sign) => {
    const compose = (value: string): string =>
      `services:\n  api:\n    environment:\n      COSMOS: ${sign}\n        ${value}\n      MODE: prod\n`;
    await expectFixed(
      { "db.js": BY_STRING, "docker-compose.yml": compose(CONNECTION) },
      { "db.js": BY_ENDPOINT, "docker-compose.yml": compose(ENDPOINT) },
    );
  });
});

describe("Dapr", () => {
  const component = (key: string): string =>
    `kind: Component\nmetadata:\n  name: state\nspec:\n  type: state.azure.cosmosdb\n  metadata:\n    - name: url\n      value: ${ENDPOINT}\n${key}    - name: database\n      value: shop\n`;
  const reference = (name: string): string =>
    `    - name: masterKey\n      secretKeyRef:\n        name: ${name}\n        key: ${name}\n`;

  test("the key comes from a Secret, or from a file of secrets", async () => {
    await expectFixed(
      {
        "state.yaml": component(
          reference("masterKey").replace("name: masterKey\n        key", "name: cosmos\n        key"),
        ),
        "secret.yaml": "kind: Secret\nmetadata:\n  name: cosmos\nstringData:\n  masterKey: «KEY»\n  other: a\n",
      },
      {
        "state.yaml": component(""),
        "secret.yaml": "kind: Secret\nmetadata:\n  name: cosmos\nstringData:\n  other: a\n",
      },
    );
    await expectFixed(
      { "state.yaml": component(reference("cosmosKey")), "secrets.json": `{ "cosmosKey": "«KEY»", "other": "a" }\n` },
      { "state.yaml": component(""), "secrets.json": `{ "other": "a" }\n` },
    );
  });
});

describe("Helm", () => {
  const chart = { "chart/Chart.yaml": "name: shop\n" };

  test("a connection string becomes the endpoint in every file of values", async () => {
    const values = (value: string): string => `cosmos:\n  connection: "${value}"\n`;
    const template = {
      "chart/templates/d.yaml": "env:\n  - name: COSMOS\n    value: {{ .Values.cosmos.connection }}\n",
    };
    await expectFixed(
      {
        ...chart,
        ...template,
        "db.js": BY_STRING,
        "chart/values.yaml": values(CONNECTION),
        "chart/values-prod.yaml": values(CONNECTION),
      },
      { "db.js": BY_ENDPOINT, "chart/values.yaml": values(ENDPOINT), "chart/values-prod.yaml": values(ENDPOINT) },
    );
  });

  test("variables that a template takes as they are", async () => {
    await expectFixed(
      {
        ...READER.before,
        ...chart,
        "chart/values.yaml": "env:\n  COSMOS_KEY: «KEY»\n  MODE: a\n",
        "chart/templates/d.yaml": "{{- range $name, $value := .Values.env }}\n- name: {{ $name }}\n{{- end }}\n",
      },
      { ...READER.after, "chart/values.yaml": "env:\n  MODE: a\n" },
    );
    await expectFixed(
      {
        ...READER.before,
        ...chart,
        "chart/values.yaml": "env:\n  - name: COSMOS_KEY\n    value: «KEY»\n  - name: MODE\n    value: a\n",
        "chart/templates/d.yaml": "env: {{ toYaml .Values.env | nindent 2 }}\n",
      },
      { ...READER.after, "chart/values.yaml": "env:\n  - name: MODE\n    value: a\n" },
    );
  });

  test("a value that an install gives goes from there", async () => {
    const install = (more: string): string => `helm upgrade shop ./chart ${more}--set image.tag=1\n`;
    await expectFixed(
      {
        ...READER.before,
        ...chart,
        "chart/values.yaml": "cosmos:\n  key: «KEY»\n  url: x\n",
        "chart/templates/d.yaml": "stringData:\n  COSMOS_KEY: {{ .Values.cosmos.key }}\n  A: b\n",
        "deploy.sh": install("--set cosmos.key=$KEY "),
      },
      {
        ...READER.after,
        "chart/values.yaml": "cosmos:\n  url: x\n",
        "chart/templates/d.yaml": "stringData:\n  A: b\n",
        "deploy.sh": install(""),
      },
    );
  });
});

describe("What a shell and make hand a program", () => {
  test.each([
    ["export", "Makefile", "export COSMOS_KEY = «KEY»\nexport MODE = a\n", "export MODE = a\n"],
    ["a recipe's command", "Makefile", "run:\n\tCOSMOS_KEY=«KEY» MODE=a node db.js\n", "run:\n\tMODE=a node db.js\n"],
    [
      "a script's command",
      "run.sh",
      "#!/bin/sh\nMODE=a COSMOS_KEY='«KEY»' node db.js\n",
      "#!/bin/sh\nMODE=a node db.js\n",
    ],
  ])("%s", async (_title, path, before, after) => {
    await expectFixed({ ...READER.before, [path]: before }, { ...READER.after, [path]: after });
  });

  test.each([
    ["run.sh", `: "\${COSMOS_KEY:?missing}"\nnode db.js\n`],
    ["run.sh", `if [ -z "$COSMOS_KEY" ]; then\n  echo "COSMOS_KEY is missing" >&2\n  exit 1\nfi\nnode db.js\n`],
    ["run.sh", `[[ -z "\${COSMOS_KEY:-}" ]] && { echo missing; exit 1; }\nnode db.js\n`],
    ["run.ps1", `if (-not $env:COSMOS_KEY) { throw "COSMOS_KEY is missing" }\nnode db.js\n`],
    ["run.ps1", `if ([string]::IsNullOrEmpty($env:COSMOS_KEY)) {\n  Write-Error "missing"\n  exit 1\n}\nnode db.js\n`],
  ])("a check of %s goes with the variable (%#)", async (path, script) => {
    await expectFixed(
      { ...READER.before, ".env": "COSMOS_KEY=«KEY»\nMODE=a\n", [path]: script },
      { ...READER.after, ".env": "MODE=a\n", [path]: "node db.js\n" },
    );
  });

  test("a check that does more stops the fix", async () => {
    await expectLeft(
      {
        ...READER.before,
        ".env": "COSMOS_KEY=«KEY»\n",
        "run.sh": `if [ -z "$COSMOS_KEY" ]; then\n  . ./secrets\nfi\n`,
      },
      /run\.sh:1 reads COSMOS_KEY/,
    );
  });
});

describe("Parameters of templates", () => {
  const site = (setting: string): string =>
    `resource app 'Microsoft.Web/sites@2022-09-01' = {\n  name: 'a'\n  properties: {\n    siteConfig: {\n      appSettings: [\n${setting}        {\n          name: 'MODE'\n          value: mode\n        }\n      ]\n    }\n  }\n}\n`;
  const setting = `        {\n          name: 'COSMOS_KEY'\n          value: cosmosKey\n        }\n`;
  const head = "@secure()\nparam cosmosKey string\nparam mode string\n\n";

  test("Bicep: by files of parameters, over a module", async () => {
    const main = (one: string, two: string): string =>
      `${one}param mode string\n\nmodule app 'app.bicep' = {\n  name: 'app'\n  params: {\n${two}    mode: mode\n  }\n}\n`;
    await expectFixed(
      {
        ...READER.before,
        "infra/main.bicep": main("@secure()\nparam key string\n", "    cosmosKey: key\n"),
        "infra/app.bicep": head + site(setting),
        "infra/main.bicepparam": "using 'main.bicep'\n\nparam key = '«KEY»'\nparam mode = 'a'\n",
        "infra/main.parameters.json": `{\n  "parameters": {\n    "key": { "value": "\${COSMOS_KEY}" },\n    "mode": { "value": "a" }\n  }\n}\n`,
      },
      {
        ...READER.after,
        "infra/main.bicep": main("", ""),
        "infra/app.bicep": `param mode string\n\n${site("")}`,
        "infra/main.bicepparam": "using 'main.bicep'\n\nparam mode = 'a'\n",
        "infra/main.parameters.json": `{\n  "parameters": {\n    "mode": { "value": "a" }\n  }\n}\n`,
      },
    );
  });

  test("Bicep: a default; a connection string becomes the endpoint", async () => {
    const text = (value: string): string =>
      `param cosmosKey string = '${value}'\nparam mode string\n\n${site(setting.replace("COSMOS_KEY", "COSMOS"))}`;
    await expectFixed(
      { "db.js": BY_STRING, "main.bicep": text(CONNECTION) },
      { "db.js": BY_ENDPOINT, "main.bicep": text(ENDPOINT) },
    );
  });

  test.each([
    [
      "a vault gets it",
      `${head}resource s 'Microsoft.KeyVault/vaults/secrets@2023-02-01' = {\n  name: 'k'\n  properties: {\n    value: cosmosKey\n  }\n}\n`,
      {},
      /resource s/,
    ],
    ["a longer text holds it", head + site(setting.replace("cosmosKey", "'a-${cosmosKey}'")), {}, /longer value/],
    [
      "a command gives it",
      head + site(setting),
      { "d.sh": "az deployment group create --parameters cosmosKey=$K\n" },
      /cosmosKey is given here/,
    ],
    ["no app gets it", "param cosmosKey string\n", {}, /No app here gets/],
  ])("Bicep: left where %s", async (_title, template, more, reason) => {
    await expectLeft(
      {
        ...READER.before,
        "main.bicep": template,
        "main.bicepparam": "using 'main.bicep'\nparam cosmosKey = '«KEY»'\n",
        ...more,
      },
      reason,
    );
  });

  test("ARM", async () => {
    const { plan, after } = await fixAll({
      ...READER.before,
      "azuredeploy.json": JSON.stringify({
        parameters: { cosmosKey: { type: "securestring" }, mode: { type: "string" } },
        resources: [
          {
            type: "Microsoft.Web/sites",
            apiVersion: "2022-09-01",
            name: "a",
            properties: { siteConfig: { appSettings: [{ name: "COSMOS_KEY", value: "[parameters('cosmosKey')]" }] } },
          },
        ],
      }),
      "azuredeploy.parameters.json": `{ "parameters": { "mode": { "value": "a" }, "cosmosKey": { "value": "«KEY»" } } }\n`,
    });
    expect(plan.left.map(({ reason }) => reason.reason)).toEqual([]);
    expect(after["azuredeploy.json"]).not.toMatch(/cosmos/i);
    expect(after["azuredeploy.parameters.json"]).toBe(`{ "parameters": { "mode": { "value": "a" } } }\n`);
  });
});

test("a vault's entry joins the ExternalSecret that makes the Secret already", async () => {
  const made = (more: string): string =>
    `kind: ExternalSecret\nmetadata:\n  name: db\nspec:\n  data:\n    - secretKey: A\n      remoteRef:\n        key: a\n${more}`;
  await expectFixed(
    {
      "secret.yaml": "kind: Secret\nmetadata:\n  name: db\nstringData:\n  COSMOS_KEY: «KEY»\n  OTHER: a\n",
      "external.yaml": made(""),
    },
    {
      "secret.yaml": "kind: Secret\nmetadata:\n  name: db\nstringData:\n  OTHER: a\n",
      "external.yaml": made("    - secretKey: COSMOS_KEY\n      remoteRef:\n        key: db-cosmos-key\n"),
    },
    "key-vault",
  );
});

describe("Met in public repositories", () => {
  test("what kubectl keeps of a manifest goes, and reads nothing", async () => {
    await expectFixed(
      {
        ...READER.before,
        "secret.yaml": `kind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {"kind":"Secret","stringData":{"COSMOS_KEY":"«KEY»"}}\n  name: db\nstringData:\n  COSMOS_KEY: «KEY»\n  A: b\n`,
      },
      { ...READER.after, "secret.yaml": "kind: Secret\nmetadata:\n  name: db\nstringData:\n  A: b\n" },
    );
  });

  test("an action's variables", async () => {
    const deploy = (value: string): string =>
      `on: push\njobs:\n  d:\n    runs-on: x\n    steps:\n      - uses: azure/aci-deploy@v1\n        with:\n          secure-environment-variables: A=\${{ secrets.A }}${value} B=c\n`;
    await expectFixed(
      { ...READER.before, ".github/workflows/a.yml": deploy(" COSMOS_KEY=«KEY»") },
      { ...READER.after, ".github/workflows/a.yml": deploy("") },
    );
  });

  test("a pipeline by any file name", async () => {
    const { plan } = await fixAll(
      {
        "release/stage-template.yml": `jobs:\n  - job: deploy\n    steps:\n      - task: AzureWebApp@1\n        inputs:\n          azureSubscription: prod\n          appSettings: -COSMOS_KEY "«KEY»"\n`,
      },
      "key-vault",
    );
    expect(plan.left.map(({ reason }) => reason.reason)).toEqual([]);
  });
});

test("keys that are handed out wait while a credential is left", async () => {
  const { plan } = await fixAll({
    "main.tf": `provider "azurerm" {}\nresource "azurerm_cosmosdb_account" "db" {\n  name = "contoso"\n}\noutput "unused_key" {\n  value = azurerm_cosmosdb_account.db.primary_key\n}\n`,
    ".env": "COSMOS_KEY=«KEY»\n",
  });
  expect(plan.files).toEqual([]);
  expect(plan.left).toHaveLength(1);
});
