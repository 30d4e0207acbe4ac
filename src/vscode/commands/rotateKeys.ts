import * as vscode from "vscode";
import { isFailure } from "../../azure/failure";
import { KEY_KINDS } from "../../azure/keyAge";
import type { RotationQuestion, RotationWish } from "../../azure/rotation";
import { idOf, isRotationState, type RotationState, stepInWords, stepsOf } from "../../azure/rotationPlan";
import type { Account } from "../../engine/finding";
import { holdState, statePath } from "../../files/azureRecords";
import { agrees, auditor, type AzureSession, chosenAccount, inAzure, reach, tell } from "../azureSession";
import { askForSecret, askForVault } from "../vault";
import type { Desk, EditorCommand } from "./command";

/** Rotates the keys of an account that were found, step by step; goes on where it was left, also after a reload. */
export const rotateKeys: EditorCommand = {
  id: "cosmosKeyless.rotateKeys",
  async run(desk, argument) {
    const account = await chosenAccount(desk, argument, vscode.l10n.t("Rotate keys"));
    if (account === undefined) return;
    await inAzure(vscode.l10n.t("Keyless: rotating keys of {0}", account.name), (session) =>
      rotateOf(account, desk, session),
    );
  },
};

async function rotateOf(account: Account, desk: Desk, session: AzureSession): Promise<void> {
  const reached = await reach(session, account);
  if (reached === undefined) return;
  const file = holdState(statePath(desk.records, reached.facts.account.id));
  if (file === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("Another window is rotating the keys of {0} just now.", account.name),
    );
    return;
  }
  try {
    const { azure, signal, say } = session;
    const saved = file.load();
    const earlier = isRotationState(saved, reached.facts.account) ? saved : undefined;
    const wish = earlier === undefined ? await askForWish(account, desk) : undefined;
    if (earlier === undefined && wish === undefined) return;
    const start =
      earlier ?? (wish === undefined ? undefined : await azure.beginRotation(reached, wish, new Date(), signal));
    if (start === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("None of the keys found is one of {0}'s any more: there is nothing to rotate.", account.name),
      );
      return;
    }
    if (isFailure(start)) {
      tell(start);
      return;
    }
    const begin = earlier === undefined ? vscode.l10n.t("Begin") : vscode.l10n.t("Go On");
    if (!(await agrees(vscode.l10n.t("Rotate keys of {0}?", account.name), planInWords(start), begin))) return;
    const audit = await auditor(desk, session, reached.connection, reached.facts.account.id);
    const outcome = await azure.rotate(
      reached.connection,
      reached,
      start,
      {
        save: file.save,
        audit,
        progress: (step) => {
          say(stepInWords(step, start));
        },
        confirm: (question) => answerTo(question, account, session),
      },
      signal,
    );
    if (isFailure(outcome)) tell(outcome);
    else if (outcome.state === "waiting") tellWaiting(account);
    else {
      file.remove();
      await tellDone(account);
    }
  } finally {
    file.release();
  }
}

/** What is to be rotated, and where the new key goes. */
async function askForWish({ name }: Account, { store }: Desk): Promise<RotationWish | undefined> {
  const title = vscode.l10n.t("Rotate keys");
  const found = store
    .all()
    .flatMap(({ finding }) =>
      finding.account === undefined || finding.account.name === name ? [finding.fingerprint] : [],
    );
  const ways = [
    {
      label: vscode.l10n.t("Every app is keyless"),
      detail: vscode.l10n.t("Only the exposed key is regenerated."),
      way: "keyless",
    },
    {
      label: vscode.l10n.t("Apps read the key from a Key Vault"),
      detail: vscode.l10n.t("The fresh key goes there first."),
      way: "vault",
    },
    {
      label: vscode.l10n.t("I put the new key in place myself"),
      detail: vscode.l10n.t("Keyless waits until you say so."),
      way: "self",
    },
  ];
  const picked = await vscode.window.showQuickPick(ways, {
    title,
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("How do the apps get in?"),
  });
  if (picked === undefined) return undefined;
  const wish = { found: [...new Set(found)], kinds: [], keyless: picked.way === "keyless" };
  if (picked.way !== "vault") return { ...wish, target: undefined };
  const vault = await askForVault(vscode.workspace.workspaceFolders?.[0]?.uri, title);
  const secret = vault === undefined ? undefined : await askForSecret("cosmos-key", title);
  if (vault === undefined || secret === undefined) return undefined;
  const as = /connection/i.test(secret) ? "connection-string" : "key";
  return { ...wish, target: { vault, secret, as } };
}

function planInWords(state: RotationState): string {
  const steps = stepsOf(state).map((step, i) => {
    const done = state.done[idOf(step)] === undefined ? "" : `${vscode.l10n.t("(done)")} `;
    return `${i + 1}. ${done}${stepInWords(step, state)}`;
  });
  return [...steps, vscode.l10n.t("You can cancel at any step and go on later.")].join("\n");
}

/** The second yes, which names the key; or the person's word that the apps have moved. */
async function answerTo({ step, use }: RotationQuestion, account: Account, { azure }: AzureSession): Promise<boolean> {
  const key = KEY_KINDS[step.key];
  if (step.step === "apps")
    return agrees(
      vscode.l10n.t("Does every app use the {0} of {1} now, or none at all?", key, account.name),
      vscode.l10n.t("Next comes the exposed key. Cancel to go on later."),
      vscode.l10n.t("Yes, They Have Moved"),
    );
  const known = use === undefined ? "" : azure.useInWords(use, step.key, new Date());
  return agrees(
    vscode.l10n.t("Regenerate the {0} of {1}?", key, account.name),
    `${known}\n${vscode.l10n.t("Whatever still uses it is cut off. This cannot be undone.")}`,
    vscode.l10n.t("Regenerate the {0}", key),
  );
}

function tellWaiting({ name }: Account): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t("The rotation of {0} waits. Keyless: Rotate Keys goes on with it.", name),
  );
}

async function tellDone({ name, host }: Account): Promise<void> {
  const off = vscode.l10n.t("Switch Key Access Off…");
  const audit = vscode.l10n.t("Audit Log");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t("Done: the keys of {0} that were found open nothing any more.", name),
    off,
    audit,
  );
  if (chosen === off) await vscode.commands.executeCommand("cosmosKeyless.switchKeysOff", { host });
  if (chosen === audit) await vscode.commands.executeCommand("cosmosKeyless.showAudit");
}
