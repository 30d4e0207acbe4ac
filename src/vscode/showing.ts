import * as vscode from "vscode";
import { showAccountsTree } from "./accountsTree";
import { codeActionProvider, FIX_ALL, fixAllProvider } from "./codeActions";
import type { Desk } from "./commands/command";
import { showDiagnostics } from "./diagnostics";
import { showFindingsTree } from "./findingsTree";
import { hoverProvider } from "./hover";
import { showStatusBar } from "./statusBar";

const EVERYWHERE: vscode.DocumentSelector = [{ scheme: "*", pattern: "**" }];

/** All that a person sees of the store, wherever the editor has a place for it. */
export function showFindings({ store, checks, fixer, swept }: Desk): vscode.Disposable {
  return vscode.Disposable.from(
    showDiagnostics(store, checks),
    showFindingsTree(store, checks),
    showAccountsTree(swept),
    showStatusBar(store),
    vscode.languages.registerHoverProvider(EVERYWHERE, hoverProvider(store, checks)),
    vscode.languages.registerCodeActionsProvider(EVERYWHERE, codeActionProvider(store, fixer), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.languages.registerCodeActionsProvider(EVERYWHERE, fixAllProvider(store, fixer), {
      providedCodeActionKinds: [FIX_ALL],
    }),
  );
}
