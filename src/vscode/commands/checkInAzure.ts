import * as vscode from "vscode";
import { cloudOf } from "../../azure/connection";
import { stateInWords } from "../../azure/describe";
import { isFailure } from "../../azure/failure";
import { editorCredential } from "../credential";
import type { PlacedFinding } from "../findingStore";
import { log } from "../log";
import { type Desk, type EditorCommand, textIn } from "./command";

/** Asks Azure which key a finding is, whether it is valid and how old. Signs in only now; changes nothing. */
export const checkInAzure: EditorCommand = {
  id: "cosmosKeyless.checkInAzure",
  async run(desk, argument) {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showInformationMessage(vscode.l10n.t("Azure is asked only in a trusted workspace."));
      return;
    }
    const place = await chosenFinding(desk, argument);
    if (place === undefined) return;
    const { fingerprint } = place.finding;
    const account = desk.store
      .all()
      .find(({ finding }) => finding.fingerprint === fingerprint && finding.account !== undefined)?.finding.account;
    if (account === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Nothing near this key names its account, so Azure cannot be asked."),
      );
      return;
    }
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Keyless: asking Azure about {0}", account.name),
      cancellable: true,
    };
    const answer = await vscode.window.withProgress(options, async (_progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => {
        cancel.abort();
      });
      const { checkKey } = await import("../../azure/lazy");
      const cloud = cloudOf(account.host);
      return checkKey({ credential: editorCredential(cloud), cloud }, account.name, fingerprint, cancel.signal);
    });
    if (isFailure(answer)) {
      log.warn(answer.says);
      if (answer.why !== "cancelled") void vscode.window.showWarningMessage(answer.says);
      return;
    }
    desk.checks.set(fingerprint, answer);
    void vscode.window.showInformationMessage(stateInWords(answer));
  },
};

/** The finding that a link or tree item names, else the one at the cursor, else one that the person picks. */
async function chosenFinding({ store }: Desk, argument: unknown): Promise<PlacedFinding | undefined> {
  const all = store.all();
  const fingerprint = textIn(argument, "fingerprint");
  if (fingerprint !== undefined) return all.find(({ finding }) => finding.fingerprint === fingerprint);
  const editor = vscode.window.activeTextEditor;
  const [atCursor] = editor === undefined ? [] : store.at(editor.document.uri, editor.selection);
  if (editor !== undefined && atCursor !== undefined) return { uri: editor.document.uri, finding: atCursor };
  const items = all.map((place) => ({
    label: place.finding.account?.name ?? vscode.l10n.t("Account not named"),
    description: `${vscode.workspace.asRelativePath(place.uri)}:${place.finding.from.line + 1}`,
    place,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("No finding to ask about. Scan the workspace first."));
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Which finding?") }))?.place;
}
