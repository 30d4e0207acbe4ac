import * as vscode from "vscode";
import { openPlace } from "../openPlace";
import type { EditorCommand } from "./command";
import { findingFor } from "./target";

/** Goes to a finding and opens its light bulb: the way to a fix from the tree, the hover and the palette. */
export const fixHere: EditorCommand = {
  id: "cosmosKeyless.fixHere",
  async run(desk, argument) {
    const place = await findingFor(desk, argument);
    if (place === undefined) return;
    await openPlace(place);
    await vscode.commands.executeCommand("editor.action.quickFix");
  },
};

/** Goes to a finding: what a click in the tree does. */
export const openHere: EditorCommand = {
  id: "cosmosKeyless.open",
  async run(desk, argument) {
    const place = await findingFor(desk, argument);
    if (place !== undefined) await openPlace(place);
  },
};
