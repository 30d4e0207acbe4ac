import * as vscode from "vscode";
import { commentFor } from "../comments";
import { type EditorCommand, numberIn, textIn } from "./command";

/** Asks for a reason and writes it above the line, as a comment that the scan obeys. */
export const ignoreHere: EditorCommand = {
  id: "cosmosKeyless.ignoreHere",
  async run(_desk, argument) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(textIn(argument, "uri") ?? ""));
    const comment = commentFor(document);
    const line = numberIn(argument, "line");
    if (comment === undefined || line === undefined) return;
    const reason = await vscode.window.showInputBox({
      title: vscode.l10n.t("Ignore this finding"),
      prompt: vscode.l10n.t("Why is this no problem? The reason stands in the file, for those who read it after you."),
      validateInput: (value) => (/\p{L}{2}/u.test(value) ? undefined : vscode.l10n.t("Give a reason in words.")),
    });
    if (reason === undefined) return;
    const indent = /^\s*/.exec(document.lineAt(line).text)?.[0] ?? "";
    const edit = new vscode.WorkspaceEdit();
    const text = `${indent}${comment.open}keyless-ignore-next-line: ${reason.trim()}${comment.close}\n`;
    edit.insert(document.uri, new vscode.Position(line, 0), text);
    await vscode.workspace.applyEdit(edit);
  },
};
