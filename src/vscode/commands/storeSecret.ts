import * as vscode from "vscode";
import { isFailure } from "../../azure/failure";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import { agrees, auditor, chosenAccount, inAzure, reach, tell } from "../azureSession";
import { askForSecret, askForVault } from "../vault";
import type { EditorCommand } from "./command";

/** Puts an account's key, as Azure lists it, into a Key Vault, and reads it back. */
export const storeSecret: EditorCommand = {
  id: "cosmosKeyless.storeSecret",
  async run(desk, argument) {
    const title = vscode.l10n.t("Store a key in a Key Vault");
    const account = await chosenAccount(desk, argument, title);
    if (account === undefined) return;
    const vault = await askForVault(vscode.workspace.workspaceFolders?.[0]?.uri, title);
    if (vault === undefined) return;
    const form = await askForForm(title);
    if (form === undefined) return;
    const secret = await askForSecret(form === "key" ? "cosmos-key" : "cosmos-connection-string", title);
    if (secret === undefined) return;
    await inAzure(vscode.l10n.t("Keyless: storing a key of {0}", account.name), async (session) => {
      const { azure, signal } = session;
      const reached = await reach(session, account);
      if (reached === undefined) return;
      const kind = await askForKind(title);
      if (kind === undefined) return;
      const { connection } = reached;
      const wish = { vault, secret, kind, as: form };
      const look = await azure.lookAtSecret(connection, reached, wish, signal);
      if (isFailure(look)) {
        tell(look);
        return;
      }
      const where = `${vault}/secrets/${secret}`;
      if (look.kept === "same") {
        void vscode.window.showInformationMessage(vscode.l10n.t("{0} holds this key already.", where));
        return;
      }
      const detail =
        look.kept === "other"
          ? vscode.l10n.t("There is a secret of this name: it gets a new version, the old one stays.")
          : vscode.l10n.t("The key comes from Azure, not from the code. It is read back to be sure.");
      const question = vscode.l10n.t("Store the {0} of {1} as {2}?", KEY_KINDS[kind], account.name, where);
      if (!(await agrees(question, detail, vscode.l10n.t("Store")))) return;
      const audit = await auditor(desk, session, connection, reached.facts.account.id);
      audit({ step: "store", key: kind, result: "started", target: where });
      let answer = await azure.storeKey(connection, reached, wish, false, signal);
      if (isFailure(answer) && answer.why === "busy") {
        const recover = vscode.l10n.t("Recover");
        const deleted = vscode.l10n.t("A deleted secret of this name is still kept in the vault.");
        if (await agrees(deleted, vscode.l10n.t("Recover it, and give it a new version?"), recover))
          answer = await azure.storeKey(connection, reached, wish, true, signal);
      }
      audit({ step: "store", key: kind, result: isFailure(answer) ? answer.why : "done", target: where });
      if (isFailure(answer)) tell(answer);
      else
        void vscode.window.showInformationMessage(
          vscode.l10n.t(
            "Stored, and read back. The app's identity needs the role Key Vault Secrets User on the vault.",
          ),
        );
    });
  },
};

async function askForForm(title: string): Promise<"key" | "connection-string" | undefined> {
  const items = [
    { label: vscode.l10n.t("The key alone"), form: "key" as const },
    { label: vscode.l10n.t("A connection string"), form: "connection-string" as const },
  ];
  return (
    await vscode.window.showQuickPick(items, {
      title,
      ignoreFocusOut: true,
      placeHolder: vscode.l10n.t("What does the app read?"),
    })
  )?.form;
}

async function askForKind(title: string): Promise<KeyKind | undefined> {
  const kinds = Object.keys(KEY_KINDS) as KeyKind[];
  const items = kinds.map((key) => ({ label: KEY_KINDS[key], key }));
  return (
    await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true, placeHolder: vscode.l10n.t("Which key?") })
  )?.key;
}
