import { join } from "node:path";
import * as vscode from "vscode";
import { LineMap } from "../engine/position";
import { isReadOnly, readText } from "../files/textFiles";
import type { FileEdits } from "../fixes/fix";
import type { DiskEvents } from "./diskEvents";
import type { Questions, Reach } from "./fixQuestions";
import { FixThread } from "./fixThread";

/** What fixes need of the editor: its texts, unsaved ones first, and the thread in which they are worked out. */

/** Where more files than this have changed at once, reading them all again is less than naming them. */
const MOST_NAMED = 1000;

/** Works out fixes, away from the thread that all extensions share. */
export class Fixer implements vscode.Disposable {
  private readonly thread: FixThread;
  private readonly subscription: vscode.Disposable;

  /** `dist` is the folder of the built parts. */
  constructor(
    dist: string,
    private readonly disk: DiskEvents,
  ) {
    this.thread = new FixThread(join(dist, "fixWorker.js"), join(dist, "grammars"));
    this.subscription = disk.onDidChange(({ deleted, created, changed }) => {
      if (!this.thread.isRunning) return;
      const uris = [...deleted, ...created, ...changed];
      const isList = deleted.length + created.length > 0;
      this.thread.forget({ forget: uris.length > MOST_NAMED ? "all" : uris.map(pathOf), isList });
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.thread.dispose();
  }

  /** Asks the thread, which is started by the first question. Rejects where it broke, or the token is cancelled. */
  ask<Name extends keyof Questions>(
    name: Name,
    asks: Questions[Name]["asks"],
    token?: vscode.CancellationToken,
  ): Promise<Questions[Name]["answer"]> {
    this.disk.flush();
    return this.thread.ask(name, asks, (cancel) => token?.onCancellationRequested(cancel));
  }

  /** What a fix in a document may read and change. Its paths are those of files on disk. */
  reachOf({ uri }: vscode.TextDocument): Reach {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    return { paths: [pathOf(uri)], folders: folder?.scheme === "file" ? [folder.fsPath] : [], open: openTexts(uri) };
  }

  /** What fixes in several files may read and change: their folders, and the files themselves. */
  reachOfAll(uris: readonly vscode.Uri[]): Reach {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    return { paths: uris.map(pathOf), folders: folders.map(({ uri }) => uri.fsPath), open: openTexts(uris[0]) };
  }
}

/** What the editor has of files, saved or not. A cell goes by its notebook's path, but is not its text. */
function openTexts(own: vscode.Uri | undefined): ReadonlyMap<string, string> {
  // On a file system that is no disk a path is none of the disk's.
  const schemes = new Set(own === undefined || ON_DISK.has(own.scheme) ? ["file", "untitled"] : [own.scheme]);
  const documents = vscode.workspace.textDocuments.filter(({ uri }) => schemes.has(uri.scheme));
  return new Map(documents.map((one) => [pathOf(one.uri), one.getText()]));
}

/** The first of some files that lies on disk and may not be written; undefined where all may. */
export function readOnlyOf(paths: readonly string[]): string | undefined {
  return paths.find(isReadOnly);
}

/** A file's path as fixes name it: forward slashes. */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath.replaceAll("\\", "/") : uri.path;
}

/** The address of a file that a fix in a document changes: on the document's own file system. A cell's is the disk. */
export function uriBeside({ uri }: vscode.TextDocument, path: string): vscode.Uri {
  if (path === pathOf(uri)) return uri;
  return ON_DISK.has(uri.scheme) ? vscode.Uri.file(path) : uri.with({ path });
}

const ON_DISK = new Set(["file", "untitled", "vscode-notebook-cell"]);

/** What a file says now: in the editor, else on disk. Undefined where it cannot be read. */
export function textNow(uri: vscode.Uri): string | undefined {
  const open = vscode.workspace.textDocuments.find((one) => !one.isClosed && one.uri.toString() === uri.toString());
  return open?.getText() ?? (uri.scheme === "file" ? readText(uri.fsPath, Number.MAX_SAFE_INTEGER)?.text : undefined);
}

/** Where offsets of a text are, by line and column. */
export function positionsOf(text: string): (offset: number) => vscode.Position {
  const lines = new LineMap(text);
  return (offset) => {
    const { line, column } = lines.at(offset);
    return new vscode.Position(line, column);
  };
}

/** The edits of a fix, made for `texts`, as the editor applies them: all in one step that undo takes back. */
export function workspaceEditOf(
  edits: readonly FileEdits[],
  document: vscode.TextDocument,
  texts: ReadonlyMap<string, string>,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { path, edits: list } of edits) {
    const uri = uriBeside(document, path);
    // By line and column of the text that the fix was made for: the editor may write its line ends another way.
    const positionAt = positionsOf(texts.get(path) ?? "");
    for (const { start, end, text } of list) {
      edit.replace(uri, new vscode.Range(positionAt(start), positionAt(end)), text);
    }
  }
  return edit;
}
