import type * as vscode from "vscode";
import { isQuiet } from "../engine/rules/index";
import type { FileFinding } from "../files/fileFinding";
import { type FindingStore, type PlacedFinding, rangeOf } from "./findingStore";
import { isEnabled, settingsVersion, shownSeverity } from "./settings";

/** What a person sees of the store: refused and switched-off findings left out. */

/** The findings that are shown; worked out once after each change. */
export function shownFindings(store: FindingStore): readonly PlacedFinding[] {
  const known = snapshots.get(store);
  const version = `${store.version} ${settingsVersion()}`;
  if (known?.version === version) return known.shown;
  const shown = store.all().filter(({ uri, finding }) => isShown(uri, finding));
  snapshots.set(store, { version, shown });
  return shown;
}

const snapshots = new WeakMap<FindingStore, { readonly version: string; readonly shown: readonly PlacedFinding[] }>();

/** Keys that infrastructure hands out, where a person does not have them shown: a plan of the whole workspace names them. */
export function handedOutUnshown(store: FindingStore): readonly PlacedFinding[] {
  return store
    .all()
    .filter(
      ({ uri, finding }) =>
        isQuiet(finding.rule) && finding.suppression === undefined && isEnabled(uri) && !isShown(uri, finding),
    );
}

/** The findings of a file that are shown. */
export function shownIn(store: FindingStore, uri: vscode.Uri): readonly FileFinding[] {
  return store.of(uri).filter((finding) => isShown(uri, finding) && !store.isInCell(uri, finding));
}

/** The findings that are shown and touch a range. */
export function shownAt(store: FindingStore, uri: vscode.Uri, range: vscode.Range): readonly FileFinding[] {
  return store.of(uri).filter((finding) => rangeOf(finding).intersection(range) !== undefined && isShown(uri, finding));
}

/** Whether every finding of a credential in a file is refused, by a comment or a list. */
export function isRefused(store: FindingStore, uri: vscode.Uri, fingerprint: string): boolean {
  const findings = store.of(uri).filter((finding) => finding.fingerprint === fingerprint);
  return findings.length > 0 && findings.every(({ suppression }) => suppression !== undefined);
}

function isShown(uri: vscode.Uri, finding: FileFinding): boolean {
  return finding.suppression === undefined && isEnabled(uri) && shownSeverity(uri, finding) !== undefined;
}
