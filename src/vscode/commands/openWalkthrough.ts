import * as vscode from "vscode";

/** Opens the walkthrough: find, fix, check, close. */
export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", "cosmos-keyless.cosmos-keyless#start");
}
