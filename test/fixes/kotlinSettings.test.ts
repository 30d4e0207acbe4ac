import { describe, test } from "vitest";
import { ENDPOINT, expectFixed } from "./fixture";

const IDENTITY = "credential(DefaultAzureCredentialBuilder().build())";

/** A file that opens the client, with its import of the identity where it has one. */
function file(code: string): string {
  const identity = code.includes(IDENTITY) ? "import com.azure.identity.DefaultAzureCredentialBuilder\n" : "";
  return `package shop\n\nimport com.azure.cosmos.CosmosClientBuilder\n${identity}\n${code}`;
}

const yaml = `cosmos:\n  endpoint: ${ENDPOINT}\n`;
const env = `COSMOS_ENDPOINT=${ENDPOINT}\n`;

describe("Kotlin: how a setting is read", () => {
  test("a class that is loaded whole, by a value of another file", async () => {
    const config = (key: string): string => `package shop

data class Cosmos(val endpoint: String${key})
data class Config(val cosmos: Cosmos)

val config = ConfigLoaderBuilder.default().build().loadConfigOrThrow<Config>()
`;
    const db = (key: string): string =>
      file(`val client = CosmosClientBuilder().endpoint(config.cosmos.endpoint).${key}.buildClient()\n`);
    await expectFixed(
      {
        "src/main/resources/application.yaml": `${yaml}  key: «KEY»\n`,
        "src/main/kotlin/Config.kt": config(", val key: String"),
        "src/main/kotlin/Db.kt": db("key(config.cosmos.key)"),
      },
      {
        "src/main/resources/application.yaml": yaml,
        "src/main/kotlin/Config.kt": config(""),
        "src/main/kotlin/Db.kt": db(IDENTITY),
      },
    );
  });

  test("a section of Ktor's configuration", async () => {
    const app = (key: string): string =>
      file(`fun Application.module() {
    val cosmos = environment.config.config("cosmos")
    CosmosClientBuilder().endpoint(cosmos.property("endpoint").getString()).${key}.buildClient()
}
`);
    await expectFixed(
      {
        "src/main/resources/application.yaml": `${yaml}  key: «KEY»\n`,
        "src/main/kotlin/App.kt": app('key(cosmos.property("key").getString())'),
      },
      { "src/main/resources/application.yaml": yaml, "src/main/kotlin/App.kt": app(IDENTITY) },
    );
  });

  test("a parameter's default, and what stops where there is none", async () => {
    const db = (key: string, use: string): string =>
      file(`data class Config(
    val endpoint: String = System.getenv("COSMOS_ENDPOINT"),
${key})

class Db(config: Config = Config()) {
    private val client = CosmosClientBuilder().endpoint(config.endpoint).${use}.buildClient()
}
`);
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "Db.kt": db(
          '    val key: String = System.getenv("COSMOS_KEY") ?: throw IllegalStateException("no key"),\n',
          "key(config.key)",
        ),
        "DbTest.kt": `package shop\n\nval db = Db(Config(endpoint = "x", key = "y"))\n`,
      },
      {
        ".env": env,
        "Db.kt": db("", IDENTITY),
        "DbTest.kt": `package shop\n\nval db = Db(Config(endpoint = "x"))\n`,
      },
    );
  });

  test("a lazy property, and lines that show it", async () => {
    const db = (key: string, lines: string, use: string): string =>
      file(`object Db {
${key}    fun open() {
${lines}        CosmosClientBuilder().endpoint(System.getenv("COSMOS_ENDPOINT")).${use}.buildClient()
    }
}
`);
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "Db.kt": db(
          '    private val key: String by lazy { System.getenv("COSMOS_KEY") }\n',
          '        logger.info { "key has ${key.length}" }\n        println("key $key")\n        log.info("open $name with $key")\n',
          "key(key)",
        ),
      },
      { ".env": env, "Db.kt": db("", '        log.info("open $name with ***")\n', IDENTITY) },
    );
  });
});
