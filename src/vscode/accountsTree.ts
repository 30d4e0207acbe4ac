import * as vscode from "vscode";
import { counted } from "./counted";
import type { SweptAccount } from "../azure/sweep";

/** The accounts of the last sweep, in a view that is there once there was one. */

/** What the last sweep of this session found. Nothing of it is written to disk. */
export class SweptAccounts implements vscode.Disposable {
  private accounts: readonly SweptAccount[] = [];
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  set(accounts: readonly SweptAccount[]): void {
    this.accounts = accounts;
    void vscode.commands.executeCommand("setContext", "cosmosKeyless.swept", true);
    this.changed.fire(undefined);
  }

  all(): readonly SweptAccount[] {
    return this.accounts;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** The view's content: one item for each account, the most urgent first. */
export function showAccountsTree(swept: SweptAccounts): vscode.Disposable {
  return vscode.window.registerTreeDataProvider<SweptAccount>("cosmosKeyless.accounts", {
    onDidChangeTreeData: swept.onDidChange,
    getChildren: (item) => (item === undefined ? [...swept.all()] : []),
    getTreeItem: treeItem,
  });
}

function treeItem({ name, resourceGroup, keyAccessOff, old, chaosDb }: SweptAccount): vscode.TreeItem {
  const facts = [
    keyAccessOff ? vscode.l10n.t("key access off") : vscode.l10n.t("key access on"),
    ...(old.length === 0 ? [] : [counted(old.length, "old key")]),
    ...(chaosDb.length === 0 ? [] : [vscode.l10n.t("may have leaked through ChaosDB")]),
  ];
  const tree = new vscode.TreeItem(name);
  tree.description = facts.join(" · ");
  tree.tooltip = `${name} (${resourceGroup}): ${facts.join(", ")}`;
  const colour = chaosDb.length > 0 ? "problemsErrorIcon.foreground" : "problemsWarningIcon.foreground";
  tree.iconPath =
    chaosDb.length + old.length === 0
      ? new vscode.ThemeIcon("database")
      : new vscode.ThemeIcon("database", new vscode.ThemeColor(colour));
  tree.accessibilityInformation = { label: `${name}: ${facts.join(", ")}` };
  return tree;
}
