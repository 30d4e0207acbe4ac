import { describe, expect, test } from "vitest";
import { ENDPOINT, expectFixed, fixAll } from "./fixture";

const IDENTITY = "credential(new DefaultAzureCredentialBuilder().build())";
const IMPORT = "import com.azure.identity.DefaultAzureCredentialBuilder;\n";

/** A class that opens the client from what `settings` gives. */
function db(members: string, key: string): string {
  return `package shop;
import com.azure.cosmos.*;
${key === IDENTITY ? IMPORT : ""}class Db {
${members}  CosmosClient open(Settings s) { return new CosmosClientBuilder().endpoint(s.getUri()).${key}.buildClient(); }
}
`;
}

/** Expects that what fills a class of settings changes with it. */
async function expectFilled(
  settings: readonly [string, string],
  fills: readonly [string, string],
  key = "key(s.getKey())",
): Promise<void> {
  await expectFixed(
    { "Settings.java": settings[0], "Db.java": db(fills[0], key) },
    { "Settings.java": settings[1], "Db.java": db(fills[1], IDENTITY) },
  );
}

describe("Java: settings that a value fills", () => {
  const lombok = (mark: string, field: string): string =>
    `package shop;\nimport lombok.*;\n${mark}\nclass Settings {\n  private String uri;\n${field}}\n`;
  const field = "  private String key;\n";

  test("Lombok's builder", async () => {
    await expectFilled(
      [lombok("@Data\n@Builder", field), lombok("@Data\n@Builder", "")],
      [
        `  void run() { open(Settings.builder().uri("${ENDPOINT}").key("«KEY»").build()); }\n`,
        `  void run() { open(Settings.builder().uri("${ENDPOINT}").build()); }\n`,
      ],
    );
  });

  test("Lombok's setter", async () => {
    await expectFilled(
      [lombok("@Data", field), lombok("@Data", "")],
      [
        `  void run(Settings s) {\n    s.setUri("${ENDPOINT}");\n    s.setKey("«KEY»");\n    open(s);\n  }\n`,
        `  void run(Settings s) {\n    s.setUri("${ENDPOINT}");\n    open(s);\n  }\n`,
      ],
    );
  });

  test("setters in a chain", async () => {
    const own = (key: string): string =>
      `package shop;\nclass Settings {\n  private String uri;\n${key === "" ? "" : field}  Settings setUri(String uri) { this.uri = uri; return this; }\n${key}  String getUri() { return uri; }\n${key === "" ? "" : "  String getKey() { return key; }\n"}}\n`;
    await expectFilled(
      [own("  Settings setKey(String key) { this.key = key; return this; }\n"), own("")],
      [
        `  void run() { open(new Settings().setKey("«KEY»").setUri("${ENDPOINT}")); }\n`,
        `  void run() { open(new Settings().setUri("${ENDPOINT}")); }\n`,
      ],
    );
  });

  test("a record that is constructed", async () => {
    const record = (key: string): string => `package shop;\nrecord Settings(String getUri, ${key}String database) {}\n`;
    await expectFilled(
      [record("String key, "), record("")],
      [
        `  void run() { open(new Settings("${ENDPOINT}", "«KEY»", "shop")); }\n`,
        `  void run() { open(new Settings("${ENDPOINT}", "shop")); }\n`,
      ],
      "key(s.key())",
    );
  });
});

describe("Java: who else gives or demands a setting", () => {
  const settings = `cosmos.uri=${ENDPOINT}\n`;
  const code = (field: string, credential: string): string => `package shop;
import com.azure.cosmos.*;
${credential === IDENTITY ? IMPORT : ""}class Db {
  @Value("\${cosmos.uri}") String uri;
${field}  CosmosClient open() { return new CosmosClientBuilder().endpoint(uri).${credential}.buildClient(); }
}
`;
  const before = {
    "src/main/resources/application.properties": `${settings}cosmos.key=«KEY»\n`,
    "src/main/java/Db.java": code('  @Value("${cosmos.key}") String key;\n', "key(key)"),
  };
  const after = {
    "src/main/resources/application.properties": settings,
    "src/main/java/Db.java": code("", IDENTITY),
  };

  test("annotations and system properties of tests", async () => {
    await expectFixed(
      {
        ...before,
        "src/test/java/ATest.java": `@SpringBootTest\n@TestPropertySource(properties = "cosmos.key=abc")\nclass ATest {}\n`,
        "src/test/java/BTest.java": `@SpringBootTest(properties = {"cosmos.key=abc", "cosmos.uri=x"})\nclass BTest {\n  void start() {\n    System.setProperty("cosmos.key", "abc");\n  }\n}\n`,
      },
      {
        ...after,
        "src/test/java/ATest.java": "@SpringBootTest\nclass ATest {}\n",
        "src/test/java/BTest.java": `@SpringBootTest(properties = {"cosmos.uri=x"})\nclass BTest {\n  void start() {\n  }\n}\n`,
      },
    );
  });

  test("a field that a test fills by its name", async () => {
    const fill = `ReflectionTestUtils.setField(db, "key", "abc");`;
    const file = (line: string): string =>
      `class DbTest {\n  private Db db = new Db();\n  void start() {\n    ReflectionTestUtils.setField(db, "uri", "x");\n${line}  }\n}\n`;
    await expectFixed(
      { ...before, "src/test/java/DbTest.java": file(`    ${fill}\n`) },
      { ...after, "src/test/java/DbTest.java": file("") },
    );
  });

  test("an emulator that a test brings keeps its key", async () => {
    const testCode = `import org.springframework.test.context.DynamicPropertyRegistry;
class DbTest {
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("cosmos.key", EMULATOR::getEmulatorKey);
  }
}
`;
    const { plan, after: files } = await fixAll({ ...before, "src/test/java/DbTest.java": testCode });
    expect(plan.left).toEqual([]);
    expect(files["src/test/java/DbTest.java"]).toBe(testCode);
    expect(files["src/main/java/Db.java"]).toContain('@Value("${cosmos.key:}") String key;');
    expect(files["src/main/java/Db.java"]).toContain(": new CosmosClientBuilder().key(key)).endpoint(uri)");
  });

  test("a list of names that must be there", async () => {
    const program = (names: string, read: string): string => `package shop;
import com.azure.cosmos.*;
${read === IDENTITY ? IMPORT : ""}import java.util.List;
class Db {
  static final List<String> REQUIRED = List.of(${names});
  void check() {
    for (String name : REQUIRED) {
      if (System.getenv(name) == null) throw new IllegalStateException(name);
    }
  }
  CosmosClient open() { return new CosmosClientBuilder().endpoint(System.getenv("COSMOS_URI")).${read}.buildClient(); }
}
`;
    await expectFixed(
      {
        ".env": `COSMOS_URI=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`,
        "Db.java": program('"COSMOS_URI", "COSMOS_KEY"', 'key(System.getenv("COSMOS_KEY"))'),
      },
      { ".env": `COSMOS_URI=${ENDPOINT}\n`, "Db.java": program('"COSMOS_URI"', IDENTITY) },
    );
  });

  test("a profile of Quarkus", async () => {
    const field = (name: string): string => `  @ConfigProperty(name = "${name}")\n  String key;\n`;
    await expectFixed(
      {
        "src/main/resources/application.properties": `${settings}%dev.cosmos.key=«KEY»\n`,
        "src/main/java/Db.java": code(field("cosmos.key"), "key(key)"),
      },
      after,
    );
  });
});

test("a name in a constant that a message tells", async () => {
  const code = (lines: string, credential: string): string => `package shop;
import com.azure.cosmos.*;
${credential === IDENTITY ? IMPORT : ""}class Db {
${lines}    return new CosmosClientBuilder().endpoint(System.getenv("COSMOS_URI")).${credential}.buildClient();
  }
}
`;
  await expectFixed(
    {
      ".env": `COSMOS_URI=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`,
      "Db.java": code(
        `  static final String NAME = "COSMOS_KEY";
  CosmosClient open() {
    String key = System.getenv(NAME);
    if (key == null) {
      throw new IllegalStateException(NAME + " is missing");
    }
`,
        "key(key)",
      ),
    },
    { ".env": `COSMOS_URI=${ENDPOINT}\n`, "Db.java": code("  CosmosClient open() {\n", IDENTITY) },
  );
});
