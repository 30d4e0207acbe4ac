import { join } from "node:path";
import * as vscode from "vscode";
import { recordsFolder } from "./files/azureRecords";
import { showAccountsTree, SweptAccounts } from "./vscode/accountsTree";
import { codeActionProvider, FIX_ALL, fixAllProvider } from "./vscode/codeActions";
import { registerCommands } from "./vscode/commands/index";
import { showDiagnostics } from "./vscode/diagnostics";
import { FindingStore } from "./vscode/findingStore";
import { showFindingsTree } from "./vscode/findingsTree";
import { Fixer } from "./vscode/fixer";
import { hoverProvider } from "./vscode/hover";
import { KeyChecks } from "./vscode/keyChecks";
import { log } from "./vscode/log";
import { showStatusBar } from "./vscode/statusBar";
import { watchDocuments } from "./vscode/watchDocuments";
import { watchFiles } from "./vscode/workspaceScan";

/** Wires the parts together. Nothing heavy is loaded here: parsers and Azure come with their first use. */
export function activate(context: vscode.ExtensionContext): void {
  const part = (name: string): string => join(context.extensionPath, "dist", name);
  const store = new FindingStore();
  const checks = new KeyChecks();
  const swept = new SweptAccounts();
  const fixer = new Fixer(part("grammars"));
  const files = watchFiles(part("worker.js"), store);
  const everywhere: vscode.DocumentSelector = [{ scheme: "*", pattern: "**" }];
  context.subscriptions.push(
    log,
    store,
    checks,
    swept,
    fixer,
    files,
    showDiagnostics(store, checks),
    showFindingsTree(store, checks),
    showAccountsTree(swept),
    showStatusBar(store),
    vscode.languages.registerHoverProvider(everywhere, hoverProvider(store, checks)),
    vscode.languages.registerCodeActionsProvider(everywhere, codeActionProvider(store, fixer), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.languages.registerCodeActionsProvider(everywhere, fixAllProvider(store, fixer), {
      providedCodeActionKinds: [FIX_ALL],
    }),
    registerCommands({
      store,
      checks,
      fixer,
      swept,
      records: recordsFolder(),
      worker: part("worker.js"),
    }),
    watchDocuments(store, files.rescan),
  );
}
