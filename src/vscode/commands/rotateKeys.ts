import * as vscode from "vscode";
import { isFailure } from "../../azure/failure";
import { stepInWords } from "../../azure/rotation/plan";
import type { Account } from "../../engine/finding";
import { holdState, LockLost, recordsFolder, statePath } from "../../files/azureRecords";
import { agrees, auditor, type AzureSession, chosenAccount, inAzure, reach, tell } from "../azureSession";
import { answerTo, consentTo } from "../rotation/answers";
import { begin, planInWords } from "../rotation/begin";
import { askWhetherOld, savedRotation } from "../rotation/earlier";
import { tellOutcome } from "../rotation/outcome";
import { type Scene, wishOf } from "../rotation/scene";
import type { Desk } from "./command";

/**
 * Rotates keys of an account, step by step; goes on where it was left, also after a reload and by the command line. Which
 * keys: those that were found, the one that a fix took out of the code (its fingerprint comes along), else those that the
 * person names.
 */
export async function rotateKeys(desk: Desk, argument: unknown): Promise<void> {
  const account = await chosenAccount(desk, argument, vscode.l10n.t("Rotate keys"));
  if (account === undefined) return;
  await inAzure(vscode.l10n.t("Keyless: rotating keys of {0}", account.name), (session) =>
    rotateOf(account, argument, desk, session),
  );
}

async function rotateOf(account: Account, argument: unknown, desk: Desk, session: AzureSession): Promise<void> {
  const reached = await reach(session, account);
  if (reached === undefined) return;
  const file = holdState(statePath(recordsFolder(), reached.facts.account.id));
  if (!("load" in file)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("Another window or process is rotating the keys of {0} (process {1}).", account.name, file.pid),
    );
    return;
  }
  try {
    await rotateHeld({ account, argument, desk, session, reached, file });
  } catch (error) {
    if (!(error instanceof LockLost)) throw error;
    void vscode.window.showWarningMessage(vscode.l10n.t("Another window has taken over this rotation. It stops here."));
  } finally {
    file.release();
  }
}

async function rotateHeld(scene: Scene): Promise<void> {
  const { account, session, reached, file } = scene;
  const { azure, signal, say } = session;
  const earlier = await savedRotation(scene);
  if (earlier === "no") return;
  const wish = wishOf(scene);
  const ground = await azure.groundFor(reached, wish, signal);
  if (isFailure(ground)) {
    tell(ground);
    return;
  }
  const differing = earlier === undefined ? [] : azure.differences(earlier, ground, wish, undefined);
  const resumed = differing.length === 0 ? earlier : await askWhetherOld(account, earlier, differing);
  if (resumed === "no") return;
  const start = resumed ?? (await begin(scene, ground, wish));
  if (start === undefined) return;
  const yes = resumed === undefined ? vscode.l10n.t("Begin") : vscode.l10n.t("Continue");
  if (!(await agrees(vscode.l10n.t("Rotate keys of {0}?", account.name), planInWords(start), yes))) return;
  const audit = await auditor(session, reached.connection, reached.facts.account.id);
  const outcome = await azure.rotate(azure.azureWorld(reached, signal), start, {
    save: file.save,
    audit,
    now: () => new Date(),
    progress: (step) => {
      say(stepInWords(step, start));
    },
    confirm: (question) => answerTo(question, account),
    consent: (about, step) => consentTo(about, step.target, account),
  });
  await tellOutcome(outcome, scene);
}
