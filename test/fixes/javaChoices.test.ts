import { describe, expect, test } from "vitest";
import { emulatorKey } from "../keys";
import { ENDPOINT, expectFixed, expectLeft, fixAll } from "./fixture";

const IDENTITY = "credential(new DefaultAzureCredentialBuilder().build())";

/** A class with a key by a field or a variable, and what it does with it. */
function db(lines: readonly string[], members: readonly string[] = []): string {
  return `package shop;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;

class Db {
${members.map((line) => `    ${line}\n`).join("")}    CosmosClient open(String endpoint) {
${lines.map((line) => `        ${line}\n`).join("")}    }
}
`;
}

const branch = (condition: string): readonly string[] => [
  "CosmosClientBuilder builder = new CosmosClientBuilder().endpoint(endpoint);",
  `if (${condition}) {`,
  "    builder.key(key);",
  "} else {",
  `    builder.${IDENTITY};`,
  "}",
  "return builder.buildClient();",
];
const getenv = 'String key = System.getenv("COSMOS_KEY");';
const env = `COSMOS_ENDPOINT=${ENDPOINT}\n`;

describe("Java that takes a key if there is one", () => {
  const shapes: Readonly<Record<string, readonly string[]>> = {
    "null and empty": [getenv, ...branch("key != null && !key.isEmpty()")],
    "null alone": [getenv, ...branch("key != null")],
    "a helper that asks": [getenv, ...branch("StringUtils.hasText(key)")],
    "the identity first": [
      getenv,
      "if (key == null || key.isBlank()) {",
      `    return new CosmosClientBuilder().endpoint(endpoint).${IDENTITY}.buildClient();`,
      "}",
      "return new CosmosClientBuilder().endpoint(endpoint).key(key).buildClient();",
    ],
    "an expression": [
      getenv,
      "return (key == null",
      `    ? new CosmosClientBuilder().${IDENTITY}`,
      "    : new CosmosClientBuilder().key(key)).endpoint(endpoint).buildClient();",
    ],
    "a key over the identity": [
      getenv,
      `CosmosClientBuilder builder = new CosmosClientBuilder().endpoint(endpoint).${IDENTITY};`,
      "if (key != null) builder.key(key);",
      "return builder.buildClient();",
    ],
  };
  for (const [name, lines] of Object.entries(shapes))
    test(name, async () => {
      await expectFixed({ ".env": `${env}COSMOS_KEY=«KEY»\n`, "Db.java": db(lines) }, { ".env": env });
    });

  test("a literal becomes what the code asks for", async () => {
    const code = (value: string, condition: string): string => db([`String key = ${value};`, ...branch(condition)]);
    await expectFixed(
      {
        "Db.java": code('"«KEY»"', "key == null || key.isEmpty()")
          .replace("builder.key(key)", "X")
          .replace(`builder.${IDENTITY}`, "builder.key(key)")
          .replace("X", `builder.${IDENTITY}`),
      },
      {
        "Db.java": code('""', "key == null || key.isEmpty()")
          .replace("builder.key(key)", "X")
          .replace(`builder.${IDENTITY}`, "builder.key(key)")
          .replace("X", `builder.${IDENTITY}`),
      },
    );
    await expectFixed({ "Db.java": code('"«KEY»"', "key != null") }, { "Db.java": code("null", "key != null") });
  });

  test("a property that Spring demands gets a default that the code asks for", async () => {
    const code = (other: string, condition: string): string =>
      db(branch(condition), [`@Value("\${cosmos.key${other}}")`, "String key;"]);
    const properties = `cosmos.uri=${ENDPOINT}\n`;
    for (const [other, condition] of [
      [":", "key != null && !key.isEmpty()"],
      [":#{null}", "key != null"],
    ] as const)
      await expectFixed(
        { "application.properties": `${properties}cosmos.key=«KEY»\n`, "Db.java": code("", condition) },
        { "application.properties": properties, "Db.java": code(other, condition) },
      );
  });

  test("a check that throws where the variable is missing is left", async () => {
    await expectLeft(
      { ".env": `${env}COSMOS_KEY=«KEY»\n`, "Db.java": db([getenv, ...branch("!key.isEmpty()")]) },
      /.+/,
    );
  });

  test("a check that stops is none, whatever signs in behind it", async () => {
    const lines = (key: readonly string[], credential: string): readonly string[] => [
      ...key,
      `CosmosClient client = new CosmosClientBuilder().endpoint(endpoint).${credential}.buildClient();`,
      `blobs.${IDENTITY};`,
      "return client;",
    ];
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "Db.java": db(lines([getenv, 'if (key == null) throw new IllegalStateException("no key");'], "key(key)")),
      },
      { ".env": env, "Db.java": db(lines([], IDENTITY)) },
    );
  });
});

describe("Java on the emulator too", () => {
  const compose = `services:\n  shop:\n    environment:\n      COSMOS_KEY: ${emulatorKey()}\n`;
  const code = (lines: readonly string[], isKeyless = true): string =>
    db(lines).replace(isKeyless ? "\0" : "import com.azure.identity.DefaultAzureCredentialBuilder;\n", "");

  test("a chain takes the key if there is one", async () => {
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "docker-compose.yml": compose,
        "Db.java": code(
          [
            getenv,
            "return new CosmosClientBuilder()",
            "        .endpoint(endpoint)",
            "        .key(key)",
            "        .buildClient();",
          ],
          false,
        ),
      },
      {
        ".env": env,
        "Db.java": code([
          getenv,
          "return (key == null || key.isEmpty()",
          `        ? new CosmosClientBuilder().${IDENTITY}`,
          "        : new CosmosClientBuilder().key(key))",
          "        .endpoint(endpoint)",
          "        .buildClient();",
        ]),
      },
    );
  });

  test("a builder in pieces, with a key credential", async () => {
    const { plan, after } = await fixAll({
      ".env": `${env}COSMOS_KEY=«KEY»\n`,
      "docker-compose.yml": compose,
      "Db.java": code(
        [
          getenv,
          "CosmosClientBuilder builder = new CosmosClientBuilder();",
          "builder.credential(new AzureKeyCredential(key));",
          "return builder.endpoint(endpoint).buildClient();",
        ],
        false,
      ),
    });
    expect(plan.left).toEqual([]);
    expect(after["docker-compose.yml"]).toBe(compose);
    expect(after["Db.java"]).toContain(`        if (key == null || key.isEmpty()) {
            builder.${IDENTITY};
        } else {
            builder.credential(new AzureKeyCredential(key));
        }
`);
  });

  test("a property that Spring demands", async () => {
    const members = (other: string): readonly string[] => [`@Value("\${cosmos.key${other}}")`, "private String key;"];
    const lines = ["return new CosmosClientBuilder().endpoint(endpoint).key(key).buildClient();"];
    const dev = `cosmos.key=${emulatorKey()}\n`;
    const { plan, after } = await fixAll({
      "src/main/resources/application.properties": "cosmos.key=«KEY»\n",
      "src/main/resources/application-dev.properties": dev,
      "src/main/java/Db.java": db(lines, members("")).replace(
        "import com.azure.identity.DefaultAzureCredentialBuilder;\n",
        "",
      ),
    });
    expect(plan.left).toEqual([]);
    expect(after["src/main/resources/application-dev.properties"]).toBe(dev);
    expect(after["src/main/resources/application.properties"]).toBe("");
    expect(after["src/main/java/Db.java"]).toContain('@Value("${cosmos.key:}")');
    expect(after["src/main/java/Db.java"]).toContain(`return (key == null || key.isEmpty()
                ? new CosmosClientBuilder().${IDENTITY}
                : new CosmosClientBuilder().key(key)).endpoint(endpoint).buildClient();`);
  });
});
