import * as vscode from "vscode";

/** The extension's log. Its lines are our own words and places, never a text that was scanned. */
export const log = vscode.window.createOutputChannel("Keyless", { log: true });
