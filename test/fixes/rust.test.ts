import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft } from "./fixture";

const manifest = (version: string, identity = ""): string =>
  `[package]\nname = "shop"\n\n[dependencies]\nazure_core = "0.31"\nazure_data_cosmos = { version = "${version}", features = ["key_auth"] }\n${identity}serde = "1"\n`;
const before = (statement: string, uses = ""): string =>
  `use azure_core::credentials::Secret;\nuse azure_data_cosmos::CosmosClient;\n${uses}\nfn main() -> Result<(), Box<dyn std::error::Error>> {\n${statement}    Ok(())\n}\n`;
const after = (statement: string): string =>
  `use azure_data_cosmos::CosmosClient;\nuse azure_identity::ManagedIdentityCredential;\n\nfn main() -> Result<(), Box<dyn std::error::Error>> {\n${statement}    Ok(())\n}\n`;

describe("Rust becomes keyless", () => {
  test.each([
    [
      "an inline key",
      `    let client = CosmosClient::with_key("${ENDPOINT}", Secret::new("«KEY»"), None)?;\n`,
      `    let client = CosmosClient::new("${ENDPOINT}", ManagedIdentityCredential::new(None)?, None)?;\n`,
    ],
    [
      "a variable, and unwrap",
      `    let key = "«KEY»";\n    let client = CosmosClient::with_key("${ENDPOINT}", Secret::new(key), None).unwrap();\n`,
      `    let client = CosmosClient::new("${ENDPOINT}", ManagedIdentityCredential::new(None).unwrap(), None).unwrap();\n`,
    ],
    [
      "a connection string",
      `    let client = CosmosClient::with_connection_string(Secret::new("AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;"), None)?;\n`,
      `    let client = CosmosClient::new("${ENDPOINT}", ManagedIdentityCredential::new(None)?, None)?;\n`,
    ],
  ])("%s", async (_name, statement, expected) => {
    await expectFixed(
      { "src/main.rs": before(statement), "Cargo.toml": manifest("0.30.0") },
      { "src/main.rs": after(expected), "Cargo.toml": manifest("0.30.0", 'azure_identity = "0.31"\n') },
    );
  });

  test("a constant that only one client used goes", async () => {
    const constant = `const KEY: &str = "«KEY»";\n`;
    await expectFixed(
      {
        "src/main.rs": `${constant}${before(`    let client = CosmosClient::with_key("${ENDPOINT}", Secret::new(KEY), None)?;\n`)}`,
        "Cargo.toml": manifest("0.30"),
      },
      {
        "src/main.rs": after(
          `    let client = CosmosClient::new("${ENDPOINT}", ManagedIdentityCredential::new(None)?, None)?;\n`,
        ),
        "Cargo.toml": manifest("0.30", 'azure_identity = "0.31"\n'),
      },
    );
  });

  test("a version whose constructors are others is left, and that is said", async () => {
    const statement = `    let client = CosmosClient::with_key("${ENDPOINT}", Secret::new("«KEY»"), None)?;\n`;
    await expectLeft({ "src/main.rs": before(statement), "Cargo.toml": manifest("0.27") }, /differ between versions/);
    await expectLeft({ "src/main.rs": before(statement), "Cargo.toml": manifest("0.33") }, /is unknown/);
    await expectLeft({ "src/main.rs": before(statement), "Cargo.toml": manifest("0.32") }, /version is unknown here/);
    await expectLeft({ "src/main.rs": before(statement) }, /differ between versions/);
  });

  test("the environment in its place", async () => {
    await expectFixed(
      {
        "src/main.rs": before(`    let client = CosmosClient::with_key("${ENDPOINT}", Secret::new("«KEY»"), None)?;\n`),
      },
      {
        "src/main.rs": before(
          `    let client = CosmosClient::with_key("${ENDPOINT}", Secret::new(std::env::var("COSMOS_KEY").expect("COSMOS_KEY is set")), None)?;\n`,
        ),
      },
      "environment",
    );
  });
});
