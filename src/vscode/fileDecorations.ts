import * as vscode from "vscode";
import { counted } from "./counted";
import { SEVERITIES, type Severity } from "../engine/finding";
import type { FindingStore } from "./findingStore";
import { onSettingsChanged } from "./settings";
import { shownIn } from "./shownFindings";

/** A mark on files with findings, wherever the editor lists files: the Explorer, tabs, the source control view. */

const COLOURS: Readonly<Partial<Record<Severity, string>>> = {
  error: "list.errorForeground",
  warning: "list.warningForeground",
};

/** Marks files until disposed. */
export function decorateFiles(store: FindingStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changed.event,
    provideFileDecoration: (uri) => decorationOf(store, uri),
  };
  return vscode.Disposable.from(
    changed,
    vscode.window.registerFileDecorationProvider(provider),
    store.onDidChange((uris) => {
      changed.fire([...uris]);
    }),
    onSettingsChanged(() => {
      changed.fire(undefined);
    }),
  );
}

function decorationOf(store: FindingStore, uri: vscode.Uri): vscode.FileDecoration | undefined {
  const findings = shownIn(store, uri);
  const loudest = SEVERITIES.find((one) => findings.some(({ severity }) => severity === one));
  const colour = loudest === undefined ? undefined : COLOURS[loudest];
  if (colour === undefined) return undefined;
  const said = counted(findings.length, "hardcoded credential");
  return new vscode.FileDecoration("K", said, new vscode.ThemeColor(colour));
}
