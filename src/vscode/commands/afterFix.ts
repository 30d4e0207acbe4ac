import * as vscode from "vscode";
import { pathOf } from "../fixer";
import type { FollowUp } from "../followUps";
import type { Desk } from "./command";
import { type NextStep, nextSteps } from "./nextSteps";

/** One notification on what a fix did and leaves to do, with the way to do it. */
export async function afterFix(desk: Desk, argument: unknown): Promise<void> {
  if (!isFollowUp(argument)) return;
  await saveWith(argument);
  // Not waited for: a file that is being saved must not wait until a notification is answered.
  void tellAfterFix(desk, argument);
}

/** The steps again, of all fixes that were made and not put away. */
export async function showNextSteps({ followUps }: Desk): Promise<void> {
  await chooseStep(nextSteps(followUps.all()));
}

/** Puts the steps away. */
export async function clearNextSteps({ followUps }: Desk): Promise<void> {
  await followUps.clear();
}

/** Tells of a fix that is in; `rest` is what it left to a person, and shows it. */
export async function tellAfterFix(
  desk: Desk,
  one: FollowUp,
  rest?: { readonly left: number; readonly look: () => Promise<void> },
): Promise<void> {
  await desk.followUps.add(one);
  const steps = nextSteps([one]);
  const all = vscode.l10n.t("Next Steps…");
  const look = vscode.l10n.t("Show Unfixed");
  const unfixed = rest === undefined ? "" : ` ${manualFixes(rest.left)}`;
  const buttons = [...(steps.length > 0 ? [all] : []), ...(rest === undefined ? [] : [look])];
  const chosen = await vscode.window.showInformationMessage(`${fixedInWords(one)}${unfixed}`, ...buttons);
  if (chosen === look) await rest?.look();
  if (chosen === all) await chooseStep(steps);
}

/** How many findings a person has to see to. */
export function manualFixes(count: number): string {
  return count === 1
    ? vscode.l10n.t("1 finding needs a manual fix.")
    : vscode.l10n.t("{0} findings need a manual fix.", count);
}

const DONE = {
  "managed-identity": (what: string, whose: string) =>
    vscode.l10n.t("{0} now signs in to {1} with a managed identity.", what, whose),
  "key-vault": (what: string, whose: string) =>
    vscode.l10n.t("{0} now reads the secret of {1} from Key Vault.", what, whose),
  environment: (what: string, whose: string) =>
    vscode.l10n.t("{0} now reads the secret of {1} from an environment variable.", what, whose),
  placeholder: (what: string, whose: string) =>
    vscode.l10n.t("The secret of {1} in {0} is replaced by a placeholder.", what, whose),
};

function fixedInWords({ path, kind, fixed, accounts, afterwards }: FollowUp): string {
  const what = path === undefined ? vscode.l10n.t("Code with {0} keys", fixed) : path.slice(path.lastIndexOf("/") + 1);
  const names = [...new Set(accounts.map(({ name }) => name))];
  const whose = names.length === 0 ? vscode.l10n.t("its account") : names.join(", ");
  const next = afterwards.includes("rotate") ? ` ${vscode.l10n.t("The old key still works until you rotate it.")}` : "";
  return `${DONE[kind](what, whose)}${next}`;
}

async function chooseStep(steps: readonly NextStep[]): Promise<void> {
  if (steps.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Nothing is left to do."));
    return;
  }
  const picked = await vscode.window.showQuickPick([...steps], {
    title: vscode.l10n.t("Next steps"),
    placeHolder: vscode.l10n.t("Select a step. Take them from top to bottom."),
  });
  await picked?.run();
}

/** A fix on save takes the other files along: what was saved before is saved again. */
async function saveWith({ alsoSave = [] }: FollowUp): Promise<void> {
  for (const path of alsoSave) {
    const document = vscode.workspace.textDocuments.find(({ uri }) => pathOf(uri) === path);
    if (document?.isDirty === true) await document.save();
  }
}

function isFollowUp(value: unknown): value is FollowUp {
  return typeof value === "object" && value !== null && "afterwards" in value && "accounts" in value;
}
