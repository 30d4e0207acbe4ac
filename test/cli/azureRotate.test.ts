import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { rotateCommand } from "../../src/cli/commands/rotate";
import { RecordsNotWritten, statePath } from "../../src/files/azureRecords";
import { fingerprintOfKey } from "../../src/engine/fingerprint";
import { fakeAccount, FakeAzure, idOf } from "../azure/fakeAzure";
import { hurry } from "../azure/hurry";
import { freshRecords, runAzure } from "./azureRun";
import { folderWith } from "./run";

/** Rotations by the command line: what is asked, what is refused, and what Azure has moved away from. */

const FRESH = { primary: "2026-01-01T00:00:00Z", secondary: "2026-01-01T00:00:00Z" };
const VAULT = ["--vault", "contoso-vault"];
const SECRET = "contoso-cosmos-key";
const APPS = ["--apps-use", "primary"];

afterAll(hurry());
let records: string;
beforeEach(() => {
  records = freshRecords();
});

/** An account whose primary key stands in a folder's code. */
function exposed() {
  const account = fakeAccount("contoso", FRESH);
  const folder = folderWith({
    ".env": `COSMOS_ENDPOINT=https://contoso.documents.azure.com\nCOSMOS_KEY=${account.keys.primary}\n`,
  });
  return { account, folder, azure: new FakeAzure([account]) };
}

const rotate = (azure: FakeAzure, ...args: readonly string[]) => runAzure(rotateCommand, azure, args);
const kinds = ({ regenerated }: FakeAzure) => regenerated.map(({ kind }) => kind);
const statesIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("rotation-"));

const audited = (): readonly string[] =>
  readFileSync(join(records, "audit.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { step: string; key?: string; result: string })
    .flatMap(({ step, key, result }) => (result === "done" ? [`${step} ${key ?? ""}`] : []));

describe("the way of a rotation", () => {
  test("a dry run says every step and calls nothing but reads", async () => {
    const { folder, azure } = exposed();
    const run = await rotate(azure, folder, ...VAULT, ...APPS, "--dry-run");
    expect(run.code).toBe(0);
    expect(run.said).toMatch(
      /1\. Regenerate the secondary key[^\n]*\n+2\. Store the secondary key[^\n]*\n+3\. Wait until every app[^\n]*\n+4\. Regenerate the primary key/,
    );
    expect(azure.requests.filter(({ method, url }) => method !== "GET" && !/listKeys|ResourceGraph/.test(url))).toEqual(
      [],
    );
  });

  test("each key by its own yes, the apps in between, and it goes on where it was", async () => {
    const { account, folder, azure } = exposed();
    const { primary, secondary } = account.keys;
    const args = [folder, ...VAULT, ...APPS, "--yes"];
    const first = await rotate(azure, ...args);
    expect(first.code).toBe(1);
    expect(first.said).toMatch(/go to no workspace[\s\S]*--confirm secondary/);
    expect(kinds(azure)).toEqual([]);
    const second = await rotate(azure, ...args, "--confirm", "secondary");
    expect(second.said).toMatch(/--apps-switched/);
    expect(kinds(azure)).toEqual(["secondary"]);
    expect(azure.vault.secrets.get(SECRET)?.at(-1)?.value).toBe(account.keys.secondary);
    const third = await rotate(azure, ...args, "--apps-switched");
    expect(third.said).toMatch(/Going on with the rotation[\s\S]*--confirm primary/);
    expect(account.keys.primary).toBe(primary);
    const fourth = await rotate(azure, ...args, "--confirm", "primary");
    expect(fourth.code).toBe(0);
    expect(fourth.said).toMatch(/Rotation complete\. The exposed keys of contoso no longer work/);
    expect(kinds(azure)).toEqual(["secondary", "primary"]);
    expect([account.keys.primary, account.keys.secondary]).not.toContain(primary);
    expect(account.keys.secondary).not.toBe(secondary);
    expect((await rotate(azure, ...args)).said).toMatch(/no longer keys of contoso\. Nothing to rotate/);
    expect(audited()).toEqual(["regenerate secondary", "store secondary", "apps secondary", "regenerate primary"]);
  });

  test("done waits for Azure's operation, and for the old key to be listed no more", async () => {
    const { folder, azure } = exposed();
    azure.slowness = 6;
    const run = await rotate(azure, folder, "--keyless", "--yes", "--confirm", "primary");
    expect(run.code).toBe(0);
    const calls = azure.requests.map(({ url }) => new URL(url).pathname.split("/").at(-1) ?? "");
    expect(calls.lastIndexOf("listKeys")).toBeGreaterThan(
      calls.findLastIndex((_call, i) => (azure.requests[i]?.url ?? "").includes("operationsStatus")),
    );
  });

  test("an operation that ends Failed is no rotation", async () => {
    const { account, folder, azure } = exposed();
    const { primary } = account.keys;
    azure.operationFails = { code: "ServiceUnavailable", message: "words of others" };
    const run = await rotate(azure, folder, "--keyless", "--yes", "--confirm", "primary");
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/Azure gave up regenerating the primary key/);
    expect(account.keys.primary).toBe(primary);
    expect((await rotate(azure, folder, "--keyless", "--yes", "--confirm", "primary")).code).toBe(0);
  });

  test("a lock is told by its name", async () => {
    const { account, folder, azure } = exposed();
    account.lock = "keep-me";
    const run = await rotate(azure, folder, "--keyless", "--yes", "--confirm", "primary");
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/A lock on account contoso does not let you regenerate a key\..*Its name: keep-me/);
  });

  test("a read-only key is rotated in its own pair, with a secret of its own", async () => {
    const account = fakeAccount("contoso", FRESH);
    const azure = new FakeAzure([account]);
    const args = [folderWith({}), "--account", "contoso", "--key", "primary-readonly", ...VAULT, "--yes"];
    const apps = ["--apps-use", "primary-readonly", "--apps-switched"];
    const yes = ["--confirm", "secondary-readonly", "--confirm", "primary-readonly"];
    expect((await rotate(azure, ...args, ...apps, ...yes)).code).toBe(0);
    expect(kinds(azure)).toEqual(["secondaryReadonly", "primaryReadonly"]);
    expect([...azure.vault.secrets.keys()]).toEqual([`${SECRET}-readonly`]);
  });
});

describe("which key the apps use", () => {
  test("is asked; without an answer nothing begins", async () => {
    const { folder, azure } = exposed();
    const run = await rotate(
      azure,
      folder,
      "--yes",
      "--confirm",
      "primary",
      "--confirm",
      "secondary",
      "--apps-switched",
    );
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/Do your apps use the secondary key of contoso\?[\s\S]*--apps-use/);
    expect(azure.regenerated).toEqual([]);
    const answered = await runAzure(rotateCommand, azure, [folder, "--dry-run"], (question) =>
      question.includes("use the secondary key"),
    );
    expect(answered.said).toMatch(/Your apps use the secondary key\.\s+1\. Regenerate the primary key/);
    expect(answered.said).not.toMatch(/2\./);
  });

  test("on the spare: it is left alone, and only the exposed key ends", async () => {
    const { folder, azure } = exposed();
    const args = [folder, "--apps-use", "secondary", "--yes", "--confirm", "primary"];
    expect((await rotate(azure, ...args)).code).toBe(0);
    expect(kinds(azure)).toEqual(["primary"]);
  });

  test("on both, or not known: the spare is not made anew under them", async () => {
    const { folder, azure } = exposed();
    const args = [folder, "--apps-use", "both", "--yes", "--confirm", "primary", "--confirm", "secondary"];
    expect((await rotate(azure, ...args)).said).toMatch(/--apps-switched/);
    expect(azure.regenerated).toEqual([]);
    expect((await rotate(azure, ...args, "--apps-switched")).code).toBe(0);
    expect(kinds(azure)).toEqual(["primary"]);
  });

  test("is read from logs that reach back and tell of every key; a spare that they prove unused needs no yes", async () => {
    const { account, folder, azure } = exposed();
    account.lastUse = { primary: new Date(Date.now() - 3_600_000 * 5).toISOString() };
    const run = await rotate(azure, folder, "--yes");
    expect(run.said).toMatch(/By the account's logs: Your apps use the primary key/);
    expect(kinds(azure)).toEqual(["secondary"]);
    expect(run.said).toMatch(/--apps-switched/);
  });

  test("logs that reach back an hour prove nothing", async () => {
    const { account, folder, azure } = exposed();
    account.lastUse = {};
    account.logReach = 60;
    expect((await rotate(azure, folder, "--yes")).said).toMatch(/--apps-use/);
    expect((await rotate(azure, folder, "--yes", ...APPS)).said).toMatch(/--confirm secondary/);
    expect(azure.regenerated).toEqual([]);
  });

  test("--apps-switched counts only while the logs agree", async () => {
    const { account, folder, azure } = exposed();
    const args = [folder, "--yes", ...APPS, "--confirm", "secondary", "--apps-switched", "--confirm", "primary"];
    account.lastUse = { primary: new Date().toISOString() };
    const early = await rotate(azure, ...args);
    expect(early.code).toBe(1);
    expect(early.said).toMatch(/primary key was last used just now[\s\S]*logs show that the old key is still used/);
    expect(kinds(azure)).toEqual(["secondary"]);
    account.lastUse = { secondary: new Date().toISOString() };
    expect((await rotate(azure, ...args)).code).toBe(0);
    expect(kinds(azure)).toEqual(["secondary", "primary"]);
  });

  test("both keys exposed: each needs its own named yes", async () => {
    const account = fakeAccount("contoso", FRESH);
    const folder = folderWith({
      ".env": `COSMOS_ENDPOINT=https://contoso.documents.azure.com\nCOSMOS_KEY=${account.keys.primary}\nCOSMOS_KEY_2=${account.keys.secondary}\n`,
    });
    const azure = new FakeAzure([account]);
    const args = [folder, "--account", "contoso", "--yes", "--apps-switched", ...APPS];
    expect((await rotate(azure, ...args, "--confirm", "primary")).said).toMatch(/--confirm secondary/);
    expect(azure.regenerated).toEqual([]);
    expect((await rotate(azure, ...args, "--confirm", "secondary", "--confirm", "primary")).code).toBe(0);
    expect(kinds(azure)).toEqual(["secondary", "primary"]);
  });
});

describe("after the finding is gone", () => {
  const rest = ["--keyless", "--yes", "--confirm", "primary"];

  test("a fingerprint is enough", async () => {
    const { account, azure } = exposed();
    const print = fingerprintOfKey(account.keys.primary);
    expect((await rotate(azure, folderWith({}), "--account", "contoso", "--fingerprint", print, ...rest)).code).toBe(0);
    expect(kinds(azure)).toEqual(["primary"]);
  });

  test("so is git's history", async () => {
    const { account, folder, azure } = exposed();
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: folder, stdio: "ignore" });
    git("init");
    git("add", ".");
    git("commit", "-m", "a");
    rmSync(join(folder, ".env"));
    expect((await rotate(azure, folder, "--account", "contoso", ...rest)).code).toBe(2);
    expect((await rotate(azure, folder, "--account", "contoso", "--history", ...rest)).code).toBe(0);
    expect(azure.regenerated[0]?.kind).toBe("primary");
    expect(account.keys.primary).not.toBe(azure.regenerated[0]?.ended);
  });

  test("else it is asked which of the four", async () => {
    const { azure } = exposed();
    const args = [folderWith({}), "--account", "contoso", "--keyless", "--dry-run"];
    const run = await runAzure(rotateCommand, azure, args, (question) =>
      /secondary read-only key.*exposed/.test(question),
    );
    expect(run.said).toMatch(/1\. Regenerate the (?:primary|secondary) read-only key/);
    expect((await rotate(azure, ...args)).said).toMatch(
      /Say which was exposed: --key KIND, --fingerprint HEX, or --history/,
    );
  });
});

describe("what Azure has moved away from", () => {
  /** A rotation that waits for the apps. */
  async function waiting() {
    const scene = exposed();
    const args = [scene.folder, ...VAULT, ...APPS, "--yes", "--confirm", "secondary"];
    expect((await rotate(scene.azure, ...args)).code).toBe(1);
    return { ...scene, args };
  }

  test("the spare regenerated by somebody else: told, and not gone on with", async () => {
    const { account, azure, args } = await waiting();
    const { primary } = account.keys;
    account.keys.secondary = fakeAccount("x").keys.primary;
    const run = await rotate(azure, ...args, "--apps-switched", "--confirm", "primary");
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/secondary key of contoso was regenerated since[\s\S]*--restart, or --abandon/);
    expect(account.keys.primary).toBe(primary);
    const anew = await rotate(azure, ...args, "--restart", "--apps-switched", "--confirm", "primary");
    expect(anew.code).toBe(0);
    expect(kinds(azure)).toEqual(["secondary", "secondary", "primary"]);
  });

  test("the exposed key regenerated by somebody else: it is dead, and that is said", async () => {
    const { account, azure, args } = await waiting();
    account.keys.primary = fakeAccount("x").keys.primary;
    const run = await rotate(azure, ...args);
    expect(run.code).toBe(0);
    expect(run.said).toMatch(/primary key of contoso was regenerated by someone else[\s\S]*Rotation complete/);
  });

  test("the secret overwritten by somebody else: the exposed key does not end before it is right again", async () => {
    const { account, azure, args } = await waiting();
    azure.vault.secrets.get(SECRET)?.push({ id: "9".repeat(32), value: "other", created: 1_700_000_000 });
    const run = await rotate(azure, ...args, "--apps-switched", "--confirm", "primary");
    expect(run.code).toBe(1);
    expect(run.said).toMatch(/was not stored by Keyless/);
    expect(kinds(azure)).toEqual(["secondary"]);
    const again = await rotate(azure, ...args, "--overwrite", "--apps-switched", "--confirm", "primary");
    expect(again.code).toBe(0);
    expect(azure.vault.secrets.get(SECRET)?.at(-1)?.value).toBe(account.keys.secondary);
  });

  test("other findings, another vault, another answer about the apps: told", async () => {
    const { account, azure, args, folder } = await waiting();
    const others = [
      [["--key", "primary-readonly"], /does not cover the primary read-only key/],
      [["--secret", "other"], /stores the new key as .*contoso-cosmos-key/],
      [["--apps-use", "secondary"], /another answer to which keys your apps use/],
    ] as const;
    for (const [options, words] of others) {
      const run = await rotate(azure, ...args, ...options, "--apps-switched", "--confirm", "primary");
      expect(run.code).toBe(2);
      expect(run.said).toMatch(words);
    }
    expect(kinds(azure)).toEqual(["secondary"]);
    // The key that was made anew is no other finding, even where the new one stands in the code.
    writeFileSync(
      join(folder, "new.env"),
      `COSMOS_ENDPOINT=https://contoso.documents.azure.com\nCOSMOS_KEY=${account.keys.secondary}\n`,
    );
    expect((await rotate(azure, ...args)).said).toMatch(/Going on/);
  });

  test("given up: the state goes, and what was done is said", async () => {
    const { azure, args } = await waiting();
    const run = await rotate(azure, ...args, "--abandon");
    expect(run.code).toBe(0);
    expect(run.said).toMatch(
      /given up\. Its exposed keys may still work[\s\S]*Done before: Regenerate the secondary key/,
    );
    expect(statesIn(records)).toEqual([]);
    expect((await rotate(azure, ...args, "--abandon")).said).toMatch(/No rotation of contoso has begun/);
  });

  test.each<readonly [string, (state: Record<string, unknown>) => unknown]>([
    ["another account's name", (state) => ({ ...state, account: { ...(state.account as object), name: "fabrikam" } })],
    ["another account", (state) => ({ ...state, account: { ...(state.account as object), id: idOf("fabrikam") } })],
    ["another version", (state) => ({ ...state, version: 1 })],
    ["a kind that there is not", (state) => ({ ...state, exposed: ["tertiary"] })],
    [
      "a vault that is none",
      (state) => ({ ...state, target: { vault: "https://evil.example", secret: "a", as: "key" } }),
    ],
    ["nothing exposed", (state) => ({ ...state, leaked: [] })],
    ["a key exposed that was never the account's", (state) => ({ ...state, leaked: ["0".repeat(16)] })],
    ["fewer exposed keys than kinds", (state) => ({ ...state, exposed: ["primary", "secondary"] })],
    ["a list", () => []],
  ])("a state with %s is refused, whole", async (_what, change) => {
    const { azure, args } = await waiting();
    const path = statePath(records, idOf("contoso"));
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>)));
    const run = await rotate(azure, ...args, "--apps-switched", "--confirm", "primary");
    expect(run.code).toBe(2);
    expect(run.said).toMatch(/is damaged, of another version or of another account\. --restart/);
    expect(kinds(azure)).toEqual(["secondary"]);
  });
});

test("--state moves the audit log too", async () => {
  const { folder, azure } = exposed();
  const elsewhere = freshRecords();
  process.env.KEYLESS_STATE = records;
  await rotate(azure, folder, "--keyless", "--yes", "--confirm", "primary", "--state", join(elsewhere, "mine.json"));
  expect(existsSync(join(elsewhere, "audit.jsonl"))).toBe(true);
  expect(existsSync(join(records, "audit.jsonl"))).toBe(false);
});

test("where the records cannot be written, nothing is asked of Azure", async () => {
  const { account, folder, azure } = exposed();
  const before = { ...account.keys };
  process.env.KEYLESS_STATE = "/dev/full/records";
  const args = [folder, "--keyless", "--yes", "--confirm", "primary"];
  await expect(rotate(azure, ...args)).rejects.toThrow(RecordsNotWritten);
  process.env.KEYLESS_STATE = records;
  // The folder is there, and the disk is full when the first state is to be written.
  const path = join(records, "mine.json");
  symlinkSync("/dev/full", path);
  await expect(rotate(azure, ...args, "--restart", "--state", path)).rejects.toThrow(RecordsNotWritten);
  expect(account.keys).toEqual(before);
});
