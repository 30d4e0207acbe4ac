import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { LineMap } from "../engine/position";
import type { FileEdits, Workspace } from "../fixes/fix";
import type * as FixRoomModule from "../fixes/lazy";
import type { Parsers } from "../fixes/parsers";
import { DEFAULT_EXCLUDE } from "../files/exclude";
import { isWritable, readText } from "../files/textFiles";

/** What fixes need of the editor: its texts, unsaved ones first, and the parsers, loaded on the first fix. */

type FixRoom = typeof FixRoomModule;

/** A fix asks every text of the program who reads a setting: code of any language, settings, scripts, templates. */
const EVERYTHING = "**/*";
/** What no person writes; the fixes' room leaves it out too. */
const MADE =
  /\/(?:node_modules|dist|bin|obj|\.venv|vendor|site-packages|\.git)\/|\.min\.(?:js|css)$|\.(?:map|png|jpe?g|gif|ico|svg|pdf|woff2?|ttf|eot|zip|gz|tgz|jar|dll|exe|pdb|so|wasm|mp4|mp3|vsix)$/i;
const MOST_BYTES = 2_000_000;
/** UTF-16 units of texts that are kept from one fix to the next. */
const MOST_KEPT = 60_000_000;
/** How long a list of the workspace's files is used again. */
const LIST_LASTS_MS = 10_000;

/** The lazily loaded room of fixes and one set of parsers. */
export class Fixer implements vscode.Disposable {
  private loaded: Promise<{ readonly room: FixRoom; readonly parsers: Parsers }> | undefined;
  private list: { readonly folder: string; readonly at: number; readonly paths: readonly string[] } | undefined;

  private readonly watcher = vscode.workspace.createFileSystemWatcher("**/*");
  private readonly texts = new Map<string, string | undefined>();
  private kept = 0;

  constructor(private readonly grammars: string) {
    const forget = (uri: vscode.Uri): void => {
      this.list = undefined;
      this.forgetText(uri);
    };
    this.watcher.onDidCreate(forget);
    this.watcher.onDidDelete(forget);
    this.watcher.onDidChange((uri) => {
      this.forgetText(uri);
    });
  }

  dispose(): void {
    this.watcher.dispose();
  }

  /** Loads parsers and all that works with trees, once. */
  load(): Promise<{ readonly room: FixRoom; readonly parsers: Parsers }> {
    this.loaded ??= import("../fixes/lazy").then((room) => ({ room, parsers: new room.Parsers(this.grammars) }));
    return this.loaded;
  }

  /** The workspace that a fix in `document` may read and change. Its paths are those of files on disk. */
  async workspace(document: vscode.TextDocument): Promise<Workspace> {
    const path = pathOf(document.uri);
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const paths = folder?.uri.scheme === "file" ? await this.paths(folder) : [];
    return this.reading([path, ...paths]);
  }

  /** The workspace that fixes in several files may read and change: their folders, and the files themselves. */
  async workspaceOf(uris: readonly vscode.Uri[]): Promise<Workspace> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    const paths: string[] = [];
    for (const folder of folders) paths.push(...(await this.paths(folder)));
    return this.reading([...uris.map(pathOf), ...paths]);
  }

  /** Files by path, each as an open document has it, else as it lies on disk. */
  private reading(paths: readonly string[]): Workspace {
    // A cell goes by its notebook's path, but is not its text.
    const documents = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme !== "vscode-notebook-cell");
    const open = new Map(documents.map((one) => [pathOf(one.uri), one]));
    return { paths: [...new Set(paths)], read: (wanted) => open.get(wanted)?.getText() ?? this.textOf(wanted) };
  }

  private textOf(path: string): string | undefined {
    if (this.texts.has(path)) return this.texts.get(path);
    const text = readText(path, MOST_BYTES)?.text;
    if (this.kept > MOST_KEPT) {
      this.texts.clear();
      this.kept = 0;
    }
    this.texts.set(path, text);
    this.kept += text?.length ?? 0;
    return text;
  }

  private forgetText(uri: vscode.Uri): void {
    const path = pathOf(uri);
    this.kept -= this.texts.get(path)?.length ?? 0;
    this.texts.delete(path);
  }

  private async paths(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
    if (this.list?.folder === folder.uri.fsPath && Date.now() - this.list.at < LIST_LASTS_MS) return this.list.paths;
    const found = await vscode.workspace.findFiles(
      new vscode.RelativePattern(folder, EVERYTHING),
      `{${DEFAULT_EXCLUDE.join(",")}}`,
    );
    const paths = found.map(pathOf).filter((path) => !MADE.test(path));
    this.list = { folder: folder.uri.fsPath, at: Date.now(), paths };
    return this.list.paths;
  }
}

/** The first of some files that lies on disk and may not be written; undefined where all may. */
export function readOnlyOf(paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path) && !isWritable(path));
}

/** A file's path as fixes name it: forward slashes. */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath.replaceAll("\\", "/") : uri.path;
}

/** Where offsets of a text are, by line and column. */
export function positionsOf(text: string): (offset: number) => vscode.Position {
  const lines = new LineMap(text);
  return (offset) => {
    const { line, column } = lines.at(offset);
    return new vscode.Position(line, column);
  };
}

/** The edits of a fix as the editor applies them: all in one step that undo takes back. */
export function workspaceEditOf(
  edits: readonly FileEdits[],
  document: vscode.TextDocument,
  workspace: Workspace,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { path, edits: list } of edits) {
    const uri = path === pathOf(document.uri) ? document.uri : vscode.Uri.file(path);
    // By line and column of the text that the fix was made for: the editor may write its line ends another way.
    const positionAt = positionsOf(workspace.read(path) ?? "");
    for (const { start, end, text } of list) {
      edit.replace(uri, new vscode.Range(positionAt(start), positionAt(end)), text);
    }
  }
  return edit;
}
