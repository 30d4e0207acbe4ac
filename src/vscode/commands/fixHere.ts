import * as vscode from "vscode";
import { openPlace } from "../openPlace";
import type { Desk } from "./command";
import { findingFor } from "./target";

/** Goes to a finding and opens its light bulb: the way to a fix from the tree, the hover and the palette. */
export async function fixHere(desk: Desk, argument: unknown): Promise<void> {
  const place = await findingFor(desk, argument);
  if (place === undefined) return;
  await openPlace(place);
  await isKnown(desk, place.finding.fingerprint);
  await vscode.commands.executeCommand("editor.action.quickFix");
}

/** Waits until what has just been opened has been looked at, so that the light bulb has something to say. */
async function isKnown({ store }: Desk, fingerprint: string): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (uri !== undefined && store.of(uri).some((finding) => finding.fingerprint === fingerprint)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Goes to a finding: what a click in the tree does. */
export async function openHere(desk: Desk, argument: unknown): Promise<void> {
  const place = await findingFor(desk, argument);
  if (place !== undefined) await openPlace(place);
}
