import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { FileFinding } from "../files/fileFinding";
import type { FindingStore } from "./findingStore";
import { log } from "./log";
import { isOpen } from "./openDocuments";

/**
 * What was found, kept over a reload in the folder that the editor gives a workspace: fingerprints and places, nothing
 * of a file's text. It only bridges the time until the files are looked at again.
 */

const VERSION = 1;
/** More would make writing them felt; the scan finds the others again. */
const MOST_FILES = 1000;
const SAVE_AFTER_MS = 3000;

/** A finding without the lines that stood around it. */
type Kept = Omit<FileFinding, "excerpt">;

/** Keeps the store's findings of files in `folder`, and brings back those of the last session when asked. */
export class KeptFindings implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly folder: vscode.Uri | undefined,
    private readonly store: FindingStore,
  ) {
    this.subscription = store.onDidChange(() => {
      this.timer ??= setTimeout(() => {
        this.save();
      }, SAVE_AFTER_MS);
    });
  }

  /** Puts what was kept into the store, where nothing newer is known; returns the files that it speaks of. */
  restore(): readonly vscode.Uri[] {
    const known = new Set(this.store.uris().map(String));
    const entries = this.read()
      .map(({ path, findings }) => ({ uri: vscode.Uri.file(path), findings }))
      .filter(({ uri }) => vscode.workspace.getWorkspaceFolder(uri) !== undefined)
      .filter(({ uri }) => !known.has(uri.toString()) && !isOpen(uri));
    this.store.set(entries.map(({ uri, findings }) => ({ uri, findings: findings.map(withoutExcerpt) })));
    return entries.map(({ uri }) => uri);
  }

  private read(): readonly { readonly path: string; readonly findings: readonly Kept[] }[] {
    if (this.folder === undefined) return [];
    try {
      const kept: unknown = JSON.parse(readFileSync(fileIn(this.folder), "utf8"));
      return isKept(kept) ? kept.files : [];
    } catch {
      return [];
    }
  }

  private save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.folder === undefined) return;
    const uris = this.store.uris().filter(({ scheme }) => scheme === "file");
    const files = uris
      .slice(0, MOST_FILES)
      .map((uri) => ({ path: uri.fsPath, findings: this.store.of(uri).map(keptOf) }));
    const file = fileIn(this.folder);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify({ version: VERSION, files }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch {
      log.warn("The findings could not be kept for the next session.");
    }
  }

  dispose(): void {
    this.subscription.dispose();
    if (this.timer !== undefined) this.save();
  }
}

function fileIn(folder: vscode.Uri): string {
  return join(folder.fsPath, "findings.json");
}

/** Field by field: what a finding gains one day is not kept before somebody has looked at it here. */
function keptOf(finding: FileFinding): Kept {
  const { start, end, rule, api, access, certainty, severity, reasons, account, pieces, encoding } = finding;
  const { fingerprint, suppression, missingReason, from, to, split } = finding;
  const what = { rule, api, access, certainty, severity, reasons, account, encoding, fingerprint };
  return { ...what, suppression, missingReason, start, end, pieces, from, to, split };
}

function withoutExcerpt(kept: Kept): FileFinding {
  return { ...kept, account: kept.account, excerpt: { text: "", at: 0, length: 0 } };
}

function isKept(
  value: unknown,
): value is { readonly files: readonly { readonly path: string; readonly findings: readonly Kept[] }[] } {
  if (!isRecord(value) || value.version !== VERSION || !Array.isArray(value.files)) return false;
  return value.files.every(
    (file: unknown) =>
      isRecord(file) && typeof file.path === "string" && Array.isArray(file.findings) && file.findings.every(isFinding),
  );
}

function isFinding(value: unknown): boolean {
  return (
    isRecord(value) &&
    [value.rule, value.fingerprint, value.severity, value.certainty, value.access].every(
      (one) => typeof one === "string",
    ) &&
    isPosition(value.from) &&
    isPosition(value.to) &&
    [value.reasons, value.pieces, value.split].every(Array.isArray)
  );
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && typeof value.line === "number" && typeof value.column === "number";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
