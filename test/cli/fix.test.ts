import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, linkSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { identifiableKey, legacyKey } from "../keys";
import { CLI, folderWith, keyless, keylessAs } from "./run";

const code = (key: string): string =>
  `from azure.cosmos import CosmosClient\nc = CosmosClient("https://contoso.documents.azure.com:443/", "${key}")\n`;

test("without --write it prints a masked diff and changes nothing", () => {
  const key = identifiableKey();
  const folder = folderWith({ "a.py": code(key) });
  const run = keyless(folder, "fix", "--with", "managed-identity");
  expect(run.status).toBe(0);
  expect(run.stdout).toMatch(/^--- a\/a\.py\n\+\+\+ b\/a\.py\n/);
  expect(run.stdout).toMatch(/^\+c = CosmosClient\(.*, DefaultAzureCredential\(\)\)$/m);
  expect(run.stderr).toMatch(/Nothing was changed/);
  expect(readFileSync(join(folder, "a.py"), "utf8")).toBe(code(key));
});

test("--write changes the file, keeps its mode and byte order mark, and says what is left to do", () => {
  const folder = folderWith({ "a.py": `\uFEFF${code(identifiableKey())}` });
  chmodSync(join(folder, "a.py"), 0o755);
  const run = keyless(folder, "fix", "--with", "managed-identity", "--write");
  expect(run.stdout).toBe("changed a.py\n");
  expect(run.stderr).toMatch(/Rotate the key/);
  expect(statSync(join(folder, "a.py")).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(folder, "a.py"), "utf8")).toMatch(/^\uFEFFfrom azure\.cosmos/);
});

test("of a list the first kind that applies is taken; what is left makes exit code 1", () => {
  const folder = folderWith({
    "a.js": `const { MongoClient } = require("mongodb");\nnew MongoClient("mongodb://contoso:${encodeURIComponent(identifiableKey())}@contoso.mongo.cosmos.azure.com:10255/?ssl=true");\n`,
  });
  const refused = keyless(folder, "fix", "--with", "managed-identity");
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/left: a\.js:2:\d+: MongoDB \(RU\) accounts/);
  expect(keyless(folder, "fix", "--with", "managed-identity,environment").stdout).toMatch(
    /process\.env\.COSMOS_MONGO_CONNECTION_STRING/,
  );
});

test("--only takes a rule or a file", () => {
  const folder = folderWith({ "a.py": code(identifiableKey()), "b.py": code(identifiableKey()) });
  const run = keyless(folder, "fix", "--only", "b.py");
  expect(run.stdout).toMatch(/b\/b\.py/);
  expect(run.stdout).not.toMatch(/a\.py/);
});

describe("a fix over several files is whole, or is none", () => {
  const TAIL = "// ".padEnd(4000, "x");
  const files = (): Readonly<Record<string, string>> => ({
    "keys.ts": `export const COSMOS_KEY = "${legacyKey()}";\n`,
    "client.ts": `import { CosmosClient } from "@azure/cosmos";\nimport { COSMOS_KEY } from "./keys";\nexport const c = new CosmosClient({ endpoint: "https://a.documents.azure.com", key: COSMOS_KEY });\n${TAIL}\n`,
    "package.json": '{"dependencies":{"@azure/cosmos":"^4.0.0"}}\n',
  });
  const textsIn = (folder: string): Readonly<Record<string, string>> =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  /** Everybody's folder. Root may write everything: then the command is run as nobody. */
  const NOBODY = process.getuid?.() === 0 ? { uid: 65534 } : {};
  const owned = (given: Readonly<Record<string, string>>): string => {
    const folder = folderWith(given);
    for (const path of [folder, ...Object.keys(given).map((name) => join(folder, name))])
      if (NOBODY.uid !== undefined) chownSync(path, NOBODY.uid, NOBODY.uid);
    return folder;
  };

  test("where a file may not be written, or its folder: refused with the place", () => {
    for (const locked of ["client.ts", ""]) {
      const given = files();
      const folder = owned(given);
      chmodSync(join(folder, locked), 0o555);
      const run = keylessAs(NOBODY, folder, "fix", "--write");
      expect(run.stderr).toMatch(
        /^left: keys\.ts:1:28: The fix would change a file that cannot be written\.\n {2}look at /m,
      );
      expect(run.stderr).toMatch(/^Fixed 0 of 1 findings in 0 files/m);
      expect(run.status).toBe(1);
      expect(textsIn(folder)).toEqual(given);
      chmodSync(join(folder, locked), 0o755);
    }
  });

  test("where the disk is full: nothing was changed, and nothing is left beside", () => {
    const given = files();
    const folder = folderWith(given);
    const script = `ulimit -f 2; '${process.execPath}' '${CLI}' fix --write`;
    const { status, stderr } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
    expect(stderr).toMatch(/^cosmos-keyless: client\.ts: cannot be written, so nothing was changed\.$/m);
    expect(stderr).not.toMatch(/Fixed/);
    expect(status).toBe(2);
    expect(textsIn(folder)).toEqual(given);
  });

  test("another name of a file (a hard link) gets the fix, too", () => {
    const folder = folderWith({ "src/a.py": code(identifiableKey()) });
    linkSync(join(folder, "src/a.py"), join(folder, "b.bin"));
    expect(keyless(folder, "fix", "src", "--write").stdout).toBe("changed src/a.py\n");
    expect(readFileSync(join(folder, "b.bin"), "utf8")).toMatch(/DefaultAzureCredential\(\)\)\n$/);
    expect(readdirSync(folder)).toEqual(["b.bin", "src"]);
  });

  test("two names of one file are not written one over the other", () => {
    const given = { "a.py": code(identifiableKey()) };
    const folder = folderWith(given);
    linkSync(join(folder, "a.py"), join(folder, "b.py"));
    const run = keyless(folder, "fix", "--write");
    expect(run).toMatchObject({ status: 2 });
    expect(run.stderr).toMatch(/by another name, so nothing was changed/);
    expect(readFileSync(join(folder, "b.py"), "utf8")).toBe(given["a.py"]);
  });
});

const HANDED = `resource "azurerm_cosmosdb_account" "db" {\n  name = "contoso"\n}\n\nresource "azurerm_key_vault_secret" "k" {\n  value = azurerm_cosmosdb_account.db.primary_key\n}\n`;

test("a key that infrastructure hands out is told, and counts where it was asked for", () => {
  const folder = folderWith({ "main.tf": HANDED, "a.py": code(identifiableKey()) });
  const run = keyless(folder, "fix");
  expect(run.status).toBe(0);
  expect(run.stderr).toMatch(/left: main\.tf:6:\d+: The key goes to resource azurerm_key_vault_secret k/);
  expect(run.stderr).toMatch(/Would fix 1 of 1 findings/);
  expect(keyless(folder, "fix", "--only", "handed-out-key").status).toBe(1);
});
