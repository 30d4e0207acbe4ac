import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed, expectLeft, type Files } from "./fixture";

/** A vault that Python's modules read: no import asks it, but one that opens the client too. */

const IMPORTS = `import os\n\nfrom azure.cosmos import CosmosClient\n`;
const AFTER = `${IMPORTS}from azure.identity import DefaultAzureCredential\nfrom azure.keyvault.secrets import SecretClient\n`;
const read = (name: string): string =>
  `def ${name}() -> str:\n    return SecretClient("https://contoso-vault.vault.azure.net", DefaultAzureCredential()).get_secret("contoso-cosmos-key").value or ""\n`;
const DOTENV = `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`;

describe("Python asks the vault", () => {
  test.each<readonly [string, string, string]>([
    [
      "in a function, for a client that the module opens",
      `${IMPORTS}\nCOSMOS_KEY = os.environ["COSMOS_KEY"]\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], credential=COSMOS_KEY)\n`,
      `${AFTER}\n\n${read("cosmos_key")}\n\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], credential=cosmos_key())\n`,
    ],
    [
      "where a check waits for the key",
      `${IMPORTS}\nKEY = os.getenv("COSMOS_KEY")\nif not KEY:\n    raise RuntimeError("no key")\n\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], KEY)\n`,
      `${AFTER}\n\n${read("cosmos_key")}\n\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], cosmos_key())\n`,
    ],
    [
      "where the value stands in the client's call",
      `${IMPORTS}\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], os.getenv("COSMOS_KEY") or "")\n`,
      `${AFTER}\n\n${read("cosmos_key")}\n\nclient = CosmosClient(os.environ["COSMOS_ENDPOINT"], cosmos_key())\n`,
    ],
    [
      "where a function opens the client",
      `${IMPORTS}\nENDPOINT = os.environ["COSMOS_ENDPOINT"]\nCOSMOS_KEY = os.getenv("COSMOS_KEY", "")\nDATABASE = "shop"\n\n\ndef connect():\n    return CosmosClient(ENDPOINT, credential=COSMOS_KEY)\n`,
      `${AFTER}\nENDPOINT = os.environ["COSMOS_ENDPOINT"]\n\n\n${read("cosmos_key")}\n\nDATABASE = "shop"\n\n\ndef connect():\n    return CosmosClient(ENDPOINT, credential=cosmos_key())\n`,
    ],
    [
      "in a function that reads it there",
      `${IMPORTS}\n\ndef connect():\n    key = os.getenv("COSMOS_KEY")\n    return CosmosClient(os.environ["COSMOS_ENDPOINT"], key)\n`,
      `${AFTER}\n\ndef connect():\n    key = SecretClient("https://contoso-vault.vault.azure.net", DefaultAzureCredential()).get_secret("contoso-cosmos-key").value or ""\n    return CosmosClient(os.environ["COSMOS_ENDPOINT"], key)\n`,
    ],
  ])("%s", async (_name, before, after) => {
    await expectFixed(
      { ".env": DOTENV, "db.py": before },
      { ".env": `COSMOS_ENDPOINT=${ENDPOINT}\n`, "db.py": after },
      "key-vault",
    );
  });

  test.each<readonly [string, Files]>([
    [
      "of a module that gives its key to others",
      {
        "config.py": `import os\n\nCOSMOS_KEY = os.environ["COSMOS_KEY"]\n`,
        "db.py": `from azure.cosmos import CosmosClient\nfrom config import COSMOS_KEY\n\n\ndef connect():\n    return CosmosClient("${ENDPOINT}", COSMOS_KEY)\n`,
      },
    ],
    [
      "of two modules that read it each for itself",
      {
        "auth.py": `${IMPORTS}\nkey = os.getenv("COSMOS_KEY")\nclient = CosmosClient("${ENDPOINT}", key)\n`,
        "routes.py": `${IMPORTS}\nclient = CosmosClient("${ENDPOINT}", os.getenv("COSMOS_KEY"))\n`,
      },
    ],
    [
      "of a module that puts the key among its settings",
      {
        "db.py": `${IMPORTS}\nSETTINGS = {"key": os.getenv("COSMOS_KEY")}\n\n\ndef connect():\n    return CosmosClient("${ENDPOINT}", SETTINGS["key"])\n`,
      },
    ],
  ])("at no import %s", async (_name, files) => {
    await expectLeft({ ".env": DOTENV, ...files }, /while the module is imported/, "key-vault");
  });

  test("by a name that says what the secret is", async () => {
    await expectChange(
      {
        ".env": `
 URI=${ENDPOINT}
-KEY=«KEY»
`,
        "db.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential
+from azure.keyvault.secrets import SecretClient
 from dotenv import dotenv_values


 def connect():
     config = dotenv_values(".env")
-    return CosmosClient(config["URI"], config["KEY"])
+    return CosmosClient(config["URI"], SecretClient("https://contoso-vault.vault.azure.net", DefaultAzureCredential()).get_secret("contoso-cosmos-key").value or "")
`,
      },
      "key-vault",
    );
  });

  test("the environment, by an import that a blank line parts from the code", async () => {
    await expectChange(
      {
        "config.py": `
-KEY = "«KEY»"
+import os
+
+KEY = os.environ["COSMOS_KEY"]
`,
        "db.py": `
 from azure.cosmos import CosmosClient
 import config

 client = CosmosClient("${ENDPOINT}", config.KEY)
`,
      },
      "environment",
    );
  });
});
