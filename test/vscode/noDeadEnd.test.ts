import * as assert from "node:assert";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parse } from "jsonc-parser";
import * as vscode from "vscode";
import { scan } from "../../src/engine/scan";
import { placed } from "../../src/files/fileFinding";
import { DiskEvents } from "../../src/vscode/diskEvents";
import { Fixer } from "../../src/vscode/fixer";
import { ignore } from "../../src/vscode/ignore";
import { IgnoreLists } from "../../src/vscode/ignoreLists";
import { KeyChecks } from "../../src/vscode/keyChecks";
import { rangeOf } from "../../src/vscode/findingStore";
import { itemsOf, type PlaceItem, placesOf } from "../../src/vscode/tree/items";
import { rowOf } from "../../src/vscode/tree/rows";
import { everyKind } from "./everyKind";
import { actions, eventually, findings, profile, sample } from "./workspace";

/** Every finding, wherever it is shown, leads to: a fix or why there is none, to ignore, to explain, to check. */

describe("no dead end", function () {
  this.timeout(120_000);
  const files = everyKind();
  const paths = Object.keys(files);

  const loud = (on: boolean): Thenable<unknown> => {
    const settings = vscode.workspace.getConfiguration("cosmosKeyless");
    const { Global } = vscode.ConfigurationTarget;
    return Promise.all([
      settings.update("severity.hint", on ? "warning" : undefined, Global),
      settings.update("showHandedOutKeys", on ? true : undefined, Global),
    ]);
  };

  before(async () => {
    // What is quiet as it comes has its ways, too.
    await loud(true);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(sample(`kinds/${path}`).fsPath), { recursive: true });
      writeFileSync(sample(`kinds/${path}`).fsPath, text);
    }
    const all = () => (paths.every((path) => findings(sample(`kinds/${path}`)).length > 0) ? true : undefined);
    await eventually("the files' findings", all, 40).catch(() => {
      const none = paths.filter((path) => findings(sample(`kinds/${path}`)).length === 0);
      assert.fail(`nothing found in ${none.join(", ")}`);
    });
  });

  after(async () => {
    await loud(false);
    rmSync(sample("kinds").fsPath, { recursive: true });
    rmSync(sample(".keyless.json").fsPath, { force: true });
  });

  const isFix = (title: string): boolean =>
    /managed identity|Key Vault|environment variable|placeholder|^Why no fix\?/.test(title);

  it("the light bulb, which is the Problems panel's too, offers a fix or the reason, and every way out", async () => {
    const dead: string[] = [];
    const there = new Set(await vscode.commands.getCommands());
    for (const path of paths) {
      const document = await vscode.workspace.openTextDocument(sample(`kinds/${path}`));
      const finding = await eventually(path, () => findings(document.uri)[0]);
      const offered = await actions(document, finding.range);
      const titles = offered.map(({ title }) => title);
      const does = offered.every(({ edit, command }) => (edit?.size ?? 0) > 0 || there.has(command?.command ?? ""));
      const isChecked = profile !== "untrusted" && !path.includes("emulator");
      const ways = [/^Ignore,/, /^Explain/, ...(isChecked ? [/^Check this key/] : [])];
      if (!does || !titles.some(isFix) || !ways.every((way) => titles.some((title) => way.test(title))))
        dead.push(`${path}: ${titles.join(" | ")}`);
    }
    assert.deepStrictEqual(dead, []);
  });

  it("commands that actions and rows name are there", async () => {
    const there = new Set(await vscode.commands.getCommands(true));
    const manifest = JSON.parse(
      readFileSync(vscode.Uri.joinPath(extension().extensionUri, "package.json").fsPath, "utf8"),
    ) as { contributes: { commands: { command: string }[] } };
    const named = manifest.contributes.commands.map(({ command }) => command);
    for (const command of [...named, "cosmosKeyless.open", "cosmosKeyless.useKeyVault", "cosmosKeyless.afterFix"])
      assert.ok(there.has(command), command);
  });

  it("each row of the view opens its place, and has a menu", async () => {
    const places = paths.flatMap((path) => {
      const text = files[path] ?? "";
      const uri = sample(`kinds/${path}`);
      return placed(text, scan(text, { path: uri.path }), false).map((finding) => ({ uri, finding }));
    });
    const checks = new KeyChecks();
    const rowsOfAll: PlaceItem[] = [];
    for (const by of ["account", "file", "git"] as const)
      for (const group of itemsOf(places, by, () => "none")) {
        for (const child of group.kind === "group" ? group.children : []) {
          const rows = child.kind === "credential" ? placesOf(child) : child.kind === "place" ? [child] : [];
          assert.ok(rows.length > 0);
          if (child.kind === "credential") assert.match(rowOf(child, checks).contextValue ?? "", /^credential/);
          for (const row of rows) {
            const { contextValue, command, label } = rowOf(row, checks);
            assert.match(contextValue ?? "", /^place/);
            assert.strictEqual(command?.command, "cosmosKeyless.open");
            assert.match(typeof label === "string" ? label : "", /\d/, "the line");
            if (by === "account") rowsOfAll.push(row);
          }
        }
      }
    // Sixty windows' worth of files: not in every profile.
    for (const row of /^(?:single|oldest|desktop)$/.test(profile) ? rowsOfAll : []) {
      await vscode.commands.executeCommand("cosmosKeyless.open", row);
      const at = await eventually(row.uri, () => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.uri.toString() === row.uri ? editor : undefined;
      });
      assert.ok(at.selection.isEqual(rangeOf(row.place.finding)), row.uri);
    }
    checks.dispose();
  });

  it("ignoring works for each, and never writes into a value", async () => {
    const fixer = new Fixer(vscode.Uri.joinPath(extension().extensionUri, "dist").fsPath, new DiskEvents());
    const lists = new IgnoreLists();
    const wrong: string[] = [];
    for (const path of paths) {
      const uri = sample(`kinds/${path}`);
      const document = await vscode.workspace.openTextDocument(uri);
      const before = document.getText();
      for (const finding of placed(before, scan(before, { path: uri.path }), false).toReversed()) {
        const ignored = await ignore({ uri, finding }, "made up for a test", fixer, lists);
        if ("problem" in ignored) wrong.push(`${path}: ${ignored.problem}`);
      }
      if (/(?<!ts)config\.json$|settings\.json$|strange\.json$/.test(path)) JSON.parse(document.getText());
      if (isInValue(path) && document.getText() !== before) wrong.push(`${path}: a comment in a value`);
    }
    assert.deepStrictEqual(wrong, []);
    const left = () => paths.filter((path) => findings(sample(`kinds/${path}`)).length > 0);
    await eventually("no finding is left", () => (left().length === 0 ? true : undefined)).catch(() => {
      assert.deepStrictEqual(left(), []);
    });
    const list = parse(readFileSync(sample(".keyless.json").fsPath, "utf8")) as { version: number; ignore: object[] };
    assert.strictEqual(list.version, 1);
    assert.ok(list.ignore.every((entry) => Object.keys(entry).join() === "fingerprint,path,reason"));
    lists.dispose();
    fixer.dispose();
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document.isUntitled) continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  });
});

/** Files whose credential stands where a comment would be content. */
function isInValue(path: string): boolean {
  return /block\.yaml|heredoc|notes\.md|page\.html|Verbatim|template|long\.py|Text\.java|Raw\.kt|continued|strange/.test(
    path,
  );
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("cosmos-keyless.cosmos-keyless");
  assert.ok(found);
  return found;
}
