import * as vscode from "vscode";
import type { KeptFindings } from "./keptFindings";
import { onScanSettingsChanged } from "./settings";
import type { FileWatch } from "./watchFiles";
import type { WorkspaceScans } from "./workspaceScan";

/** The first minute: what was known comes back, then the workspace is looked through, quietly. */

/** The window is still settling when the extension starts; nobody waits for this. */
const AFTER_START_MS = 1500;

/** Begins when the window has settled, and again when folders come or go, or what is to be scanned is set anew. */
export function scanInBackground(scans: WorkspaceScans, kept: KeptFindings, files: FileWatch): vscode.Disposable {
  const begin = setTimeout(() => {
    // Files with findings are looked at first; where nothing is scanned by itself they are the only ones.
    for (const uri of kept.restore()) files.rescan(uri);
    void scans.scanQuietly();
  }, AFTER_START_MS);
  return vscode.Disposable.from(
    new vscode.Disposable(() => {
      clearTimeout(begin);
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      scans.leave(removed.map(({ uri }) => uri));
      void scans.scanAnew();
    }),
    onScanSettingsChanged(() => void scans.scanAnew()),
  );
}
