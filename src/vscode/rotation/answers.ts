import * as vscode from "vscode";
import { KEY_KINDS } from "../../azure/keyAge";
import { useInWords } from "../../azure/keyUse";
import type { RotationQuestion } from "../../azure/rotation/decide";
import type { StoreTarget } from "../../azure/rotation/plan";
import type { RotationDesk } from "../../azure/rotation/run";
import type { Account } from "../../engine/finding";
import { agrees } from "../azureSession";

/** The yes that names the key; or the person's word that the apps have switched. */
export async function answerTo(question: RotationQuestion, { name }: Account): Promise<boolean> {
  const key = KEY_KINDS[question.key];
  if (question.ask === "regenerate")
    return agrees(
      vscode.l10n.t("Regenerate the {0} of {1}?", key, name),
      `${useInWords(question.use, question.key)}\n${vscode.l10n.t("Apps that still use it stop working. This cannot be undone.")}`,
      vscode.l10n.t("Regenerate the {0}", key),
    );
  const { against } = question;
  const known = against === undefined ? "" : `${useInWords(question.use, against)}\n`;
  return agrees(
    vscode.l10n.t("Do all apps use the {0} of {1} now, or none?", key, name),
    `${known}${vscode.l10n.t("Next, the other key is regenerated. Cancel to continue later.")}`,
    vscode.l10n.t("All Apps Switched"),
  );
}

/** The yes to a secret that is another's, or was deleted. */
export async function consentTo(
  about: Parameters<RotationDesk["consent"]>[0],
  { vault, secret }: StoreTarget,
  { name }: Account,
): Promise<boolean> {
  const where = `${vault}/secrets/${secret}`;
  return about === "overwrite"
    ? agrees(
        vscode.l10n.t("{0} was not stored by Keyless for {1}.", where, name),
        vscode.l10n.t("A new version would take its place for all who read it. The old one stays."),
        vscode.l10n.t("Store a New Version"),
      )
    : agrees(
        vscode.l10n.t("{0} was deleted.", where),
        vscode.l10n.t("Recover it and store a new version?"),
        vscode.l10n.t("Recover"),
      );
}
