import * as vscode from "vscode";
import { type Choice, FIX_KINDS, type Fix, type Workspace } from "../fixes/fix";
import type { FileFinding } from "../files/fileFinding";
import type { AfterFix } from "./commands/afterFix";
import { type FindingStore, rangeOf } from "./findingStore";
import { type Fixer, pathOf, workspaceEditOf } from "./fixer";
import { commentFor } from "./comments";
import { log } from "./log";
import { keyVault } from "./settings";

/** The light bulb on a finding: the fixes that apply, best first, and the way to say no. */

/** A vault for finding out whether a reference is possible; the person names theirs when they choose it. */
const SOME_VAULT = "https://vault.vault.azure.net";

/** Titles as the menu shows them; a name that ends in dots asks something first. */
const TITLES = {
  "managed-identity": () => vscode.l10n.t("Use managed identity"),
  "key-vault": () => vscode.l10n.t("Use a Key Vault reference…"),
  environment: () => vscode.l10n.t("Read from an environment variable"),
};

/** Offers fixes for the findings of a document. The parsers load on the first request that has a finding. */
export function codeActionProvider(store: FindingStore, fixer: Fixer): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range, context, token) {
      if (
        context.only !== undefined &&
        !context.only.contains(vscode.CodeActionKind.QuickFix) &&
        !vscode.CodeActionKind.QuickFix.contains(context.only)
      )
        return [];
      const [finding] = store.at(document.uri, range);
      if (finding === undefined || !isCurrent(document, finding)) return [];
      const actions = await fixesFor(document, finding, fixer, token);
      return [...actions, ...ignoreAction(document, finding)];
    },
  };
}

/** A finding made of an older text must not be edited by: the next scan brings a newer one. */
function isCurrent(document: vscode.TextDocument, finding: FileFinding): boolean {
  return (
    document.offsetAt(rangeOf(finding).start) === finding.start &&
    document.offsetAt(rangeOf(finding).end) === finding.end
  );
}

async function fixesFor(
  document: vscode.TextDocument,
  finding: FileFinding,
  fixer: Fixer,
  token: vscode.CancellationToken,
): Promise<readonly vscode.CodeAction[]> {
  const actions: vscode.CodeAction[] = [];
  try {
    const { room, parsers } = await fixer.load();
    const workspace = await fixer.workspace(document);
    for (const kind of FIX_KINDS) {
      if (token.isCancellationRequested) return [];
      const vault = keyVault(document.uri);
      const choice: Choice = { kind, vault: vault === "" ? SOME_VAULT : vault };
      const fix = await room.findFix({ path: pathOf(document.uri), finding }, workspace, parsers, choice);
      if (!fix.fixable) {
        log.debug(`${TITLES[kind]()}: ${fix.reason}`);
        continue;
      }
      actions.push(actionOf(kind, fix, document, workspace, finding, actions.length === 0));
      // A placeholder is the same for every kind.
      if (fix.edits.length === 1 && !isNamedFor(kind, fix)) break;
    }
  } catch {
    log.error("The fixes of a finding could not be worked out.");
  }
  return actions;
}

function isNamedFor(kind: Choice["kind"], { title }: Fix): boolean {
  return TITLES[kind]().startsWith(title);
}

function actionOf(
  kind: Choice["kind"],
  fix: Fix,
  document: vscode.TextDocument,
  workspace: Workspace,
  finding: FileFinding,
  isBest: boolean,
): vscode.CodeAction {
  const title = isNamedFor(kind, fix) ? TITLES[kind]() : vscode.l10n.t(fix.title);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.isPreferred = isBest;
  action.diagnostics = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source, range }) => source === "keyless" && range.isEqual(rangeOf(finding)));
  const after: AfterFix = {
    fingerprint: finding.fingerprint,
    afterwards: fix.afterwards,
    hasAccount: finding.account !== undefined,
    uri: document.uri.toString(),
  };
  if (kind === "key-vault" && isNamedFor(kind, fix)) {
    action.command = {
      command: "cosmosKeyless.useKeyVault",
      title,
      arguments: [{ uri: document.uri.toString(), fingerprint: finding.fingerprint, start: finding.start }],
    };
  } else {
    action.edit = workspaceEditOf(fix.edits, document, workspace);
    action.command = { command: "cosmosKeyless.afterFix", title, arguments: [after] };
  }
  return action;
}

function ignoreAction(document: vscode.TextDocument, finding: FileFinding): readonly vscode.CodeAction[] {
  if (commentFor(document) === undefined) return [];
  const action = new vscode.CodeAction(vscode.l10n.t("Ignore here, with a reason…"), vscode.CodeActionKind.QuickFix);
  action.command = {
    command: "cosmosKeyless.ignoreHere",
    title: action.title,
    arguments: [{ uri: document.uri.toString(), line: finding.from.line }],
  };
  return [action];
}
