import * as vscode from "vscode";
import { severityBy, stateInWords } from "../azure/describe";
import type { Severity } from "../engine/finding";
import { helpLink, messageOf } from "../engine/message";
import type { FileFinding } from "../files/fileFinding";
import { type FindingStore, rangeOf } from "./findingStore";
import type { KeyChecks } from "./keyChecks";
import { isEnabled, onSettingsChanged, shownSeverity } from "./settings";

/** What the Problems panel and the documents show of the store. */

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Keeps a collection of diagnostics true to the store and the settings. */
export function showDiagnostics(store: FindingStore, checks: KeyChecks): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("keyless");
  const show = (uris: readonly vscode.Uri[]): void => {
    collection.set(
      uris.map((uri): [vscode.Uri, vscode.Diagnostic[]] => [
        uri,
        isEnabled(uri) ? store.of(uri).flatMap((finding) => diagnosticOf(uri, finding, checks)) : [],
      ]),
    );
  };
  return vscode.Disposable.from(
    collection,
    store.onDidChange(show),
    checks.onDidChange(() => {
      show(store.uris());
    }),
    onSettingsChanged(() => {
      show(store.uris());
    }),
  );
}

function diagnosticOf(uri: vscode.Uri, finding: FileFinding, checks: KeyChecks): readonly vscode.Diagnostic[] {
  const check = checks.of(finding.fingerprint);
  const severity = shownSeverity(
    uri,
    check === undefined ? finding : { ...finding, severity: severityBy(check) ?? finding.severity },
  );
  if (finding.suppression !== undefined || severity === undefined) return [];
  const note = finding.missingReason
    ? ` ${vscode.l10n.t("The keyless-ignore comment here counts once it gives a reason.")}`
    : "";
  const azure = check === undefined ? "" : ` ${stateInWords(check)}`;
  const message = `${messageOf(finding)}.${azure}${note}`;
  const diagnostic = new vscode.Diagnostic(rangeOf(finding), message, SEVERITIES[severity]);
  if (finding.split.length > 0) diagnostic.relatedInformation = piecesOf(uri, finding);
  diagnostic.source = "keyless";
  diagnostic.code = { value: finding.rule, target: vscode.Uri.parse(helpLink(finding.rule)) };
  return [diagnostic];
}

function piecesOf(uri: vscode.Uri, { split }: FileFinding): vscode.DiagnosticRelatedInformation[] {
  return split.map(({ from, to }, i) => {
    const range = new vscode.Range(from.line, from.column, to.line, to.column);
    const message = vscode.l10n.t("Piece {0} of {1}", i + 1, split.length);
    return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), message);
  });
}
