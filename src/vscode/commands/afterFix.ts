import * as vscode from "vscode";
import { afterwardsOf } from "../../fixes/afterwards";
import type { Afterwards } from "../../fixes/fix";
import type { EditorCommand } from "./command";

/** What is told once a fix is in. */
export interface AfterFix {
  readonly uri: string;
  readonly fingerprint: string;
  readonly hasAccount: boolean;
  readonly afterwards: readonly Afterwards[];
}

/** One notification on what a fix leaves to do, with the way to do it. */
export const afterFix: EditorCommand = {
  id: "cosmosKeyless.afterFix",
  async run(_desk, argument) {
    const { uri, fingerprint, hasAccount, afterwards } = argument as AfterFix;
    const check = vscode.l10n.t("Check in Azure");
    const all = vscode.l10n.t("What is left…");
    const [first = "", ...rest] = afterwardsOf(afterwards);
    const buttons = [...(hasAccount ? [check] : []), ...(rest.length > 0 ? [all] : [])];
    const chosen = await vscode.window.showInformationMessage(vscode.l10n.t("Fixed. {0}", first), ...buttons);
    if (chosen === check) await vscode.commands.executeCommand("cosmosKeyless.checkInAzure", { uri, fingerprint });
    if (chosen === all)
      await vscode.window.showQuickPick(afterwardsOf(afterwards), {
        title: vscode.l10n.t("What is left to do"),
        placeHolder: vscode.l10n.t("In this order"),
      });
  },
};
