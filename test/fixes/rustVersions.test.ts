import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectLeft } from "./fixture";

describe("Rust: calls and settings by the version of the crate", () => {
  test("an environment variable", async () => {
    await expectChange({
      ".env": `
-COSMOS_KEY=«KEY»
 COSMOS_ENDPOINT=${ENDPOINT}
`,
      "Cargo.toml": `
 [package]
 name = "shop"

 [dependencies]
 azure_core = "0.31"
 azure_data_cosmos = { version = "0.30", features = ["key_auth"] }
+azure_identity = "0.31"
 serde = "1"
`,
      "src/main.rs": `
-use azure_core::credentials::Secret;
 use azure_data_cosmos::CosmosClient;
+use azure_identity::ManagedIdentityCredential;

 fn open() -> Result<CosmosClient, Box<dyn std::error::Error>> {
     let endpoint = std::env::var("COSMOS_ENDPOINT")?;
-    let key = std::env::var("COSMOS_KEY").expect("COSMOS_KEY must be set");
-    Ok(CosmosClient::with_key(&endpoint, Secret::from(key), None)?)
+    Ok(CosmosClient::new(&endpoint, ManagedIdentityCredential::new(None)?, None)?)
 }
`,
    });
  });

  test("dotenvy with context", async () => {
    await expectChange({
      ".env": `
-COSMOS_KEY=«KEY»
 COSMOS_ENDPOINT=${ENDPOINT}
`,
      "Cargo.toml": `
 [package]
 name = "shop"

 [dependencies]
 azure_core = "0.31"
 azure_data_cosmos = { version = "0.30", features = ["key_auth"] }
+azure_identity = "0.31"
 serde = "1"
`,
      "src/main.rs": `
 use azure_core::credentials::Secret;
 use azure_data_cosmos::CosmosClient;
+use azure_identity::ManagedIdentityCredential;

 fn open() -> Result<CosmosClient, Box<dyn std::error::Error>> {
-    let key = dotenvy::var("COSMOS_KEY").context("no key")?;
-    Ok(CosmosClient::with_key("${ENDPOINT}", key.into(), None)?)
+    Ok(CosmosClient::new("${ENDPOINT}", ManagedIdentityCredential::new(None)?, None)?)
 }
`,
    });
  });

  test("a fallback goes with the read", async () => {
    await expectChange({
      "Cargo.toml": `
 [package]
 name = "shop"

 [dependencies]
 azure_core = "0.31"
 azure_data_cosmos = { version = "0.29.1", features = ["key_auth"] }
+azure_identity = "0.30"
 serde = "1"
`,
      "src/main.rs": `
-use azure_core::credentials::Secret;
 use azure_data_cosmos::CosmosClient;
+use azure_identity::ManagedIdentityCredential;

 fn open() -> Result<CosmosClient, Box<dyn std::error::Error>> {
-    let key = std::env::var("COSMOS_KEY").unwrap_or_else(|_| "«KEY»".to_string());
-    Ok(CosmosClient::with_key("${ENDPOINT}", Secret::from(key), None)?)
+    Ok(CosmosClient::new("${ENDPOINT}", ManagedIdentityCredential::new(None)?, None)?)
 }
`,
    });
  });

  test("a fallback leaves the read", async () => {
    await expectChange(
      {
        "Cargo.toml": `
 [package]
 name = "shop"

 [dependencies]
 azure_core = "0.31"
 azure_data_cosmos = { version = "0.29.1", features = ["key_auth"] }
 serde = "1"
`,
        "src/main.rs": `
 use azure_core::credentials::Secret;
 use azure_data_cosmos::CosmosClient;

 fn open() -> Result<CosmosClient, Box<dyn std::error::Error>> {
-    let key = std::env::var("COSMOS_KEY").unwrap_or_else(|_| "«KEY»".to_string());
+    let key = std::env::var("COSMOS_KEY").expect("COSMOS_KEY is set");
     Ok(CosmosClient::with_key("${ENDPOINT}", Secret::from(key), None)?)
 }
`,
      },
      "environment",
    );
  });

  test("the account reference of 0.32", async () => {
    await expectChange({
      "Cargo.toml": `
 [package]
 name = "shop"

 [dependencies]
 azure_core = "0.31"
 azure_data_cosmos = { version = "0.32", features = ["key_auth"] }
+azure_identity = "0.34"
 serde = "1"
`,
      "src/main.rs": `
-use azure_core::credentials::Secret;
 use azure_data_cosmos::{CosmosAccountReference, CosmosClient};
+use azure_identity::ManagedIdentityCredential;

 async fn open() -> Result<CosmosClient, Box<dyn std::error::Error>> {
-    let account = CosmosAccountReference::with_master_key("${ENDPOINT}".parse()?, Secret::from("«KEY»"));
+    let account = CosmosAccountReference::with_credential("${ENDPOINT}".parse()?, ManagedIdentityCredential::new(None)?);
     Ok(CosmosClient::builder().build(account, strategy()).await?)
 }
`,
    });
  });

  test("the account reference of 0.34", async () => {
    await expectChange({
      "Cargo.toml": `
 [package]
 name = "shop"

 [dependencies]
 azure_core = "0.31"
 azure_data_cosmos = { version = "0.34", features = ["key_auth"] }
 azure_identity = "0.36"
 serde = "1"
`,
      "src/main.rs": `
-use azure_core::credentials::Secret;
 use azure_data_cosmos::{AccountReference, CosmosClient};
+use azure_identity::ManagedIdentityCredential;

 async fn open() -> anyhow::Result<CosmosClient> {
-    let account = AccountReference::with_authentication_key("${ENDPOINT}".parse()?, Secret::from("«KEY»"));
+    let account = AccountReference::with_credential("${ENDPOINT}".parse()?, ManagedIdentityCredential::new(None)?);
     Ok(CosmosClient::builder().build(account, strategy()).await?)
 }
`,
    });
  });

  test("an old crate is left", async () => {
    await expectLeft(
      {
        "Cargo.toml": `[package]
name = "shop"

[dependencies]
azure_core = "0.31"
azure_data_cosmos = { version = "0.21", features = ["key_auth"] }
serde = "1"
`,
        "src/main.rs": `use azure_core::credentials::Secret;
use azure_data_cosmos::CosmosClient;

fn open() -> Result<CosmosClient, Box<dyn std::error::Error>> {
    Ok(CosmosClient::with_key("${ENDPOINT}", Secret::from("«KEY»"), None)?)
}
`,
      },
      /The client's constructors differ between/,
    );
  });

  test("a version of the workspace", async () => {
    await expectChange({
      "Cargo.toml": `
 [workspace]
 members = ["app"]

 [workspace.dependencies]
 azure_data_cosmos = "0.30"
`,
      "app/Cargo.toml": `
 [package]
 name = "app"

 [dependencies]
 azure_data_cosmos = { workspace = true }
+azure_identity = "0.31"
`,
      "app/src/main.rs": `
-use azure_core::credentials::Secret;
 use azure_data_cosmos::CosmosClient;
+use azure_identity::ManagedIdentityCredential;

 fn open() -> Result<CosmosClient, Box<dyn std::error::Error>> {
-    Ok(CosmosClient::with_key("${ENDPOINT}", Secret::from("«KEY»"), None)?)
+    Ok(CosmosClient::new("${ENDPOINT}", ManagedIdentityCredential::new(None)?, None)?)
 }
`,
    });
  });
});
