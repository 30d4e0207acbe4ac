import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft } from "./fixture";

const cosmos = "from azure.cosmos import CosmosClient\n";
const both = `${cosmos}from azure.identity import DefaultAzureCredential\n`;

describe("Python becomes keyless", () => {
  test.each([
    [
      "a keyword",
      `c = CosmosClient("${ENDPOINT}", credential="«KEY»")`,
      `c = CosmosClient("${ENDPOINT}", credential=DefaultAzureCredential())`,
    ],
    ["a position", `c = CosmosClient(URL, "«KEY»")`, `c = CosmosClient(URL, DefaultAzureCredential())`],
    [
      "the dictionary form",
      `KEY = "«KEY»"\nc = CosmosClient(URL, {'masterKey': KEY})`,
      `c = CosmosClient(URL, DefaultAzureCredential())`,
    ],
    [
      "a connection string",
      `c = CosmosClient.from_connection_string('AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;', consistency_level="Session")`,
      `c = CosmosClient('${ENDPOINT}', credential=DefaultAzureCredential(), consistency_level="Session")`,
    ],
    [
      "a fallback",
      `KEY = os.environ.get("COSMOS_KEY", "«KEY»")\nc = CosmosClient(URL, KEY)`,
      `c = CosmosClient(URL, DefaultAzureCredential())`,
    ],
    [
      "inside a function",
      `def open_client():\n    key = "«KEY»"\n    return CosmosClient(URL, credential=key)`,
      `def open_client():\n    return CosmosClient(URL, credential=DefaultAzureCredential())`,
    ],
  ])("%s", async (_name, before, after) => {
    await expectFixed({ "a.py": `${cosmos}${before}\n` }, { "a.py": `${both}${after}\n` });
  });

  test("an asynchronous credential is closed with its client", async () => {
    const aio = "from azure.cosmos.aio import CosmosClient\n";
    await expectFixed(
      {
        "a.py": `${aio}async def main():\n    async with CosmosClient(URL, credential="«KEY»") as client:\n        pass\n`,
      },
      {
        "a.py": `${aio}from azure.identity.aio import DefaultAzureCredential\nasync def main():\n    async with DefaultAzureCredential() as credential, CosmosClient(URL, credential=credential) as client:\n        pass\n`,
      },
    );
  });

  test.each([
    ["requirements.txt", "flask\nazure-cosmos==4.9.0\n", "flask\nazure-cosmos==4.9.0\nazure-identity>=1.25.0\n"],
    [
      "pyproject.toml",
      `[project]\ndependencies = [\n  "azure-cosmos>=4.5",\n  "flask",\n]\n`,
      `[project]\ndependencies = [\n  "azure-cosmos>=4.5",\n  "azure-identity>=1.25.0",\n  "flask",\n]\n`,
    ],
    [
      "pyproject.toml",
      `[project]\ndependencies = ["azure-cosmos>=4.5"]\n`,
      `[project]\ndependencies = ["azure-cosmos>=4.5", "azure-identity>=1.25.0"]\n`,
    ],
    [
      "pyproject.toml",
      `[tool.poetry.dependencies]\npython = "^3.11"\nazure-cosmos = "^4.5"\n`,
      `[tool.poetry.dependencies]\npython = "^3.11"\nazure-cosmos = "^4.5"\nazure-identity = "^1.25.0"\n`,
    ],
  ])("%s gets the package in the file's own form", async (manifest, before, after) => {
    await expectFixed(
      { "a.py": `${cosmos}c = CosmosClient(URL, "«KEY»")\n`, [manifest]: before },
      { "a.py": `${both}c = CosmosClient(URL, DefaultAzureCredential())\n`, [manifest]: after },
    );
  });
});

describe("Python is left alone", () => {
  test("where another file does something else with the constant", async () => {
    await expectLeft(
      { "config.py": `COSMOS_KEY = "«KEY»"\n`, "app.py": `from config import COSMOS_KEY\nsend(COSMOS_KEY)\n` },
      /cannot be followed/,
    );
  });

  test("where the SDK is pydocumentdb", async () => {
    await expectLeft(
      { "a.py": `import pydocumentdb\nfrom azure.cosmos import CosmosClient\nc = CosmosClient(URL, "«KEY»")\n` },
      /pydocumentdb/,
    );
  });
});
