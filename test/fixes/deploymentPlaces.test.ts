import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft, reader } from "./fixture";

const READER = reader("COSMOS_KEY");
const WORKFLOW = ".github/workflows/ci.yml";
const job = (body: string): string => `on: push\njobs:\n  t:\n    runs-on: ubuntu-latest\n${body}`;

describe("GitHub fills secrets in at some places only", () => {
  test.each([
    [WORKFLOW, job("    strategy:\n      matrix:\n        key: [«KEY»]\n    steps:\n      - run: x\n")],
    [WORKFLOW, `on:\n  workflow_dispatch:\n    inputs:\n      key:\n        default: «KEY»\njobs: {}\n`],
    [WORKFLOW, "on: push\njobs:\n  t:\n    uses: ./.github/workflows/x.yml\n    with:\n      cosmosKey: «KEY»\n"],
    [
      ".github/actions/x/action.yml",
      "runs:\n  using: composite\n  steps:\n    - run: x\n      env:\n        COSMOS_KEY: «KEY»\n",
    ],
  ])("none in %s: %s", async (path, text) => {
    await expectLeft({ [path]: text }, /GitHub fills in no secret here/, "environment");
  });

  test("a service's container starts before the vault is read", async () => {
    const text = job(
      "    services:\n      api:\n        image: x\n        env:\n          COSMOS_KEY: «KEY»\n    steps:\n      - run: x\n",
    );
    await expectLeft({ [WORKFLOW]: text }, /starts before any step/, "key-vault");
  });

  test("single quotes read no variable", async () => {
    const text = job("    steps:\n      - run: ./seed --cosmos-key '«KEY»'\n");
    await expectLeft({ [WORKFLOW]: text }, /single quotes/, "key-vault");
  });
});

describe("texts over several lines in scripts", () => {
  test.each([
    [
      "a.sh",
      "cat > .env <<EOF\nCOSMOS_KEY=«KEY»\nEOF\n",
      "cat > .env <<EOF\nCOSMOS_KEY=${COSMOS_KEY:?set COSMOS_KEY}\nEOF\n",
    ],
    [
      "a.sh",
      `cat <<EOF\n"cosmosKey": "«KEY»"\nEOF\n`,
      `cat <<EOF\n"cosmosKey": "\${COSMOS_KEY:?set COSMOS_KEY}"\nEOF\n`,
    ],
    ["a.ps1", `$x = @"\nCOSMOS_KEY=«KEY»\n"@\n`, `$x = @"\nCOSMOS_KEY=$($env:COSMOS_KEY)\n"@\n`],
  ])("filled in: %s %s", async (path, before, after) => {
    await expectFixed({ [path]: before }, { [path]: after }, "environment");
  });

  test.each([
    ["a.sh", "cat > .env <<'EOF'\nCOSMOS_KEY=«KEY»\nEOF\n"],
    ["a.ps1", "$x = @'\nCOSMOS_KEY=«KEY»\n'@\n"],
  ])("left as they stand: %s %s", async (path, text) => {
    await expectLeft({ [path]: text }, /as it stands/, "environment");
  });
});

describe("a script's own variables", () => {
  test.each([
    [
      "run.sh",
      `export ENDPOINT="${ENDPOINT}"\nexport COSMOS_KEY="«KEY»"\nnode app\n`,
      `export ENDPOINT="${ENDPOINT}"\nnode app\n`,
    ],
    ["run.ps1", `$env:COSMOS_KEY = "«KEY»"\nnode app\n`, "node app\n"],
  ])("programs that it starts do without: %s", async (path, before, after) => {
    await expectFixed({ ...READER.before, [path]: before }, { ...READER.after, [path]: after });
  });

  test("it reads the variable itself", async () => {
    const text = `export COSMOS_KEY="«KEY»"\nnode app\nseed --key "$COSMOS_KEY"\n`;
    await expectLeft({ ...READER.before, "run.sh": text }, /run\.sh:3 reads COSMOS_KEY/);
  });
});

describe("Makefile", () => {
  test.each([
    [
      "run:\n\tdocker run \\\n  -e COSMOS_KEY=«KEY» \\\n  shop\n",
      'run:\n\tdocker run \\\n  -e COSMOS_KEY="$${COSMOS_KEY:?set COSMOS_KEY}" \\\n  shop\n',
    ],
    ["COSMOS_KEY := «KEY»\nPORT = 1\n", "PORT = 1\n"],
    [
      "run:\n\tdocker run -e COSMOS_KEY=«KEY» shop\n",
      `run:\n\tdocker run -e COSMOS_KEY="$\${COSMOS_KEY:?set COSMOS_KEY}" shop\n`,
    ],
  ])("%s", async (before, after) => {
    await expectFixed({ Makefile: before }, { Makefile: after }, "environment");
  });
});

describe("what tools fill in", () => {
  test.each([
    [
      "serverless.yml",
      "provider:\n  environment:\n    COSMOS_KEY: «KEY»\n",
      "provider:\n  environment:\n    COSMOS_KEY: ${env:COSMOS_KEY}\n",
    ],
    [
      "docker-compose.yml",
      "x-env: &env\n  COSMOS_KEY: «KEY»\nservices:\n  api:\n    environment: *env\n",
      "x-env: &env\n  COSMOS_KEY: ${COSMOS_KEY:?set COSMOS_KEY}\nservices:\n  api:\n    environment: *env\n",
    ],
    [
      "main.bicep",
      "module web 'web.bicep' = {\n  params: {\n    cosmosKey: '«KEY»'\n  }\n}\n",
      "@secure()\nparam cosmosKey string\n\nmodule web 'web.bicep' = {\n  params: {\n    cosmosKey: cosmosKey\n  }\n}\n",
    ],
    ["main.bicep", "var cosmosKey = '«KEY»' // old\n", "@secure()\nparam cosmosKey string // old\n"],
  ])("%s: %s", async (path, before, after) => {
    await expectFixed({ [path]: before }, { [path]: after }, "environment");
  });

  test("Bicep: a module that is called without the parameter keeps its default", async () => {
    const files = {
      "web.bicep": "param cosmosKey string = '«KEY»'\n",
      "main.bicep": "module web 'web.bicep' = {\n  name: 'w'\n}\n",
    };
    await expectLeft(files, /used elsewhere without this parameter/, "environment");
  });

  test("Bicep: only settings of App Service refer to a vault", async () => {
    const text =
      "resource s 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {\n  properties: {\n    value: '«KEY»'\n  }\n}\n";
    await expectLeft({ "main.bicep": text }, /Only settings of App Service/, "key-vault");
  });
});

describe("Dapr", () => {
  const component = (rest: string): string =>
    `apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: store\nspec:\n  type: state.azure.cosmosdb\n  metadata:\n    - name: url\n      value: ${ENDPOINT}\n${rest}`;
  const before = component("    - name: masterKey\n      value: «KEY»\n");

  test("signs in by identity without a key", async () => {
    await expectFixed({ "store.yaml": before }, { "store.yaml": component("") });
  });

  test("takes the key from its secret store", async () => {
    const after = component(
      "    - name: masterKey\n      secretKeyRef:\n        name: store-master-key\n        key: store-master-key\n",
    );
    await expectFixed({ "store.yaml": before }, { "store.yaml": after }, "environment");
  });
});

test("Helm: other values of the chart go too", async () => {
  await expectFixed(
    {
      ...READER.before,
      "chart/Chart.yaml": "name: shop\n",
      "chart/values.yaml": `cosmos:\n  endpoint: ${ENDPOINT}\n  key: ""\n`,
      "chart/values-prod.yaml": "replicas: 2\ncosmos:\n  key: «KEY»\n",
      "chart/templates/a.yaml":
        "env:\n  - name: COSMOS_KEY\n    value: {{ .Values.cosmos.key }}\n  - name: A\n    value: b\n",
    },
    {
      ...READER.after,
      "chart/values.yaml": `cosmos:\n  endpoint: ${ENDPOINT}\n`,
      "chart/values-prod.yaml": "replicas: 2\n",
      "chart/templates/a.yaml": "env:\n  - name: A\n    value: b\n",
    },
  );
});

test("Spring: the starter's property as a variable", async () => {
  const compose = (rest: string): string => `services:\n  api:\n    environment:\n      PORT: 1\n${rest}`;
  const pom =
    "<project><dependencies><dependency><artifactId>spring-cloud-azure-starter-data-cosmos</artifactId></dependency></dependencies></project>\n";
  await expectFixed(
    { "pom.xml": pom, "compose.yaml": compose("      SPRING_CLOUD_AZURE_COSMOS_KEY: «KEY»\n") },
    { "compose.yaml": compose("") },
  );
});
