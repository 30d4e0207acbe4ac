import * as vscode from "vscode";
import { isFailure } from "../../azure/failure";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import { agrees, auditor, chosenAccount, inAzure, reach, tell } from "../azureSession";
import type { Desk, EditorCommand } from "./command";

/** Closes the door: the account takes no keys any more. */
export const switchKeysOff: EditorCommand = {
  id: "cosmosKeyless.switchKeysOff",
  run: (desk, argument) => switchKeys(desk, argument, true),
};

/** The way back. */
export const switchKeysOn: EditorCommand = {
  id: "cosmosKeyless.switchKeysOn",
  run: (desk, argument) => switchKeys(desk, argument, false),
};

async function switchKeys(desk: Desk, argument: unknown, off: boolean): Promise<void> {
  const title = off ? vscode.l10n.t("Switch key access off") : vscode.l10n.t("Switch key access on again");
  const account = await chosenAccount(desk, argument, title);
  if (account === undefined) return;
  await inAzure(vscode.l10n.t("Keyless: key access of {0}", account.name), async (session) => {
    const { azure, signal } = session;
    const reached = await reach(session, account);
    if (reached === undefined) return;
    const why = off ? azure.whyKeysStay(reached.facts) : undefined;
    if (why !== undefined || reached.facts.keyAccessOff === off) {
      const already = off ? vscode.l10n.t("Key access is off already.") : vscode.l10n.t("Key access is on already.");
      void vscode.window.showInformationMessage(why ?? already);
      return;
    }
    const use = off ? await azure.keyUse(reached.connection, reached.facts.account, signal) : undefined;
    if (use !== undefined && isFailure(use)) {
      tell(use);
      return;
    }
    const kinds = Object.keys(KEY_KINDS) as KeyKind[];
    const known =
      use === undefined
        ? [vscode.l10n.t("Its keys open the account again.")]
        : use.known
          ? kinds.map((kind) => azure.useInWords(use, kind, new Date()))
          : [use.why];
    const detail = off
      ? [...known, vscode.l10n.t("Whatever still uses a key is cut off at once. It can be switched on again.")]
      : known;
    const yes = off ? vscode.l10n.t("Switch Off") : vscode.l10n.t("Switch On");
    const question = off
      ? vscode.l10n.t("Switch key access off on {0}?", account.name)
      : vscode.l10n.t("Switch key access on again on {0}?", account.name);
    if (!(await agrees(question, detail.join("\n"), yes))) return;
    const audit = await auditor(desk, session, reached.connection, reached.facts.account.id);
    const step = off ? "key-access-off" : "key-access-on";
    audit({ step, result: "started" });
    const answer = await azure.switchKeyAccess(reached, off, signal);
    audit({ step, result: isFailure(answer) ? answer.why : "done" });
    if (isFailure(answer)) tell(answer);
    else
      void vscode.window.showInformationMessage(
        off
          ? vscode.l10n.t("Key access is off on {0}.", account.name)
          : vscode.l10n.t("Key access is on again on {0}.", account.name),
      );
  });
}
