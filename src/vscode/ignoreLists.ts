import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as vscode from "vscode";
import { IGNORE_LIST, type IgnoreList, ignoreListFolder, readIgnoreList, withIgnoreList } from "../files/ignoreList";
import type { FileFinding } from "../files/fileFinding";

/** What repositories refuse in their `.keyless.json`, as it lies on disk or stands in an open document. */

const NONE: IgnoreList = { entries: [], problems: [] };

/** The lists that speak for the workspace's files. Read when the first finding asks, and again when they change. */
export class IgnoreLists implements vscode.Disposable {
  private readonly lists = new Map<string, IgnoreList>();
  private readonly folders = new Map<string, string>();
  private readonly problems = vscode.languages.createDiagnosticCollection("keyless-list");
  private readonly watched: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  /** A file's findings, those that its repository's list names being suppressed. */
  readonly applied = (uri: vscode.Uri, findings: readonly FileFinding[]): readonly FileFinding[] => {
    if (uri.scheme !== "file" && uri.scheme !== "vscode-notebook-cell") return findings;
    const folder = this.folderOf(uri);
    const list = this.lists.get(folder) ?? this.begin(folder);
    return withIgnoreList(list, pathIn(folder, uri), findings);
  };

  /** The file that speaks for a file of the disk, there or not. */
  listOf(uri: vscode.Uri): { readonly list: vscode.Uri; readonly path: string } {
    const folder = this.folderOf(uri);
    return { list: vscode.Uri.file(join(folder, IGNORE_LIST)), path: pathIn(folder, uri) };
  }

  /** Reads a list again, as soon as it was written. */
  async read(folder: string): Promise<void> {
    const uri = vscode.Uri.file(join(folder, IGNORE_LIST));
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const text = open?.getText() ?? (await readFile(uri.fsPath, "utf8").catch(() => undefined));
    const list = text === undefined ? NONE : await readIgnoreList(text);
    this.lists.set(folder, list);
    this.problems.set(uri, list.problems.map(problemOf));
    this.changed.fire(undefined);
  }

  private folderOf(uri: vscode.Uri): string {
    const at = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
    const known = this.folders.get(at) ?? ignoreListFolder(at);
    this.folders.set(at, known);
    return known;
  }

  private begin(folder: string): IgnoreList {
    this.lists.set(folder, NONE);
    const again = (): void => void this.read(folder);
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, IGNORE_LIST));
    const path = join(folder, IGNORE_LIST);
    this.watched.push(
      watcher,
      watcher.onDidChange(again),
      watcher.onDidCreate(again),
      watcher.onDidDelete(again),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.fsPath === path) again();
      }),
    );
    again();
    return NONE;
  }

  dispose(): void {
    for (const one of [this.problems, this.changed, ...this.watched]) one.dispose();
  }
}

function pathIn(folder: string, uri: vscode.Uri): string {
  return relative(folder, uri.fsPath).replaceAll("\\", "/");
}

function problemOf({ line, text }: IgnoreList["problems"][number]): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
  const diagnostic = new vscode.Diagnostic(range, `${IGNORE_LIST} ${text}.`, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = "keyless";
  return diagnostic;
}
