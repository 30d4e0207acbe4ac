import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import { ENDPOINT, expectFixed, expectLeft, fixAll } from "./fixture";

const IDENTITY = "credential(DefaultAzureCredentialBuilder().build())";
const IMPORT = "import com.azure.identity.DefaultAzureCredentialBuilder\n";

/** A class that opens the client in the given lines. */
function db(lines: readonly string[], head = "class Db"): string {
  return `package shop

import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder
${IMPORT}
${head} {
    fun open(endpoint: String): CosmosClient {
${lines.map((line) => `        ${line}\n`).join("")}    }
}
`;
}

const env = `COSMOS_ENDPOINT=${ENDPOINT}\n`;
const getenv = 'val key = System.getenv("COSMOS_KEY")';
const ways: Readonly<Record<string, readonly string[]>> = {
  "an expression": [
    getenv,
    `val builder = if (key.isNullOrBlank()) CosmosClientBuilder().${IDENTITY} else CosmosClientBuilder().key(key)`,
    "return builder.endpoint(endpoint).buildClient()",
  ],
  "the key where there is one": [
    getenv,
    "val builder = CosmosClientBuilder().endpoint(endpoint)",
    "if (!key.isNullOrEmpty()) {",
    "    builder.key(key)",
    "} else {",
    `    builder.${IDENTITY}`,
    "}",
    "return builder.buildClient()",
  ],
  when: [
    getenv,
    "val builder = CosmosClientBuilder().endpoint(endpoint)",
    "when {",
    "    key != null -> builder.key(key)",
    `    else -> builder.${IDENTITY}`,
    "}",
    "return builder.buildClient()",
  ],
  "an empty fallback": [
    `${getenv} ?: ""`,
    `if (key.isEmpty()) return CosmosClientBuilder().endpoint(endpoint).${IDENTITY}.buildClient()`,
    "return CosmosClientBuilder().endpoint(endpoint).key(key).buildClient()",
  ],
  "a block that is applied": [
    getenv,
    "return CosmosClientBuilder().endpoint(endpoint).apply {",
    `    if (key.isNullOrBlank()) ${IDENTITY} else key(key)`,
    "}.buildClient()",
  ],
};

describe("Kotlin that takes a key if there is one", () => {
  for (const [name, lines] of Object.entries(ways))
    test(name, async () => {
      await expectFixed({ ".env": `${env}COSMOS_KEY=«KEY»\n`, "Db.kt": db(lines) }, { ".env": env });
    });

  test("a variable that is demanded is no longer", async () => {
    const lines = (read: string): readonly string[] => [
      read,
      `val builder = if (key.isBlank()) CosmosClientBuilder().${IDENTITY} else CosmosClientBuilder().key(key)`,
      "return builder.endpoint(endpoint).buildClient()",
    ];
    for (const [before, after] of [
      [`${getenv} ?: error("no key")`, `${getenv} ?: ""`],
      [getenv.replace("key =", "key: String ="), `${getenv.replace("key =", "key: String =")} ?: ""`],
    ] as const)
      await expectFixed(
        { ".env": `${env}COSMOS_KEY=«KEY»\n`, "Db.kt": db(lines(before)) },
        { ".env": env, "Db.kt": db(lines(after)) },
      );
    await expectLeft({ ".env": `${env}COSMOS_KEY=«KEY»\n`, "Db.kt": db(lines(getenv)) }, /.+/);
  });

  test("a property that Spring demands", async () => {
    const head = (other: string): string => `class Db(@Value("\\\${cosmos.key${other}}") private val key: String)`;
    const lines = [
      `val builder = if (key.isBlank()) CosmosClientBuilder().${IDENTITY} else CosmosClientBuilder().key(key)`,
      "return builder.endpoint(endpoint).buildClient()",
    ];
    const properties = `cosmos.uri=${ENDPOINT}\n`;
    await expectFixed(
      { "application.properties": `${properties}cosmos.key=«KEY»\n`, "Db.kt": db(lines, head("")) },
      { "application.properties": properties, "Db.kt": db(lines, head(":")) },
    );
  });
});

describe("Kotlin on the emulator too", () => {
  const compose = `services:\n  shop:\n    environment:\n      COSMOS_KEY: ${emulatorKey()}\n`;
  const keyed = (lines: readonly string[], head?: string): string => db(lines, head).replace(IMPORT, "");

  test("a chain takes the key if there is one", async () => {
    const chain = (root: readonly string[]): readonly string[] => [
      getenv,
      ...root.slice(0, -1),
      root.at(-1) ?? "",
      "    .endpoint(endpoint)",
      "    .buildClient()",
    ];
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "docker-compose.yml": compose,
        "Db.kt": keyed([
          getenv,
          "return CosmosClientBuilder()",
          "    .endpoint(endpoint)",
          "    .key(key)",
          "    .buildClient()",
        ]),
      },
      {
        ".env": env,
        "Db.kt": db(
          chain([
            `return (if (key.isNullOrEmpty()) CosmosClientBuilder().${IDENTITY}`,
            "    else CosmosClientBuilder().key(key))",
          ]),
        ),
      },
    );
  });

  test("properties that Spring binds", async () => {
    const dev = `cosmos.key=${emulatorKey()}\n`;
    const code = (builder: string, isKeyless: boolean): string =>
      isKeyless ? db([builder], "class Db(private val p: Props)") : keyed([builder], "class Db(private val p: Props)");
    const props = (late: string, other: string): string =>
      `package shop\n\n@ConfigurationProperties(prefix = "cosmos")\nclass Props {\n    lateinit var uri: String\n    ${late}var key: String${other}\n}\n`;
    const { plan, after } = await fixAll({
      "src/main/resources/application.properties": `cosmos.uri=${ENDPOINT}\ncosmos.key=«KEY»\n`,
      "src/main/resources/application-dev.properties": dev,
      "src/main/kotlin/Props.kt": props("lateinit ", ""),
      "src/main/kotlin/Db.kt": code("return CosmosClientBuilder().endpoint(endpoint).key(p.key).buildClient()", false),
    });
    expect(plan.left).toEqual([]);
    expect(after["src/main/resources/application-dev.properties"]).toBe(dev);
    expect(after["src/main/kotlin/Props.kt"]).toBe(props("", ' = ""'));
    expect(after["src/main/kotlin/Db.kt"]).toBe(
      code(
        `return (if (p.key.isNullOrEmpty()) CosmosClientBuilder().${IDENTITY}
            else CosmosClientBuilder().key(p.key)).endpoint(endpoint).buildClient()`,
        true,
      ),
    );
  });

  test("a block that is applied", async () => {
    const { plan, after } = await fixAll({
      ".env": `${env}COSMOS_KEY=«KEY»\n`,
      "docker-compose.yml": compose,
      "Db.kt": keyed([
        getenv,
        "return CosmosClientBuilder().apply {",
        "    endpoint(endpoint)",
        "    key(key)",
        "}.buildClient()",
      ]),
    });
    expect(plan.left).toEqual([]);
    expect(after["Db.kt"]).toContain(`            if (key.isNullOrEmpty()) ${IDENTITY} else key(key)\n`);
  });
});
