import * as vscode from "vscode";
import type { Choice } from "../../fixes/fix";
import { subjectOf } from "../cells";
import { isCurrentBasis, tellOutdated } from "../lateEdits";
import { followUp } from "../followUps";
import { askForVault, secretNameIn } from "../vault";
import { tellAfterFix } from "./afterFix";
import type { Desk } from "./command";
import { findingFor } from "./target";

/** Asks for the vault, then replaces the secret by a reference to it. */
export async function useKeyVault(desk: Desk, argument: unknown): Promise<void> {
  const place = await findingFor(desk, argument);
  if (place === undefined) return;
  const vault = await askForVault(place.uri, vscode.l10n.t("Use a Key Vault reference"));
  if (vault === undefined) return;
  const { finding, uri } = place;
  const document = await vscode.workspace.openTextDocument(uri);
  const choice: Choice = { kind: "key-vault", vault };
  const subject = await subjectOf(document, finding, desk.fixer);
  if (subject === undefined) return;
  const { place: found, reach } = subject;
  const { fix, texts } = await desk.fixer.ask("find", { place: found, reach, choice });
  if (!fix.fixable) {
    void vscode.window.showWarningMessage(fix.reason);
    return;
  }
  if (!isCurrentBasis({ edits: fix.edits, texts, textNow: subject.textNow })) {
    tellOutdated();
    return;
  }
  if (!(await vscode.workspace.applyEdit(subject.editOf(fix.edits, texts), { isRefactoring: true }))) return;
  const secret = secretNameIn(fix.edits);
  const holds = finding.rule === "account-key" ? "key" : "connection-string";
  const one = followUp({
    kind: choice.kind,
    title: fix.title,
    fixes: [{ fix, finding, path: subject.place.path }],
    ...(secret === undefined ? {} : { vault: { address: vault, secret, holds } }),
  });
  await tellAfterFix(desk, one);
}
