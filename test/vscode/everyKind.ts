import { randomBytes } from "node:crypto";
import { chosenPassword, emulatorKey, identifiableKey, legacyKey } from "../keys";

/** A file of every kind that holds a credential, of every rule: what "no dead end" is tried on. */

const endpoint = "https://contoso-orders.documents.azure.com:443/";
const host = "contoso-orders.mongo.cosmos.azure.com:10255";

/** The files by path. Keys are made anew at each call. */
export function everyKind(): Readonly<Record<string, string>> {
  const key = identifiableKey;
  const connection = (): string => `AccountEndpoint=${endpoint};AccountKey=${key()};`;
  const assignment = (open: string): string => `${open}COSMOS_KEY = "${key()}"\n`;
  return {
    // Every rule.
    "rules/account-key.ts": `const cosmosKey = "${legacyKey()}";\n`,
    "rules/connection-string.ts": `const cosmos = "${connection()}";\n`,
    "rules/mongo.ts": `const url = "mongodb://contoso-orders:${encodeURIComponent(key())}@${host}/?ssl=true";\n`,
    "rules/vcore.ts": `const url = "mongodb+srv://admin:${chosenPassword()}@contoso.mongocluster.cosmos.azure.com/?tls=true";\n`,
    "rules/postgres.ts": `const url = "postgres://citus:${chosenPassword()}@c-contoso.abc123.postgres.cosmos.azure.com:5432/citus";\n`,
    "rules/token.ts": `const token = "type=resource&ver=1&sig=${signature()};${legacyKey()};";\n`,
    "rules/recorded.log": `Authorization: type%3dmaster%26ver%3d1.0%26sig%3d${encodeURIComponent(signature())}\n`,
    "rules/handed.bicep": `resource db 'Microsoft.DocumentDB/databaseAccounts@2024-05-15' existing = { name: 'contoso-orders' }\noutput key string = db.listKeys().primaryMasterKey\n`,
    "rules/emulator.ts": `const client = new CosmosClient({ endpoint: "https://localhost:8081", key: "${emulatorKey()}" });\n`,
    "rules/damaged.ts": `const cosmosKey = "${damaged(key())}";\n`,
    // Every format: in the shapes that the fixes know, and in others.
    "formats/appsettings.json": JSON.stringify({ Cosmos: { Endpoint: endpoint, Key: key() } }, undefined, 2),
    "formats/strange.json": JSON.stringify({ deep: [{ cosmos: [["a", { k: key() }]] }] }, undefined, 2),
    "formats/local.settings.json": JSON.stringify({ Values: { CosmosConnection: connection() } }),
    "formats/tsconfig.json": `{\n  // a comment\n  "cosmosKey": "${key()}"\n}\n`,
    "formats/spring-configuration-metadata.json": JSON.stringify({
      properties: [{ name: "cosmos.key", defaultValue: key() }],
    }),
    "formats/deploy.yaml": `kind: Deployment\nspec:\n  env:\n    - name: COSMOS_KEY\n      value: ${key()}\n`,
    "formats/secret.yaml": `kind: Secret\ndata:\n  cosmos-key: ${Buffer.from(key()).toString("base64")}\n`,
    "formats/block.yaml": `data:\n  settings: |\n    COSMOS_KEY: ${key()}\n`,
    "formats/docker-compose.yml": `services:\n  app:\n    environment:\n      COSMOS_KEY: ${key()}\n`,
    "formats/web.config": `<configuration>\n  <appSettings>\n    <add key="CosmosKey" value="${key()}" />\n  </appSettings>\n</configuration>\n`,
    "formats/strange.xml": `<a>\n  <cosmos\n    key="${key()}"\n  />\n</a>\n`,
    "formats/.env": `COSMOS_KEY=${key()}\n`,
    "formats/app.properties": `azure.cosmos.key=${key()}\n`,
    "formats/app.ini": `[cosmos]\nkey = ${key()}\n`,
    "formats/app.toml": `[cosmos]\nkey = "${key()}"\n`,
    "formats/main.tf": `locals {\n  cosmos_key = "${key()}"\n}\n`,
    "formats/terraform.tfstate": JSON.stringify({
      version: 4,
      resources: [{ type: "azurerm_cosmosdb_account", instances: [{ attributes: { primary_key: key() } }] }],
    }),
    "src/main/resources/META-INF/additional-spring-configuration-metadata.json": `{\n  "properties": [{ "name": "cosmos.key", "type": "java.lang.String", "defaultValue": "${key()}" }]\n}\n`,
    "formats/application.conf": `azure.cosmos {\n  key = "${key()}"\n}\n`,
    "formats/terraform.tfvars": `cosmos_key = "${key()}"\n`,
    "formats/main.bicep": `param cosmosKey string = '${key()}'\n`,
    "formats/Dockerfile": `FROM scratch\nENV COSMOS_KEY=${key()}\n`,
    "formats/run.sh": `#!/bin/sh\nexport COSMOS_KEY=${key()}\n`,
    "formats/heredoc.sh": `cat <<END\nCOSMOS_KEY=${key()}\nEND\n`,
    "formats/run.ps1": assignment("$"),
    "formats/run.cmd": `set COSMOS_KEY=${key()}\r\n`,
    "formats/notes.md": `# Notes\n\n\`\`\`ts\nconst cosmosKey = "${key()}";\n\`\`\`\n`,
    "formats/page.html": `<script>\n  const cosmosKey = "${key()}";\n</script>\n`,
    "formats/seed.sql": `-- cosmos\ninsert into settings values ('cosmosKey', '${key()}');\n`,
    "formats/export.csv": `name,value\ncosmosKey,${key()}\n`,
    "formats/app.log": `cosmosKey=${key()}\n`,
    "formats/any.http": `POST ${endpoint}\nx-cosmos-key: ${key()}\n`,
    "formats/Makefile": `run:\n\tCOSMOS_KEY=${key()} ./app\n`,
    // Every language; in strings that go over lines, too.
    "languages/A.cs": `class A { string cosmosKey = "${key()}"; }\n`,
    "languages/Verbatim.cs": `class V { string cosmos = @"\nkey=${key()}\n"; }\n`,
    "languages/a.js": `const cosmosKey = "${key()}";\n`,
    "languages/template.ts": `const text = \`\ncosmosKey: ${key()}\n\`;\n`,
    "languages/view.tsx": `const cosmos = (\n  <A\n    cosmosKey="${key()}"\n  />\n);\n`,
    "languages/a.py": assignment(""),
    "languages/long.py": `text = """\nCOSMOS_KEY=${key()}\n"""\n`,
    "languages/continued.py": `COSMOS_KEY = \\\n    "${key()}"\n`,
    "languages/A.java": `class A { String cosmosKey = "${key()}"; }\n`,
    "languages/Text.java": `class T { String cosmos = """\n    key=${key()}\n    """; }\n`,
    "languages/a.go": `package a\n\nvar cosmosKey = "${key()}"\n\nvar raw = \`\ncosmosKey=${key()}\n\`\n`,
    "languages/a.rs": `const COSMOS_KEY: &str = "${key()}";\n`,
    "languages/A.kt": `val cosmosKey = "${key()}"\n`,
    "languages/Raw.kt": `val cosmos = """\n  key=${key()}\n"""\n`,
    "languages/a.php": `<?php\n$cosmosKey = "${key()}";\n`,
    "languages/a.rb": `cosmos_key = "${key()}"\n`,
    "languages/a.cpp": `const char* cosmosKey = "${key()}";\n`,
    "languages/a.swift": `let cosmosKey = "${key()}"\n`,
    "languages/a.scala": `val cosmosKey = "${key()}"\n`,
    "languages/a.fs": `let cosmosKey = "${key()}"\n`,
    "languages/a.vb": `Dim cosmosKey = "${key()}"\n`,
    "languages/a.groovy": `def cosmosKey = "${key()}"\n`,
    "languages/a.dart": `const cosmosKey = "${key()}";\n`,
    "languages/a.r": `cosmosKey <- "${key()}"\n`,
    "languages/a.lua": `cosmosKey = "${key()}"\n`,
    "languages/a.pl": `my $cosmosKey = "${key()}";\n`,
  };
}

/** What a request is signed with. */
function signature(): string {
  return randomBytes(32).toString("base64");
}

/** A key whose signature is whole and whose checksum is not. */
function damaged(key: string): string {
  const at = key[3] === "A" ? "B" : "A";
  return key.slice(0, 3) + at + key.slice(4);
}
