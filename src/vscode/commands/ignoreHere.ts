import * as vscode from "vscode";
import { ignore } from "../ignore";
import type { Desk } from "./command";
import { findingFor } from "./target";

/** Asks for a reason and writes it where the scan obeys it: above the line, or into the repository's `.keyless.json`. */
export async function ignoreHere(desk: Desk, argument: unknown): Promise<void> {
  const place = await findingFor(desk, argument);
  if (place === undefined) return;
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t("Ignore this finding"),
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("Why is this safe to ignore? Your reason is saved beside the code."),
    placeHolder: vscode.l10n.t("For example: test key, already rotated"),
    validateInput: (value) =>
      /\p{L}{2}/u.test(value) ? undefined : vscode.l10n.t("Enter a reason, such as: test key, already rotated."),
  });
  if (reason === undefined) return;
  const ignored = await ignore(place, reason.trim(), desk.fixer, desk.lists);
  if ("problem" in ignored) {
    void vscode.window.showWarningMessage(ignored.problem);
    return;
  }
  if (ignored.in.toString() === place.uri.toString()) return;
  const open = vscode.l10n.t("Open");
  const message = vscode.l10n.t("Ignored in {0}.", vscode.workspace.asRelativePath(ignored.in));
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.window.showTextDocument(ignored.in);
}
