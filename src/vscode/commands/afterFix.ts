import * as vscode from "vscode";
import { afterwardsOf } from "../../fixes/afterwards";
import type { Afterwards } from "../../fixes/fix";
import type { EditorCommand } from "./command";

/** What is told once a fix is in. */
export interface AfterFix {
  readonly uri: string;
  readonly fingerprint: string;
  /** The host of the account endpoint, where the text names it: Azure commands are about that. */
  readonly host: string | undefined;
  readonly afterwards: readonly Afterwards[];
}

/** The step of Azure that each thing left to do has, with the button's name. */
const STEPS: readonly { readonly after: Afterwards; readonly command: string; readonly title: () => string }[] = [
  { after: "store-secret", command: "storeSecret", title: () => vscode.l10n.t("Store the Secret…") },
  { after: "grant-role", command: "grantRole", title: () => vscode.l10n.t("Grant the Role…") },
  { after: "rotate", command: "rotateKeys", title: () => vscode.l10n.t("Rotate…") },
];

/** One notification on what a fix leaves to do, with the way to do it. */
export const afterFix: EditorCommand = {
  id: "cosmosKeyless.afterFix",
  run: (_desk, argument) => tellAfterFix(argument as AfterFix),
};

/** The same, for a fix that has left findings to a person: `left` is their number, `look` shows them. */
export async function tellAfterFix(
  { host, afterwards }: AfterFix,
  rest?: { readonly left: number; readonly look: () => Promise<void> },
): Promise<void> {
  const steps = STEPS.filter(({ after }) => host !== undefined && afterwards.includes(after)).map((step) => ({
    ...step,
    title: step.title(),
  }));
  const all = vscode.l10n.t("What Is Left…");
  const [first = "", ...others] = afterwardsOf(afterwards);
  const look = vscode.l10n.t("Look");
  const buttons = [
    ...steps.map(({ title }) => title),
    ...(others.length > 0 ? [all] : []),
    ...(rest === undefined ? [] : [look]),
  ];
  const unfixed = rest === undefined ? "" : ` ${vscode.l10n.t("{0} findings are left for you to look at.", rest.left)}`;
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t("Fixed. {0}", first) + unfixed, ...buttons);
  const step = steps.find(({ title }) => title === chosen);
  if (step !== undefined) await vscode.commands.executeCommand(`cosmosKeyless.${step.command}`, { host });
  if (chosen === look) await rest?.look();
  if (chosen === all)
    await vscode.window.showQuickPick(afterwardsOf(afterwards), {
      title: vscode.l10n.t("What is left to do"),
      placeHolder: vscode.l10n.t("In this order"),
    });
}
