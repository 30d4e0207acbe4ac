import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft, reader } from "./fixture";

const READER = reader("COSMOS_KEY");
const connecting = (client: string): string =>
  `const { CosmosClient } = require("@azure/cosmos");\n${client.includes("aad") ? 'const { DefaultAzureCredential } = require("@azure/identity");\n' : ""}module.exports = new CosmosClient(${client});\n`;
const BY_STRING = connecting("process.env.COSMOS");
const BY_ENDPOINT = connecting("{ endpoint: process.env.COSMOS, aadCredentials: new DefaultAzureCredential() }");

const step = (run: string): string =>
  `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}`;

describe("Commands that give a setting lose it", () => {
  test.each([
    [
      "in the middle of a command over lines",
      "|\n          az webapp config appsettings set -g rg -n shop --settings \\\n          ENDPOINT=x \\\n          COSMOS_KEY=«KEY» \\\n          MODE=prod\n",
      "|\n          az webapp config appsettings set -g rg -n shop --settings \\\n          ENDPOINT=x \\\n          MODE=prod\n",
    ],
    [
      "at its end",
      '|\n          az webapp config appsettings set -g rg -n shop --settings \\\n            ENDPOINT=x \\\n            COSMOS_KEY="«KEY»"\n          az logout\n',
      "|\n          az webapp config appsettings set -g rg -n shop --settings \\\n            ENDPOINT=x\n          az logout\n",
    ],
    [
      "on its line",
      "az functionapp config appsettings set -n shop --settings MODE=prod COSMOS_KEY=«KEY» A=1\n",
      "az functionapp config appsettings set -n shop --settings MODE=prod A=1\n",
    ],
    [
      "in a folded text",
      ">-\n          az containerapp update -n shop --set-env-vars\n          MODE=prod\n          COSMOS_KEY=«KEY»\n          --image shop\n",
      ">-\n          az containerapp update -n shop --set-env-vars\n          MODE=prod\n          --image shop\n",
    ],
    [
      "to a container",
      "|\n          docker run -d \\\n            -e COSMOS_KEY=«KEY» \\\n            -e MODE=prod shop\n",
      "|\n          docker run -d \\\n            -e MODE=prod shop\n",
    ],
    [
      "to a Secret",
      "kubectl create secret generic db --from-literal=COSMOS_KEY=«KEY» --from-literal=A=1\n",
      "kubectl create secret generic db --from-literal=A=1\n",
    ],
    [
      "by a container app's secret",
      "az containerapp create -n shop --secrets a=1 db=«KEY» --env-vars MODE=prod COSMOS_KEY=secretref:db\n",
      "az containerapp create -n shop --secrets a=1 --env-vars MODE=prod\n",
    ],
  ])("%s", async (_title, before, after) => {
    await expectFixed(
      { ...READER.before, ".github/workflows/a.yml": step(before) },
      { ...READER.after, ".github/workflows/a.yml": step(after) },
    );
  });

  test("in another workflow as well, where it comes from a secret", async () => {
    const other = (word: string): string =>
      step(`|\n          az webapp config appsettings set --settings \\\n            A=1 \\\n${word}            B=2\n`);
    await expectFixed(
      {
        ...READER.before,
        ".github/workflows/a.yml": step("docker run -e COSMOS_KEY=«KEY» -e A=1 shop\n"),
        ".github/workflows/b.yml": other("            COSMOS_KEY=${{ secrets.COSMOS_KEY }} \\\n"),
      },
      {
        ...READER.after,
        ".github/workflows/a.yml": step("docker run -e A=1 shop\n"),
        ".github/workflows/b.yml": other(""),
      },
    );
  });

  test("a connection string becomes the endpoint: a task's settings", async () => {
    const pipeline = (value: string): string =>
      `steps:\n  - task: AzureFunctionApp@1\n    inputs:\n      appName: shop\n      appSettings: '-FUNCTIONS_WORKER_RUNTIME "node" -COSMOS "${value}" -MODE "prod"'\n`;
    await expectFixed(
      { "db.js": BY_STRING, "azure-pipelines.yml": pipeline(`AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;`) },
      { "db.js": BY_ENDPOINT, "azure-pipelines.yml": pipeline(ENDPOINT) },
    );
  });

  test("a key goes from a task's settings", async () => {
    const pipeline = (setting: string): string =>
      `steps:\n  - task: AzureWebApp@1\n    inputs:\n      appSettings: -MODE prod ${setting}-A 1\n`;
    await expectFixed(
      { ...READER.before, "azure-pipelines.yml": pipeline("-COSMOS_KEY «KEY» ") },
      { ...READER.after, "azure-pipelines.yml": pipeline("") },
    );
  });

  test("scripts and Makefiles", async () => {
    await expectFixed(
      {
        ...READER.before,
        "deploy.sh": "#!/bin/sh\naz webapp config appsettings set -n shop \\\n  --settings MODE=1 COSMOS_KEY='«KEY»'\n",
        Makefile: "run:\n\tdocker run \\\n\t\t-e COSMOS_KEY=${COSMOS_KEY} \\\n\t\t--name shop shop\n",
      },
      {
        ...READER.after,
        "deploy.sh": "#!/bin/sh\naz webapp config appsettings set -n shop \\\n  --settings MODE=1\n",
        Makefile: "run:\n\tdocker run \\\n\t\t--name shop shop\n",
      },
    );
    await expectFixed(
      { ...READER.before, Makefile: "run:\n\tdocker run \\\n\t\t-e COSMOS_KEY=«KEY» \\\n\t\t--name shop shop\n" },
      { ...READER.after, Makefile: "run:\n\tdocker run \\\n\t\t--name shop shop\n" },
    );
  });

  test.each([
    [
      "the only setting of a command",
      "az webapp config appsettings set -n shop --settings COSMOS_KEY=«KEY»\n",
      /nothing but this/,
    ],
    ["an argument of a tool", "shopctl seed --key «KEY»\n", /part of a command/],
  ])("%s is left", async (_title, run, reason) => {
    await expectLeft({ ...READER.before, ".github/workflows/a.yml": step(run) }, reason);
  });
});
