import * as vscode from "vscode";
import type { FileEdits } from "../fixes/fix";

/** Edits of code actions, put together when a person has chosen one: a file may say something else by then. */

/** What an edit was worked out for, and what the same files say now. */
export interface Basis {
  readonly edits: readonly Pick<FileEdits, "path">[];
  readonly texts: ReadonlyMap<string, string>;
  readonly textNow: (path: string) => string | undefined;
}

/** Whether every file that an edit changes still says what the edit was made for. */
export function isCurrentBasis({ edits, texts, textNow }: Basis): boolean {
  return edits.every(({ path }) => textNow(path) === texts.get(path));
}

/** What is said where one does not. */
export function tellOutdated(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t("Nothing was changed: a file was edited meanwhile. Open the light bulb again."),
  );
}

/** Makes an edit of what was worked out. */
export type EditOf = () => vscode.WorkspaceEdit | Promise<vscode.WorkspaceEdit>;

/** The edits that are to come, by their actions. */
export class LateEdits {
  private readonly held = new WeakMap<vscode.CodeAction, { readonly basis: Basis; readonly editOf: EditOf }>();
  private readonly outdated = new WeakSet<vscode.CodeAction>();

  /** The action has this edit when it is chosen, if its files have not changed until then. */
  hold(action: vscode.CodeAction, basis: Basis, editOf: EditOf): void {
    this.held.set(action, { basis, editOf });
  }

  /** Whether an action that was chosen came too late, and changes nothing. */
  isOutdated(action: vscode.CodeAction): boolean {
    return this.outdated.has(action);
  }

  readonly resolve = async (action: vscode.CodeAction): Promise<vscode.CodeAction> => {
    const held = this.held.get(action);
    if (held === undefined) return action;
    if (isCurrentBasis(held.basis)) action.edit = await held.editOf();
    else this.outdated.add(action);
    return action;
  };
}
