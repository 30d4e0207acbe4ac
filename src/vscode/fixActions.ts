import * as vscode from "vscode";
import type { FileFinding } from "../files/fileFinding";
import { type Choice, FIX_KINDS, type Fix, type NotFixable } from "../fixes/fix";
import type { AfterCommands } from "./afterCommands";
import { type Subject, subjectOf } from "./cells";
import { targetOf } from "./commands/target";
import { rangeOf } from "./findingStore";
import { type Fixer, readOnlyOf } from "./fixer";
import { followUp } from "./followUps";
import { log } from "./log";

/** The fixes of one finding as the light bulb offers them, and why there is none. */

/** A vault for finding out whether a reference is possible; the person names theirs when they choose it. */
const SOME_VAULT = "https://vault.vault.azure.net";

/** Titles as the menu shows them; a name that ends in dots asks something first. */
const TITLES = {
  "managed-identity": () => vscode.l10n.t("Use managed identity"),
  "key-vault": () => vscode.l10n.t("Use a Key Vault reference…"),
  environment: () => vscode.l10n.t("Read from an environment variable"),
};

/** Why there is no fix, and where to look: a place with its text, so that its line can be told. */
export interface Refusal {
  readonly reason: string;
  readonly lookAt:
    { readonly path: string; readonly text: string; readonly start: number; readonly end: number } | undefined;
}

/** What can be done, best first; the refusal is that of the best kind which cannot. */
export interface FixActions {
  readonly actions: readonly vscode.CodeAction[];
  readonly refusal: Refusal | undefined;
}

/** Works out the fixes of a finding in an open document. `after` gives each its edit and tells of it once it is in. */
export async function fixActions(
  document: vscode.TextDocument,
  finding: FileFinding,
  fixer: Fixer,
  after: AfterCommands,
  token: vscode.CancellationToken,
): Promise<FixActions> {
  const actions: vscode.CodeAction[] = [];
  let refusal: Refusal | undefined;
  try {
    const subject = await subjectOf(document, finding, fixer);
    if (subject === undefined) return { actions, refusal: untraceable() };
    for (const kind of FIX_KINDS) {
      if (token.isCancellationRequested) return { actions: [], refusal: undefined };
      const choice: Choice = { kind, vault: SOME_VAULT };
      const { place, reach } = subject;
      const { fix, texts } = await fixer.ask("find", { place, reach, choice });
      const locked = fix.fixable ? readOnlyOf(fix.edits.map(({ path }) => path)) : undefined;
      if (!fix.fixable) refusal ??= refusalOf(fix, texts);
      else if (locked !== undefined) refusal ??= readOnly(locked);
      else {
        actions.push(actionOf(kind, { fix, texts }, document, subject, finding, after, actions.length === 0));
        // A placeholder is the same for every kind.
        if (fix.edits.length === 1 && !isNamedFor(kind, fix)) break;
      }
    }
  } catch {
    log.error("The fixes of a finding could not be worked out.");
    refusal ??= { reason: vscode.l10n.t("The fixes could not be worked out. See the log."), lookAt: undefined };
  }
  return { actions, refusal };
}

function refusalOf({ reason, lookAt }: NotFixable, texts: ReadonlyMap<string, string>): Refusal {
  const text = lookAt === undefined ? undefined : texts.get(lookAt.path);
  return {
    reason,
    lookAt: lookAt === undefined || text === undefined ? undefined : { path: lookAt.path, text, ...lookAt.span },
  };
}

function untraceable(): Refusal {
  return {
    reason: vscode.l10n.t("The secret is put together over several cells: change them by hand."),
    lookAt: undefined,
  };
}

function readOnly(path: string): Refusal {
  const text = vscode.l10n.t("{0} is read-only.", vscode.workspace.asRelativePath(path));
  return { reason: text, lookAt: { path, text: "", start: 0, end: 0 } };
}

function isNamedFor(kind: Choice["kind"], { title }: Fix): boolean {
  return TITLES[kind]().startsWith(title);
}

function actionOf(
  kind: Choice["kind"],
  { fix, texts }: { readonly fix: Fix; readonly texts: ReadonlyMap<string, string> },
  document: vscode.TextDocument,
  subject: Subject,
  finding: FileFinding,
  after: AfterCommands,
  isBest: boolean,
): vscode.CodeAction {
  const title = isNamedFor(kind, fix) ? TITLES[kind]() : vscode.l10n.t(fix.title);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.isPreferred = isBest;
  action.diagnostics = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source, range }) => source === "keyless" && range.isEqual(rangeOf(finding)));
  if (kind === "key-vault" && isNamedFor(kind, fix)) {
    const target = targetOf({ uri: document.uri, finding });
    action.command = { command: "cosmosKeyless.useKeyVault", title, arguments: [target] };
  } else {
    const { edits } = fix;
    const one = followUp({ kind, title: fix.title, fixes: [{ fix, finding, path: subject.place.path }] });
    after.give(action, { edits, texts, textNow: subject.textNow }, () => subject.editOf(edits, texts), one);
  }
  return action;
}
