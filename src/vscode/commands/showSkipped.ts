import * as vscode from "vscode";
import type { Desk } from "./command";

/** Lists what the last scan could not look at, each with the reason; picking one opens it. */
export async function showSkipped({ scans }: Desk): Promise<void> {
  const last = scans.status.lastOutcome;
  const leftOut = last === undefined ? [] : [...last.unreadable, ...last.skipped];
  if (leftOut.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("The last scan skipped nothing."));
    return;
  }
  const items = leftOut.map(({ path, text }) => ({
    label: vscode.workspace.asRelativePath(vscode.Uri.file(path)),
    detail: text,
    path,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Skipped by the last scan"),
    placeHolder: vscode.l10n.t("Select a file to open it"),
    matchOnDetail: true,
  });
  if (picked !== undefined) await vscode.commands.executeCommand("revealInExplorer", vscode.Uri.file(picked.path));
}
