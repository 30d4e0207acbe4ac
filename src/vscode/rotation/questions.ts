import * as vscode from "vscode";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import { type KeyUse, useInWords } from "../../azure/keyUse";
import { type AppsUse, partnerOf } from "../../azure/rotation/plan";

/** What only a person knows before a rotation begins. */

/** Which of the four keys are to be rotated. `areDead`: those that were found are none of the account's any more. */
export async function askForKinds(title: string, areDead: boolean): Promise<readonly KeyKind[] | undefined> {
  const kinds = Object.keys(KEY_KINDS) as KeyKind[];
  const items = kinds.map((kind) => ({ label: KEY_KINDS[kind], key: kind }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    canPickMany: true,
    ignoreFocusOut: true,
    placeHolder: areDead
      ? vscode.l10n.t("The keys that were found no longer work. Rotate another one?")
      : vscode.l10n.t("Which keys were exposed?"),
  });
  return picked?.map(({ key }) => key);
}

/** Which keys the apps use, for each pair that has an exposed key; undefined where the person leaves. */
export async function askForApps(
  title: string,
  exposed: readonly KeyKind[],
  use: KeyUse,
): Promise<AppsUse | undefined> {
  const used: KeyKind[] = [];
  let isUnknown = false;
  for (const first of ["primary", "primaryReadonly"] as const) {
    const second = partnerOf(first);
    if (!exposed.includes(first) && !exposed.includes(second)) continue;
    const answer = await askForPair(title, first, second, use);
    if (answer === undefined) return undefined;
    isUnknown ||= answer === "unknown";
    if (answer !== "unknown") used.push(...answer);
  }
  return isUnknown ? "unknown" : used;
}

async function askForPair(title: string, first: KeyKind, second: KeyKind, use: KeyUse): Promise<AppsUse | undefined> {
  const items: (vscode.QuickPickItem & { readonly apps: AppsUse })[] = [
    { label: vscode.l10n.t("With the {0}", KEY_KINDS[first]), apps: [first] },
    { label: vscode.l10n.t("With the {0}", KEY_KINDS[second]), apps: [second] },
    { label: vscode.l10n.t("Some with one, some with the other"), apps: [first, second] },
    {
      label: vscode.l10n.t("All apps use managed identity"),
      detail: vscode.l10n.t("Only the exposed key is regenerated."),
      apps: [],
    },
    {
      label: vscode.l10n.t("I don't know"),
      detail: vscode.l10n.t("No key is regenerated before all apps have switched to the other one."),
      apps: "unknown",
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    ignoreFocusOut: true,
    placeHolder: `${vscode.l10n.t("How do your apps authenticate?")} ${useInWords(use, first)}`,
  });
  return picked?.apps;
}
