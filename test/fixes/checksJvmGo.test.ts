import { describe, test } from "vitest";
import { ENDPOINT, expectFixed } from "./fixture";

const env = `COSMOS_URI=${ENDPOINT}\n`;

/** A method of Java that reads both, in the given lines, and opens the client. */
function java(lines: readonly string[], credential: string): string {
  return `package shop;
import com.azure.cosmos.*;
${credential.startsWith("key") ? "" : "import com.azure.identity.DefaultAzureCredentialBuilder;\n"}class Db {
  CosmosClient open() {
    String endpoint = System.getenv("COSMOS_URI");
${lines.map((line) => `    ${line}\n`).join("")}    return new CosmosClientBuilder().endpoint(endpoint).${credential}.buildClient();
  }
}
`;
}

async function expectJava(before: readonly string[], after: readonly string[]): Promise<void> {
  await expectFixed(
    {
      ".env": `${env}COSMOS_KEY=«KEY»\n`,
      "Db.java": java(['String key = System.getenv("COSMOS_KEY");', ...before], "key(key)"),
    },
    { ".env": env, "Db.java": java(after, "credential(new DefaultAzureCredentialBuilder().build())") },
  );
}

describe("Checks of a key beside others", () => {
  const stop = ['  throw new IllegalStateException("no settings");', "}"];

  for (const condition of [
    "key == null || key.isEmpty() || endpoint == null || endpoint.isEmpty()",
    "endpoint == null || endpoint.isEmpty() || key == null || key.isEmpty()",
    "endpoint == null || key == null || key.isEmpty() || endpoint.isEmpty()",
  ])
    test(`Java: ${condition}`, async () => {
      await expectJava([`if (${condition}) {`, ...stop], ["if (endpoint == null || endpoint.isEmpty()) {", ...stop]);
    });

  test("Java: both must be there", async () => {
    await expectJava(
      ["boolean isReady = endpoint != null && key != null && !key.isBlank();"],
      ["boolean isReady = endpoint != null;"],
    );
  });

  test("Java: what only stops", async () => {
    await expectJava(
      [
        'Assert.hasText(key, "COSMOS_KEY");',
        "if (StringUtils.isEmpty(key)) {",
        '  LOG.error("COSMOS_KEY");',
        "  System.exit(1);",
        "}",
      ],
      [],
    );
  });

  const go = (read: string, lines: string, credential: string, client: string): string => `package main

import (
	"errors"
	"os"

${client === "NewClient" ? '	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"\n' : ""}	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func open() (*azcosmos.Client, error) {
	${read}
${lines}	cred, err := ${credential}
	if err != nil {
		return nil, err
	}
	return azcosmos.${client}(endpoint, cred, nil)
}
`;

  test("Go: variables that are read at once, and a switch", async () => {
    const empty = (name: string): string => `	case ${name} == "":\n		return nil, errors.New("no ${name}")\n`;
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "main.go": go(
          'key, endpoint := os.Getenv("COSMOS_KEY"), os.Getenv("COSMOS_URI")',
          `	switch {\n${empty("endpoint")}${empty("key")}	}\n`,
          "azcosmos.NewKeyCredential(key)",
          "NewClientWithKey",
        ),
      },
      {
        ".env": env,
        "main.go": go(
          'endpoint := os.Getenv("COSMOS_URI")',
          `	switch {\n${empty("endpoint")}	}\n`,
          "azidentity.NewDefaultAzureCredential(nil)",
          "NewClient",
        ),
      },
    );
  });

  test("Kotlin: requirements", async () => {
    const code = (lines: string, credential: string): string => `package shop

import com.azure.cosmos.CosmosClientBuilder
${credential.startsWith("key") ? "" : "import com.azure.identity.DefaultAzureCredentialBuilder\n"}
fun open() {
    val endpoint = System.getenv("COSMOS_URI")
${lines}    CosmosClientBuilder().endpoint(endpoint).${credential}.buildClient()
}
`;
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "Db.kt": code(
          `    val key = System.getenv("COSMOS_KEY") ?: error("COSMOS_KEY")
    if (key.isNullOrBlank() || endpoint.isNullOrBlank()) {
        throw IllegalStateException("no settings")
    }
    require(!key.isNullOrEmpty()) { "COSMOS_KEY" }
`,
          "key(key)",
        ),
      },
      {
        ".env": env,
        "Db.kt": code(
          `    if (endpoint.isNullOrBlank()) {
        throw IllegalStateException("no settings")
    }
`,
          "credential(DefaultAzureCredentialBuilder().build())",
        ),
      },
    );
  });
});
