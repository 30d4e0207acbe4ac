import * as vscode from "vscode";
import type { EditorCommand } from "./command";

/** Opens the walkthrough: find, fix, check, close. */
export const openWalkthrough: EditorCommand = {
  id: "cosmosKeyless.openWalkthrough",
  run: () => vscode.commands.executeCommand("workbench.action.openWalkthrough", "cosmos-keyless.cosmos-keyless#start"),
};
