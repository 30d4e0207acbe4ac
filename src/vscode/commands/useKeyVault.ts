import * as vscode from "vscode";
import type { Choice } from "../../fixes/fix";
import { pathOf, workspaceEditOf } from "../fixer";
import { askForVault } from "../vault";
import type { AfterFix } from "./afterFix";
import { type EditorCommand, numberIn, textIn } from "./command";

/** Asks for the vault, then replaces the secret by a reference to it. */
export const useKeyVault: EditorCommand = {
  id: "cosmosKeyless.useKeyVault",
  async run({ store, fixer }, argument) {
    const uri = vscode.Uri.parse(textIn(argument, "uri") ?? "");
    const start = numberIn(argument, "start");
    const finding = store
      .of(uri)
      .find((one) => one.start === start && one.fingerprint === textIn(argument, "fingerprint"));
    const vault = await askForVault(uri, vscode.l10n.t("Use a Key Vault reference"));
    if (finding === undefined || vault === undefined) return;
    const document = await vscode.workspace.openTextDocument(uri);
    const { room, parsers } = await fixer.load();
    const choice: Choice = { kind: "key-vault", vault };
    const workspace = await fixer.workspace(document);
    const fix = await room.findFix({ path: pathOf(uri), finding }, workspace, parsers, choice);
    if (!fix.fixable) {
      void vscode.window.showWarningMessage(fix.reason);
      return;
    }
    const applied = await vscode.workspace.applyEdit(workspaceEditOf(fix.edits, document, workspace), {
      isRefactoring: true,
    });
    const after: AfterFix = {
      uri: uri.toString(),
      fingerprint: finding.fingerprint,
      host: finding.account?.host,
      afterwards: fix.afterwards,
    };
    if (applied) await vscode.commands.executeCommand("cosmosKeyless.afterFix", after);
  },
};
