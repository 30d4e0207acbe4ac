import * as assert from "node:assert";
import { rmSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { emulatorKey, identifiableKey, legacyKey } from "../keys";
import { eventually, findings, openWithFinding, pause, profile, sample } from "./workspace";

describe("what is shown", () => {
  it("a key in an open document is an error on its exact range", async () => {
    const { document, finding } = await openWithFinding("web/db.ts");
    const text = document.getText(finding.range);
    assert.strictEqual(text.length, 88);
    assert.ok(text.endsWith("=="));
    assert.strictEqual(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.strictEqual((finding.code as { value: string }).value, "account-key");
  });

  it("a diagnostic carries nothing of the key", async () => {
    const { document, finding } = await openWithFinding("jobs/report.py");
    const key = document.getText(finding.range);
    const said = JSON.stringify(findings(document.uri));
    for (let at = 0; at + 5 <= key.length; at++) assert.ok(!said.includes(key.slice(at, at + 5)));
  });

  it("typing a key brings a finding, taking it away takes the finding away", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "typescript", content: "// nothing here\n" });
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(1, 0), `const cosmosKey = "${legacyKey()}";\n`);
    });
    const found = await eventually("a finding while typing", () => findings(document.uri)[0]);
    assert.strictEqual(found.range.start.line, 1);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), "// one line more\n");
    });
    await eventually("the finding has moved", () => findings(document.uri).find(({ range }) => range.start.line === 2));
    await editor.edit((edit) => {
      edit.delete(new vscode.Range(2, 0, 3, 0));
    });
    await eventually("the finding is gone", () => (findings(document.uri).length === 0 ? true : undefined));
  });

  it("an import far away makes a key likely once it stands there", async () => {
    const filler = "// filler\n".repeat(2000);
    const document = await vscode.workspace.openTextDocument({
      language: "typescript",
      content: `// top\n${filler}const accessKey = "${legacyKey()}";\n`,
    });
    const editor = await vscode.window.showTextDocument(document);
    await pause(600);
    assert.strictEqual(findings(document.uri).length, 0);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), `import { CosmosClient } from "@azure/cosmos";\n`);
    });
    await eventually("the far import is seen", () => findings(document.uri)[0]);
  });

  it("the emulator's key is shown only where the setting says so", async () => {
    const document = await vscode.workspace.openTextDocument({
      language: "csharp",
      content: `new CosmosClient("https://localhost:8081", "${emulatorKey()}");\n`,
    });
    await pause(500);
    assert.strictEqual(findings(document.uri).length, 0);
    const settings = vscode.workspace.getConfiguration("cosmosKeyless");
    await settings.update("severity.hint", "information", vscode.ConfigurationTarget.Global);
    const found = await eventually("the emulator's key as information", () => findings(document.uri)[0]);
    assert.strictEqual(found.severity, vscode.DiagnosticSeverity.Information);
    await settings.update("severity.hint", undefined, vscode.ConfigurationTarget.Global);
    await eventually("and gone again", () => (findings(document.uri).length === 0 ? true : undefined));
  });

  it("switching off takes all away, switching on brings it back, without a reload", async () => {
    const { document } = await openWithFinding("web/db.ts");
    const settings = vscode.workspace.getConfiguration("cosmosKeyless");
    await settings.update("enable", false, vscode.ConfigurationTarget.Global);
    await eventually("no finding while off", () => (findings(document.uri).length === 0 ? true : undefined));
    await settings.update("enable", undefined, vscode.ConfigurationTarget.Global);
    await eventually("the finding is back", () => findings(document.uri)[0]);
  });

  it("a comment with a reason is obeyed, one without is not", async () => {
    const line = `const cosmosKey = "${identifiableKey()}";`;
    const refused = await vscode.workspace.openTextDocument({
      language: "typescript",
      content: `// keyless-ignore-next-line: a made-up key\n${line}\n`,
    });
    const bare = await vscode.workspace.openTextDocument({
      language: "typescript",
      content: `// keyless-ignore-next-line\n${line}\n`,
    });
    const found = await eventually("the finding without a reason", () => findings(bare.uri)[0]);
    assert.match(found.message, /reason/);
    assert.strictEqual(findings(refused.uri).length, 0);
  });

  it("the hover says whose key it is, what it opens and why", async () => {
    const { document, finding } = await openWithFinding("web/db.ts");
    const key = document.getText(finding.range);
    const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      finding.range.start,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ""))
      .join("\n");
    assert.match(
      finding.message,
      /^Hardcoded Cosmos DB key for contoso-orders \(read-write\)\. Use a managed identity\./,
    );
    assert.match(text, /read-write access to the whole account/);
    assert.match(text, /contoso-orders\.documents\.azure\.com/);
    assert.ok(!text.includes("Hardcoded"), "the message above is not said twice");
    for (const command of ["fixHere", "ignoreHere", "explainHere", "checkInAzure"])
      assert.match(text, new RegExp(`command:cosmosKeyless\\.${command}\\?`));
    for (let at = 0; at + 5 <= key.length; at++)
      assert.ok(!text.includes(key.slice(at, at + 5)), "no piece of the key");
  });

  it("trust is as the profile says, and findings are shown all the same", () => {
    assert.strictEqual(vscode.workspace.isTrusted, profile !== "untrusted");
  });
});

describe("the whole workspace", () => {
  it("is scanned on command, closed files included, and follows the disk", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    void vscode.commands.executeCommand("cosmosKeyless.scanWorkspace");
    const closed = sample("appsettings.json");
    const found = await eventually("a finding in a closed file", () => findings(closed)[0]);
    assert.strictEqual(found.severity, vscode.DiagnosticSeverity.Warning);
    await eventually("findings in every folder", () =>
      (vscode.workspace.workspaceFolders ?? []).every(
        ({ uri }) => findings(vscode.Uri.joinPath(uri, "jobs/report.py")).length === 1,
      )
        ? true
        : undefined,
    );
    const added = sample("added.env");
    writeFileSync(added.fsPath, `COSMOS_KEY=${legacyKey()}\n`);
    await eventually("a finding in a new file", () => findings(added)[0]);
    rmSync(added.fsPath);
    await eventually("a deleted file is forgotten", () => (findings(added).length === 0 ? true : undefined));
  });
});
