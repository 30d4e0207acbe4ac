import * as vscode from "vscode";
import { type Explanation, explain } from "../../engine/explain";
import { ruleOf } from "../../engine/rules/index";
import { pathOf } from "../fixer";
import type { EditorCommand } from "./command";

/** Says of the line at the cursor why something on it is a finding, or why a look-alike is none: the rows that decided. */
export const explainHere: EditorCommand = {
  id: "cosmosKeyless.explainHere",
  async run() {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t("Put the cursor on a line first."));
      return;
    }
    const { document, selection } = editor;
    const lines = new vscode.Range(selection.start.line, 0, selection.end.line, Number.MAX_SAFE_INTEGER);
    const { start, end } = document.validateRange(lines);
    const span = { start: document.offsetAt(start), end: document.offsetAt(end) };
    const explanations = explain(document.getText(), pathOf(document.uri), span);
    if (explanations.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Nothing on this line has the shape of a Cosmos DB credential."),
      );
      return;
    }
    const items = explanations.flatMap((one) => itemsOf(document, one));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t("Why is this a finding?"),
      placeHolder: vscode.l10n.t("The rows of the verdict, in their order; the last one decided"),
    });
    if (picked?.range !== undefined) editor.selection = new vscode.Selection(picked.range.start, picked.range.end);
  },
};

interface Item extends vscode.QuickPickItem {
  readonly range?: vscode.Range;
}

function itemsOf(document: vscode.TextDocument, { start, end, rule, outcome, reason, passed }: Explanation): Item[] {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const place = vscode.l10n.t("line {0}, column {1}", range.start.line + 1, range.start.character + 1);
  const title = `${ruleOf(rule)?.title ?? rule} (${place})`;
  return [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...passed.map((row): Item => ({ label: `$(circle-outline) ${row}`, description: vscode.l10n.t("no"), range })),
    {
      label: `$(${outcome === "harmless" ? "pass" : "key"}) ${reason}`,
      description: outcome === "harmless" ? vscode.l10n.t("no finding") : outcome,
      range,
    },
  ];
}
