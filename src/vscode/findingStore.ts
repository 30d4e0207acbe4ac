import * as vscode from "vscode";
import type { FileFinding } from "../files/fileFinding";

/** A finding in a file. */
export interface PlacedFinding {
  readonly uri: vscode.Uri;
  readonly finding: FileFinding;
}

interface StoredFile {
  readonly uri: vscode.Uri;
  /** As they were found; what a list refuses is marked on the way out. */
  readonly found: readonly FileFinding[];
  readonly findings: readonly FileFinding[];
}

/** Every finding that is known, of open and closed files. The one place that all views look at. */
export class FindingStore implements vscode.Disposable {
  private readonly files = new Map<string, StoredFile>();
  /** Where each credential is found, by fingerprint. */
  private readonly places = new Map<string, Set<string>>();
  private count = 0;
  private readonly changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  /** The files whose findings have changed. */
  readonly onDidChange = this.changed.event;

  /** `applied` marks what a repository's list refuses. */
  constructor(
    private readonly applied: (uri: vscode.Uri, findings: readonly FileFinding[]) => readonly FileFinding[] = (
      _uri,
      findings,
    ) => findings,
  ) {}

  /** Replaces the findings of files; none takes a file out. */
  set(entries: readonly { readonly uri: vscode.Uri; readonly findings: readonly FileFinding[] }[]): void {
    const touched = entries.filter(({ uri, findings }) => {
      const key = uri.toString();
      for (const { fingerprint } of this.of(uri)) this.places.get(fingerprint)?.delete(key);
      if (findings.length === 0) return this.files.delete(key);
      this.files.set(key, { uri, found: findings, findings: this.applied(uri, findings) });
      for (const { fingerprint } of findings) {
        const known = this.places.get(fingerprint);
        if (known === undefined) this.places.set(fingerprint, new Set([key]));
        else known.add(key);
      }
      return true;
    });
    if (touched.length === 0) return;
    this.count++;
    this.changed.fire(touched.map(({ uri }) => uri));
  }

  /** Another number after every change. */
  get version(): number {
    return this.count;
  }

  /** The files in which a credential is found. */
  filesOf(fingerprint: string): readonly vscode.Uri[] {
    return [...(this.places.get(fingerprint) ?? [])].flatMap((key) => this.files.get(key)?.uri ?? []);
  }

  /** Asks the lists anew: one of them has changed. */
  refresh(): void {
    this.set([...this.files.values()].map(({ uri, found }) => ({ uri, findings: found })));
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
    return [...this.files.values()].flatMap(({ uri, findings }) =>
      findings
        .filter((finding) => finding.suppression === undefined && !this.isInCell(uri, finding))
        .map((finding) => ({ uri, finding })),
    );
  }

  /** Whether a finding of a notebook's file is one of its cells' too, the notebook being open. */
  isInCell(uri: vscode.Uri, { fingerprint }: FileFinding): boolean {
    if (isCell(uri) || !uri.path.endsWith(".ipynb")) return false;
    return this.filesOf(fingerprint).some((other) => isCell(other) && other.path === uri.path);
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
