import * as vscode from "vscode";
import type { AskedKey } from "../../azure/checkKey";
import { stateInWords } from "../../azure/describe";
import { isFailure } from "../../azure/failure";
import { inAzure, tell } from "../azureSession";
import type { PlacedFinding } from "../findingStore";
import { type Desk, type EditorCommand, textIn } from "./command";

/** Asks Azure which key a finding is, whether it is valid and how old. Signs in only now; changes nothing. */
export const checkInAzure: EditorCommand = {
  id: "cosmosKeyless.checkInAzure",
  async run(desk, argument) {
    const fingerprint = await chosenFingerprint(desk, argument);
    if (fingerprint === undefined) return;
    const [asked] = keysOf(desk).filter((key) => key.fingerprint === fingerprint);
    if (asked === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Nothing near this key names its account, so Azure cannot be asked."),
      );
      return;
    }
    await ask(desk, [asked], vscode.l10n.t("Keyless: asking Azure about {0}", asked.account));
    const check = desk.checks.of(fingerprint);
    if (check !== undefined) void vscode.window.showInformationMessage(stateInWords(check));
  },
};

/** The same for every key that was found: each account is asked once. */
export const checkAllInAzure: EditorCommand = {
  id: "cosmosKeyless.checkAllInAzure",
  async run(desk) {
    const keys = keysOf(desk);
    if (keys.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("No key to ask about. Scan the workspace first."));
      return;
    }
    await ask(desk, keys, vscode.l10n.t("Keyless: asking Azure"));
    const answers = keys.flatMap(({ fingerprint }) => desk.checks.of(fingerprint) ?? []);
    const live = answers.filter(({ state }) => state === "live").length;
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Azure told about {0} of {1} keys: {2} live.", answers.length, keys.length, live),
    );
  },
};

interface EditorKey extends AskedKey {
  readonly host: string;
}

async function ask(desk: Desk, keys: readonly EditorKey[], title: string): Promise<void> {
  await inAzure(title, async ({ azure, signal, connectionTo, say }) => {
    const told = new Set<string>();
    await azure.checkKeys(
      keys,
      ({ host }) => connectionTo(host),
      ({ fingerprint, account }, answer) => {
        say(account);
        if (!isFailure(answer)) desk.checks.set(fingerprint, answer);
        else if (!told.has(answer.says)) tell(answer);
        if (isFailure(answer)) told.add(answer.says);
      },
      signal,
    );
  });
}

/** The keys that name their account, each once. */
function keysOf({ store }: Desk): readonly EditorKey[] {
  const keys = new Map<string, EditorKey>();
  for (const { finding } of store.all()) {
    const { fingerprint, account } = finding;
    if (account !== undefined) keys.set(fingerprint, { fingerprint, account: account.name, host: account.host });
  }
  return [...keys.values()];
}

/** The finding that a link or tree item names, else the one at the cursor, else one that the person picks. */
async function chosenFingerprint({ store }: Desk, argument: unknown): Promise<string | undefined> {
  const named = textIn(argument, "fingerprint");
  if (named !== undefined) return named;
  const editor = vscode.window.activeTextEditor;
  const [atCursor] = editor === undefined ? [] : store.at(editor.document.uri, editor.selection);
  if (atCursor !== undefined) return atCursor.fingerprint;
  const items = store.all().map((place) => ({ ...describe(place), fingerprint: place.finding.fingerprint }));
  if (items.length > 0)
    return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Which finding?") }))?.fingerprint;
  void vscode.window.showInformationMessage(vscode.l10n.t("No finding to ask about. Scan the workspace first."));
  return undefined;
}

function describe({ uri, finding }: PlacedFinding): vscode.QuickPickItem {
  return {
    label: finding.account?.name ?? vscode.l10n.t("Account not named"),
    description: `${vscode.workspace.asRelativePath(uri)}:${finding.from.line + 1}`,
  };
}
