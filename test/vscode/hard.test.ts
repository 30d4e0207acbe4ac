import * as assert from "node:assert";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { FindingStore } from "../../src/vscode/findingStore";
import { FixThread } from "../../src/vscode/fixThread";
import { ScanStatus } from "../../src/vscode/scanStatus";
import { WorkspaceScans } from "../../src/vscode/workspaceScan";
import { identifiableKey, legacyKey } from "../keys";
import { actions, apply, askForActions, eventually, findings, openWithFinding, sample } from "./workspace";

/** What goes wrong around us: files that change under a fix, other file systems, threads that die, settings that turn. */

const endpoint = "https://contoso-orders.documents.azure.com:443/";
const python = (key: string): string =>
  `from azure.cosmos import CosmosClient\nclient = CosmosClient("${endpoint}", "${key}")\n`;
const dist = join(vscode.extensions.getExtension("cosmos-keyless.cosmos-keyless")?.extensionPath ?? "", "dist");

describe("a fix whose files change", () => {
  before(() => {
    mkdirSync(sample("late").fsPath, { recursive: true });
    writeFileSync(sample("late/job.py").fsPath, python(legacyKey()));
    writeFileSync(sample("late/requirements.txt").fsPath, "azure-cosmos==4.9.0\n");
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    rmSync(sample("late").fsPath, { recursive: true });
  });

  it("changes nothing where another file of it was edited after the light bulb was shown", async () => {
    const { document, finding } = await openWithFinding("late/job.py");
    await actions(document, finding.range);
    // As the editor asks: the edit comes when one is chosen.
    const offered = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
      0,
    );
    const fix = offered.find(({ title }) => title === "Use managed identity");
    assert.ok(fix);
    assert.strictEqual(fix.edit, undefined);
    writeFileSync(sample("late/requirements.txt").fsPath, "# new\nazure-cosmos==4.9.0\n");
    const later = await eventually("an edit for what the file says now", async () => {
      const again = await askForActions(document, finding.range);
      return again.find(({ title, edit }) => title === "Use managed identity" && edit !== undefined);
    });
    await apply(later);
    const manifest = await vscode.workspace.openTextDocument(sample("late/requirements.txt"));
    assert.match(manifest.getText(), /^# new\nazure-cosmos==4\.9\.0\nazure-identity/);
    assert.match(document.getText(), /DefaultAzureCredential\(\)/);
    for (const one of [manifest, document]) {
      await vscode.window.showTextDocument(one);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  });

  it("takes unsaved changes of the other file along, and one undo gives them back", async () => {
    const { document, finding } = await openWithFinding("late/job.py");
    const manifest = await vscode.workspace.openTextDocument(sample("late/requirements.txt"));
    const unsaved = new vscode.WorkspaceEdit();
    unsaved.insert(manifest.uri, new vscode.Position(0, 0), "# not saved\n");
    assert.ok(await vscode.workspace.applyEdit(unsaved));
    const [before, code] = [manifest.getText(), document.getText()];
    const [fix] = await actions(document, finding.range);
    await apply(fix);
    assert.match(manifest.getText(), /^# not saved\n[\s\S]*azure-identity/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    await eventually("undo in both", () =>
      manifest.getText() === before && document.getText() === code ? true : undefined,
    );
    await vscode.window.showTextDocument(manifest);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});

describe("a document that lies on no disk", () => {
  it("an untitled one is looked at and fixed; it can be ignored only by a comment", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "python", content: python(legacyKey()) });
    const finding = await eventually("the finding", () => findings(document.uri)[0]);
    const offered = await actions(document, finding.range);
    const titles = offered.map(({ title }) => title);
    assert.ok(
      titles.some((title) => title.startsWith("Ignore")),
      titles.join(),
    );
    assert.ok(
      titles.some((title) => /identity|environment|Why no fix/.test(title)),
      titles.join(),
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("one of another file system is looked at; no fix of it reaches the disk", async () => {
    const files = new Files();
    const registration = vscode.workspace.registerFileSystemProvider("keyless-test", files, {});
    // The same path lies on the disk: it must stay as it is.
    const twin = sample("twin/job.py");
    mkdirSync(sample("twin").fsPath, { recursive: true });
    writeFileSync(twin.fsPath, "print('on disk')\n");
    writeFileSync(sample("twin/requirements.txt").fsPath, "azure-cosmos==4.9.0\n");
    const uri = twin.with({ scheme: "keyless-test" });
    files.texts.set(uri.path, python(legacyKey()));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const finding = await eventually("the finding", () => findings(uri)[0]);
    for (const { title, edit } of await actions(document, finding.range))
      for (const [changed] of edit?.entries() ?? []) assert.strictEqual(changed.scheme, "keyless-test", title);
    assert.strictEqual(readFileSync(twin.fsPath, "utf8"), "print('on disk')\n");
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    registration.dispose();
    rmSync(sample("twin").fsPath, { recursive: true });
  });
});

describe("scans", () => {
  it("settings that turn are obeyed, and back again", async () => {
    const uri = sample("held/key.py");
    mkdirSync(sample("held").fsPath, { recursive: true });
    writeFileSync(uri.fsPath, `COSMOS_KEY = "${identifiableKey()}"\n`);
    await eventually("the key", () => findings(uri)[0]);
    const settings = vscode.workspace.getConfiguration("cosmosKeyless");
    await settings.update("exclude", ["**/held/**"], vscode.ConfigurationTarget.Global);
    await eventually("it is left out", () => (findings(uri).length === 0 ? true : undefined));
    await settings.update("exclude", undefined, vscode.ConfigurationTarget.Global);
    await eventually("it is back", () => findings(uri)[0]);
    rmSync(sample("held").fsPath, { recursive: true });
  });

  it("what changes behind a running scan's back is looked at by another that follows", async () => {
    const [store, status] = [new FindingStore(), new ScanStatus()];
    const scans = new WorkspaceScans(join(dist, "worker.js"), store, status);
    let ended = 0;
    status.onDidChange(() => {
      if (status.current.kind === "done") ended++;
    });
    const first = scans.scanQuietly();
    await scans.scanQuietly();
    await first;
    assert.strictEqual(ended, 2);
    scans.dispose();
    store.dispose();
  });

  it("a scan whose thread cannot run has failed, and says so; the next one works", async () => {
    const [store, status] = [new FindingStore(), new ScanStatus()];
    const { token } = new vscode.CancellationTokenSource();
    const broken = new WorkspaceScans(join(dist, "no-such-worker.js"), store, status);
    assert.strictEqual(await broken.scan(() => undefined, token), undefined);
    assert.strictEqual(status.current.kind, "failed");
    const whole = new WorkspaceScans(join(dist, "worker.js"), store, status);
    assert.ok(((await whole.scan(() => undefined, token))?.files ?? 0) > 0);
    for (const one of [broken, whole, store]) one.dispose();
  });
});

describe("the thread of the fixes", () => {
  it("nobody waits for a thread that has ended, and the next question has another", async () => {
    const folder = mkdtempSync(join(tmpdir(), "keyless-thread-"));
    const script = join(folder, "ends.js");
    writeFileSync(script, `require("node:worker_threads").parentPort.once("message", () => process.exit(0));`);
    const thread = new FixThread(script, folder);
    const ask = (): Promise<unknown> => thread.ask("comment", { path: "a.py", text: "", at: 0 }, () => undefined);
    await assert.rejects(ask());
    await assert.rejects(ask());
    thread.dispose();
    rmSync(folder, { recursive: true });
  });
});

/** A file system of an extension's, in memory. */
class Files implements vscode.FileSystemProvider {
  readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const text = this.texts.get(path);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound();
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: text.length };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    return new TextEncoder().encode(this.texts.get(path) ?? "");
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    this.texts.set(path, new TextDecoder().decode(content));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    // There are no folders here.
  }

  delete({ path }: vscode.Uri): void {
    this.texts.delete(path);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.texts.set(to.path, this.texts.get(from.path) ?? "");
    this.texts.delete(from.path);
  }
}
