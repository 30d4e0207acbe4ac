import * as assert from "node:assert";
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { legacyKey } from "../keys";
import { actions, apply, askForActions, eventually, findings, openWithFinding, pause, sample } from "./workspace";

describe("the light bulb", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document.isUntitled) continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
  });

  it("offers what applies, best first and preferred", async () => {
    const { document, finding } = await openWithFinding("web/db.ts");
    const offered = await actions(document, finding.range);
    assert.deepStrictEqual(
      offered.map(({ title }) => title),
      [
        "Use managed identity",
        "Use a Key Vault reference…",
        "Read from an environment variable",
        "Ignore here, with a reason…",
      ],
    );
    assert.deepStrictEqual(
      offered.map(({ isPreferred }) => isPreferred ?? false),
      [true, false, false, false],
    );
  });

  it("makes C# keyless: constructor, using, constant and project file", async () => {
    const { document, finding } = await openWithFinding("src/OrderStore.cs");
    await apply((await actions(document, finding.range))[0]);
    const text = document.getText();
    assert.match(text, /new CosmosClient\(Endpoint, new DefaultAzureCredential\(\)\)/);
    assert.match(text, /using System;\r?\nusing Azure\.Identity;\r?\nusing Microsoft/);
    assert.doesNotMatch(text, /PrimaryKey/);
    const project = await vscode.workspace.openTextDocument(sample("src/Orders.csproj"));
    assert.match(project.getText(), /Include="Azure.Identity"/);
    await eventually("no finding is left", () => (findings(document.uri).length === 0 ? true : undefined));
  });

  it("makes TypeScript and its package.json keyless, and undo brings the bytes back", async () => {
    const { document, finding } = await openWithFinding("web/db.ts");
    const before = document.getText();
    await apply((await actions(document, finding.range))[0]);
    assert.match(document.getText(), /aadCredentials: new DefaultAzureCredential\(\)/);
    const manifest = await vscode.workspace.openTextDocument(sample("web/package.json"));
    assert.match(manifest.getText(), /"@azure\/identity"/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    await eventually("undo", () => (document.getText() === before ? true : undefined));
  });

  it("makes Python keyless", async () => {
    const { document, finding } = await openWithFinding("jobs/report.py");
    await apply((await actions(document, finding.range))[0]);
    assert.match(document.getText(), /credential=DefaultAzureCredential\(\)/);
    assert.doesNotMatch(document.getText(), /KEY/);
  });

  it("replaces a key in prose by a placeholder", async () => {
    const notes = sample("notes.md");
    writeFileSync(notes.fsPath, `# Notes\n\nCOSMOS_KEY=${legacyKey()}\n`);
    const { document, finding } = await openWithFinding("notes.md");
    const offered = await actions(document, finding.range);
    assert.deepStrictEqual(
      offered.map(({ title }) => title),
      ["Replace the secret by a placeholder", "Ignore here, with a reason…"],
    );
    await apply(offered[0]);
    assert.strictEqual(document.getText(), "# Notes\n\nCOSMOS_KEY=<removed>\n");
  });

  it("a document that changes its language keeps its findings", async () => {
    const document = await vscode.workspace.openTextDocument({ content: `COSMOS_KEY=${legacyKey()}\n` });
    await vscode.window.showTextDocument(document);
    await eventually("a finding", () => findings(document.uri)[0]);
    await vscode.languages.setTextDocumentLanguage(document, "markdown");
    assert.strictEqual(findings(document.uri).length, 1);
    await pause(700);
    assert.strictEqual(findings(document.uri).length, 1);
  });

  it("offers nothing where nothing is found", async () => {
    const document = await vscode.workspace.openTextDocument(sample("README.md"));
    assert.deepStrictEqual(await askForActions(document, new vscode.Range(0, 0, 1, 0)), []);
  });
});
