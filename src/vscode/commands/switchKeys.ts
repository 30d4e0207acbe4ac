import * as vscode from "vscode";
import { isFailure } from "../../azure/failure";
import type { Readiness } from "../../azure/keylessReadiness";
import { agrees, auditor, chosenAccount, inAzure, reach, tell } from "../azureSession";
import { keysInWorkspace } from "../workspaceCode";
import type { Desk } from "./command";

/** Closes the door: the account takes no keys any more. */
export async function switchKeysOff(desk: Desk, argument: unknown): Promise<void> {
  await switchKeys(desk, argument, true);
}

/** The way back. */
export async function switchKeysOn(desk: Desk, argument: unknown): Promise<void> {
  await switchKeys(desk, argument, false);
}

async function switchKeys(desk: Desk, argument: unknown, off: boolean): Promise<void> {
  const title = off ? vscode.l10n.t("Disable key access") : vscode.l10n.t("Enable key access");
  const account = await chosenAccount(desk, argument, title);
  if (account === undefined) return;
  await inAzure(vscode.l10n.t("Keyless: key access of {0}", account.name), async (session) => {
    const { azure, signal } = session;
    const reached = await reach(session, account);
    if (reached === undefined) return;
    const why = off ? azure.whyKeysStay(reached.facts) : undefined;
    if (why !== undefined || reached.facts.keyAccessOff === off) {
      const already = off ? vscode.l10n.t("Key access is already off.") : vscode.l10n.t("Key access is already on.");
      void vscode.window.showInformationMessage(why ?? already);
      return;
    }
    const readiness = off
      ? await azure.readinessOf(reached, await keysInWorkspace(desk, account.name, signal), signal)
      : undefined;
    if (readiness !== undefined && isFailure(readiness)) {
      tell(readiness);
      return;
    }
    const detail = readiness === undefined ? [vscode.l10n.t("Its keys open the account again.")] : detailOf(readiness);
    const despite = readiness !== undefined && readiness.against.length > 0;
    const yes = !off
      ? vscode.l10n.t("Enable")
      : despite
        ? vscode.l10n.t("Disable Despite That")
        : vscode.l10n.t("Disable");
    const question = off
      ? vscode.l10n.t("Disable key access on {0}?", account.name)
      : vscode.l10n.t("Enable key access on {0}?", account.name);
    if (!(await agrees(question, detail.join("\n"), yes))) return;
    const audit = await auditor(session, reached.connection, reached.facts.account.id);
    const step = off ? "key-access-off" : "key-access-on";
    audit({ step, result: "started" });
    const answer = await azure.switchKeyAccess(reached, off, signal);
    audit({ step, result: isFailure(answer) ? answer.why : "done" });
    if (isFailure(answer)) tell(await azure.withLockNames(reached.connection, reached.facts.account, answer, signal));
    else
      void vscode.window.showInformationMessage(
        off
          ? vscode.l10n.t("Key access is off on {0}.", account.name)
          : vscode.l10n.t("Key access is on again on {0}.", account.name),
      );
  });
}

/** What speaks against it first, then what is known, then what is not. */
function detailOf({ against, use, unknown }: Readiness): readonly string[] {
  return [
    ...against.map((line) => vscode.l10n.t("Against it: {0}", line)),
    ...use.filter((line) => !against.includes(line)),
    ...unknown,
    vscode.l10n.t("Whatever still uses a key stops working at once. You can enable it again."),
  ];
}
