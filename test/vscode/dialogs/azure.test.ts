import * as assert from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { fakeAccount, FakeAzure } from "../../azure/fakeAzure";
import { leaks } from "../../leaks";
import { eventually, findings, hands, pause, sample } from "../workspace";
import { said, SignIn, standIn } from "./standIn";

/** Azure commands in the editor: a test's own sign-in, the fake account in the place of Azure, and real clicks. */

describe("Azure, in the editor", function () {
  this.timeout(60_000);
  const account = fakeAccount("contoso-china", {
    primary: "2026-01-01T00:00:00Z",
    secondary: "2026-01-01T00:00:00Z",
  });
  const azure = new FakeAzure(
    [account],
    [["shop-app", "microsoft.web/sites", "shop", "22222222-2222-2222-2222-222222222222"]],
  );
  const signIn = new SignIn();
  const first = account.keys.primary;
  let end = (): void => undefined;
  const host = "contoso-china.documents.azure.cn";

  before(async () => {
    end = await standIn(azure, signIn);
    const uri = sample("china.env");
    writeFileSync(uri.fsPath, `COSMOS_ENDPOINT=https://contoso-china.documents.azure.cn\nCOSMOS_KEY=${first}\n`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const finding = await eventually("the finding", () => findings(uri)[0]);
    assert.ok(finding);
  });

  after(() => {
    end();
  });

  const run = (command: string) => vscode.commands.executeCommand(`cosmosKeyless.${command}`, { host });
  it("nothing was loaded or signed in before the first command", () => {
    assert.strictEqual(signIn.signIns, 0);
    assert.strictEqual(azure.requests.length, 0);
    assert.strictEqual(
      Object.keys(require.cache).some((path) => path.endsWith(join("dist", "azure.js"))),
      false,
    );
  });

  it("check signs in, tells which key it is, and the finding says so", async () => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith("china.env"));
    assert.ok(document);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 15, 1, 15);
    const running = vscode.commands.executeCommand("cosmosKeyless.checkInAzure");
    await hands("click", "Allow");
    await running;
    await said("This is the primary key, and it works");
    const finding = await eventually("a louder finding", () =>
      findings(document.uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    assert.match(finding.message, /it works/);
    assert.strictEqual(signIn.signIns, 1);
  });

  it("grant: the identity, role and scope are asked for, then it is shown, and a no changes nothing", async () => {
    for (const answer of ["Escape", "Grant"]) {
      const running = run("grantRole");
      await hands("pick", "shop-app");
      await hands("pick", "Data Contributor");
      await hands("type", ["Empty for the whole account", ""]);
      if (answer === "Escape") {
        await hands("dismiss", "Grant the role");
        await running;
        assert.strictEqual(account.roles.size, 0);
      } else {
        const dialog = await hands("click", "Grant");
        assert.match(dialog, /Cosmos DB Built-in Data Contributor/);
        await running;
        assert.strictEqual(account.roles.size, 1);
      }
    }
    await said("Role granted");
  });

  it("rotate: which key the apps use is asked; each key ends by a yes that names it; it is gone on with", async () => {
    const begin = async () => {
      await hands("pick", "With the primary key");
      await hands("pick", "I put the new key in place myself");
    };
    const cancelled = run("rotateKeys");
    await begin();
    await hands("click", "Cancel");
    await cancelled;
    assert.deepStrictEqual(azure.regenerated, []);

    const begun = run("rotateKeys");
    await begin();
    const plan = await hands("click", "Begin");
    assert.match(plan, /Your apps use the primary key\.\s*1\. Regenerate the secondary key/);
    const named = await hands("click", "Regenerate the secondary key");
    assert.match(named, /cannot be known which keys are in use/);
    await hands("dismiss", "Do all apps use");
    await begun;
    assert.deepStrictEqual(
      azure.regenerated.map(({ kind }) => kind),
      ["secondary"],
    );
    await said("is waiting");

    const refused = run("rotateKeys");
    assert.match(await hands("click", "Continue"), /\(done\)/);
    await hands("click", "All Apps Switched");
    await hands("click", "Cancel");
    await refused;
    assert.strictEqual(account.keys.primary, first);

    const ended = run("rotateKeys");
    await hands("click", "Continue");
    await hands("click", "Regenerate the primary key");
    await said("no longer work");
    assert.deepStrictEqual(
      azure.regenerated.map(({ kind }) => kind),
      ["secondary", "primary"],
    );
    await vscode.commands.executeCommand("notifications.clearAll");
    await ended;
  });

  it("store: vault, form, name and key are asked for, then it is shown; the vault holds what Azure lists", async () => {
    const running = run("storeSecret");
    await hands("type", ["Name or address of the Key Vault", "https://contoso-vault.vault.azure.net"]);
    await hands("pick", "The key alone");
    await hands("type", ["Name of the secret", ""]);
    await hands("pick", "secondary key");
    const dialog = await hands("click", "Store");
    assert.match(dialog, /contoso-vault\.vault\.azure\.cn\/secrets\/contoso-china-cosmos-key/);
    await running;
    await said("Stored, and read back");
    assert.strictEqual(azure.vault.secrets.get("contoso-china-cosmos-key")?.at(-1)?.value, account.keys.secondary);
    await vscode.commands.executeCommand("notifications.clearAll");
  });

  it("switch off: a no changes nothing, a yes closes the door, and there is a way back", async () => {
    const refused = run("switchKeysOff");
    await hands("dismiss", "Disable key access on");
    await refused;
    assert.strictEqual(account.disableLocalAuth, false);
    const off = run("switchKeysOff");
    assert.match(
      await hands("click", "Disable Despite That"),
      /Against it: The code still uses keys[\s\S]*stops working at once/,
    );
    await off;
    await said("Key access is off");
    assert.strictEqual(account.disableLocalAuth, true);
    const on = run("switchKeysOn");
    await hands("click", "Enable");
    await on;
    assert.strictEqual(account.disableLocalAuth, false);
    await vscode.commands.executeCommand("notifications.clearAll");
  });

  it("sweep: every account of the chosen cloud, in the view and as a page", async () => {
    const running = vscode.commands.executeCommand("cosmosKeyless.sweep");
    await hands("pick", "Azure China");
    await hands("type", ["Treat keys as old", "90"]);
    await running;
    const text = page()?.getText() ?? "";
    assert.match(text, /contoso-china/);
    assert.match(text, /with key access on/);
    await hands("screenshot", "test-results/sweep.png");
  });

  it("the audit log is JSON lines without a secret, and opens", async () => {
    await vscode.commands.executeCommand("cosmosKeyless.showAudit");
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.ok(document.fileName.endsWith("audit.jsonl"));
    const lines = document
      .getText()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { step: string; who: string; result: string });
    assert.ok(
      lines.some(
        ({ step, who, result }) => step === "regenerate" && who === "ada@contoso.example" && result === "done",
      ),
    );
    assert.ok(existsSync(document.fileName));
    const text = readFileSync(document.fileName, "utf8");
    for (const key of [first, ...Object.values(account.keys)]) assert.strictEqual(leaks(text, key), false);
  });

  it("the report names what was done and what is left", async () => {
    await vscode.commands.executeCommand("cosmosKeyless.report");
    const text = page()?.getText() ?? "";
    assert.match(text, /# Cosmos DB keys in code[\s\S]*\| regenerate \| primary key \| done \|/);
    await pause(50);
  });
});

/** The page that was opened last: it is shown rendered, its text stands beside. */
function page(): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.findLast(
    ({ languageId, isUntitled }) => languageId === "markdown" && isUntitled,
  );
}
