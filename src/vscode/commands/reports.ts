import { existsSync } from "node:fs";
import * as vscode from "vscode";
import type { AuditLine } from "../../azure/audit";
import type { CheckAnswer } from "../../azure/checkKey";
import { CLOUDS } from "../../azure/connection";
import { isFailure } from "../../azure/failure";
import { type KeyInCode, markdownOf, reportOf, sweepMarkdownOf } from "../../azure/report";
import { auditPath, readAudit } from "../../files/azureRecords";
import { inAzure, tell } from "../azureSession";
import type { Desk, EditorCommand } from "./command";
import { scanWithProgress } from "./scanWorkspace";

/** A page for a security officer: what was found, what Azure said of it in this session, what was done, what is left. */
export const writeReport: EditorCommand = {
  id: "cosmosKeyless.report",
  async run(desk) {
    // A page about the workspace speaks of all of it.
    if ((await scanWithProgress(desk))?.cancelled !== false) return;
    const done = readAudit(desk.records).filter(
      (line): line is AuditLine => typeof line === "object" && line !== null && "step" in line && "account" in line,
    );
    const keys = keysIn(desk).map((key) => ({
      key,
      answer: desk.checks.of(key.fingerprint) satisfies CheckAnswer | undefined,
    }));
    await show(markdownOf(reportOf(keys, done, new Date())));
  },
};

/** Every account that the person sees, in the view and as a page. Needs no code. */
export const sweepAccounts: EditorCommand = {
  id: "cosmosKeyless.sweep",
  async run({ swept }) {
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
  },
};

/** Opens the audit log of what was done to Azure. */
export const showAudit: EditorCommand = {
  id: "cosmosKeyless.showAudit",
  async run({ records }) {
    const path = auditPath(records);
    if (existsSync(path)) await vscode.window.showTextDocument(vscode.Uri.file(path));
    else void vscode.window.showInformationMessage(vscode.l10n.t("Nothing was done to Azure yet."));
  },
};

async function show(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(document);
}

/** The end of the hosts of the cloud to look over: asked only where VS Code is set up for another than Azure's own. */
async function askForCloud(): Promise<string | undefined> {
  const sovereign = vscode.workspace.getConfiguration("microsoft-sovereign-cloud").get<string>("environment", "");
  if (sovereign === "") return "com";
  const items = Object.entries(CLOUDS).map(([host, { name }]) => ({ label: name, host }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Sweep my accounts"),
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("In which cloud?"),
  });
  return picked?.host;
}

async function askForDays(): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Sweep my accounts"),
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("From which age on is a key old, in days?"),
    value: "90",
    validateInput: (value) => (/^[1-9]\d{0,4}$/.test(value) ? undefined : vscode.l10n.t("A whole number from 1.")),
  });
  return typed === undefined ? undefined : Number(typed);
}

function keysIn({ store }: Desk): readonly KeyInCode[] {
  const keys = new Map<string, { account: string | undefined; places: string[] }>();
  for (const { uri, finding } of store.all()) {
    if (finding.certainty === "hint") continue;
    const known = keys.get(finding.fingerprint) ?? { account: undefined, places: [] };
    known.account ??= finding.account?.name;
    known.places.push(`${vscode.workspace.asRelativePath(uri)}:${finding.from.line + 1}`);
    keys.set(finding.fingerprint, known);
  }
  return [...keys].map(([fingerprint, key]) => ({ fingerprint, ...key }));
}
