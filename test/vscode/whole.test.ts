import * as assert from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { scan } from "../../src/engine/scan";
import { placed } from "../../src/files/fileFinding";
import { FindingStore } from "../../src/vscode/findingStore";
import { GitStates } from "../../src/vscode/gitState";
import { IgnoreLists } from "../../src/vscode/ignoreLists";
import { KeptFindings } from "../../src/vscode/keptFindings";
import { stagedFindings } from "../../src/vscode/stagedKeys";
import { itemsOf, matches } from "../../src/vscode/tree/items";
import { legacyKey, identifiableKey, traceable } from "../keys";
import { leaks } from "../leaks";
import { eventually, findings, pause, profile, sample } from "./workspace";

/** What is known without a command: the whole workspace, also after files change behind the editor's back. */

const endpoint = "https://contoso-orders.documents.azure.com:443/";

describe("the first minute", () => {
  it("closed files are found without a command", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const [finding] = await eventually("a finding in a file that nobody opened", () => {
      const found = findings(sample("appsettings.json"));
      return found.length > 0 ? found : undefined;
    });
    assert.match(finding?.message ?? "", /^Hardcoded Cosmos DB key for contoso-billing \(read-only\)\. /);
  });

  it("a closed file that gains a key on disk is found, and forgotten when it loses it", async () => {
    const file = sample("jobs/pulled.py");
    writeFileSync(file.fsPath, "print('nothing here')\n");
    await pause(1500);
    assert.deepStrictEqual(findings(file), []);
    writeFileSync(file.fsPath, `COSMOS_KEY = "${legacyKey()}"\n`);
    await eventually("the key in the changed file", () => findings(file)[0]);
    writeFileSync(file.fsPath, "print('nothing here')\n");
    await eventually("nothing is left", () => (findings(file).length === 0 ? true : undefined));
  });

  it("a folder that comes with all its files is looked through", async () => {
    const folder = mkdtempSync(join(tmpdir(), "keyless-came-"));
    mkdirSync(join(folder, "deep"));
    writeFileSync(join(folder, "deep/came.py"), `COSMOS_KEY = "${legacyKey()}"\n`);
    cpSync(folder, sample("came").fsPath, { recursive: true });
    await eventually("the key in the new folder", () => findings(sample("came/deep/came.py"))[0]);
    rmSync(sample("came").fsPath, { recursive: true });
    await eventually("it is forgotten with its folder", () =>
      findings(sample("came/deep/came.py")).length === 0 ? true : undefined,
    );
  });

  it("each place of a key names the others", async () => {
    const related = await eventually("the other place", () => {
      const [finding] = findings(sample("web/db.ts"));
      return finding?.relatedInformation?.find(({ location }) => location.uri.path.endsWith("OrderStore.cs"));
    });
    assert.strictEqual(related.message, "The same key is here");
  });

  it("an open file that git ignores is one level lower", async () => {
    writeFileSync(sample(".gitignore").fsPath, "local.env\n");
    const { status } = spawnSync("git", ["init", "-q"], { cwd: sample("").fsPath });
    assert.strictEqual(status, 0);
    writeFileSync(sample("local.env").fsPath, `COSMOS_ENDPOINT=${endpoint}\nCOSMOS_KEY=${identifiableKey()}\n`);
    const document = await vscode.workspace.openTextDocument(sample("local.env"));
    await vscode.window.showTextDocument(document);
    await eventually("a warning, no error", () =>
      findings(document.uri)[0]?.severity === vscode.DiagnosticSeverity.Warning ? true : undefined,
    );
  });
});

describe("what is staged", () => {
  // Without trust VS Code's git extension does not run, and nothing is said of what is staged.
  if (profile === "untrusted") return;

  it("is looked at as git has it, not as the file says by now", async () => {
    const git = new GitStates();
    const lists = new IgnoreLists();
    const folder = sample("").fsPath;
    const run = (...args: readonly string[]) => spawnSync("git", args, { cwd: folder });
    run("init", "-q");
    writeFileSync(sample("staged.py").fsPath, `COSMOS_KEY = "${legacyKey()}"\n`);
    run("add", "staged.py");
    writeFileSync(sample("staged.py").fsPath, "print('gone again')\n");
    await git.start();
    await vscode.commands.executeCommand("git.openRepository", folder);
    const found = await eventually("the staged key", async () => {
      await vscode.commands.executeCommand("git.refresh");
      const staged = await stagedFindings(git, lists);
      return staged.found.find(({ uri }) => uri.path.endsWith("staged.py"));
    });
    assert.strictEqual(found.finding.from.line, 0);
    assert.strictEqual(git.of(sample("staged.py")), "staged");
    run("rm", "-q", "--cached", "staged.py");
    rmSync(sample("staged.py").fsPath);
    git.dispose();
    lists.dispose();
  });
});

describe("what is kept over a reload", () => {
  it("comes back with its place, and holds nothing of the secret", () => {
    const folder = mkdtempSync(join(tmpdir(), "keyless-kept-"));
    const key = identifiableKey("MastRW00", traceable());
    const text = `new CosmosClient({ endpoint: "${endpoint}", key: "${key}" });`;
    const uri = sample("kept.ts");
    const store = new FindingStore();
    const kept = new KeptFindings(vscode.Uri.file(folder), store);
    store.set([{ uri, findings: placed(text, scan(text, { path: "kept.ts" }), false) }]);
    kept.dispose();
    const said = readFileSync(join(folder, "findings.json"), "utf8");
    assert.ok(!leaks(said, key));
    const later = new FindingStore();
    const restored = new KeptFindings(vscode.Uri.file(folder), later);
    assert.deepStrictEqual(restored.restore().map(String), [uri.toString()]);
    assert.strictEqual(later.of(uri)[0]?.fingerprint, store.of(uri)[0]?.fingerprint);
    assert.deepStrictEqual(later.of(uri)[0]?.from, store.of(uri)[0]?.from);
    restored.dispose();
    rmSync(folder, { recursive: true });
  });

  it("a damaged file brings nothing back", () => {
    const folder = mkdtempSync(join(tmpdir(), "keyless-kept-"));
    for (const text of ["", "{", "[]", '{"version":1,"files":[{"path":1}]}', '{"version":2,"files":[]}']) {
      writeFileSync(join(folder, "findings.json"), text);
      const kept = new KeptFindings(vscode.Uri.file(folder), new FindingStore());
      assert.deepStrictEqual(kept.restore(), [], text);
      kept.dispose();
    }
    rmSync(folder, { recursive: true });
  });
});

describe("a notebook", () => {
  it("counts once, and its place is the cell", async () => {
    const cell = (source: string) => ({
      cell_type: "code",
      metadata: {},
      outputs: [],
      execution_count: null,
      source: [source],
    });
    const metadata = {
      language_info: { name: "python" },
      kernelspec: { name: "python3", display_name: "Python 3", language: "python" },
    };
    const cells = [cell("print(1)"), cell(`COSMOS_KEY = "${legacyKey()}"`)];
    const uri = sample("once.ipynb");
    writeFileSync(uri.fsPath, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    await eventually("a finding in the closed notebook", () => findings(uri)[0]);
    const start = JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }).indexOf('\\"') + 2;
    const [finding] = scan(readFileSync(uri.fsPath, "utf8"), { path: uri.path });
    await vscode.commands.executeCommand("cosmosKeyless.open", {
      uri: uri.toString(),
      fingerprint: finding?.fingerprint,
      start,
    });
    const editor = await eventually("the notebook's editor", () => vscode.window.activeNotebookEditor);
    await eventually("the cell's own finding", () => findings(editor.notebook.cellAt(1).document.uri)[0]);
    await eventually("the file's finding is not shown beside it", () =>
      findings(uri).length === 0 ? true : undefined,
    );
    assert.strictEqual(editor.selections[0]?.start, 1);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    rmSync(uri.fsPath);
  });
});

describe("the view's rows", () => {
  const place = (path: string, text: string) => {
    const uri = sample(path);
    return placed(text, scan(text, { path }), false).map((finding) => ({ uri, finding }));
  };
  const shared = identifiableKey();
  const places = [
    ...place(
      "b/reader.ts",
      `new CosmosClient({ endpoint: "https://aaa.documents.azure.com", key: "${identifiableKey("MastRO00")}" });`,
    ),
    ...place("a/one.ts", `new CosmosClient({ endpoint: "https://zzz.documents.azure.com", key: "${shared}" });`),
    ...place("a/two.ts", `const key = "${shared}";`),
  ];
  const labels = (by: "account" | "file" | "git") =>
    itemsOf(places, by, () => "committed").map((item) =>
      item.kind === "group" ? `${item.label} ${item.credentials}` : "",
    );

  it("errors come before warnings; a key without its account's name stands with it", () => {
    assert.deepStrictEqual(labels("account"), ["zzz 1", "aaa 1"]);
  });

  it("groups by file and by git state", () => {
    const files = ["a/one.ts", "a/two.ts", "b/reader.ts"].map((path) => vscode.workspace.asRelativePath(sample(path)));
    assert.deepStrictEqual(
      labels("file"),
      files.map((file) => `${file} 1`),
    );
    assert.deepStrictEqual(labels("git"), ["committed 2"]);
  });

  it("a filter asks account, file and severity", () => {
    const count = (filter: string) => places.filter((one) => matches(one, filter)).length;
    assert.deepStrictEqual(["aaa", "a/", "error", "error zzz", "nothing"].map(count), [1, 2, 2, 1, 0]);
  });
});
