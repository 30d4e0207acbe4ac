import { expect, test } from "vitest";
import { check, checkFound } from "../../src/cli/commands/check";
import { credentialsAmong } from "../../src/cli/azureKeys";
import { scanTree } from "../../src/files/scanTree";
import { fakeAccount, FakeAzure, fakeCredential } from "../azure/fakeAzure";
import { leaks } from "../leaks";
import { chosenPassword, identifiableKey, otherKey, traceable, traceableKey } from "../keys";
import { folderWith, keyless } from "./run";

/** Secrets in every kind of place, and the files that hold them. */
function planted() {
  const keys = [
    traceableKey(),
    identifiableKey("MastRW00", traceable()),
    identifiableKey("MastRO00", traceable()),
    otherKey(),
    traceableKey(),
    traceableKey(),
  ];
  const [a = "", b = "", c = "", storage = "", d = "", e = ""] = keys;
  const password = chosenPassword();
  const folder = folderWith({
    "a.ts": `import { CosmosClient } from "@azure/cosmos";\nnew CosmosClient({ endpoint: "https://contoso.documents.azure.com", key: "${a}" }); const storage = "${storage}";\n`,
    "b.py": `from azure.cosmos import CosmosClient\nc = CosmosClient(URL, ("${b.slice(0, 40)}"\n    "${b.slice(40)}"))\n`,
    "broken.json": `{ "cosmos": { "key": "${c}", \n`,
    "appsettings.json": `{ "Cosmos": "AccountEndpoint=https://contoso.documents.azure.com:443/;AccountKey=${d};" }`,
    "secret.yaml": `data:\n  cosmos-key: ${Buffer.from(e).toString("base64")}\n`,
    ".env": `DB=mongodb+srv://admin:${password}@x.mongocluster.cosmos.azure.com/\n`,
    "m.js": `new MongoClient("mongodb://contoso:${encodeURIComponent(a)}@contoso.mongo.cosmos.azure.com:10255/");\n`,
  });
  return { folder, secrets: [...keys, password, encodeURIComponent(a), Buffer.from(e).toString("base64")] };
}

test("no output of the command line shows five characters in a row of a secret", () => {
  const { folder, secrets } = planted();
  const vault = ["--vault", "https://contoso-vault.vault.azure.net"];
  const runs = [
    ["scan"],
    ["scan", "--format", "json"],
    ["scan", "--format", "sarif"],
    ["scan", "--format", "markdown"],
    ["baseline"],
    ["explain", "a.ts:2"],
    ["fix", "--with", "managed-identity"],
    ["fix", "--with", "environment"],
    ["fix", "--with", "key-vault", ...vault],
    ["scan", secrets[0] ?? ""],
    ["scan", `--format=${secrets[0] ?? ""}`],
    ["scan", `--${secrets[0] ?? ""}`],
    [secrets[0] ?? ""],
    ["fix", "--with", "managed-identity,key-vault,environment", ...vault, "--write"],
  ];
  for (const args of runs) {
    const { said } = keyless(folder, ...args);
    expect(said.length).toBeGreaterThan(0);
    const shown = secrets.filter((secret) => leaks(said.replaceAll(folder, ""), secret));
    expect(shown.length, `${args[0] ?? ""} ${args[1]?.slice(0, 20) ?? ""}`).toBe(0);
  }
});

test("check shows and sends no key", async () => {
  const { folder, secrets } = planted();
  const { found } = scanTree(
    [folder],
    { exclude: [], includeIgnored: true, mostBytes: 1e7 },
    { note: () => undefined },
  );
  const azure = new FakeAzure([fakeAccount("contoso")]);
  let said = "";
  const say = (text: string): void => {
    said += text;
  };
  const code = await checkFound(
    credentialsAmong(found).filter(({ isKey }) => isKey),
    (cloud) => Promise.resolve({ credential: fakeCredential, cloud, httpClient: azure.httpClient }),
    { out: say, tell: say, progress: say, colour: false, ask: () => Promise.resolve(false) },
  );
  expect(code).toBe(2);
  expect(check.summary).toMatch(/Sends no key/);
  const sent = JSON.stringify(azure.requests.map(({ url, body, headers }) => [url, body, headers]));
  for (const secret of secrets) expect(leaks(said.replaceAll(folder, "") + sent, secret)).toBe(false);
});
