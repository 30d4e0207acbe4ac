import * as assert from "node:assert";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { legacyKey, traceableKey } from "../../keys";
import { leaks } from "../../leaks";
import { eventually, findings, hands, sample } from "../workspace";

/** Keyless: Make This Workspace Keyless, from the plan to undo, with real clicks. */

const FILES = ["src/OrderStore.cs", "src/Orders.csproj", "web/db.ts", "web/package.json", "jobs/report.py"];

describe("make this workspace keyless", function () {
  this.timeout(60_000);

  before(async () => {
    while (vscode.window.activeTextEditor !== undefined)
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    void vscode.commands.executeCommand("cosmosKeyless.scanWorkspace");
    await eventually("the scan's findings", () => findings(sample("jobs/report.py"))[0]);
    await vscode.commands.executeCommand("notifications.clearAll");
  });

  const texts = async (): Promise<readonly string[]> =>
    Promise.all(FILES.map(async (path) => (await vscode.workspace.openTextDocument(sample(path))).getText()));

  /** Up to the preview: identity where it works, the rest left; `out` are the items taken out. */
  const toPreview = async (...out: readonly string[]): Promise<{ readonly running: Thenable<unknown> }> => {
    const running = vscode.commands.executeCommand("cosmosKeyless.makeWorkspaceKeyless");
    await hands("pick", "Leave unchanged");
    for (const item of out) await hands("toggle", item);
    await hands("accept", "Uncheck what should stay");
    return { running };
  };

  it("closed at the plan or discarded in the preview, it changes nothing", async () => {
    const before = await texts();
    const closed = vscode.commands.executeCommand("cosmosKeyless.makeWorkspaceKeyless");
    await hands("escape", "Use managed identity where possible");
    await closed;
    const { running: discarded } = await toPreview();
    await hands("preview", "Discard");
    await discarded;
    assert.deepStrictEqual(await texts(), before);
  });

  it("shows no key in the preview, with a vault for where identity cannot work neither", async () => {
    const uri = sample("mongo.ts");
    const key = traceableKey();
    writeFileSync(
      uri.fsPath,
      `import { MongoClient } from "mongodb";\n\nexport const client = new MongoClient("mongodb://contoso-mongo:${encodeURIComponent(key)}@contoso-mongo.mongo.cosmos.azure.com:10255/?ssl=true");\n`,
    );
    await eventually("its finding", () => findings(uri)[0]);
    const before = await texts();
    const running = vscode.commands.executeCommand("cosmosKeyless.makeWorkspaceKeyless");
    await hands("pick", "Use a Key Vault reference");
    await hands("type", ["Name or address of the Key Vault", "https://contoso-vault.vault.azure.net"]);
    await hands("accept", "Uncheck what should stay");
    const shown = await hands("preview", "Discard");
    await running;
    assert.match(shown, /DefaultAzureCredential/);
    const secrets = [...before, readFileSync(uri.fsPath, "utf8")].flatMap(
      (text) => text.match(/[A-Za-z0-9+/%]{80,}/g) ?? [],
    );
    assert.ok(secrets.length >= 4, String(secrets.length));
    for (const secret of [key, ...secrets]) assert.strictEqual(leaks(shown, secret), false);
    assert.deepStrictEqual(await texts(), before);
    rmSync(uri.fsPath);
    await eventually("it is gone", () => (findings(uri).length === 0 ? true : undefined));
  });

  it("applies what was not taken out, all files together, and undo gives the bytes back", async () => {
    const before = await texts();
    const { running } = await toPreview("report.py");
    await hands("preview", "Apply");
    await eventually("the C# file is keyless", async () =>
      (await texts())[0]?.includes("new DefaultAzureCredential()") === true ? true : undefined,
    );
    const [csharp = "", project = "", script = "", manifest = "", python = ""] = await texts();
    assert.match(csharp, /using Azure\.Identity;/);
    assert.match(project, /Azure\.Identity/);
    assert.match(script, /aadCredentials: new DefaultAzureCredential\(\)/);
    assert.match(manifest, /@azure\/identity/);
    assert.strictEqual(python, before[4]);
    void running;
    await vscode.window.showTextDocument(sample("src/OrderStore.cs"));
    const undone = vscode.commands.executeCommand("undo");
    await undone;
    await eventually("undo", async () => ((await texts())[0] === before[0] ? true : undefined));
    assert.deepStrictEqual(await texts(), before);
  });

  it("a file that changed since the scan is planned by what it says now", async () => {
    const path = sample("jobs/report.py").fsPath;
    const old = readFileSync(path, "utf8");
    writeFileSync(path, `# changed meanwhile\n${old}`);
    const document = await vscode.workspace.openTextDocument(sample("jobs/report.py"));
    await eventually("the change", () => (document.getText().startsWith("# changed") ? true : undefined));
    const { running } = await toPreview("OrderStore.cs", "db.ts");
    await hands("preview", "Apply");
    await eventually("the fix", () => (document.getText().includes("DefaultAzureCredential()") ? true : undefined));
    assert.match(
      document.getText(),
      /^# changed meanwhile\nfrom azure\.cosmos import CosmosClient\nfrom azure\.identity/,
    );
    void running;
    await document.save();
  });

  it("the source action makes a whole file keyless, only when it is asked for by name", async () => {
    const uri = sample("both.py");
    const [first, second] = [legacyKey(), legacyKey()];
    writeFileSync(
      uri.fsPath,
      `from azure.cosmos import CosmosClient\na = CosmosClient("https://a.documents.azure.com", "${first}")\nb = CosmosClient("https://b.documents.azure.com", "${second}")\n`,
    );
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually("two findings", () => (findings(uri).length === 2 ? true : undefined));
    const whole = new vscode.Range(0, 0, 3, 0);
    const ask = (kind: string) =>
      vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, whole, kind, 5);
    const [action] = await eventually("the source action", async () => {
      const actions = await ask("source.fixAll.cosmosKeyless");
      return actions.length > 0 ? actions : undefined;
    });
    assert.ok(action?.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.strictEqual(document.getText().match(/DefaultAzureCredential\(\)/g)?.length, 2);
    await document.save();
  });
});
