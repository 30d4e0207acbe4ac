import * as vscode from "vscode";
import { parseRotationState, type RotationState } from "../../azure/rotation/state";
import type { Account } from "../../engine/finding";
import { agrees } from "../azureSession";
import type { Scene } from "./scene";

/** What an earlier run has left, and what is to become of it. */

/** The rotation that an earlier run left; "no" where it cannot be read and the person does not begin anew. */
export async function savedRotation({ account, reached, file }: Scene): Promise<RotationState | undefined | "no"> {
  const saved = parseRotationState(file.load(), reached.facts.account);
  if (saved !== "damaged") return saved;
  const restart = await agrees(
    vscode.l10n.t("The saved rotation of {0} cannot be read.", account.name),
    vscode.l10n.t("It is damaged, or of another version. You can begin anew: Azure is looked at first."),
    vscode.l10n.t("Restart"),
  );
  return restart ? undefined : "no";
}

/** The saved rotation is not about what is asked for now: which of the two it is to be. Undefined: begin anew. */
export async function askWhetherOld(
  account: Account,
  earlier: RotationState | undefined,
  differing: readonly string[],
): Promise<RotationState | undefined | "no"> {
  const [old, anew] = [vscode.l10n.t("Continue Old"), vscode.l10n.t("Restart")];
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t("A rotation of {0} was begun before, and is not the one that you ask for now.", account.name),
    { modal: true, detail: differing.join("\n") },
    old,
    anew,
  );
  return chosen === undefined ? "no" : chosen === old ? earlier : undefined;
}
