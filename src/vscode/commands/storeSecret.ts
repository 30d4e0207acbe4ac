import * as vscode from "vscode";
import { cloudOf } from "../../azure/connection";
import { isFailure } from "../../azure/failure";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import type { StoreLook } from "../../azure/keyVault";
import type { StoreTarget } from "../../azure/rotation/plan";
import { secretNameFor } from "../../azure/secretName";
import { vaultIn } from "../../azure/vaultAddress";
import type { Account } from "../../engine/finding";
import { agrees, auditor, chosenAccount, inAzure, reach, tell } from "../azureSession";
import { askForSecret, askForVault, isSecretName } from "../vault";
import { type Desk, textIn } from "./command";

/** Puts an account's key, as Azure lists it, into a Key Vault, and reads it back. */
export async function storeSecret(desk: Desk, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Store a key in a Key Vault");
  const account = await chosenAccount(desk, argument, title);
  if (account === undefined) return;
  await inAzure(vscode.l10n.t("Keyless: storing a key of {0}", account.name), async (session) => {
    const { azure, signal } = session;
    const reached = await reach(session, account);
    if (reached === undefined) return;
    // Asked behind the sign-in: whoever leaves that has answered nothing in vain.
    const where = await askWhere(account, argument, title);
    const kind = where === undefined ? undefined : await askForKind(title);
    if (where === undefined || kind === undefined) return;
    const { connection } = reached;
    const wish = { ...where, kind };
    const look = await azure.lookAtSecret(connection, reached, wish, signal);
    if (isFailure(look)) {
      tell(look);
      return;
    }
    const address = `${wish.vault}/secrets/${wish.secret}`;
    if (look.kept === "same") {
      void vscode.window.showInformationMessage(vscode.l10n.t("{0} holds this key already.", address));
      return;
    }
    const question = vscode.l10n.t("Store the {0} of {1} as {2}?", KEY_KINDS[kind], account.name, address);
    const yes = look.kept === "foreign" ? vscode.l10n.t("Store a New Version") : vscode.l10n.t("Store");
    if (!(await agrees(question, DETAILS[look.kept](), yes))) return;
    const audit = await auditor(session, connection, reached.facts.account.id);
    const attempt = async (recover: boolean) => {
      audit({ step: "store", key: kind, result: "started", target: address });
      const consent = { overwrite: look.kept === "foreign", recover };
      const stored = await azure.storeKey(connection, reached, wish, consent, signal);
      audit({ step: "store", key: kind, result: isFailure(stored) ? stored.why : "done", target: address });
      return stored;
    };
    let answer = await attempt(false);
    if (isFailure(answer) && answer.why === "deleted-secret") {
      const recover = vscode.l10n.t("Recover");
      const deleted = vscode.l10n.t("The vault still keeps a deleted secret of this name.");
      if (!(await agrees(deleted, vscode.l10n.t("Recover it and store a new version?"), recover))) return;
      answer = await attempt(true);
    }
    if (isFailure(answer)) tell(answer);
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          "Stored, and read back. Next: grant the app's identity the role Key Vault Secrets User on the vault.",
        ),
      );
  });
}

/** Where the secret goes, and in which form: as a fix made the code refer to it, else as the person says. */
async function askWhere(account: Account, argument: unknown, title: string): Promise<StoreTarget | undefined> {
  const [given, named, as] = [textIn(argument, "vault"), textIn(argument, "secret"), textIn(argument, "as")];
  const typed = given ?? (await askForVault(vscode.workspace.workspaceFolders?.[0]?.uri, title));
  const vault = typed === undefined ? undefined : vaultIn(typed, cloudOf(account.host));
  if (vault === undefined) return undefined;
  const form = as === "key" || as === "connection-string" ? as : await askForForm(title);
  if (form === undefined) return undefined;
  const isGiven = named !== undefined && isSecretName(named);
  const secret = isGiven ? named : await askForSecret(secretNameFor(account.name, form), title);
  return secret === undefined ? undefined : { vault, secret, as: form };
}

/** What is said of what the vault has. */
const DETAILS: Readonly<Record<StoreLook, () => string>> = {
  nothing: () => vscode.l10n.t("The key comes from Azure, not from the code. It is read back to be sure."),
  same: () => "",
  ours: () => vscode.l10n.t("Keyless stored this secret before. It gets a new version, the old one stays."),
  foreign: () =>
    vscode.l10n.t(
      "Keyless did not store this secret. A new version takes its place for all who read it; the old one stays.",
    ),
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
      placeHolder: vscode.l10n.t("What should the secret contain?"),
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
