import * as assert from "node:assert";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { legacyKey } from "../keys";
import { eventually, findings, openWithFinding, pause, profile, sample } from "./workspace";

/** What a workspace's own settings can do: in a trusted one what its people want, in an untrusted one nothing. */

/** Every setting, as a workspace would have it that wants to hide a key and to be given others. */
const HOSTILE = {
  "cosmosKeyless.enable": false,
  "cosmosKeyless.scanInBackground": false,
  "cosmosKeyless.exclude": ["**/*"],
  "cosmosKeyless.scanIgnoredFiles": true,
  "cosmosKeyless.maxFileSize": 0.001,
  "cosmosKeyless.keyVault": "https://attacker.vault.azure.net",
  "cosmosKeyless.severity.certain": "off",
  "cosmosKeyless.severity.likely": "off",
  "cosmosKeyless.severity.possible": "off",
  "cosmosKeyless.severity.hint": "error",
  "cosmosKeyless.showHandedOutKeys": true,
};

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: { readonly configuration: { readonly properties: object } | readonly object[] };
}

describe("settings of a workspace", () => {
  const settings = sample(".vscode/settings.json").fsPath;
  const valueOf = (name: string): unknown =>
    vscode.workspace.getConfiguration(undefined, sample("web/db.ts")).inspect(name)?.workspaceFolderValue ??
    vscode.workspace.getConfiguration(undefined, sample("web/db.ts")).inspect(name)?.workspaceValue;

  afterEach(async () => {
    rmSync(settings, { force: true });
    await eventually("the settings are gone", () => (valueOf("editor.tabSize") === undefined ? true : undefined));
  });

  it("are not obeyed in an untrusted workspace, each of them", async () => {
    const manifest = vscode.extensions.getExtension("cosmos-keyless.cosmos-keyless")?.packageJSON as Manifest;
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepStrictEqual([...restrictedConfigurations].sort(), Object.keys(HOSTILE).sort());
    const properties = [manifest.contributes.configuration]
      .flat()
      .flatMap((one) => ("properties" in one ? Object.keys(one.properties) : []));
    assert.deepStrictEqual(properties.sort(), Object.keys(HOSTILE).sort());

    const { document } = await openWithFinding("web/db.ts");
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, JSON.stringify({ ...HOSTILE, "editor.tabSize": 7 }));
    await eventually("the settings are read", () => (valueOf("editor.tabSize") === 7 ? true : undefined));
    if (profile === "untrusted") {
      await pause(500);
      const obeyed = Object.keys(HOSTILE).filter((name) => valueOf(name) !== undefined);
      assert.deepStrictEqual(obeyed, []);
      assert.strictEqual(findings(document.uri).length, 1);
      const added = await vscode.workspace.openTextDocument({ content: `COSMOS_KEY=${legacyKey()}\n` });
      await eventually("a finding all the same", () => findings(added.uri)[0]);
    } else {
      assert.strictEqual(valueOf("cosmosKeyless.enable"), false);
      await eventually("nothing is shown", () => (findings(document.uri).length === 0 ? true : undefined));
    }
  });
});
