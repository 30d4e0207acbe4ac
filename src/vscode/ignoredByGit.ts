import * as vscode from "vscode";

/** Whether git ignores a file of the workspace. Loads what reads ignore rules on the first question. */
export async function isIgnoredByGit(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (uri.scheme !== "file" || folder === undefined) return false;
  const [{ isIgnoredBelow }, { isTracked }] = await Promise.all([
    import("../files/walk"),
    import("../files/treeFiles"),
  ]);
  // What git tracks is no secret kept at home, whatever a .gitignore says of it.
  return isIgnoredBelow(folder.fsPath, uri.fsPath) && !isTracked(uri.fsPath);
}
