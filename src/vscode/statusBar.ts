import * as vscode from "vscode";
import { counted } from "./counted";
import { shownFindings } from "./shownFindings";
import type { FindingStore } from "./findingStore";
import { onSettingsChanged } from "./settings";

/** One quiet item, only when there is something to say: how many credentials were found, and a way to them. */
export function showStatusBar(store: FindingStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("cosmosKeyless", vscode.StatusBarAlignment.Left, -10);
  item.name = "Keyless";
  item.command = "cosmosKeyless.findings.focus";
  const show = (): void => {
    const count = new Set(shownFindings(store).map(({ finding }) => finding.fingerprint)).size;
    const label = vscode.l10n.t("{0} found. Click to show.", counted(count, "hardcoded credential"));
    item.text = `$(key) ${count}`;
    item.tooltip = label;
    item.accessibilityInformation = { label };
    if (count === 0) item.hide();
    else item.show();
  };
  return vscode.Disposable.from(item, store.onDidChange(show), onSettingsChanged(show));
}
