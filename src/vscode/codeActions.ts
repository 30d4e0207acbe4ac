import * as vscode from "vscode";
import { type Choice, FIX_KINDS, type Fix } from "../fixes/fix";
import type { FileFinding } from "../files/fileFinding";
import type { AfterFix } from "./commands/afterFix";
import { type FindingStore, rangeOf } from "./findingStore";
import { type Fixer, readOnlyOf } from "./fixer";
import { type Subject, subjectOf } from "./cells";
import { commentFor } from "./comments";
import { log } from "./log";
import { editOf, planFor } from "./planner";
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
      const more = actions.length === 0 ? [] : await wider(document, finding, store, fixer, token);
      return [...actions, ...more, ...ignoreAction(document, finding)];
    },
  };
}

/** What a person names to have every finding of a file made keyless when it is saved; nothing does so unless asked. */
export const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("cosmosKeyless");

/** Makes a whole file keyless at once, where identity works: the source action, off unless a person's settings name it. */
export function fixAllProvider(store: FindingStore, fixer: Fixer): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, _range, { only }, token) {
      if (only?.contains(FIX_ALL) !== true && !FIX_ALL.contains(only ?? vscode.CodeActionKind.Empty)) return [];
      if (store.of(document.uri).length === 0 || document.uri.scheme === "vscode-notebook-cell") return [];
      const action = await inWholeFile(document, fixer, token);
      return action === undefined ? [] : [action];
    },
  };
}

async function inWholeFile(
  document: vscode.TextDocument,
  fixer: Fixer,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction | undefined> {
  const plan = await planFor(fixer, [document.uri], [{ kind: "managed-identity" }], () => true, token);
  if (plan.plan.done.length === 0 || token.isCancellationRequested) return undefined;
  const action = new vscode.CodeAction(vscode.l10n.t("Use managed identity for all keys in this file"), FIX_ALL);
  action.edit = await editOf(plan, fixer, undefined);
  return action;
}

/** The same for all findings of the file, and for all places of the credential, where there are more than this one. */
async function wider(
  document: vscode.TextDocument,
  finding: FileFinding,
  store: FindingStore,
  fixer: Fixer,
  token: vscode.CancellationToken,
): Promise<readonly vscode.CodeAction[]> {
  const wide: vscode.CodeAction[] = [];
  if (store.of(document.uri).length > 1 && document.uri.scheme !== "vscode-notebook-cell") {
    const all = await inWholeFile(document, fixer, token);
    if (all !== undefined) wide.push(Object.assign(all, { kind: vscode.CodeActionKind.QuickFix }));
  }
  const places = store.all().filter((place) => place.finding.fingerprint === finding.fingerprint).length;
  if (places > 1) {
    const title = vscode.l10n.t("Fix all {0} places of this key…", places);
    const everywhere = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    everywhere.command = {
      command: "cosmosKeyless.fixEverywhere",
      title,
      arguments: [{ fingerprint: finding.fingerprint }],
    };
    wide.push(everywhere);
  }
  return wide;
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
    const [{ room, parsers }, subject] = await Promise.all([fixer.load(), subjectOf(document, finding, fixer)]);
    if (subject === undefined) return [];
    for (const kind of FIX_KINDS) {
      if (token.isCancellationRequested) return [];
      const vault = keyVault(document.uri);
      const choice: Choice = { kind, vault: vault === "" ? SOME_VAULT : vault };
      const fix = await room.findFix(subject.place, subject.workspace, parsers, choice);
      if (!fix.fixable) {
        log.debug(`${TITLES[kind]()}: ${fix.reason}`);
        continue;
      }
      actions.push(actionOf(kind, fix, document, subject, finding, actions.length === 0));
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
  subject: Subject,
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
    host: finding.account?.host,
    uri: document.uri.toString(),
  };
  const locked = readOnlyOf(fix.edits.map(({ path }) => path));
  if (locked !== undefined) {
    action.disabled = { reason: vscode.l10n.t("{0} is read-only.", vscode.workspace.asRelativePath(locked)) };
  } else if (kind === "key-vault" && isNamedFor(kind, fix)) {
    action.command = {
      command: "cosmosKeyless.useKeyVault",
      title,
      arguments: [{ uri: document.uri.toString(), fingerprint: finding.fingerprint, start: finding.start }],
    };
  } else {
    action.edit = subject.editOf(fix.edits);
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
