import { describe, expect, test } from "vitest";
import { ENDPOINT, expectFixed, fixAll } from "./fixture";

const imports = "import com.azure.cosmos.CosmosClient;\nimport com.azure.cosmos.CosmosClientBuilder;\n";
const fixed = `${imports}import com.azure.identity.DefaultAzureCredentialBuilder;\n`;
const CREDENTIAL = "new DefaultAzureCredentialBuilder().build()";
const store = (head: string, body: string): string => `package shop;\n\n${head}\npublic class Store {\n${body}}\n`;

describe("Java becomes keyless", () => {
  test.each([
    [
      "an inline key",
      `    CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").key("«KEY»").buildClient();\n`,
      `    CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").credential(${CREDENTIAL}).buildClient();\n`,
    ],
    [
      "a constant, and a builder across lines with a comment inside",
      `    private static final String KEY = "«KEY»";\n\n    CosmosClient c = new CosmosClientBuilder()\n            .endpoint("${ENDPOINT}")\n            .key(KEY) // the primary one\n            .buildClient();\n`,
      `    CosmosClient c = new CosmosClientBuilder()\n            .endpoint("${ENDPOINT}")\n            .credential(${CREDENTIAL}) // the primary one\n            .buildClient();\n`,
    ],
    [
      "tabs",
      `\tCosmosClient c = new CosmosClientBuilder()\n\t\t.endpoint("${ENDPOINT}")\n\t\t.key("«KEY»")\n\t\t.buildClient();\n`,
      `\tCosmosClient c = new CosmosClientBuilder()\n\t\t.endpoint("${ENDPOINT}")\n\t\t.credential(${CREDENTIAL})\n\t\t.buildClient();\n`,
    ],
  ])("%s", async (_name, before, after) => {
    await expectFixed({ "Store.java": store(imports, before) }, { "Store.java": store(fixed, after) });
  });

  const code = `    CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").key("«KEY»").buildClient();\n`;
  const keyless = code.replace('.key("«KEY»")', `.credential(${CREDENTIAL})`);

  test.each([
    [
      "build.gradle.kts",
      `dependencies {\n    implementation("com.azure:azure-cosmos:4.60.0")\n}\n`,
      /implementation\("com\.azure:azure-cosmos:4\.60\.0"\)\n {4}implementation\("com\.azure:azure-identity:[\d.]+"\)\n/,
    ],
    [
      "build.gradle",
      `dependencies {\n  implementation 'com.azure:azure-cosmos'\n}\n`,
      /implementation 'com\.azure:azure-cosmos'\n {2}implementation 'com\.azure:azure-identity'\n/,
    ],
  ])("%s", async (name, before, after) => {
    const { after: files } = await fixAll({ "app/Store.java": store(imports, code), [`app/${name}`]: before });
    expect(files[`app/${name}`]).toMatch(after);
  });

  test("a Gradle version catalogue", async () => {
    const catalogue = `[versions]\njunit = "5.10.0"\n\n[libraries]\nazure-cosmos = { module = "com.azure:azure-cosmos", version = "4.60.0" }\n`;
    const build = `dependencies {\n    implementation(libs.azure.cosmos)\n}\n`;
    const { after: files } = await fixAll({
      "app/Store.java": store(imports, code),
      "app/build.gradle.kts": build,
      "gradle/libs.versions.toml": catalogue,
    });
    expect(files["app/Store.java"]).toBe(store(fixed, keyless));
    const entry = /\nazure-identity = \{ module = "com\.azure:azure-identity", version = "[\d.]+" \}\n$/;
    expect(files["gradle/libs.versions.toml"]).toMatch(entry);
    const use = build.replace("libs.azure.cosmos)\n", "libs.azure.cosmos)\n    implementation(libs.azure.identity)\n");
    expect(files["app/build.gradle.kts"]).toBe(use);
  });
});
