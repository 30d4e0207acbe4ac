import * as vscode from "vscode";
import { isQuiet } from "../engine/rules/index";
import type { FileFinding } from "../files/fileFinding";
import type { Desk } from "./commands/command";
import { targetOf } from "./commands/target";
import { isCell, rangeOf } from "./findingStore";
import { pathOf, textNow } from "./fixer";
import { fixActions, type Refusal } from "./fixActions";
import { itemOf } from "./fixQuestions";
import { followUpOf } from "./followUps";
import { lineOf } from "./openPlace";
import { editOf, planFor } from "./planner";
import { isRefused, shownAt, shownIn } from "./shownFindings";

/** The light bulb on a finding: the fixes that apply, best first, or why there is none; and what else one can do. */

/** What the light bulb works with. */
type Lamp = Pick<Desk, "store" | "fixer" | "after">;

/** Offers fixes for the findings of a document. The parsers load on the first request that has a finding. */
export function codeActionProvider({ store, fixer, after }: Lamp): vscode.CodeActionProvider {
  return {
    resolveCodeAction: after.late.resolve,
    async provideCodeActions(document, range, { only }, token) {
      if (only !== undefined && !only.intersects(vscode.CodeActionKind.QuickFix)) return [];
      const [finding] = shownAt(store, document.uri, range);
      if (finding === undefined || !isCurrent(document, finding)) return [];
      const { actions, refusal } = await fixActions(document, finding, fixer, after, token);
      const more = actions.length === 0 ? [] : await wider(document, finding, { store, fixer, after }, token);
      const why = actions.length === 0 && refusal !== undefined ? [whyAction(document, finding, refusal)] : [];
      return [...actions, ...more, ...why, ...waysOut(document, finding)];
    },
  };
}

/** What a person names to have every finding of a file made keyless when it is saved; nothing does so unless asked. */
export const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("cosmosKeyless");

/** Makes a whole file keyless at once, where identity works: the source action, off unless a person's settings name it. */
export function fixAllProvider(lamp: Lamp): vscode.CodeActionProvider {
  return {
    resolveCodeAction: lamp.after.late.resolve,
    async provideCodeActions(document, _range, { only, triggerKind }, token) {
      if (only?.intersects(FIX_ALL) !== true) return [];
      if (shownIn(lamp.store, document.uri).length === 0 || isCell(document.uri)) return [];
      const isSaving = triggerKind === vscode.CodeActionTriggerKind.Automatic;
      const action = await inWholeFile(document, lamp, token, isSaving);
      return action === undefined ? [] : [action];
    },
  };
}

async function inWholeFile(
  document: vscode.TextDocument,
  { store, fixer, after }: Lamp,
  token: vscode.CancellationToken,
  isSaving = false,
): Promise<vscode.CodeAction | undefined> {
  const shown = new Set(shownIn(store, document.uri));
  const kept = store
    .of(document.uri)
    .filter((one) => isRefused(store, document.uri, one.fingerprint) || (isQuiet(one.rule) && !shown.has(one)));
  const not = new Set(kept.map((finding) => itemOf({ path: pathOf(document.uri), finding })));
  const plan = await planFor(fixer, [document.uri], [{ kind: "managed-identity" }], { not }, token);
  if (plan.plan.done.length === 0 || token.isCancellationRequested) return undefined;
  const action = new vscode.CodeAction(vscode.l10n.t("Use managed identity for all keys in this file"), FIX_ALL);
  const texts = new Map(plan.plan.files.map(({ path, before }) => [path, before]));
  const basis = { edits: plan.plan.files, texts, textNow: (path: string) => textNow(plan.uriOf(path)) };
  const follow = followUpOf(plan);
  const others = follow.changed.filter((path) => path !== pathOf(document.uri) && !isDirty(path));
  after.give(action, basis, () => editOf(plan), isSaving ? { ...follow, alsoSave: others } : follow);
  return action;
}

function isDirty(path: string): boolean {
  return vscode.workspace.textDocuments.some(({ uri, isDirty: dirty }) => dirty && pathOf(uri) === path);
}

/** The same for all findings of the file, and for all places of the credential, where there are more than this one. */
async function wider(
  document: vscode.TextDocument,
  finding: FileFinding,
  lamp: Lamp,
  token: vscode.CancellationToken,
): Promise<readonly vscode.CodeAction[]> {
  const { store } = lamp;
  const wide: vscode.CodeAction[] = [];
  if (shownIn(store, document.uri).length > 1 && !isCell(document.uri)) {
    const all = await inWholeFile(document, lamp, token);
    if (all !== undefined) wide.push(Object.assign(all, { kind: vscode.CodeActionKind.QuickFix }));
  }
  const places = store.all().filter((place) => place.finding.fingerprint === finding.fingerprint).length;
  if (places > 1)
    wide.push(
      commandAction(vscode.l10n.t("Fix all {0} places of this key…", places), "cosmosKeyless.fixEverywhere", {
        fingerprint: finding.fingerprint,
      }),
    );
  return wide;
}

/** What one can always do about a finding that is not to be fixed, or not yet. */
function waysOut(document: vscode.TextDocument, finding: FileFinding): readonly vscode.CodeAction[] {
  const target = targetOf({ uri: document.uri, finding });
  const ignore = vscode.l10n.t("Ignore, with a reason…");
  const explain = vscode.l10n.t("Explain this finding");
  const check = vscode.l10n.t("Check this key in Azure");
  return [
    commandAction(ignore, "cosmosKeyless.ignoreHere", target),
    commandAction(explain, "cosmosKeyless.explainHere", target),
    ...(finding.certainty === "hint" || !vscode.workspace.isTrusted
      ? []
      : [commandAction(check, "cosmosKeyless.checkInAzure", target)]),
  ];
}

function whyAction(document: vscode.TextDocument, finding: FileFinding, { lookAt }: Refusal): vscode.CodeAction {
  const title =
    lookAt === undefined
      ? vscode.l10n.t("Why no fix?")
      : vscode.l10n.t("Why no fix? Opens {0}", `${baseName(lookAt.path)}:${lineOf(lookAt) + 1}`);
  return commandAction(title, "cosmosKeyless.whyNoFix", targetOf({ uri: document.uri, finding }));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function commandAction(title: string, command: string, argument: object): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command, title, arguments: [argument] };
  return action;
}

/** A finding made of an older text must not be edited by: the next scan brings a newer one. */
function isCurrent(document: vscode.TextDocument, finding: FileFinding): boolean {
  return (
    document.offsetAt(rangeOf(finding).start) === finding.start &&
    document.offsetAt(rangeOf(finding).end) === finding.end
  );
}
