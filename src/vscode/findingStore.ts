import * as vscode from "vscode";
import type { FileFinding } from "../files/fileFinding";

/** A finding in a file. */
export interface PlacedFinding {
  readonly uri: vscode.Uri;
  readonly finding: FileFinding;
}

/** Every finding that is known, of open and closed files. The one place that all views look at. */
export class FindingStore implements vscode.Disposable {
  private readonly files = new Map<string, { readonly uri: vscode.Uri; readonly findings: readonly FileFinding[] }>();
  private readonly changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  /** The files whose findings have changed. */
  readonly onDidChange = this.changed.event;

  /** Replaces the findings of files; none takes a file out. */
  set(entries: readonly { readonly uri: vscode.Uri; readonly findings: readonly FileFinding[] }[]): void {
    const touched = entries.filter(({ uri, findings }) => {
      const key = uri.toString();
      if (findings.length === 0) return this.files.delete(key);
      this.files.set(key, { uri, findings });
      return true;
    });
    if (touched.length > 0) this.changed.fire(touched.map(({ uri }) => uri));
  }

  /** A file's findings, refused ones included. */
  of(uri: vscode.Uri): readonly FileFinding[] {
    return this.files.get(uri.toString())?.findings ?? [];
  }

  /** The findings of a file that touch a range, refused ones left out. */
  at(uri: vscode.Uri, range: vscode.Range): readonly FileFinding[] {
    return this.of(uri).filter(
      (finding) => finding.suppression === undefined && rangeOf(finding).intersection(range) !== undefined,
    );
  }

  /** All findings that nobody refused; of a notebook that is open, its cells' and only what no cell holds. */
  all(): readonly PlacedFinding[] {
    const inCells = this.inCells();
    return [...this.files.values()].flatMap(({ uri, findings }) =>
      findings
        .filter(({ suppression }) => suppression === undefined)
        .filter(({ fingerprint }) => isCell(uri) || inCells.get(uri.path)?.has(fingerprint) !== true)
        .map((finding) => ({ uri, finding })),
    );
  }

  /** The credentials in cells of open notebooks, by the notebook's path. */
  private inCells(): ReadonlyMap<string, ReadonlySet<string>> {
    const inCells = new Map<string, Set<string>>();
    for (const { uri, findings } of this.files.values()) {
      if (!isCell(uri)) continue;
      const known = inCells.get(uri.path) ?? new Set();
      for (const { fingerprint } of findings) known.add(fingerprint);
      inCells.set(uri.path, known);
    }
    return inCells;
  }

  /** The files that have findings. */
  uris(): readonly vscode.Uri[] {
    return [...this.files.values()].map(({ uri }) => uri);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Whether an address is that of a notebook's cell. */
export function isCell({ scheme }: vscode.Uri): boolean {
  return scheme === "vscode-notebook-cell";
}

/** A finding's range in its document. */
export function rangeOf({ from, to }: FileFinding): vscode.Range {
  return new vscode.Range(from.line, from.column, to.line, to.column);
}
