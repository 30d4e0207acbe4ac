import * as vscode from "vscode";
import type { FileFinding } from "../../files/fileFinding";
import { type PlacedFinding, rangeOf } from "../findingStore";
import { shownFindings } from "../shownFindings";
import { type Desk, numberIn, textIn } from "./command";

/** Which finding a command is about: a link, a menu and the light bulb name it, else it is the cursor's. */

/** Names a finding in a command's argument. Carries nothing of it but where it stands. */
export interface Target {
  readonly uri: string;
  readonly fingerprint: string;
  /** UTF-16 offset. */
  readonly start: number;
}

/** The name of a finding. */
export function targetOf({ uri, finding }: { readonly uri: vscode.Uri; readonly finding: FileFinding }): Target {
  return { uri: uri.toString(), fingerprint: finding.fingerprint, start: finding.start };
}

/**
 * The finding that an argument names, wherever it has moved in its file meanwhile; without an argument the one at the
 * cursor, else one that the person picks. Undefined where there is none: told already.
 */
export async function findingFor({ store }: Desk, argument: unknown): Promise<PlacedFinding | undefined> {
  const fingerprint = textIn(argument, "fingerprint");
  if (fingerprint !== undefined) {
    const uri = textIn(argument, "uri");
    const start = numberIn(argument, "start");
    const places = store.all().filter(({ finding }) => finding.fingerprint === fingerprint);
    const inFile = places.filter((place) => place.uri.toString() === uri);
    const found =
      inFile.find(({ finding }) => finding.start === start) ?? inFile[0] ?? (uri === undefined ? places[0] : undefined);
    if (found === undefined)
      void vscode.window.showInformationMessage(vscode.l10n.t("This finding is gone: the file has changed."));
    return found;
  }
  const editor = vscode.window.activeTextEditor;
  const shown = shownFindings(store);
  const here = shown.find(
    ({ uri, finding }) =>
      uri.toString() === editor?.document.uri.toString() &&
      rangeOf(finding).intersection(editor.selection) !== undefined,
  );
  return here ?? picked(shown);
}

async function picked(shown: readonly PlacedFinding[]): Promise<PlacedFinding | undefined> {
  if (shown.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("No Cosmos DB credentials found. Scan the workspace first."),
    );
    return undefined;
  }
  const items = shown.map((place) => ({
    label: place.finding.account?.name ?? vscode.l10n.t("Unknown account"),
    description: `${vscode.workspace.asRelativePath(place.uri)}:${place.finding.from.line + 1}`,
    place,
  }));
  const placeHolder = vscode.l10n.t("Select a finding");
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.place;
}
