import * as vscode from "vscode";
import { showAccountsTree } from "./accountsTree";
import { codeActionProvider, FIX_ALL, fixAllProvider } from "./codeActions";
import type { Desk } from "./commands/command";
import { showDiagnostics } from "./diagnostics";
import { decorateFiles } from "./fileDecorations";
import { GitStates } from "./gitState";
import { hoverProvider } from "./hover";
import { showStagedKeys } from "./stagedKeys";
import { showStatusBar } from "./statusBar";
import { showFindingsTree } from "./tree/findingsTree";

const EVERYWHERE: vscode.DocumentSelector = [{ scheme: "*", pattern: "**" }];
/** Git is asked once the window has settled. */
const GIT_AFTER_MS = 2000;

/** All that a person sees of the store, wherever the editor has a place for it. `memory` keeps how they like it. */
export function showFindings(desk: Desk, memory: vscode.Memento): vscode.Disposable {
  const { store, checks, lists, swept } = desk;
  const git = new GitStates();
  const starts = setTimeout(() => void git.start(), GIT_AFTER_MS);
  return vscode.Disposable.from(
    git,
    new vscode.Disposable(() => {
      clearTimeout(starts);
    }),
    showDiagnostics(store, checks),
    showFindingsTree(desk, git, memory),
    showAccountsTree(swept),
    showStatusBar(store),
    decorateFiles(store),
    showStagedKeys(git, lists),
    vscode.languages.registerHoverProvider(EVERYWHERE, hoverProvider(store, checks)),
    vscode.languages.registerCodeActionsProvider(EVERYWHERE, codeActionProvider(desk), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.languages.registerCodeActionsProvider(EVERYWHERE, fixAllProvider(desk), {
      providedCodeActionKinds: [FIX_ALL],
    }),
  );
}
