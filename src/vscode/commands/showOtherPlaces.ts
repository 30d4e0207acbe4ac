import * as vscode from "vscode";
import { rangeOf } from "../findingStore";
import { type Desk, textIn } from "./command";

/** Shows every place of one credential in the references view. */
export async function showOtherPlaces({ store }: Desk, argument: unknown): Promise<void> {
  const fingerprint = textIn(argument, "fingerprint");
  const places = store.all().filter(({ finding }) => finding.fingerprint === fingerprint);
  const [first] = places;
  if (first === undefined) return;
  const locations = places.map(({ uri, finding }) => new vscode.Location(uri, rangeOf(finding)));
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    first.uri,
    rangeOf(first.finding).start,
    locations,
  );
}
