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

/** What fixes read and change besides the file itself. */
const KINDS =
  "cs csx js cjs mjs ts cts mts jsx tsx py pyw java go rs csproj fsproj vbproj props toml txt cfg xml gradle kts mod json yaml yml tpl";
/** One pattern without braces in braces, which the editor does not read. */
const CODE = `{${KINDS.split(" ")
  .map((kind) => `**/*.${kind}`)
  .join(",")},**/Pipfile}`;
const MOST_FILES = 20_000;
const MOST_BYTES = 2_000_000;
/** How long a list of the workspace's files is used again. */
const LIST_LASTS_MS = 10_000;

/** The lazily loaded room of fixes and one set of parsers. */
export class Fixer implements vscode.Disposable {
  private loaded: Promise<{ readonly room: FixRoom; readonly parsers: Parsers }> | undefined;
  private list: { readonly folder: string; readonly at: number; readonly paths: readonly string[] } | undefined;

  private readonly watcher = vscode.workspace.createFileSystemWatcher("**/*", false, true, false);

  constructor(private readonly grammars: string) {
    const forget = (): void => {
      this.list = undefined;
    };
    this.watcher.onDidCreate(forget);
    this.watcher.onDidDelete(forget);
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
    return readingWorkspace([path, ...paths]);
  }

  /** The workspace that fixes in several files may read and change: their folders, and the files themselves. */
  async workspaceOf(uris: readonly vscode.Uri[]): Promise<Workspace> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    const paths: string[] = [];
    for (const folder of folders) paths.push(...(await this.paths(folder)));
    return readingWorkspace([...uris.map(pathOf), ...paths]);
  }

  private async paths(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
    if (this.list?.folder === folder.uri.fsPath && Date.now() - this.list.at < LIST_LASTS_MS) return this.list.paths;
    const found = await vscode.workspace.findFiles(
      new vscode.RelativePattern(folder, CODE),
      `{${DEFAULT_EXCLUDE.join(",")}}`,
      MOST_FILES,
    );
    this.list = { folder: folder.uri.fsPath, at: Date.now(), paths: found.map(pathOf) };
    return this.list.paths;
  }
}

/** Files by path, each as an open document has it, else as it lies on disk; read once. */
function readingWorkspace(paths: readonly string[]): Workspace {
  // A cell goes by its notebook's path, but is not its text.
  const documents = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme !== "vscode-notebook-cell");
  const open = new Map(documents.map((one) => [pathOf(one.uri), one]));
  const texts = new Map<string, string | undefined>();
  return {
    paths: [...new Set(paths)],
    read(wanted) {
      if (!texts.has(wanted)) texts.set(wanted, open.get(wanted)?.getText() ?? readText(wanted, MOST_BYTES)?.text);
      return texts.get(wanted);
    },
  };
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
