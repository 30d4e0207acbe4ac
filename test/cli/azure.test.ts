import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { checkCommand } from "../../src/cli/commands/check";
import { disableKeysCommand } from "../../src/cli/commands/disableKeys";
import { grantCommand } from "../../src/cli/commands/grant";
import { reportCommand } from "../../src/cli/commands/report";
import { rotateCommand } from "../../src/cli/commands/rotate";
import { storeCommand } from "../../src/cli/commands/store";
import { sweepCommand } from "../../src/cli/commands/sweep";
import { fakeAccount, FakeAzure, idOf } from "../azure/fakeAzure";
import { hurry } from "../azure/hurry";
import { leaks } from "../leaks";
import { chosenPassword, traceableKey } from "../keys";
import { freshRecords, runAzure } from "./azureRun";
import { folderWith } from "./run";

const VAULT = ["--vault", "contoso-vault"];
const SECRET = "contoso-cosmos-key";
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

  test("what the program writes in other files counts too, also where no key stands", async () => {
    const { folder, azure } = exposed("query");
    writeFileSync(join(folder, "orders.ts"), "export const add = (items) => items.upsert({});\n");
    const run = await runAzure(grantCommand, azure, [folder, "--dry-run"]);
    expect(run.said).toMatch(/Data Contributor on account contoso/);
  });

  test("an identity that is not in the tenant, or is an app registration's: what to do is said", async () => {
    const { account, folder, azure } = exposed();
    const principal = "[22222222-2222-2222-2222-222222222222]";
    azure.operationFails = {
      code: "BadRequest",
      message: `The provided principal ID ${principal} was found to be of an unsupported type : [Application]\r\nActivityId`,
    };
    const run = await runAzure(grantCommand, azure, [folder, "--yes"]);
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/id of an app registration\. Use the object id of its service principal/);
    expect(account.roles.size).toBe(0);
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
    expect(azure.vault.secrets.get(SECRET)?.map(({ value }) => value)).toEqual([account.keys.primary]);
    const again = await runAzure(storeCommand, azure, args);
    expect(again.said).toMatch(/holds the primary key of contoso already/);
    expect(azure.vault.secrets.get(SECRET)).toHaveLength(1);
  });

  test("a secret of another origin gets no new version without a yes that is about it", async () => {
    const { account, folder, azure } = exposed();
    azure.vault.secrets.set(SECRET, [{ id: "0".repeat(32), value: "other", created: 1 }]);
    const args = [folder, ...VAULT, "--key", "secondary", "--yes"];
    const refused = await runAzure(storeCommand, azure, args);
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/was not stored by Keyless for contoso/);
    expect(azure.vault.secrets.get(SECRET)).toHaveLength(1);
    expect((await runAzure(storeCommand, azure, [...args, "--overwrite"])).code).toBe(0);
    expect(azure.vault.secrets.get(SECRET)?.at(-1)?.value).toBe(account.keys.secondary);
  });

  test("what Keyless stored is tagged with account and key, and is its own to renew; another account's is not", async () => {
    const { account, folder, azure } = exposed();
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--key", "secondary", "--yes"]);
    const [version] = azure.vault.secrets.get(SECRET) ?? [];
    expect(version?.tags).toEqual({
      "set-by": "cosmos-keyless",
      "cosmos-account": idOf("contoso"),
      "cosmos-key": "secondary key",
    });
    const renewed = await runAzure(storeCommand, azure, [folder, ...VAULT, "--key", "primary", "--yes"]);
    expect(renewed.code).toBe(0);
    expect(azure.vault.secrets.get(SECRET)?.at(-1)?.value).toBe(account.keys.primary);
    const other = new FakeAzure([fakeAccount("fabrikam")]);
    other.vault.secrets.set(SECRET, azure.vault.secrets.get(SECRET) ?? []);
    const args = [folderWith({}), "--account", "fabrikam", ...VAULT, "--secret", SECRET, "--yes"];
    expect((await runAzure(storeCommand, other, args)).code).toBe(1);
    expect(other.vault.secrets.get(SECRET)).toHaveLength(2);
  });

  test("a deleted secret of the name is recovered only where asked", async () => {
    const { folder, azure } = exposed();
    azure.vault.deleted.set(SECRET, [{ id: "0".repeat(32), value: "old", created: 1 }]);
    const refused = await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"]);
    expect(refused.code).toBe(2);
    expect(refused.said).toMatch(/still keeps a deleted secret/);
    expect(azure.vault.deleted.has(SECRET)).toBe(true);
    const foreign = await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes", "--recover"]);
    expect(foreign.said).toMatch(/was not stored by Keyless/);
    expect((await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes", "--recover", "--overwrite"])).code).toBe(0);
    expect(azure.vault.secrets.get(SECRET)).toHaveLength(2);
  });

  test("a disabled version is no value: a new one is stored over it where it is ours", async () => {
    const { folder, azure } = exposed();
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"]);
    const [version] = azure.vault.secrets.get(SECRET) ?? [];
    if (version !== undefined) version.enabled = false;
    expect((await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"])).code).toBe(0);
    expect(azure.vault.secrets.get(SECRET)).toHaveLength(2);
  });

  test("a connection string is stored as the portal writes it", async () => {
    const { account, folder, azure } = exposed();
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--as", "connection-string", "--yes"]);
    expect(azure.vault.secrets.get("contoso-cosmos-connection-string")?.[0]?.value).toBe(
      `AccountEndpoint=https://contoso.documents.azure.com:443/;AccountKey=${account.keys.primary};`,
    );
  });
});

describe("disable-keys", () => {
  test("looks first: what uses keys, that no data role is granted, and code that still uses keys", async () => {
    const { account, folder, azure } = exposed();
    account.lastUse = { primary: new Date(Date.now() - 600_000).toISOString() };
    const refused = await runAzure(disableKeysCommand, azure, [folder, "--yes"]);
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/Against it: The primary key was last used 10 minutes ago/);
    expect(refused.said).toMatch(/Against it: No data role is granted/);
    expect(refused.said).toMatch(/Against it: The code still uses keys: .*db\.ts:2/);
    expect(account.disableLocalAuth).toBe(false);
    expect((await runAzure(disableKeysCommand, azure, [folder, "--yes", "--despite"])).code).toBe(0);
    expect(account.disableLocalAuth).toBe(true);
    expect((await runAzure(disableKeysCommand, azure, [folder, "--yes"])).said).toMatch(/already off/);
    expect((await runAzure(disableKeysCommand, azure, [folder, "--undo", "--yes"])).code).toBe(0);
    expect(account.disableLocalAuth).toBe(false);
  });

  test("infrastructure code that hands keys out speaks against it; keyless code and granted roles do not", async () => {
    const account = fakeAccount("contoso");
    account.lastUse = {};
    account.roles.set("1", { properties: {} });
    const azure = new FakeAzure([account]);
    const bicep =
      "resource a 'Microsoft.DocumentDB/databaseAccounts@2023-04-15' existing = { name: 'contoso' }\noutput key string = a.listKeys().primaryMasterKey\n";
    const handing = await runAzure(disableKeysCommand, azure, [
      folderWith({ "main.bicep": bicep }),
      "--account",
      "contoso",
      "--dry-run",
    ]);
    expect(handing.said).toMatch(/hands the account's keys out: .*main\.bicep:2/);
    const keyless = folderWith({
      "db.ts": 'new CosmosClient({ endpoint: "https://contoso.documents.azure.com", aadCredentials: c });',
    });
    const clean = await runAzure(disableKeysCommand, azure, [keyless, "--account", "contoso", "--yes"]);
    expect(clean.said).not.toMatch(/Against it/);
    expect(clean.code).toBe(0);
  });

  test("without logs it says that it cannot be known; logs in the shared table are read as well", async () => {
    const { account, folder, azure } = exposed();
    expect((await runAzure(disableKeysCommand, azure, [folder, "--dry-run"])).said).toMatch(/go to no workspace/);
    account.lastUse = { secondary: new Date(Date.now() - 7_200_000).toISOString() };
    account.logTable = "AzureDiagnostics";
    expect((await runAzure(disableKeysCommand, azure, [folder, "--dry-run"])).said).toMatch(
      /secondary key was last used 2 hours ago/,
    );
    account.mongo = true;
    expect((await runAzure(disableKeysCommand, azure, [folder, "--dry-run"])).said).toMatch(/This account cannot/);
  });
});

describe("check", () => {
  test("not known is an exit code of its own, unless it is allowed", async () => {
    const { account, folder, azure } = exposed();
    expect((await runAzure(checkCommand, azure, [folder])).code).toBe(1);
    azure.lastingFaults.set(`POST ${idOf("contoso")}/listKeys`, 403);
    const unknown = await runAzure(checkCommand, azure, [folder]);
    expect(unknown.code).toBe(2);
    expect(unknown.said).toMatch(/Not known\. You may not list[\s\S]*You asked as ada@contoso\.example in tenant/);
    expect((await runAzure(checkCommand, azure, [folder, "--allow-partial"])).code).toBe(0);
    azure.lastingFaults.clear();
    account.keys.primary = traceableKey();
    const stale = await runAzure(checkCommand, azure, [folder]);
    expect(stale.code).toBe(0);
    expect(stale.said).toMatch(/already rotated and no longer works[\s\S]*Asked as ada@contoso\.example/);
    expect((await runAzure(checkCommand, new FakeAzure([]), [folder])).code).toBe(2);
  });

  test("passwords and suppressed keys are named as not checked", async () => {
    const folder = folderWith({
      ".env": `DB=mongodb+srv://admin:${chosenPassword()}@x.mongocluster.cosmos.azure.com/\n`,
      "a.ts": `// keyless-ignore-next-line: sample\nconst c = "AccountEndpoint=https://contoso.documents.azure.com:443/;AccountKey=${traceableKey()};";\n`,
    });
    const run = await runAzure(checkCommand, new FakeAzure([fakeAccount("contoso")]), [folder]);
    expect(run.said).toMatch(/Not checked: 1 passwords or tokens/);
    expect(run.said).toMatch(/Not checked: 1 keys that a comment suppresses/);
  });
});

describe("reports", () => {
  test("found, done and left, as Markdown and as data", async () => {
    const { folder, azure } = exposed();
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"]);
    const page = await runAzure(reportCommand, azure, [folder]);
    expect(page.code).toBe(1);
    expect(page.said).toMatch(/\| contoso \| primary key \| works \|/);
    expect(page.said).toMatch(/\| store \| primary key \| done \|/);
    expect(page.said).toMatch(/- contoso: rotate the primary key\./);
    expect(page.said).toMatch(/Contains no secrets\. Scope: 1 file scanned\.[\s\S]*Azure was asked as ada@contoso/);
    const data = JSON.parse((await runAzure(reportCommand, azure, [folder, "--format", "json"])).said) as {
      keys: unknown[];
    };
    expect(data.keys).toMatchObject([{ account: "contoso", key: "primary", state: "live", keyAccess: "on" }]);
  });

  test("passwords and suppressed keys stand in it; what was done to other accounts does not", async () => {
    const key = traceableKey();
    const folder = folderWith({
      ".env": `DB=mongodb+srv://admin:${chosenPassword()}@x.mongocluster.cosmos.azure.com/\n`,
      "a|b.ts": `// keyless-ignore-next-line: sample\nconst c = "AccountEndpoint=https://contoso.documents.azure.com:443/;AccountKey=${key};";\n`,
    });
    await runAzure(grantCommand, new FakeAzure([fakeAccount("fabrikam")]), [
      folderWith({}),
      "--account",
      "fabrikam",
      "--yes",
    ]);
    const azure = new FakeAzure([fakeAccount("contoso")]);
    const { code, said } = await runAzure(reportCommand, azure, [folder]);
    expect(code).toBe(1);
    expect(said).toMatch(/Password of a MongoDB vCore cluster \| not told by Azure/);
    expect(said).toMatch(/Suppressed in code: sample/);
    expect(said).toContain("a\\|b.ts:2");
    expect(said).not.toMatch(/fabrikam/);
    expect(said).toMatch(/## Done\s+Nothing yet/);
  });

  test("what could not be looked at stands in the page and in the data, and speaks against switching keys off", async () => {
    const folder = folderWith({ ".git": "gitdir: /nowhere/x\n", ".gitignore": "b.env\n", "b.env": "x", "a.ts": "x" });
    const azure = new FakeAzure([fakeAccount("contoso")]);
    const page = await runAzure(reportCommand, azure, [folder]);
    expect(page.code).toBe(2);
    expect(page.said).toMatch(
      /\*\*Not complete: 1 place could not be looked at\.\*\*[\s\S]*No credential in what could be looked at\.[\s\S]*## Not looked at/,
    );
    expect(page.said).not.toMatch(/Nothing\.\n/);
    const data = JSON.parse(
      (await runAzure(reportCommand, azure, [folder, "--format", "json", "--allow-partial"])).said.replace(
        /^[^{]*|[^}]*$/g,
        "",
      ),
    ) as { complete: boolean; notLookedAt: unknown[] };
    expect(data.complete).toBe(false);
    expect(data.notLookedAt).toHaveLength(1);
    const off = await runAzure(disableKeysCommand, azure, [folder, "--account", "contoso", "--dry-run"]);
    expect(off.said).toMatch(/^Could not be looked at: /m);
  });

  test("of a key that Azure does not tell, the report says so, and the exit code too", async () => {
    const { folder } = exposed();
    const run = await runAzure(reportCommand, new FakeAzure([]), [folder]);
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/Not complete[\s\S]*\| not known \|[\s\S]*find out whether the key works/);
  });

  test("a sweep that is cut off, or has a silent tenant, says so; pages are put together, more than twenty tenants asked", async () => {
    const many = Array.from({ length: 25 }, (_none, i) => {
      const account = fakeAccount(`account-${i}`, FRESH);
      account.tenant = `00000000-0000-0000-0000-0000000001${String(i).padStart(2, "0")}`;
      return account;
    });
    const azure = new FakeAzure([...many, fakeAccount("home-1"), fakeAccount("home-2"), fakeAccount("home-3")]);
    azure.pageSize = 1;
    const whole = await runAzure(sweepCommand, azure, []);
    expect(whole.code).toBe(1);
    expect(whole.said).toMatch(/28 accounts/);
    azure.resultTruncated = "true";
    const cut = await runAzure(sweepCommand, azure, []);
    expect(cut.code).toBe(2);
    expect(cut.said).toMatch(/Not complete: Azure did not list all accounts/);
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
    expect(run.said).toMatch(/3 accounts that you can see, 2 with key access on/);
  });
});

test("no output, state, audit line or request holds a key", async () => {
  const { account, folder, azure } = exposed();
  const before = Object.values(account.keys);
  const runs = [
    await runAzure(grantCommand, azure, [folder, "--yes"]),
    await runAzure(storeCommand, azure, [folder, ...VAULT, "--yes"]),
    await runAzure(rotateCommand, azure, [
      folder,
      ...VAULT,
      "--yes",
      "--apps-use",
      "primary",
      "--confirm",
      "secondary",
    ]),
    await runAzure(reportCommand, azure, [folder]),
    await runAzure(sweepCommand, azure, []),
    await runAzure(disableKeysCommand, azure, [folder, "--yes", "--despite"]),
  ];
  const state = JSON.stringify(folderTexts(records));
  const said = runs
    .map((run) => run.said)
    .join("\n")
    .replaceAll(folder, "");
  const sent = azure.requests
    .filter(({ method, url }) => !(method === "PUT" && url.includes(".vault.")))
    .map(({ url, body, headers }) => [url, body, headers.toJSON()]);
  for (const key of [...before, ...Object.values(account.keys), traceableKey()])
    for (const text of [said, state, JSON.stringify(sent)]) expect(leaks(text, key)).toBe(false);
  expect(said + state).not.toMatch(/made-up|words of others/);
});

function folderTexts(folder: string): readonly string[] {
  return ["audit.jsonl"].map((name) => readFileSync(join(folder, name), "utf8"));
}

test("the Azure bundle stays small", () => {
  expect(statSync(resolve(import.meta.dirname, "../../dist/azure.js")).size).toBeLessThan(400_000);
});
