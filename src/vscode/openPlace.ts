import * as vscode from "vscode";
import { scan } from "../engine/scan";
import { isCell, type PlacedFinding, rangeOf } from "./findingStore";
import { notebookAt } from "./openDocuments";

/** The way to a finding: its line, or its cell where a notebook holds it. */

/** Opens a finding with its range selected. */
export async function openPlace(place: PlacedFinding): Promise<void> {
  const { uri, finding } = place;
  if (uri.path.endsWith(".ipynb") && !isCell(uri) && (await openCell(place))) return;
  await showRange(uri, rangeOf(finding));
}

/** Opens a text with a range selected, its beginning in sight: a key is wider than most windows, and what it is called stands before it. */
export async function showRange(uri: vscode.Uri, range: vscode.Range): Promise<void> {
  try {
    const start = new vscode.Range(range.start, range.start);
    const editor = await vscode.window.showTextDocument(uri, { selection: start });
    editor.selection = new vscode.Selection(range.end, range.start);
  } catch {
    // Too large for extensions, or gone: the editor says so itself.
    await vscode.commands.executeCommand("vscode.open", uri, { selection: range });
  }
}

/** Opens a notebook at the cell that holds a credential of its file; false where the editor knows no notebooks. */
async function openCell({ uri, finding }: PlacedFinding): Promise<boolean> {
  const notebook = await openNotebook(uri);
  if (notebook === undefined) return false;
  for (const { document, index } of notebook.getCells()) {
    const inside = scan(document.getText(), { path: uri.path }).find(
      ({ fingerprint }) => fingerprint === finding.fingerprint,
    );
    if (inside === undefined) continue;
    const selections = [new vscode.NotebookRange(index, index + 1)];
    await vscode.window.showNotebookDocument(notebook, { selections });
    const selection = new vscode.Range(document.positionAt(inside.start), document.positionAt(inside.end));
    await vscode.commands.executeCommand("vscode.open", document.uri, { selection });
    return true;
  }
  // What a notebook has printed stands in no cell's text: its file shows it.
  await vscode.commands.executeCommand("vscode.openWith", uri, "default", { selection: rangeOf(finding) });
  return true;
}

async function openNotebook(uri: vscode.Uri): Promise<vscode.NotebookDocument | undefined> {
  try {
    return notebookAt(uri) ?? (await vscode.workspace.openNotebookDocument(uri));
  } catch {
    return undefined;
  }
}

/** The line, from 0, of an offset in a text. */
export function lineOf({ text, start }: { readonly text: string; readonly start: number }): number {
  return text.slice(0, start).split("\n").length - 1;
}
