import * as vscode from "vscode";

/** What is open speaks for itself: the disk is not asked about it. */

/** Whether a file is open as a document. */
export function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === uri.toString() && !document.isClosed,
  );
}

/** The open notebook that a file or one of its cells belongs to. */
export function notebookAt(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) => notebook.uri.path === uri.path);
}
