import * as vscode from "vscode";
import { counted } from "../counted";
import { type AskedKey, type CheckAnswer, isKnown } from "../../azure/checkAnswer";
import { stateInWords } from "../../azure/describe";
import { isFailure } from "../../azure/failure";
import { shortSubjectOf } from "../../engine/message";
import { inAzure, tell } from "../azureSession";
import { type Desk, textIn } from "./command";

/** Asks Azure which key a finding is, whether it works and how old it is. Signs in only now; changes nothing. */
export async function checkInAzure(desk: Desk, argument: unknown): Promise<void> {
  const fingerprint = await chosenFingerprint(desk, argument);
  if (fingerprint === undefined) return;
  const asked = keysOf(desk).find((key) => key.fingerprint === fingerprint);
  if (asked === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("This is no account key. Azure cannot tell the state of a password or token."),
    );
    return;
  }
  const title =
    asked.account === undefined
      ? vscode.l10n.t("Keyless: comparing the key with your accounts")
      : vscode.l10n.t("Keyless: asking Azure about {0}", asked.account);
  const answer = (await ask(desk, [asked], title))?.get(fingerprint);
  if (answer !== undefined && !isFailure(answer)) void vscode.window.showInformationMessage(stateInWords(answer));
}

/** The same for every key that was found: each account is asked once. */
export async function checkAllInAzure(desk: Desk): Promise<void> {
  const keys = keysOf(desk);
  if (keys.length === 0) {
    await tellNoKeys();
    return;
  }
  const answers = await ask(desk, keys, vscode.l10n.t("Keyless: asking Azure"));
  if (answers !== undefined) void vscode.window.showInformationMessage(allInWords(keys.length, answers));
}

/** What a check of all came to. A cancelled one says no more than how many it had. */
function allInWords(count: number, answers: ReadonlyMap<string, CheckAnswer>): string {
  const all = [...answers.values()];
  const known = all.filter(isKnown).length;
  if (all.some((answer) => isFailure(answer) && answer.why === "cancelled") || all.length < count)
    return known === 0
      ? vscode.l10n.t("Check cancelled. No key was checked.")
      : vscode.l10n.t("Check cancelled. Checked: {0} of {1}.", known, counted(count, "key"));
  const live = all.filter((answer) => !isFailure(answer) && answer.state === "live").length;
  return known === count
    ? vscode.l10n.t("{0} checked, {1} still valid.", counted(count, "key"), live)
    : vscode.l10n.t("{0} checked, {1} still valid, {2} not known.", counted(count, "key"), live, count - known);
}

interface EditorKey extends AskedKey {
  readonly host: string;
}

/** Asks, and tells each reason for no answer once. Undefined where it may not ask or broke off. */
async function ask(
  desk: Desk,
  keys: readonly EditorKey[],
  title: string,
): Promise<ReadonlyMap<string, CheckAnswer> | undefined> {
  return inAzure(title, async ({ azure, signal, connectionTo, say }) => {
    const answers = new Map<string, CheckAnswer>();
    // One sign-in that was cancelled is a no to the whole check: nobody is asked for the next.
    const stop = new AbortController();
    const whole = AbortSignal.any([signal, stop.signal]);
    const told = new Set<string>();
    await azure.checkKeys(
      keys,
      ({ host }) => connectionTo(host),
      ({ fingerprint, account }, answer) => {
        say(account ?? "");
        answers.set(fingerprint, answer);
        if (!isFailure(answer)) desk.checks.set(fingerprint, answer);
        else if (!told.has(answer.says)) tell(answer);
        if (isFailure(answer)) told.add(answer.says);
        if (isFailure(answer) && answer.why === "cancelled") stop.abort();
      },
      whole,
    );
    // Nobody stopped the check, and yet it was cancelled: the sign-in was, and whoever did that knows.
    const isRefused = [...answers.values()].some((one) => isFailure(one) && one.why === "cancelled");
    return isRefused && !signal.aborted && ![...answers.values()].some(isKnown) ? undefined : answers;
  });
}

const KEY_RULES = new Set(["account-key", "connection-string", "mongo-connection-string"]);

/** The account keys, each once; one that no text gives an account is compared with all. */
function keysOf({ store }: Desk): readonly EditorKey[] {
  const keys = new Map<string, EditorKey>();
  for (const { finding } of store.all()) {
    const { fingerprint, account, rule, certainty } = finding;
    if (!KEY_RULES.has(rule) || certainty === "hint") continue;
    const known = keys.get(fingerprint);
    if (known?.account === undefined)
      keys.set(fingerprint, { fingerprint, account: account?.name, host: account?.host ?? "" });
  }
  return [...keys.values()];
}

async function tellNoKeys(): Promise<void> {
  const scan = vscode.l10n.t("Scan");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t("No account key to check. Scan the workspace first."),
    scan,
  );
  if (chosen === scan) await vscode.commands.executeCommand("cosmosKeyless.scanWorkspace");
}

/** The finding that a link or tree item names, else the one at the cursor, else one that the person picks. */
async function chosenFingerprint(desk: Desk, argument: unknown): Promise<string | undefined> {
  const named = textIn(argument, "fingerprint");
  if (named !== undefined) return named;
  const editor = vscode.window.activeTextEditor;
  const [atCursor] = editor === undefined ? [] : desk.store.at(editor.document.uri, editor.selection);
  if (atCursor !== undefined) return atCursor.fingerprint;
  const items = keysOf(desk).map((key) => ({ ...describe(desk, key), fingerprint: key.fingerprint }));
  if (items.length > 0)
    return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Check which key?"), matchOnDetail: true }))
      ?.fingerprint;
  await tellNoKeys();
  return undefined;
}

/** A key as a row: whose it is, what it opens, and where it stands. */
function describe({ store }: Desk, { fingerprint, account }: EditorKey): vscode.QuickPickItem {
  const places = store.all().filter(({ finding }) => finding.fingerprint === fingerprint);
  const [first] = places;
  const where = places
    .slice(0, MOST_NAMED)
    .map(({ uri, finding }) => `${vscode.workspace.asRelativePath(uri)}:${finding.from.line + 1}`);
  return {
    label: account ?? vscode.l10n.t("Unknown account"),
    description: first === undefined ? "" : shortSubjectOf(first.finding),
    detail: [...where, ...(places.length > MOST_NAMED ? ["…"] : [])].join(", "),
  };
}

/** Places of a key that its row names. */
const MOST_NAMED = 3;
