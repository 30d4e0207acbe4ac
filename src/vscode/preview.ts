import * as vscode from "vscode";
import { counted } from "./counted";
import { masked } from "../engine/mask";
import { isQuiet } from "../engine/rules/index";
import { scan } from "../engine/scan";
import type { EditorPlan } from "./planner";

/** What a plan will change, as the editor shows changes of many files, with every secret masked on both sides. */

const SCHEME = "keyless-preview";

/** Shows plans and asks for the last word: by a notification or the buttons of the editor that shows them. */
export class Preview implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private answer: ((apply: boolean) => void) | undefined;
  private count = 0;
  private readonly parts: vscode.Disposable;

  constructor() {
    this.parts = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? "",
      }),
      vscode.commands.registerCommand("cosmosKeyless.applyPreview", () => this.answer?.(true)),
      vscode.commands.registerCommand("cosmosKeyless.discardPreview", () => this.answer?.(false)),
    );
  }

  /** Whether a person wants a plan applied, having seen it. Closing what shows it is a no. */
  async agrees({ plan, uriOf }: EditorPlan): Promise<boolean> {
    this.answer?.(false);
    const title = vscode.l10n.t("Make Keyless: preview, secrets masked");
    const round = String(++this.count);
    const changes = plan.files.map(({ path, before, after }) => [
      uriOf(path),
      this.page(`before ${round}`, path, before),
      this.page(`after ${round}`, path, after),
    ]);
    await vscode.commands.executeCommand("vscode.changes", title, changes);
    const answered = new Promise<boolean>((resolve) => (this.answer = resolve));
    const closing = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (closed.some(({ label }) => label.startsWith(title))) this.answer?.(false);
    });
    await vscode.commands.executeCommand("setContext", "cosmosKeyless.previewing", true);
    void this.ask(plan.files.length);
    const agrees = await answered;
    this.answer = undefined;
    closing.dispose();
    this.texts.clear();
    await vscode.commands.executeCommand("setContext", "cosmosKeyless.previewing", false);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ label }) => label.startsWith(title)));
    return agrees;
  }

  private async ask(files: number): Promise<void> {
    const apply = vscode.l10n.t("Apply");
    const question = vscode.l10n.t("Apply the fixes to {0}?", counted(files, "file"));
    const chosen = await vscode.window.showInformationMessage(question, apply, vscode.l10n.t("Discard"));
    // A notification that went away by itself is no answer: the editor's own buttons are still there.
    if (chosen !== undefined) this.answer?.(chosen === apply);
  }

  private page(side: string, path: string, text: string): vscode.Uri {
    // One path on both sides: two would be shown as a file that was renamed.
    const shown = vscode.workspace.asRelativePath(path).replace(/^\/*/, "/");
    const uri = vscode.Uri.from({ scheme: SCHEME, path: shown, query: side });
    const secrets = scan(text, { path }).filter(({ rule }) => !isQuiet(rule));
    this.texts.set(uri.toString(), masked(text, secrets));
    return uri;
  }

  dispose(): void {
    this.answer?.(false);
    this.parts.dispose();
  }
}
