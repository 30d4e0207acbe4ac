import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { disableKeysCommand } from "../../src/cli/commands/disableKeys";
import { grantCommand } from "../../src/cli/commands/grant";
import { reportCommand } from "../../src/cli/commands/report";
import { rotateCommand } from "../../src/cli/commands/rotate";
import { storeCommand } from "../../src/cli/commands/store";
import { sweepCommand } from "../../src/cli/commands/sweep";
import { fakeAccount, FakeAzure } from "../azure/fakeAzure";
import { hurry } from "../azure/hurry";
import { leaks } from "../leaks";
import { legacyKey } from "../keys";
import { freshRecords, runAzure } from "./azureRun";
import { folderWith } from "./run";

const VAULT = ["--vault", "contoso-vault"];
const FRESH = { primary: "2026-01-01T00:00:00Z", secondary: "2026-01-01T00:00:00Z" };

afterAll(hurry());
let records: string;
beforeEach(() => {
  records = freshRecords();
});

/** An account whose primary key stands in a folder's code. */
function exposed(code = "read") {
  const account = fakeAccount("contoso", FRESH);
  const folder = folderWith({
    "db.ts": `import { CosmosClient } from "@azure/cosmos";\nconst c = new CosmosClient({ endpoint: "https://contoso.documents.azure.com", key: "${account.keys.primary}" });\nvoid c.database("a").container("b").items.${code}("x");\n`,
  });
  return { account, folder, azure: new FakeAzure([account]) };
}

const auditOf = (): readonly Record<string, unknown>[] =>
  readFileSync(join(records, "audit.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("grant", () => {
  test("says what it will create, asks, creates once, and finds it there the next time", async () => {
    const { account, folder, azure } = exposed("create");
    const refused = await runAzure(grantCommand, azure, [folder]);
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/Grant the role Cosmos DB Built-in Data Contributor on account contoso/);
    expect(account.roles.size).toBe(0);
    expect((await runAzure(grantCommand, azure, [folder, "--yes"])).code).toBe(0);
    const again = await runAzure(grantCommand, azure, [folder, "--yes"]);
    expect(again.said).toMatch(/has the role .* already/);
    expect(account.roles.size).toBe(1);
    expect(auditOf().map(({ step, result, who }) => [step, result, who])).toEqual([
      ["grant", "started", "ada@contoso.example"],
      ["grant", "done", "ada@contoso.example"],
    ]);
  });

  test("code that only reads needs the reader's role; a scope narrows it", async () => {
    const { folder, azure } = exposed("query");
    const run = await runAzure(grantCommand, azure, [folder, "--scope", "/dbs/shop/colls/orders", "--dry-run"]);
    expect(run.code).toBe(0);
    expect(run.said).toMatch(/Data Reader on dbs\/shop\/colls\/orders of account contoso/);
  });

  test("an identity is named, or the ones that there are are listed", async () => {
    const account = fakeAccount("contoso");
    const id = "22222222-2222-2222-2222-222222222222";
    const azure = new FakeAzure([account], [["shop-app", "microsoft.web/sites", "shop", id]]);
    const named = await runAzure(grantCommand, azure, [
      folderWith({}),
      "--account",
      "contoso",
      "--to",
      "shop-app",
      "--dry-run",
    ]);
    expect(named.said).toContain(id);
    const unnamed = await runAzure(grantCommand, azure, [folderWith({}), "--account", "contoso", "--to", "other"]);
    expect(unnamed.code).toBe(2);
    expect(unnamed.said).toMatch(/shop-app \(sites\)/);
  });

  test("an account without data roles says so", async () => {
    const account = fakeAccount("contoso");
    account.mongo = true;
    const run = await runAzure(grantCommand, new FakeAzure([account]), [folderWith({}), "--account", "contoso"]);
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/no data roles/);
  });
});

describe("store", () => {
  test("stores the key that was found, reads it back, and makes no second version of the same", async () => {
    const { account, folder, azure } = exposed();
    const args = [folder, ...VAULT, "--yes"];
    expect((await runAzure(storeCommand, azure, args)).code).toBe(0);
    expect(azure.vault.secrets.get("cosmos-key")?.map(({ value }) => value)).toEqual([account.keys.primary]);
    const again = await runAzure(storeCommand, azure, args);
    expect(again.said).toMatch(/holds the primary key of contoso already/);
    expect(azure.vault.secrets.get("cosmos-key")).toHaveLength(1);
  });

  test("a name that has another value gets a new version, and that is said before", async () => {
    const { account, folder, azure } = exposed();
    azure.vault.secrets.set("cosmos-key", [{ id: "0".repeat(32), value: "other", created: 1 }]);
    const run = await runAzure(storeCommand, azure, [folder, ...VAULT, "--key", "secondary", "--yes"]);
    expect(run.said).toMatch(/as a new version/);
    expect(azure.vault.secrets.get("cosmos-key")?.at(-1)?.value).toBe(account.keys.secondary);
  });

  test("a deleted secret of the name is recovered only where asked", async () => {
    const { folder, azure } = exposed();
    azure.vault.deleted.set("cosmos-key", [{ id: "0".repeat(32), value: "old", created: 1 }]);
    const refused = await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"]);
    expect(refused.code).toBe(2);
    expect(refused.said).toMatch(/deleted secret cosmos-key is still kept/);
    expect((await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes", "--recover"])).code).toBe(0);
    expect(azure.vault.secrets.get("cosmos-key")).toHaveLength(2);
  });

  test("a connection string is stored as the portal writes it", async () => {
    const { account, folder, azure } = exposed();
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--as", "connection-string", "--yes"]);
    expect(azure.vault.secrets.get("cosmos-connection-string")?.[0]?.value).toBe(
      `AccountEndpoint=https://contoso.documents.azure.com:443/;AccountKey=${account.keys.primary};`,
    );
  });
});

describe("rotate", () => {
  test("a dry run says every step and calls nothing but reads", async () => {
    const { folder, azure } = exposed();
    const run = await runAzure(rotateCommand, azure, [folder, ...VAULT, "--dry-run"]);
    expect(run.code).toBe(0);
    expect(run.said).toMatch(
      /1\. Regenerate the secondary key[^\n]*\n+2\. Store the secondary key[^\n]*\n+3\. Wait until every app[^\n]*\n+4\. Regenerate the primary key/,
    );
    expect(azure.requests.filter(({ method, url }) => method !== "GET" && !/listKeys|ResourceGraph/.test(url))).toEqual(
      [],
    );
  });

  test("waits for the apps, then for the named yes, and goes on where it was", async () => {
    const { account, folder, azure } = exposed();
    const { primary, secondary } = account.keys;
    const args = [folder, ...VAULT, "--yes"];
    const first = await runAzure(rotateCommand, azure, args);
    expect(first.code).toBe(1);
    expect(first.said).toMatch(/--apps-switched/);
    expect(azure.regenerated.map(({ kind }) => kind)).toEqual(["secondary"]);
    expect(azure.vault.secrets.get("cosmos-key")?.at(-1)?.value).toBe(account.keys.secondary);
    const second = await runAzure(rotateCommand, azure, [...args, "--apps-switched"]);
    expect(second.said).toMatch(/Going on with the rotation[\s\S]*--confirm primary/);
    expect(account.keys.primary).toBe(primary);
    const third = await runAzure(rotateCommand, azure, [...args, "--confirm", "primary"]);
    expect(third.code).toBe(0);
    expect(azure.regenerated.map(({ kind }) => kind)).toEqual(["secondary", "primary"]);
    expect(account.keys.primary).not.toBe(primary);
    expect(account.keys.secondary).not.toBe(secondary);
    expect((await runAzure(rotateCommand, azure, args)).said).toMatch(/nothing to rotate/);
    expect(
      auditOf()
        .filter(({ result }) => result === "done")
        .map(({ step, key }) => `${String(step)} ${String(key)}`),
    ).toEqual(["regenerate secondary", "store secondary", "apps secondary", "regenerate primary"]);
  });

  test("keyless apps: only the exposed key, by its named yes", async () => {
    const { folder, azure } = exposed();
    const args = [folder, "--keyless", "--yes"];
    expect((await runAzure(rotateCommand, azure, args)).code).toBe(1);
    expect(azure.regenerated).toEqual([]);
    expect((await runAzure(rotateCommand, azure, [...args, "--confirm", "secondary"])).code).toBe(1);
    expect((await runAzure(rotateCommand, azure, [...args, "--confirm", "primary"])).code).toBe(0);
    expect(azure.regenerated.map(({ kind }) => kind)).toEqual(["primary"]);
  });

  test("a spare key that the logs say is used is not regenerated without its own named yes", async () => {
    const { account, folder, azure } = exposed();
    account.lastUse = { secondary: new Date().toISOString() };
    const run = await runAzure(rotateCommand, azure, [folder, "--yes"]);
    expect(run.code).toBe(1);
    expect(run.said).toMatch(/secondary key was last used 0 minutes ago[\s\S]*--confirm secondary/);
    expect(azure.regenerated).toEqual([]);
  });

  test("a spare key that was regenerated lately is left: apps may have moved to it", async () => {
    const { account, folder, azure } = exposed();
    account.generated.secondary = new Date().toISOString();
    await runAzure(rotateCommand, azure, [folder, "--yes", "--apps-switched", "--confirm", "primary"]);
    expect(azure.regenerated.map(({ kind }) => kind)).toEqual(["primary"]);
  });

  test("both keys exposed: each needs its own named yes", async () => {
    const account = fakeAccount("contoso", FRESH);
    const folder = folderWith({
      ".env": `COSMOS_ENDPOINT=https://contoso.documents.azure.com\nCOSMOS_KEY=${account.keys.primary}\nCOSMOS_KEY_2=${account.keys.secondary}\n`,
    });
    const azure = new FakeAzure([account]);
    const args = [folder, "--account", "contoso", "--yes", "--apps-switched"];
    expect((await runAzure(rotateCommand, azure, [...args, "--confirm", "primary"])).said).toMatch(
      /--confirm secondary/,
    );
    expect(azure.regenerated).toEqual([]);
    expect(
      (await runAzure(rotateCommand, azure, [...args, "--confirm", "secondary", "--confirm", "primary"])).code,
    ).toBe(0);
    expect(azure.regenerated.map(({ kind }) => kind)).toEqual(["secondary", "primary"]);
  });

  test("a read-only key is rotated in its own pair", async () => {
    const account = fakeAccount("contoso", FRESH);
    const azure = new FakeAzure([account]);
    const args = [folderWith({}), "--account", "contoso", "--key", "primary-readonly", "--keyless", "--yes"];
    await runAzure(rotateCommand, azure, [...args, "--confirm", "primary-readonly"]);
    expect(azure.regenerated.map(({ kind }) => kind)).toEqual(["secondaryReadonly", "primaryReadonly"]);
  });
});

describe("disable-keys", () => {
  test("tells what uses keys, asks, switches off, and back", async () => {
    const { account, folder, azure } = exposed();
    account.lastUse = { primary: new Date(Date.now() - 600_000).toISOString() };
    const refused = await runAzure(disableKeysCommand, azure, [folder]);
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/primary key was last used 10 minutes ago/);
    expect(account.disableLocalAuth).toBe(false);
    expect((await runAzure(disableKeysCommand, azure, [folder, "--yes"])).code).toBe(0);
    expect(account.disableLocalAuth).toBe(true);
    expect((await runAzure(disableKeysCommand, azure, [folder, "--yes"])).said).toMatch(/off already/);
    expect((await runAzure(disableKeysCommand, azure, [folder, "--undo", "--yes"])).code).toBe(0);
    expect(account.disableLocalAuth).toBe(false);
  });

  test("without logs it says that it cannot be known", async () => {
    const { folder, azure } = exposed();
    expect((await runAzure(disableKeysCommand, azure, [folder, "--dry-run"])).said).toMatch(
      /not connected to a workspace/,
    );
  });
});

describe("reports", () => {
  test("found, done and left, as Markdown and as data", async () => {
    const { folder, azure } = exposed();
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"]);
    const page = await runAzure(reportCommand, azure, [folder]);
    expect(page.code).toBe(1);
    expect(page.said).toMatch(/\| contoso \| primary key \| live \|/);
    expect(page.said).toMatch(/\| store \| primary key \| done \|/);
    expect(page.said).toMatch(/- Rotate the primary key of contoso\./);
    const data = JSON.parse((await runAzure(reportCommand, azure, [folder, "--format", "json"])).said) as {
      keys: unknown[];
    };
    expect(data.keys).toMatchObject([{ account: "contoso", key: "primary", state: "live", keyAccess: "on" }]);
  });

  test("a sweep looks into every tenant, and lists an account once", async () => {
    const guest = fakeAccount("guest", FRESH);
    guest.tenant = "00000000-0000-0000-0000-00000000000b";
    const { code, said } = await runAzure(sweepCommand, new FakeAzure([fakeAccount("home", FRESH), guest]), []);
    expect(code).toBe(1);
    expect(said.match(/\| guest \|/g)).toHaveLength(1);
    expect(said.match(/\| home \|/g)).toHaveLength(1);
  });

  test("a sweep lists every account, the most urgent first", async () => {
    const old = fakeAccount("forgotten");
    const off = fakeAccount("closed");
    off.disableLocalAuth = true;
    const lately = new Date().toISOString();
    const fresh = fakeAccount("fresh", {
      primary: lately,
      secondary: lately,
      primaryReadonly: lately,
      secondaryReadonly: lately,
    });
    const run = await runAzure(sweepCommand, new FakeAzure([off, fresh, old]), []);
    expect(run.code).toBe(1);
    expect([...run.said.matchAll(/^\| (\w+) \| shop \|/gm)].map((match) => match[1])).toEqual([
      "forgotten",
      "fresh",
      "closed",
    ]);
    expect(run.said).toMatch(/3 accounts, 2 with key access on/);
  });
});

test("no output, state, audit line or request holds a key", async () => {
  const { account, folder, azure } = exposed();
  const before = Object.values(account.keys);
  const runs = [
    await runAzure(grantCommand, azure, [folder, "--yes"]),
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"]),
    await runAzure(rotateCommand, azure, [folder, ...VAULT, "--yes"]),
    await runAzure(reportCommand, azure, [folder]),
    await runAzure(sweepCommand, azure, []),
    await runAzure(disableKeysCommand, azure, [folder, "--yes"]),
  ];
  const state = JSON.stringify(folderTexts(records));
  const said = runs
    .map((run) => run.said)
    .join("\n")
    .replaceAll(folder, "");
  const sent = azure.requests
    .filter(({ method, url }) => !(method === "PUT" && url.includes(".vault.")))
    .map(({ url, body, headers }) => [url, body, headers.toJSON()]);
  for (const key of [...before, ...Object.values(account.keys), legacyKey()])
    for (const text of [said, state, JSON.stringify(sent)]) expect(leaks(text, key)).toBe(false);
  expect(said + state).not.toMatch(/made-up|words of others/);
});

function folderTexts(folder: string): readonly string[] {
  return ["audit.jsonl"].map((name) => readFileSync(join(folder, name), "utf8"));
}

test("the Azure bundle stays small", () => {
  expect(statSync(resolve(import.meta.dirname, "../../dist/azure.js")).size).toBeLessThan(400_000);
});
