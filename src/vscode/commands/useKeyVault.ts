import * as vscode from "vscode";
import type { Choice } from "../../fixes/fix";
import { subjectOf } from "../cells";
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
    const subject = await subjectOf(document, finding, fixer);
    if (subject === undefined) return;
    const fix = await room.findFix(subject.place, subject.workspace, parsers, choice);
    if (!fix.fixable) {
      void vscode.window.showWarningMessage(fix.reason);
      return;
    }
    const applied = await vscode.workspace.applyEdit(subject.editOf(fix.edits), {
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
