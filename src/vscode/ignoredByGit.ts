import * as vscode from "vscode";

/** Whether git ignores a file of the workspace. Loads what reads ignore rules on the first question. */
export async function isIgnoredByGit(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (uri.scheme !== "file" || folder === undefined) return false;
  const { isIgnoredBelow } = await import("../files/walk");
  return isIgnoredBelow(folder.fsPath, uri.fsPath);
}
