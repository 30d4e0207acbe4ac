import * as vscode from "vscode";
import { afterwardsOf } from "../../fixes/afterwards";
import type { Choice, Place } from "../../fixes/fix";
import type { Plan } from "../../fixes/plan";
import { followUpOf } from "../followUps";
import { handedOutUnshown, shownFindings } from "../shownFindings";
import { log } from "../log";
import { pathOf } from "../fixer";
import { itemOf } from "../fixQuestions";
import { editOf, type EditorPlan, planFor, urisOf } from "../planner";
import { askForVault } from "../vault";
import { type Desk, textIn } from "./command";
import { manualFixes, tellAfterFix } from "./afterFix";
import { scanWithProgress, tellOutcome } from "./scanWorkspace";

/** Plans the fix of everything that was found, lets a person leave items out, previews, and applies it in one step. */
export async function makeWorkspaceKeyless(desk: Desk): Promise<void> {
  const outcome = await scanWithProgress(desk);
  if (outcome === undefined || outcome.cancelled) return;
  if (shownFindings(desk.store).length === 0) {
    await tellOutcome(desk, outcome);
    return;
  }
  const choices = await askForChoices();
  if (choices === undefined) return;
  const plan = await plannedFor(desk, choices, () => true);
  if (plan === undefined) return;
  if (plan.plan.done.length === 0) {
    await tellLeft(plan);
    return;
  }
  const chosen = await askForItems(plan);
  if (chosen === undefined || chosen.size === 0) return;
  const isWhole = plan.plan.done.every((place) => chosen.has(itemOf(place)));
  const wanted = isWhole ? plan : await plannedFor(desk, choices, (place) => chosen.has(itemOf(place)));
  if (wanted !== undefined) await applied(desk, wanted);
}

/** Fixes every place of one credential, over the whole workspace. */
export async function fixEverywhere(desk: Desk, argument: unknown): Promise<void> {
  const fingerprint = textIn(argument, "fingerprint");
  const plan = await plannedFor(desk, [IDENTITY, ENVIRONMENT], ({ finding }) => finding.fingerprint === fingerprint);
  if (plan !== undefined) await applied(desk, plan);
}

const IDENTITY: Choice = { kind: "managed-identity" };
const ENVIRONMENT: Choice = { kind: "environment" };

/** What is to be done where identity cannot work. */
async function askForChoices(): Promise<readonly Choice[] | undefined> {
  const title = vscode.l10n.t("Make this workspace keyless");
  const ways = [
    { label: vscode.l10n.t("Leave unchanged"), way: "leave" },
    { label: vscode.l10n.t("Use a Key Vault reference…"), way: "vault" },
    { label: vscode.l10n.t("Read from an environment variable"), way: "environment" },
  ];
  const picked = await vscode.window.showQuickPick(ways, {
    title,
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("Use managed identity where possible. Elsewhere:"),
  });
  if (picked === undefined) return undefined;
  if (picked.way === "leave") return [IDENTITY];
  if (picked.way === "environment") return [IDENTITY, ENVIRONMENT];
  const vault = await askForVault(vscode.workspace.workspaceFolders?.[0]?.uri, title);
  return vault === undefined ? undefined : [IDENTITY, { kind: "key-vault", vault }];
}

async function plannedFor(
  { store, fixer }: Desk,
  choices: readonly Choice[],
  wanted: (place: Place) => boolean,
): Promise<EditorPlan | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t("Keyless: working out the fixes"),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_progress, token) => {
    try {
      // What a person refused stays, whether a comment says so or the repository's list.
      const shown = [...shownFindings(store), ...handedOutUnshown(store)];
      const places = shown.map(({ uri, finding }) => ({ path: pathOf(uri), finding }));
      const only = new Set(places.filter(wanted).map(itemOf));
      return await planFor(fixer, urisOf(shown), choices, { only }, token);
    } catch {
      if (token.isCancellationRequested) return undefined;
      log.error("The fixes of the workspace could not be worked out.");
      void vscode.window.showErrorMessage(vscode.l10n.t("The fixes could not be worked out. Nothing was changed."));
      return undefined;
    }
  });
}

/** Lets a person leave items out: one for each credential in each file, with what its fix leaves to do. */
async function askForItems({ plan, uriOf }: EditorPlan): Promise<ReadonlySet<string> | undefined> {
  const items = new Map<string, Plan["done"][number]>();
  for (const place of plan.done) items.set(itemOf(place), items.get(itemOf(place)) ?? place);
  const byAccount = [...items.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const rows = byAccount.flatMap((place, i) => {
    const heading =
      i === 0 || nameOf(place) !== nameOf(byAccount[i - 1])
        ? [{ label: nameOf(place), kind: vscode.QuickPickItemKind.Separator, item: "" }]
        : [];
    return [
      ...heading,
      {
        label: vscode.workspace.asRelativePath(uriOf(place.path)),
        description: vscode.l10n.t(place.title),
        detail: afterwardsOf(place.afterwards).join(" "),
        picked: true,
        item: itemOf(place),
      },
    ];
  });
  const left = plan.left.length === 0 ? "" : ` ${manualFixes(plan.left.length)}`;
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("Make this workspace keyless"),
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("Uncheck what should stay. You can preview next.") + left,
    canPickMany: true,
  });
  return picked === undefined ? undefined : new Set(picked.map(({ item }) => item));
}

function nameOf(place: Plan["done"][number] | undefined): string {
  return place?.finding.account?.name ?? vscode.l10n.t("Unknown account");
}

/** Shows a plan, applies it in one step where a person agrees, and says what is left to do. */
async function applied(desk: Desk, plan: EditorPlan): Promise<void> {
  if (plan.plan.done.length === 0) {
    await tellLeft(plan);
    return;
  }
  if (!(await desk.preview.agrees(plan))) return;
  const isChanged = await isOutdated(plan);
  const edit = await editOf(plan);
  if (isChanged || !(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) {
    log.info("The fixes were not applied. Nothing was changed.");
    void vscode.window.showWarningMessage(
      isChanged
        ? vscode.l10n.t("Nothing was changed: a file was edited meanwhile. Run the command again.")
        : vscode.l10n.t("Nothing was changed: the editor refused the edits. Save the files, then try again."),
    );
    return;
  }
  const left = plan.plan.left.length;
  await tellAfterFix(desk, followUpOf(plan), left === 0 ? undefined : { left, look: () => showLeft(plan) });
}

/** Whether a file says something else by now than what the plan was made for. */
async function isOutdated({ plan, uriOf }: EditorPlan): Promise<boolean> {
  for (const { path, before } of plan.files) {
    const document = await vscode.workspace.openTextDocument(uriOf(path));
    if (document.getText() !== before) return true;
  }
  return false;
}

async function tellLeft(plan: EditorPlan): Promise<void> {
  if (plan.plan.left.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Nothing is left to fix."));
    return;
  }
  const show = vscode.l10n.t("Show Unfixed");
  const chosen = await vscode.window.showWarningMessage(manualFixes(plan.plan.left.length), show);
  if (chosen === show) await showLeft(plan);
}

/** The findings that are a person's to look at, each with the reason and, where the way was lost, the place. */
async function showLeft({ plan, uriOf }: EditorPlan): Promise<void> {
  const items = plan.left.map(({ path, finding, reason }) => ({
    label: vscode.workspace.asRelativePath(uriOf(path)),
    detail: reason.reason,
    place: reason.lookAt ?? { path, span: finding },
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Needs a manual fix"),
    placeHolder: vscode.l10n.t("Select one to open the place to look at"),
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const document = await vscode.workspace.openTextDocument(uriOf(picked.place.path));
  const { start, end } = picked.place.span;
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(document.positionAt(start), document.positionAt(end)),
  });
}
