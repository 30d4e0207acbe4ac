import * as vscode from "vscode";
import { cloudOf } from "../../azure/connection";
import { appsInWords, type AppsUse, idOf, stepInWords, stepsOf, type StoreTarget } from "../../azure/rotation/plan";
import type { RotationGround, RotationWish } from "../../azure/rotation/start";
import type { RotationState } from "../../azure/rotation/state";
import { secretNameFor } from "../../azure/secretName";
import { vaultIn } from "../../azure/vaultAddress";
import { askForSecret, askForVault } from "../vault";
import { askForApps, askForKinds } from "./questions";
import type { Scene } from "./scene";

/** The start of a rotation, by what the person says; undefined where they do not, or there is nothing to do. */
export async function begin(
  scene: Scene,
  ground: RotationGround,
  wish: RotationWish,
): Promise<RotationState | undefined> {
  const { account, session, reached } = scene;
  const { azure } = session;
  const title = vscode.l10n.t("Rotate keys of {0}", account.name);
  let { exposed } = ground;
  if (exposed.length === 0) {
    const named = await askForKinds(title, wish.found.length > 0);
    if (named === undefined || named.length === 0) return undefined;
    exposed = named;
  }
  const byLogs = azure.appsByLogs(ground.use);
  const apps = byLogs === "unknown" ? await askForApps(title, exposed, ground.use) : byLogs;
  if (apps === undefined) return undefined;
  const target = wish.target ?? (await askForTarget(scene, apps, title));
  if (target === "no") return undefined;
  return azure.startOf(reached, { ...ground, exposed }, { ...wish, target }, apps, new Date());
}

/** Where the new key goes; undefined where the person puts it in place, "no" where they leave. */
async function askForTarget({ account }: Scene, apps: AppsUse, title: string): Promise<StoreTarget | undefined | "no"> {
  if (apps.length === 0) return undefined;
  const ways = [
    {
      label: vscode.l10n.t("From a Key Vault"),
      detail: vscode.l10n.t("The new key is stored there first."),
      isVault: true,
    },
    {
      label: vscode.l10n.t("I put the new key in place myself"),
      detail: vscode.l10n.t("Keyless waits until you say so."),
      isVault: false,
    },
  ];
  const picked = await vscode.window.showQuickPick(ways, {
    title,
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("Where do your apps read the key?"),
  });
  if (picked === undefined) return "no";
  if (!picked.isVault) return undefined;
  const vault = await askForVault(vscode.workspace.workspaceFolders?.[0]?.uri, title);
  const address = vault === undefined ? undefined : vaultIn(vault, cloudOf(account.host));
  const secret = address === undefined ? undefined : await askForSecret(secretNameFor(account.name, "key"), title);
  if (address === undefined || secret === undefined) return "no";
  return { vault: address, secret, as: /connection/i.test(secret) ? "connection-string" : "key" };
}

/** What is ahead, and what is done, in words. */
export function planInWords(state: RotationState): string {
  const steps = stepsOf(state).map((step, i) => {
    const done = state.done[idOf(step)] === undefined ? "" : `${vscode.l10n.t("(done)")} `;
    return `${i + 1}. ${done}${stepInWords(step, state)}`;
  });
  return [appsInWords(state.apps), ...steps, vscode.l10n.t("You can cancel at any step and continue later.")].join(
    "\n",
  );
}
