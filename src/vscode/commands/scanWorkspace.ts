import * as vscode from "vscode";
import { shownFindings } from "../findingsTree";
import { scanWorkspace as scan } from "../workspaceScan";
import { log } from "../log";
import type { EditorCommand } from "./command";

/** Scans the whole workspace; shows how far it is, can be cancelled, and says in one line what it found. */
export const scanWorkspace: EditorCommand = {
  id: "cosmosKeyless.scanWorkspace",
  async run({ store, worker }) {
    if (vscode.workspace.workspaceFolders === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t("Open a folder to scan it."));
      return;
    }
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Keyless: scanning the workspace"),
      cancellable: true,
    };
    const outcome = await vscode.window
      .withProgress(options, (progress, token) =>
        scan(
          worker,
          store,
          (files, findings) => {
            progress.report({ message: vscode.l10n.t("{0} files, {1} findings", files, findings) });
          },
          token,
        ),
      )
      .then(undefined, () => undefined);
    if (outcome === undefined) {
      log.error("The scan of the workspace broke off.");
      void vscode.window.showErrorMessage(vscode.l10n.t("The scan broke off. The Keyless log says how far it came."));
      return;
    }
    const { files, milliseconds, cancelled } = outcome;
    const shown = shownFindings(store);
    const credentials = new Set(shown.map(({ finding }) => finding.fingerprint)).size;
    const seconds = (milliseconds / 1000).toFixed(1);
    const found =
      credentials === 0
        ? vscode.l10n.t("no credential")
        : credentials === 1
          ? vscode.l10n.t("1 credential in {0} places", shown.length)
          : vscode.l10n.t("{0} credentials in {1} places", credentials, shown.length);
    const message = cancelled
      ? vscode.l10n.t("Scan cancelled after {0} files and {1} s; found so far: {2}.", files, seconds, found)
      : vscode.l10n.t("Scanned {0} files in {1} s: {2}.", files, seconds, found);
    const show = vscode.l10n.t("Show");
    const chosen =
      credentials === 0
        ? await vscode.window.showInformationMessage(message)
        : await vscode.window.showInformationMessage(message, show);
    if (chosen === show) await vscode.commands.executeCommand("cosmosKeyless.findings.focus");
  },
};
