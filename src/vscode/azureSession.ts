import * as vscode from "vscode";
import { cloudOf, type Connection } from "../azure/connection";
import type { ReachedAccount } from "../azure/accounts";
import { askerInWords } from "../azure/asker";
import type { AuditLine } from "../azure/audit";
import { type AzureFailure, isFailure } from "../azure/failure";
import type * as AzureRoom from "../azure/lazy";
import type { Account } from "../engine/finding";
import { appendAudit, recordsFolder, RecordsNotWritten } from "../files/azureRecords";
import { type Desk, textIn } from "./commands/command";
import { editorCredential } from "./credential";
import { log } from "./log";

/** What every command that asks Azure does: only when a person started it, in a trusted workspace, to be cancelled. */

/** What an Azure command works with while it runs. */
export interface AzureSession {
  readonly azure: typeof AzureRoom;
  readonly signal: AbortSignal;
  /** How the cloud of an account's host is reached, as the person who is signed in to VS Code. */
  readonly connectionTo: (host: string) => Connection;
  readonly say: (message: string) => void;
}

/** Runs something on Azure behind a notification with a Cancel button. Undefined where it may not run or broke. */
export async function inAzure<T>(title: string, run: (session: AzureSession) => Promise<T>): Promise<T | undefined> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t("Manage Trust");
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t("Azure commands need a trusted workspace."),
      manage,
    );
    if (chosen === manage) await vscode.commands.executeCommand("workbench.trust.manage");
    return undefined;
  }
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      cancel.abort();
    });
    try {
      const azure = await import("../azure/lazy");
      return await run({
        azure,
        signal: cancel.signal,
        connectionTo: (host) => ({
          credential: editorCredential(cloudOf(host)),
          cloud: cloudOf(host),
          waiting: (seconds) => {
            progress.report({ message: seconds === 0 ? "" : vscode.l10n.t("Azure asks to wait {0} s", seconds) });
          },
        }),
        say: (message) => {
          progress.report({ message });
        },
      });
    } catch (error) {
      if (error instanceof RecordsNotWritten) {
        const says = vscode.l10n.t(
          "The record of Azure actions cannot be written, so nothing more was done. Is the disk full?",
        );
        log.error(says);
        void vscode.window.showErrorMessage(says);
        return undefined;
      }
      log.error("An Azure command broke off unexpectedly.");
      const show = vscode.l10n.t("Show Log");
      void vscode.window.showErrorMessage(vscode.l10n.t("Command failed unexpectedly."), show).then((chosen) => {
        if (chosen === show) log.show();
      });
      return undefined;
    } finally {
      subscription.dispose();
    }
  });
}

/** Says why Azure gave no answer; nothing where the person cancelled. */
export function tell({ says, why }: AzureFailure): void {
  log.warn(says);
  if (why !== "cancelled") void vscode.window.showWarningMessage(says);
}

/** Asks before something is changed. `yes` is the button's name; closing the dialog is a no. */
export async function agrees(message: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

/** The account that a link or tree item names, else that of the key at the cursor, else one that the person picks or types. */
export async function chosenAccount({ store }: Desk, argument: unknown, title: string): Promise<Account | undefined> {
  const host = textIn(argument, "host");
  if (host !== undefined) return { name: host.split(".")[0] ?? "", host };
  const all = store.all().map(({ finding }) => finding);
  const editor = vscode.window.activeTextEditor;
  const [here] = editor === undefined ? [] : store.at(editor.document.uri, editor.selection);
  const fingerprint = textIn(argument, "fingerprint") ?? (here?.certainty === "hint" ? undefined : here?.fingerprint);
  // Where one place of a key does not name its account, another may.
  const same = [here, ...all].filter((one) => one?.fingerprint === fingerprint);
  const named = same.find((one) => one?.account !== undefined)?.account;
  if (named !== undefined) return named;
  const accounts = new Map(all.flatMap(({ account }) => (account === undefined ? [] : [[account.host, account]])));
  const other = { label: vscode.l10n.t("Another account…"), account: undefined };
  const items = [
    ...[...accounts.values()].map((account) => ({ label: account.name, description: account.host, account })),
    other,
  ];
  const picked = accounts.size === 0 ? other : await vscode.window.showQuickPick(items, { title });
  if (picked === undefined || picked.account !== undefined) return picked?.account;
  const typed = await vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("Name or endpoint of the account"),
    placeHolder: "https://contoso.documents.azure.com",
    validateInput: (value) =>
      accountOf(value) === undefined
        ? vscode.l10n.t("Enter an account name or an endpoint such as https://contoso.documents.azure.com.")
        : undefined,
  });
  return typed === undefined ? undefined : accountOf(typed);
}

function accountOf(typed: string): Account | undefined {
  const host = /^(?:https:\/\/)?([a-z0-9-]{3,44})(\.documents\.azure\.(?:com|cn|us))?(?::443)?\/?$/i.exec(typed.trim());
  if (host === null) return undefined;
  const name = (host[1] ?? "").toLowerCase();
  return { name, host: `${name}${host[2]?.toLowerCase() ?? ".documents.azure.com"}` };
}

/** Finds and reads an account; undefined where it cannot be, said already. */
export async function reach(
  { azure, signal, connectionTo }: AzureSession,
  { name, host }: Account,
): Promise<ReachedAccount | undefined> {
  const reached = await azure.reachAccount(connectionTo(host), name, signal);
  if ("state" in reached) {
    const { asker, silentTenants } = reached;
    const who = asker === undefined ? "" : ` ${vscode.l10n.t("You asked {0}.", askerInWords(asker))}`;
    const silent = silentTenants === 0 ? "" : ` ${vscode.l10n.t("{0} of your tenants gave no answer.", silentTenants)}`;
    void vscode.window.showWarningMessage(
      `${vscode.l10n.t("You cannot see an account {0}. It was deleted, or it is in a tenant or cloud that you are not signed in to.", name)}${silent}${who}`,
    );
    return undefined;
  }
  if (!isFailure(reached)) return reached;
  tell(reached);
  return undefined;
}

/** Writes lines of the audit log about one account, under the signed-in person's name. */
export async function auditor(
  { azure, signal }: AzureSession,
  connection: Connection,
  id: string,
): Promise<(line: Omit<AuditLine, "time" | "who" | "account">) => void> {
  const caller = await azure.whoAmI(connection, signal);
  const who = isFailure(caller) ? "an unknown identity" : caller.name;
  const tenant = isFailure(caller) || caller.tenant === undefined ? {} : { tenant: caller.tenant };
  return (line) => {
    appendAudit(recordsFolder(), {
      time: new Date().toISOString(),
      who,
      ...tenant,
      account: id,
      ...line,
    } satisfies AuditLine);
  };
}
