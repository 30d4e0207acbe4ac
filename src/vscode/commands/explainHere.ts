import * as vscode from "vscode";
import { type Explanation, explain } from "../../engine/explain";
import type { Span } from "../../engine/finding";
import { subjectOfRule } from "../../engine/message";
import { pathOf } from "../fixer";
import { openPlace } from "../openPlace";
import { type Desk, textIn } from "./command";
import { findingFor } from "./target";

/** Says why a finding is one, or why a look-alike on the cursor's line is none: the checks that decided. */
export async function explainHere(desk: Desk, argument: unknown): Promise<void> {
  if (textIn(argument, "fingerprint") !== undefined) {
    const place = await findingFor(desk, argument);
    if (place === undefined) return;
    await openPlace(place);
    const document = await vscode.workspace.openTextDocument(place.uri);
    await show(document, place.finding);
    return;
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Put the cursor on a line first."));
    return;
  }
  const { document, selection } = editor;
  const lines = new vscode.Range(selection.start.line, 0, selection.end.line, Number.MAX_SAFE_INTEGER);
  const { start, end } = document.validateRange(lines);
  await show(document, { start: document.offsetAt(start), end: document.offsetAt(end) });
}

async function show(document: vscode.TextDocument, span: Span): Promise<void> {
  const explanations = explain(document.getText(), pathOf(document.uri), span);
  if (explanations.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Nothing on this line looks like a Cosmos DB credential."));
    return;
  }
  const items = explanations.flatMap((one) => itemsOf(document, one));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Explain finding"),
    placeHolder: vscode.l10n.t("Checks in order; the last one decided"),
  });
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  if (picked?.range === undefined || editor === undefined) return;
  editor.selection = new vscode.Selection(picked.range.start, picked.range.end);
  editor.revealRange(picked.range);
}

interface Item extends vscode.QuickPickItem {
  readonly range?: vscode.Range;
}

const OUTCOMES = {
  certain: () => vscode.l10n.t("certain"),
  likely: () => vscode.l10n.t("likely"),
  possible: () => vscode.l10n.t("possible"),
  hint: () => vscode.l10n.t("safe to keep"),
  harmless: () => vscode.l10n.t("no finding"),
};

function itemsOf(document: vscode.TextDocument, { start, end, rule, outcome, reason, passed }: Explanation): Item[] {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const place = vscode.l10n.t("line {0}, column {1}", range.start.line + 1, range.start.character + 1);
  return [
    { label: `${subjectOfRule(rule)} (${place})`, kind: vscode.QuickPickItemKind.Separator },
    ...passed.map((row): Item => ({ label: `$(circle-outline) ${row}`, description: vscode.l10n.t("no"), range })),
    {
      label: `$(${outcome === "harmless" ? "pass" : "key"}) ${reason}`,
      description: OUTCOMES[outcome](),
      range,
    },
  ];
}
