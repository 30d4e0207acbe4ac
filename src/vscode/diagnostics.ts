import * as vscode from "vscode";
import type { Severity } from "../engine/finding";
import { helpLink, messageOf } from "../engine/message";
import type { FileFinding } from "../files/fileFinding";
import { type FindingStore, rangeOf } from "./findingStore";
import { isEnabled, onSettingsChanged, shownSeverity } from "./settings";

/** What the Problems panel and the documents show of the store. */

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Keeps a collection of diagnostics true to the store and the settings. */
export function showDiagnostics(store: FindingStore): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("keyless");
  const show = (uris: readonly vscode.Uri[]): void => {
    collection.set(
      uris.map((uri): [vscode.Uri, vscode.Diagnostic[]] => [
        uri,
        isEnabled(uri) ? store.of(uri).flatMap((finding) => diagnosticOf(uri, finding)) : [],
      ]),
    );
  };
  return vscode.Disposable.from(
    collection,
    store.onDidChange(show),
    onSettingsChanged(() => {
      show(store.uris());
    }),
  );
}

function diagnosticOf(uri: vscode.Uri, finding: FileFinding): readonly vscode.Diagnostic[] {
  const severity = shownSeverity(uri, finding);
  if (finding.suppression !== undefined || severity === undefined) return [];
  const note = finding.missingReason
    ? ` ${vscode.l10n.t("The keyless-ignore comment here counts once it gives a reason.")}`
    : "";
  const diagnostic = new vscode.Diagnostic(rangeOf(finding), `${messageOf(finding)}.${note}`, SEVERITIES[severity]);
  diagnostic.source = "keyless";
  diagnostic.code = { value: finding.rule, target: vscode.Uri.parse(helpLink(finding.rule)) };
  return [diagnostic];
}
