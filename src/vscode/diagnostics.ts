import * as vscode from "vscode";
import { severityBy, stateInWords } from "../azure/describe";
import type { Severity } from "../engine/finding";
import { helpLink, messageOf } from "../engine/message";
import { type FindingStore, type PlacedFinding, rangeOf } from "./findingStore";
import type { KeyChecks } from "./keyChecks";
import { onSettingsChanged, shownSeverity } from "./settings";
import { shownIn } from "./shownFindings";

/** What the Problems panel and the documents show of the store. */

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Places of the same key that a message names; more are for the tree. */
const MOST_RELATED = 10;
/** Files whose messages name a place that has moved are told when things have come to rest. */
const RELATED_AFTER_MS = 400;
const MOST_TOLD = 200;

/** Keeps a collection of diagnostics true to the store and the settings. */
export function showDiagnostics(store: FindingStore, checks: KeyChecks): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("keyless");
  const show = (uris: readonly vscode.Uri[]): void => {
    collection.set(
      uris.map((uri): [vscode.Uri, vscode.Diagnostic[]] => [
        uri,
        shownIn(store, uri).flatMap((finding) => diagnosticOf({ uri, finding }, store, checks)),
      ]),
    );
  };
  // The keys that a file had and those that it has: both are told of in other files.
  const keys = new Map<string, readonly string[]>();
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tellOthers = (): void => {
    const told = [...changed].flatMap((key) => store.filesOf(key)).slice(0, MOST_TOLD);
    changed = new Set();
    show([...new Map(told.map((uri) => [uri.toString(), uri])).values()]);
  };
  const all = (): void => {
    show(store.uris());
  };
  return vscode.Disposable.from(
    collection,
    store.onDidChange((uris) => {
      show(uris);
      for (const uri of uris) {
        const now = store.of(uri).map(({ fingerprint }) => fingerprint);
        for (const key of [...now, ...(keys.get(uri.toString()) ?? [])]) changed.add(key);
        keys.set(uri.toString(), now);
      }
      clearTimeout(timer);
      timer = setTimeout(tellOthers, RELATED_AFTER_MS);
    }),
    checks.onDidChange(all),
    onSettingsChanged(all),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}

function diagnosticOf(place: PlacedFinding, store: FindingStore, checks: KeyChecks): readonly vscode.Diagnostic[] {
  const { uri, finding } = place;
  const check = checks.of(finding.fingerprint);
  const severity = shownSeverity(
    uri,
    check === undefined ? finding : { ...finding, severity: severityBy(check) ?? finding.severity },
  );
  if (severity === undefined) return [];
  const note = finding.missingReason
    ? ` ${vscode.l10n.t("Add a reason to the keyless-ignore comment to make it effective.")}`
    : "";
  const azure = check === undefined ? "" : ` ${stateInWords(check)}`;
  const message = `${messageOf(finding)}.${azure}${note}`;
  const diagnostic = new vscode.Diagnostic(rangeOf(finding), message, SEVERITIES[severity]);
  const related = [...partsOf(place), ...othersOf(place, store)];
  if (related.length > 0) diagnostic.relatedInformation = related;
  diagnostic.source = "keyless";
  diagnostic.code = { value: finding.rule, target: vscode.Uri.parse(helpLink(finding.rule)) };
  return [diagnostic];
}

function partsOf({ uri, finding: { split } }: PlacedFinding): readonly vscode.DiagnosticRelatedInformation[] {
  return split.map(({ from, to }, i) => {
    const range = new vscode.Range(from.line, from.column, to.line, to.column);
    const message = vscode.l10n.t("Part {0} of {1} of this key", i + 1, split.length);
    return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), message);
  });
}

function othersOf(
  { finding: own }: PlacedFinding,
  store: FindingStore,
): readonly vscode.DiagnosticRelatedInformation[] {
  const related: vscode.DiagnosticRelatedInformation[] = [];
  for (const uri of store.filesOf(own.fingerprint))
    for (const finding of shownIn(store, uri)) {
      if (related.length === MOST_RELATED) return related;
      if (finding.fingerprint !== own.fingerprint || finding === own) continue;
      const message = vscode.l10n.t("The same key is here");
      related.push(new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, rangeOf(finding)), message));
    }
  return related;
}
