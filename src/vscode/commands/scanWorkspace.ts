import * as vscode from "vscode";
import { counted } from "../counted";
import { shownFindings } from "../shownFindings";
import type { ScanOutcome } from "../scanStatus";
import type { Desk } from "./command";

/** Scans the whole workspace; shows how far it is, can be cancelled, and says in one line what it found. */
export async function scanWorkspace(desk: Desk): Promise<void> {
  const outcome = await scanWithProgress(desk);
  if (outcome !== undefined) await tellOutcome(desk, outcome);
}

/** Scans the whole workspace before something is said or done about it. Undefined where it broke off: told already. */
export async function scanWithProgress({ scans }: Desk): Promise<ScanOutcome | undefined> {
  if (vscode.workspace.workspaceFolders === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a folder to scan it."));
    return undefined;
  }
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t("Scanning the workspace"),
    cancellable: true,
  };
  const outcome = await vscode.window.withProgress(options, (progress, token) =>
    scans.scan((files, findings) => {
      progress.report({ message: `${counted(files, "file")}, ${counted(findings, "finding")}` });
    }, token),
  );
  // One that another scan has taken the place of is no failure: that one says how things are.
  if (outcome === undefined && scans.status.current.kind === "failed") {
    const log = vscode.l10n.t("Show Log");
    void vscode.window.showErrorMessage(vscode.l10n.t("The scan failed."), log).then((chosen) => {
      if (chosen === log) void vscode.commands.executeCommand("cosmosKeyless.showLog");
    });
  }
  return outcome;
}

/** Says in one line what a scan found, how much it looked at, and what it could not. */
export async function tellOutcome(
  { store }: Desk,
  { files, cancelled, unreadable, skipped }: ScanOutcome,
): Promise<void> {
  const shown = shownFindings(store);
  const keys = new Set(shown.map(({ finding }) => finding.fingerprint)).size;
  const found =
    keys === 0
      ? vscode.l10n.t("No Cosmos DB credentials found")
      : vscode.l10n.t("{0} found in {1}", counted(keys, "hardcoded credential"), counted(shown.length, "place"));
  const looked = cancelled
    ? vscode.l10n.t("cancelled after {0}", counted(files, "file"))
    : vscode.l10n.t("{0} scanned", counted(files, "file"));
  const left =
    unreadable.length === 0 ? "" : ` ${vscode.l10n.t("{0} could not be read.", counted(unreadable.length, "file"))}`;
  const meant = skipped.length === 0 ? "" : ` ${vscode.l10n.t("{0} skipped.", counted(skipped.length, "file"))}`;
  const show = vscode.l10n.t("Show");
  const showSkipped = vscode.l10n.t("Show Skipped");
  const isAll = unreadable.length + skipped.length === 0;
  const buttons = [...(keys === 0 ? [] : [show]), ...(isAll ? [] : [showSkipped])];
  const tell = unreadable.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await tell(`${found} (${looked}).${left}${meant}`, ...buttons);
  if (chosen === show) await vscode.commands.executeCommand("cosmosKeyless.findings.focus");
  if (chosen === showSkipped) await vscode.commands.executeCommand("cosmosKeyless.showSkipped");
}
