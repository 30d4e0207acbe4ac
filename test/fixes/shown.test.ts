import { describe, test } from "vitest";
import { ENDPOINT, expectFixed } from "./fixture";

const BUILD = "new DefaultAzureCredentialBuilder().build()";

/** A class that shows its key in the given lines before it opens the client. */
function shows(lines: readonly string[], credential: string): string {
  const isKeyless = credential.includes("Default");
  return `package shop;
import com.azure.cosmos.*;
${isKeyless ? "import com.azure.identity.DefaultAzureCredentialBuilder;\n" : ""}class Db {
  @Value("\${cosmos.uri}")
  String uri;
${isKeyless ? "" : '  @Value("${cosmos.key}")\n  String key;\n'}  CosmosClient open(boolean verbose) {
${lines.map((line) => `    ${line}\n`).join("")}    return new CosmosClientBuilder().endpoint(uri).${credential}.buildClient();
  }
}
`;
}

/** Expects that of the lines those of `after` are left. */
async function expectLines(before: readonly string[], after: readonly string[]): Promise<void> {
  const settings = `cosmos.uri=${ENDPOINT}\n`;
  await expectFixed(
    { "application.properties": `${settings}cosmos.key=«KEY»\n`, "Db.java": shows(before, "key(key)") },
    { "application.properties": settings, "Db.java": shows(after, `credential(${BUILD})`) },
  );
}

describe("Java: what only shows the key goes with it", () => {
  test("a line that asks whether there is one", async () => {
    await expectLines(['System.out.println("key: " + (key != null && !key.isEmpty()));', "int n = 1;"], ["int n = 1;"]);
  });

  test("a line that shows it alone", async () => {
    await expectLines(
      ['log.warn("key:    " + key);', 'System.out.printf("%s%n", key);', 'LOGGER.info("key {}", key);'],
      [],
    );
  });

  test("a line that tells more hides it", async () => {
    await expectLines(
      [
        'log.info("uri " + uri + " key " + key);',
        'log.info("uri {} key {}", uri, key);',
        'System.out.println(String.format("%s %s", uri, key));',
      ],
      [
        'log.info("uri " + uri + " key " + "***");',
        'log.info("uri {} key {}", uri, "***");',
        'System.out.println(String.format("%s %s", uri, "***"));',
      ],
    );
  });

  test("a line below a condition", async () => {
    await expectLines(
      ["if (verbose) {", '  log.info("uri " + uri);', '  log.info("key " + key);', "}", "if (verbose) log.info(key);"],
      ["if (verbose) {", '  log.info("uri " + uri);', "}", "if (verbose) {}"],
    );
  });
});
