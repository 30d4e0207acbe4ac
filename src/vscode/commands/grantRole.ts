import * as vscode from "vscode";
import type { ReachedAccount } from "../../azure/accounts";
import { isFailure } from "../../azure/failure";
import type { DataRole } from "../../azure/grant";
import { isObjectId } from "../../azure/objectId";
import type { Account } from "../../engine/finding";
import { agrees, auditor, type AzureSession, chosenAccount, inAzure, reach, tell } from "../azureSession";
import { programTexts } from "../workspaceCode";
import type { Desk } from "./command";

/** Gives an identity a data role on an account: which one, to whom, and on what is asked; then it is shown and done. */
export async function grantRole(desk: Desk, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Grant a data role");
  const account = await chosenAccount(desk, argument, title);
  if (account === undefined) return;
  await inAzure(vscode.l10n.t("Keyless: granting a role on {0}", account.name), (session) =>
    grantOn(account, title, session),
  );
}

async function grantOn(account: Account, title: string, session: AzureSession): Promise<void> {
  const { azure, signal } = session;
  const reached = await reach(session, account);
  if (reached === undefined) return;
  const objectId = await askForIdentity(reached, title, session);
  if (objectId === undefined) return;
  const role = await askForRole(azure.roleFor(programTexts()), title);
  if (role === undefined) return;
  const scope = await askForScope(title);
  if (scope === undefined) return;
  const wish = { objectId, role, ...(scope === "" ? {} : { scope }) };
  const plan = await azure.planGrant(reached, wish, signal);
  if (isFailure(plan)) {
    tell(plan);
    return;
  }
  const words = azure.grantInWords(plan);
  if (plan.exists) {
    void vscode.window.showInformationMessage(words);
    return;
  }
  if (
    !(await agrees(
      words,
      vscode.l10n.t("The role opens the account's data, not its settings."),
      vscode.l10n.t("Grant"),
    ))
  )
    return;
  const audit = await auditor(session, reached.connection, reached.facts.account.id);
  const target = `${objectId} ${role}`;
  audit({ step: "grant", result: "started", target });
  const answer = await azure.grant(reached.client, plan, signal);
  audit({ step: "grant", result: isFailure(answer) ? answer.why : "done", target });
  if (isFailure(answer)) tell(await azure.withLockNames(reached.connection, reached.facts.account, answer, signal));
  else
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Role granted. It can take some minutes to work everywhere."),
    );
}

async function askForIdentity(
  { connection, facts }: ReachedAccount,
  title: string,
  { azure, signal }: AzureSession,
): Promise<string | undefined> {
  const [caller, identities] = [
    await azure.whoAmI(connection, signal),
    await azure.managedIdentities(connection, facts.account.subscription, signal),
  ];
  if (isFailure(caller)) {
    tell(caller);
    return undefined;
  }
  const me =
    caller.objectId === undefined
      ? []
      : [
          {
            label: `$(account) ${caller.name}`,
            description: vscode.l10n.t("you, for local development"),
            objectId: caller.objectId,
          },
        ];
  const apps = isFailure(identities)
    ? []
    : identities.map(({ name, of, resourceGroup, objectId }) => ({
        label: `$(server-process) ${name}`,
        description: `${of}, ${resourceGroup}`,
        objectId,
      }));
  const other = { label: vscode.l10n.t("Another object id…"), description: "", objectId: "" };
  const picked = await vscode.window.showQuickPick([...apps, ...me, other], {
    title,
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("Which identity gets the role?"),
  });
  if (picked?.objectId !== "") return picked?.objectId;
  return vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("The identity's object id in Entra ID"),
    validateInput: (value) => (isObjectId(value.trim()) ? undefined : vscode.l10n.t("An object id is a GUID.")),
  });
}

async function askForRole(fitting: DataRole, title: string): Promise<DataRole | undefined> {
  const roles = {
    contributor: { label: "Cosmos DB Built-in Data Contributor", description: vscode.l10n.t("reads and writes data") },
    reader: { label: "Cosmos DB Built-in Data Reader", description: vscode.l10n.t("reads data") },
  };
  const order: readonly DataRole[] = fitting === "reader" ? ["reader", "contributor"] : ["contributor", "reader"];
  const items = order.map((role, i) => ({
    ...roles[role],
    role,
    ...(i === 0 ? { detail: vscode.l10n.t("Fits what the code does") } : {}),
  }));
  return (
    await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true, placeHolder: vscode.l10n.t("Which role?") })
  )?.role;
}

async function askForScope(title: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("Empty for the whole account, or /dbs/DATABASE, or /dbs/DATABASE/colls/CONTAINER"),
    validateInput: (value) =>
      value === "" || /^\/dbs\/[^/\\#?]+(?:\/colls\/[^/\\#?]+)?$/.test(value)
        ? undefined
        : vscode.l10n.t("Write /dbs/DATABASE or /dbs/DATABASE/colls/CONTAINER."),
  });
}
