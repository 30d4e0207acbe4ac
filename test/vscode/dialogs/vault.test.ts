import * as assert from "node:assert";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { legacyKey } from "../../keys";
import { eventually, findings, hands, sample } from "../workspace";

/** A repository does not choose where a secret goes: the vault of its settings is shown as its own, and asked for. */

const CODE = "vault/report.py";
const THEIRS = "https://attacker.vault.azure.net";

describe("the vault that settings name", function () {
  this.timeout(60_000);
  const workspace = sample(".vscode/settings.json").fsPath;
  const uri = sample(CODE);
  const configuration = () => vscode.workspace.getConfiguration("cosmosKeyless", uri);

  before(async () => {
    mkdirSync(dirname(uri.fsPath), { recursive: true });
    writeFileSync(
      uri.fsPath,
      `from azure.cosmos import CosmosClient\n\nclient = CosmosClient("https://contoso.documents.azure.com:443/", "${legacyKey()}")\n`,
    );
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await eventually("the finding", () => findings(uri)[0]);
  });

  after(async () => {
    rmSync(workspace, { force: true });
    await configuration().update("keyVault", undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    rmSync(dirname(uri.fsPath), { recursive: true });
  });

  const text = async (): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();
  const use = (): Thenable<unknown> => {
    const [finding] = findings(uri);
    const editor = vscode.window.activeTextEditor;
    assert.ok(finding !== undefined && editor !== undefined);
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    return vscode.commands.executeCommand("cosmosKeyless.useKeyVault");
  };

  it("is the workspace's: it is named as such and asked, and a no changes nothing", async () => {
    await configuration().update("keyVault", "https://mine.vault.azure.net", vscode.ConfigurationTarget.Global);
    mkdirSync(dirname(workspace), { recursive: true });
    writeFileSync(workspace, JSON.stringify({ "cosmosKeyless.keyVault": THEIRS }));
    await eventually("the workspace's settings", () => (configuration().get("keyVault") === THEIRS ? true : undefined));
    const before = await text();
    const refused = use();
    await hands("escape", "contoso-vault");
    await refused;
    assert.strictEqual(await text(), before);
    const chosen = use();
    await hands("type", ["This workspace's settings name this vault. Is it yours?", "https://ours.vault.azure.net"]);
    const after = await eventually("the reference", async () => ((await text()) === before ? undefined : text()));
    assert.match(after, /ours\.vault\.azure\.net/);
    assert.doesNotMatch(after, /attacker/);
    // It ends once its notification is answered or gone.
    void chosen;
    await vscode.commands.executeCommand("undo");
    await eventually("undo", async () => ((await text()) === before ? true : undefined));
    assert.strictEqual(readFileSync(uri.fsPath, "utf8"), before);
  });

  it("is the person's own: it is used without a question", async () => {
    rmSync(workspace);
    await eventually("the workspace's settings are gone", () =>
      configuration().get("keyVault") === THEIRS ? undefined : true,
    );
    const before = await text();
    const used = use();
    const after = await eventually("the reference", async () => ((await text()) === before ? undefined : text()));
    assert.match(after, /mine\.vault\.azure\.net/);
    void used;
  });
});
