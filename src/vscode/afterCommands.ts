import * as vscode from "vscode";
import type { FollowUp } from "./followUps";
import { type Basis, type EditOf, LateEdits, tellOutdated } from "./lateEdits";

/** More than any menus that are open at a time offer together. */
const MOST_KEPT = 60;

/**
 * Commands that tell of one fix each. The editor lets go of a code action's arguments when its menu has closed, and that
 * may be before the edit is in; a command of its own, which needs none, is still there then.
 */
export class AfterCommands implements vscode.Disposable {
  readonly late = new LateEdits();
  private readonly kept: vscode.Disposable[] = [];
  private count = 0;

  /** Gives a code action its edit, once it is chosen, and the command that tells of it then. */
  give(action: vscode.CodeAction, basis: Basis, editOf: EditOf, one: FollowUp): void {
    this.late.hold(action, basis, editOf);
    const command = `_cosmosKeyless.afterFix.${++this.count}`;
    const tell = async (): Promise<void> => {
      if (this.late.isOutdated(action)) tellOutdated();
      else await vscode.commands.executeCommand("cosmosKeyless.afterFix", one);
    };
    this.kept.push(vscode.commands.registerCommand(command, tell));
    if (this.kept.length > MOST_KEPT) this.kept.shift()?.dispose();
    action.command = { command, title: action.title };
  }

  dispose(): void {
    for (const one of this.kept) one.dispose();
  }
}
