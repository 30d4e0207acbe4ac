import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Login } from "../../src/cli/azureSession";
import type { Command } from "../../src/cli/commands/command";
import { checkCommand } from "../../src/cli/commands/check";
import { disableKeysCommand } from "../../src/cli/commands/disableKeys";
import { grantCommand } from "../../src/cli/commands/grant";
import { reportCommand } from "../../src/cli/commands/report";
import { rotateCommand } from "../../src/cli/commands/rotate";
import { storeCommand } from "../../src/cli/commands/store";
import { sweepCommand } from "../../src/cli/commands/sweep";
import { callOf, fakeAccount, FakeAzure, type Fault } from "../azure/fakeAzure";
import { hurry } from "../azure/hurry";
import { leaks } from "../leaks";
import { freshRecords, runAzure } from "./azureRun";
import { folderWith } from "./run";

/** Every fault at every call of every command: our words, the right exit code, and a second run that ends well. */

const COMMANDS: readonly (readonly [string, (login: Login) => Command, readonly string[]])[] = [
  ["check", checkCommand, []],
  ["grant", grantCommand, ["--to", "shop-app", "--yes"]],
  ["store", storeCommand, ["--vault", "contoso-vault", "--yes", "--overwrite", "--recover"]],
  [
    "rotate",
    rotateCommand,
    [
      ...["--vault", "contoso-vault", "--yes", "--overwrite", "--recover", "--apps-use", "primary"],
      ...["--apps-switched", "--confirm", "secondary", "--confirm", "primary"],
    ],
  ],
  ["disable-keys", disableKeysCommand, ["--yes", "--despite"]],
  ["report", reportCommand, []],
  ["sweep", sweepCommand, []],
];

/** What each fault is called in our words. The logs may be missing: then a command says so and goes on. */
const FAULTS: readonly (readonly [Fault, RegExp])[] = [
  [401, /sign in to Azure again/],
  [403, /You may not .*: that needs/],
  [404, /cannot see|no such vault|no secret|not show|not known|It cannot be known|being recovered|Stored|complete/i],
  [409, /Another operation is running|still being recovered/],
  [412, /Another operation is running|still being recovered/],
  [429, /Azure has too many requests/],
  [500, /Azure returned an error \(500\)/],
  ["broken JSON", /Azure/],
  ["cut connection", /cannot be reached/],
  ["silence", /did not answer for 30 seconds/],
  ["cancel", /[Cc]ancelled/],
];

let current: Fault | undefined;
afterAll(hurry(() => current === "silence"));
let records: string;
beforeEach(() => {
  records = freshRecords();
});

function scene() {
  const account = fakeAccount("contoso", { primary: "2026-01-01T00:00:00Z", secondary: "2026-01-01T00:00:00Z" });
  account.lastUse = {};
  const folder = folderWith({
    ".env": `COSMOS_ENDPOINT=https://contoso.documents.azure.com\nCOSMOS_KEY=${account.keys.primary}\n`,
  });
  const identity = ["shop-app", "microsoft.web/sites", "shop", "22222222-2222-2222-2222-222222222222"];
  const azure = new FakeAzure([account], [identity]);
  azure.onCancel = () => process.emit("SIGINT");
  azure.vault.deleted.set("contoso-cosmos-key", [{ id: "0".repeat(32), value: "old", created: 1 }]);
  return { account, folder, azure };
}

/** While a deleted secret comes back, "not there" and "not yours" are answers that are waited on. */
const isPartOfWaiting = (call: string, fault: Fault): boolean =>
  call === "GET /secrets/contoso-cosmos-key/" && [403, 404, 409, 412].some((status) => status === fault);

const argsOf = (name: string, folder: string, args: readonly string[]): readonly string[] =>
  name === "sweep" ? args : [folder, ...args];

/** The calls that a command makes, each method and path once. */
async function callsOf(
  name: string,
  make: (login: Login) => Command,
  args: readonly string[],
): Promise<readonly string[]> {
  const { azure, folder } = scene();
  await runAzure(make, azure, argsOf(name, folder, args));
  return [...new Set(azure.requests.map(callOf))];
}

describe.each(COMMANDS)("%s", (name, make, args) => {
  test.each(FAULTS)("%s at every call", { timeout: 120_000 }, async (fault, words) => {
    current = fault;
    const calls = await callsOf(name, make, args);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      if (isPartOfWaiting(call, fault)) continue;
      records = freshRecords();
      const { account, azure, folder } = scene();
      const keys = Object.values(account.keys);
      const expected = scene();
      azure.lastingFaults.set(call, fault);
      const run = await runAzure(make, azure, argsOf(name, folder, args));
      const where = `${name}: ${typeof fault === "object" ? fault.status : fault} at ${call}`;
      // What a command looks at and can do without: it says so, and goes on.
      const isOptional =
        /diagnosticSettings|workspaces/.test(call) ||
        (name === "disable-keys" && call.endsWith("RoleAssignments")) ||
        (fault === 404 && call.endsWith("operationsStatus"));
      const ended = run.code;
      expect(run.said, where).toMatch(words);
      if (!isOptional || fault === "cancel") expect(ended, where).toBeGreaterThan(0);
      expect(run.said, where).not.toMatch(/words of others|unexpected/);
      // What was begun is written down, with how it ended.
      const audit = existsSync(join(records, "audit.jsonl")) ? readFileSync(join(records, "audit.jsonl"), "utf8") : "";
      expect(audit.trim().split("\n").at(-1), where).not.toMatch(/"started"/);
      azure.lastingFaults.clear();
      const again = await runAzure(make, azure, argsOf(name, folder, args));
      const well = await runAzure(make, expected.azure, argsOf(name, expected.folder, args));
      expect(again.code, where).toBe(ended === 0 && name === "rotate" ? 0 : well.code);
      for (const key of keys) expect(leaks(run.said.replaceAll(folder, "") + audit, key), where).toBe(false);
    }
  });
});
