import * as vscode from "vscode";
import { fixActions } from "../fixActions";
import { openPlace, showRange } from "../openPlace";
import { positionsOf } from "../fixer";
import type { Desk } from "./command";
import { findingFor, targetOf } from "./target";

/** Says why a finding has no fix, opens the place where the way was lost, and shows the other ways out. */
export async function whyNoFix(desk: Desk, argument: unknown): Promise<void> {
  const place = await findingFor(desk, argument);
  if (place === undefined) return;
  const document = await vscode.workspace.openTextDocument(place.uri);
  const { token } = new vscode.CancellationTokenSource();
  const { actions, refusal } = await fixActions(document, place.finding, desk.fixer, desk.after, token);
  if (actions.length > 0 || refusal === undefined) {
    await vscode.commands.executeCommand("cosmosKeyless.fixHere", targetOf(place));
    return;
  }
  const { lookAt } = refusal;
  if (lookAt === undefined) await openPlace(place);
  else {
    const at = positionsOf(lookAt.text);
    const selection = new vscode.Range(at(lookAt.start), at(lookAt.end));
    await showRange(vscode.Uri.file(lookAt.path), selection);
  }
  const ignore = vscode.l10n.t("Ignore…");
  const explain = vscode.l10n.t("Explain");
  const chosen = await vscode.window.showInformationMessage(refusal.reason, ignore, explain);
  if (chosen === ignore) await vscode.commands.executeCommand("cosmosKeyless.ignoreHere", targetOf(place));
  if (chosen === explain) await vscode.commands.executeCommand("cosmosKeyless.explainHere", targetOf(place));
}
