import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft } from "./fixture";

const IDENTITY = "ManagedIdentityCredential::new(None)";
const env = `COSMOS_ENDPOINT=${ENDPOINT}\n`;
const cargo = (identity: string): string =>
  `[package]\nname = "shop"\n\n[dependencies]\nazure_data_cosmos = "0.30"\n${identity}`;

/** A program's main file: what stands above, the code, and the imports that it needs. */
function main(code: string): string {
  const isKeyed = code.includes("Secret::");
  const uses = isKeyed
    ? "use azure_core::credentials::Secret;\nuse azure_data_cosmos::CosmosClient;\n"
    : "use azure_data_cosmos::CosmosClient;\nuse azure_identity::ManagedIdentityCredential;\n";
  return `${uses}\n${code}`;
}

/** Expects that a key of the environment goes with what reads it. */
async function expectKeyless(
  before: string,
  after: string,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  await expectFixed(
    { ".env": `${env}COSMOS_KEY=«KEY»\n`, "Cargo.toml": cargo(""), "src/main.rs": main(before), ...files },
    { ".env": env, "Cargo.toml": cargo('azure_identity = "0.31"\n'), "src/main.rs": main(after) },
  );
}

describe("Rust: a key is followed through structs and functions", () => {
  test("a struct that is filled from the environment", async () => {
    const code = (field: string, filled: string, client: string): string => `struct Config {
    endpoint: String,
${field}}

impl Config {
    fn read() -> Result<Self, std::env::VarError> {
        Ok(Self {
            endpoint: std::env::var("COSMOS_ENDPOINT")?,
${filled}        })
    }
}

fn open(config: &Config) -> Result<CosmosClient, Box<dyn std::error::Error>> {
    Ok(${client})
}
`;
    await expectKeyless(
      code(
        "    key: String,\n",
        '            key: std::env::var("COSMOS_KEY")?,\n',
        "CosmosClient::with_key(&config.endpoint, Secret::from(config.key.clone()), None)?",
      ),
      code("", "", `CosmosClient::new(&config.endpoint, ${IDENTITY}?, None)?`),
    );
  });

  const clap = (field: string, client: string): string => `#[derive(clap::Parser)]
struct Args {
    #[arg(long, env = "COSMOS_ENDPOINT")]
    endpoint: String,
${field}}

fn open(args: Args) -> Result<CosmosClient, Box<dyn std::error::Error>> {
    Ok(${client})
}
`;
  const keyed = clap(
    '    /// The account\'s key.\n    #[arg(long, env = "COSMOS_KEY")]\n    key: String,\n',
    "CosmosClient::with_key(&args.endpoint, Secret::from(args.key), None)?",
  );

  test("an argument of clap, with its attribute and documentation", async () => {
    await expectKeyless(keyed, clap("", `CosmosClient::new(&args.endpoint, ${IDENTITY}?, None)?`));
  });

  test("an argument that a script gives is left", async () => {
    await expectLeft(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "Cargo.toml": cargo(""),
        "src/main.rs": main(keyed),
        "run.sh": 'cargo run -- --key "$KEY"\n',
      },
      /uses it where it cannot be followed/,
    );
  });

  test("a parameter, and a line that shows it", async () => {
    const code = (read: string, parameter: string, lines: string, argument: string, client: string): string =>
      `fn open(endpoint: &str${parameter}) -> azure_core::Result<CosmosClient> {
${lines}    ${client}
}

fn main() {
${read}    let client = open("${ENDPOINT}"${argument}).unwrap();
}
`;
    await expectKeyless(
      code(
        '    let key = std::env::var("COSMOS_KEY").expect("COSMOS_KEY");\n',
        ", key: &str",
        '    println!("key {key}");\n',
        ", &key",
        "CosmosClient::with_key(endpoint, Secret::from(key.to_string()), None)",
      ),
      code("", "", "", "", `CosmosClient::new(endpoint, ${IDENTITY}?, None)`),
    );
  });

  test("a helper that takes the name", async () => {
    const code = (client: string): string => `fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name}"))
}

fn main() {
    let client = ${client};
}
`;
    await expectKeyless(
      code('CosmosClient::with_key(&required("COSMOS_ENDPOINT"), Secret::from(required("COSMOS_KEY")), None).unwrap()'),
      code(`CosmosClient::new(&required("COSMOS_ENDPOINT"), ${IDENTITY}.unwrap(), None).unwrap()`),
    );
  });

  test("only the value goes where the code signs in by identity without it", async () => {
    const code = `use azure_core::credentials::Secret;
use azure_data_cosmos::CosmosClient;
use azure_identity::DeveloperToolsCredential;

fn open(endpoint: &str) -> azure_core::Result<CosmosClient> {
    match std::env::var("COSMOS_KEY") {
        Ok(key) => CosmosClient::with_key(endpoint, Secret::from(key), None),
        Err(_) => CosmosClient::new(endpoint, DeveloperToolsCredential::new(None)?, None),
    }
}
`;
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "Cargo.toml": cargo('azure_identity = "0.31"\n'),
        "src/main.rs": code,
      },
      { ".env": env },
    );
  });
});
