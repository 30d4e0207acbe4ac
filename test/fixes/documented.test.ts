import { describe, test } from "vitest";
import { ENDPOINT, expectFixed } from "./fixture";

describe("Documentation of what goes", () => {
  test("a parameter of Java", async () => {
    const code = (tag: string, parameter: string, credential: string, lead: string): string => `package shop;
import com.azure.cosmos.*;
${lead}class Db {
    /**
     * Opens the client.
     *
     * @param endpoint the endpoint
${tag}     * @return the client
     */
    static CosmosClient open(String endpoint${parameter}) {
        return new CosmosClientBuilder().endpoint(endpoint).${credential}.buildClient();
    }
}
`;
    const main = (key: string): string =>
      `package shop;\nclass Main { void run() { Db.open("${ENDPOINT}"${key}); } }\n`;
    await expectFixed(
      {
        "Db.java": code(
          "     * @param key the account's key,\n     *        as the portal shows it\n",
          ", String key",
          "key(key)",
          "",
        ),
        "Main.java": main(', "«KEY»"'),
      },
      {
        "Db.java": code(
          "",
          "",
          "credential(new DefaultAzureCredentialBuilder().build())",
          "import com.azure.identity.DefaultAzureCredentialBuilder;\n",
        ),
        "Main.java": main(""),
      },
    );
  });

  test("a property and a parameter of Kotlin", async () => {
    const code = (
      property: string,
      field: string,
      tag: string,
      parameter: string,
      given: string,
      credential: string,
      lead: string,
    ): string => `package shop

import com.azure.cosmos.CosmosClientBuilder
${lead}
/**
 * Where the shop keeps its orders.
 * @property uri String
${property} * @constructor
 */
data class Config(val uri: String${field})

${tag}fun open(uri: String${parameter}) = CosmosClientBuilder().endpoint(uri).${credential}.buildClient()

fun main(config: Config) = open(config.uri${given})
`;
    const main = (key: string): string => `package shop

fun start() = main(Config("${ENDPOINT}"${key}))
`;
    await expectFixed(
      {
        "Db.kt": code(
          " * @property key String\n",
          ", val key: String",
          "/** @param key the key */\n",
          ", key: String",
          ", config.key",
          "key(key)",
          "",
        ),
        "Main.kt": main(', "«KEY»"'),
      },
      {
        "Db.kt": code(
          "",
          "",
          "",
          "",
          "",
          "credential(DefaultAzureCredentialBuilder().build())",
          "import com.azure.identity.DefaultAzureCredentialBuilder\n",
        ),
        "Main.kt": main(""),
      },
    );
  });
});

describe("What is read instead of a value", () => {
  test("a fallback of commons-lang goes, and the variable is read that was read before", async () => {
    const code = (value: string): string => `package shop;
import org.apache.commons.lang3.StringUtils;
class Settings {
    static String KEY = System.getProperty("ACCOUNT_KEY", ${value});
    static String HOST = StringUtils.trim("x");
}
`;
    await expectFixed(
      {
        "Settings.java": code(
          `StringUtils.defaultString(StringUtils.trimToNull(System.getenv().get("ACCOUNT_KEY")), "«KEY»")`,
        ),
      },
      { "Settings.java": code(`System.getenv("ACCOUNT_KEY")`) },
      "environment",
    );
  });

  test("properties that a program without a framework loads itself know no placeholders", async () => {
    const code = (read: string): string => `package shop;
class Config {
    static String key() { return ${read}; }
}
`;
    await expectFixed(
      {
        "pom.xml":
          "<project><dependencies><dependency><artifactId>azure-cosmos</artifactId></dependency></dependencies></project>\n",
        "src/main/resources/application.properties": `cosmos.uri=${ENDPOINT}\ncosmos.key=«KEY»\n`,
        "src/main/java/Config.java": code('props.getProperty("cosmos.key")'),
      },
      {
        "src/main/resources/application.properties": `cosmos.uri=${ENDPOINT}\n`,
        "src/main/java/Config.java": code('System.getenv("COSMOS_KEY")'),
      },
      "environment",
    );
  });
});
