import { existsSync } from "node:fs";
import * as vscode from "vscode";
import type { AuditLine } from "../../azure/audit";
import type { CheckAnswer } from "../../azure/checkAnswer";
import { CLOUDS } from "../../azure/connection";
import { isFailure } from "../../azure/failure";
import type { Api } from "../../engine/finding";
import { type KeyInCode, reportOf } from "../../azure/report";
import { markdownOf } from "../../azure/reportPage";
import { sweepMarkdownOf } from "../../azure/sweepReport";
import { auditPath, readAudit, recordsFolder } from "../../files/azureRecords";
import { inAzure, tell } from "../azureSession";
import type { Desk } from "./command";
import { scanWithProgress } from "./scanWorkspace";

/** A page for a security officer: what was found, what Azure said of it in this session, what was done, what is left. */
export async function writeReport(desk: Desk): Promise<void> {
  // A page about the workspace speaks of all of it.
  const outcome = await scanWithProgress(desk);
  if (outcome?.cancelled !== false) return;
  const done = readAudit(recordsFolder()).filter(
    (line): line is AuditLine => typeof line === "object" && line !== null && "step" in line && "account" in line,
  );
  const keys = keysIn(desk).map((key) => ({
    key,
    answer: desk.checks.of(key.fingerprint) satisfies CheckAnswer | undefined,
  }));
  const notLookedAt = outcome.unreadable.map(({ path, text }) => ({
    path: vscode.workspace.asRelativePath(path),
    reason: text,
  }));
  await show(markdownOf(reportOf(keys, done, new Date(), { files: outcome.files, notLookedAt })));
}

/** Every account that the person sees, in the view and as a page. Needs no code. */
export async function sweepAccounts({ swept }: Desk): Promise<void> {
  const cloud = await askForCloud();
  const days = cloud === undefined ? undefined : await askForDays();
  if (cloud === undefined || days === undefined) return;
  await inAzure(vscode.l10n.t("Keyless: looking over your accounts"), async ({ azure, signal, connectionTo }) => {
    const now = new Date();
    const seen = await azure.sweep(connectionTo(cloud), days, now, signal);
    if (isFailure(seen)) {
      tell(seen);
      return;
    }
    swept.set(seen.accounts);
    await show(sweepMarkdownOf(seen, days, now));
  });
}

/** Opens the audit log of what was done to Azure. */
export async function showAudit(): Promise<void> {
  const path = auditPath(recordsFolder());
  if (existsSync(path)) await vscode.window.showTextDocument(vscode.Uri.file(path));
  else void vscode.window.showInformationMessage(vscode.l10n.t("The audit log is empty."));
}

async function show(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(document, { preview: false });
  // Read as a page; its text stays open beside, to be saved or sent.
  await vscode.commands.executeCommand("markdown.showPreview", document.uri).then(undefined, () => undefined);
}

/** The end of the hosts of the cloud to look over: asked only where VS Code is set up for another than Azure's own. */
async function askForCloud(): Promise<string | undefined> {
  const sovereign = vscode.workspace.getConfiguration("microsoft-sovereign-cloud").get<string>("environment", "");
  if (sovereign === "") return "com";
  const items = Object.entries(CLOUDS).map(([host, { name }]) => ({ label: name, host }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Find accounts with key access"),
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("Which cloud?"),
  });
  return picked?.host;
}

async function askForDays(): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Find accounts with key access"),
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("Treat keys as old after how many days?"),
    value: "90",
    validateInput: (value) =>
      /^[1-9]\d{0,4}$/.test(value) ? undefined : vscode.l10n.t("Enter a whole number from 1."),
  });
  return typed === undefined ? undefined : Number(typed);
}

const KEY_RULES = new Set(["account-key", "connection-string", "mongo-connection-string"]);

/** Every credential, refused ones and passwords included: a page for others leaves none out. */
function keysIn({ store }: Desk): readonly KeyInCode[] {
  const keys = new Map<
    string,
    { rule: string; api: Api; account: string | undefined; places: string[]; refused: string[]; open: boolean }
  >();
  for (const uri of store.uris()) {
    for (const finding of store.of(uri)) {
      if (finding.certainty === "hint") continue;
      const { fingerprint, rule, api, account, suppression, from } = finding;
      const known = keys.get(fingerprint) ?? { rule, api, account: undefined, places: [], refused: [], open: false };
      known.account ??= account?.name;
      known.places.push(`${vscode.workspace.asRelativePath(uri)}:${from.line + 1}`);
      known.open ||= suppression === undefined;
      if (suppression !== undefined) known.refused.push(suppression.reason);
      keys.set(fingerprint, known);
    }
  }
  return [...keys].map(([fingerprint, { rule, api, account, places, refused, open }]) => ({
    fingerprint,
    rule,
    api,
    account,
    places,
    isKey: KEY_RULES.has(rule),
    suppressed: open ? undefined : (refused[0] ?? ""),
  }));
}
