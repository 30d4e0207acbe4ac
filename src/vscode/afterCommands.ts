import * as vscode from "vscode";
import type { FollowUp } from "./followUps";

/** More than any menus that are open at a time offer together. */
const MOST_KEPT = 60;

/**
 * Commands that tell of one fix each. The editor lets go of a code action's arguments when its menu has closed, and that
 * may be before the edit is in; a command of its own, which needs none, is still there then.
 */
export class AfterCommands implements vscode.Disposable {
  private readonly kept: vscode.Disposable[] = [];
  private count = 0;

  /** The command that a code action names, besides its edit. */
  readonly of = (title: string, one: FollowUp): vscode.Command => {
    const command = `_cosmosKeyless.afterFix.${++this.count}`;
    const tell = (): Thenable<unknown> => vscode.commands.executeCommand("cosmosKeyless.afterFix", one);
    this.kept.push(vscode.commands.registerCommand(command, tell));
    if (this.kept.length > MOST_KEPT) this.kept.shift()?.dispose();
    return { command, title };
  };

  dispose(): void {
    for (const one of this.kept) one.dispose();
  }
}
