import * as vscode from "vscode";
import type { Finding } from "../engine/finding";
import { rescan, type TextChange } from "../engine/rescan";
import { scan } from "../engine/scan";
import { placed } from "../files/fileFinding";
import type { FindingStore } from "./findingStore";
import { isIgnoredByGit } from "./ignoredByGit";
import { log } from "./log";
import { isEnabled, mostCharacters, onSettingsChanged } from "./settings";

/** Keeps the store true to open documents. A keystroke only notes what changed; the work is done when typing rests. */

const TYPING_RESTS_MS = 200;
/** After this long without a change a document is scanned whole, for what speaks from far away. */
const WHOLE_AFTER_MS = 1500;

interface Watched {
  findings: readonly Finding[];
  changes: TextChange[];
  timer: NodeJS.Timeout | undefined;
  wholeTimer: NodeJS.Timeout | undefined;
  /** Whether git ignores the file; undefined until the first finding asks for it. */
  ignored: boolean | undefined;
}

/** Watches every open document until disposed. `closed` is told of a document that was closed. */
export function watchDocuments(store: FindingStore, closed: (uri: vscode.Uri) => void): vscode.Disposable {
  const watched = new Map<vscode.TextDocument, Watched>();

  const show = (document: vscode.TextDocument, state: Watched, findings: readonly Finding[], text: string): void => {
    state.findings = findings;
    state.changes = [];
    store.set([{ uri: document.uri, findings: placed(text, findings, state.ignored ?? false) }]);
    if (findings.length === 0 || state.ignored !== undefined) return;
    state.ignored = false;
    void isIgnoredByGit(document.uri).then((ignored) => {
      state.ignored = ignored;
      if (ignored && watched.get(document) === state) scanWhole(document, state);
    });
  };
  const scanWhole = (document: vscode.TextDocument, state: Watched): void => {
    clearTimeout(state.timer);
    clearTimeout(state.wholeTimer);
    const text = document.getText();
    const wanted = isEnabled(document.uri) && text.length <= mostCharacters(document.uri);
    show(document, state, wanted ? scan(text, { path: document.uri.path }) : [], text);
  };
  const scanChanges = (document: vscode.TextDocument, state: Watched): void => {
    if (document.isClosed || !isEnabled(document.uri)) return;
    const text = document.getText();
    if (text.length > mostCharacters(document.uri)) return;
    show(document, state, rescan(state.findings, text, { path: document.uri.path }, state.changes), text);
  };
  const open = (document: vscode.TextDocument): void => {
    if (!isWatchable(document) || watched.has(document)) return;
    const state: Watched = {
      findings: [],
      changes: [],
      timer: undefined,
      wholeTimer: undefined,
      ignored: undefined,
    };
    watched.set(document, state);
    // Not now: the editor is still opening it.
    state.timer = setTimeout(() => {
      scanWhole(document, state);
    }, 0);
  };
  const change = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): void => {
    const state = watched.get(document);
    if (state === undefined || contentChanges.length === 0) return;
    for (const { rangeOffset, rangeLength, text } of contentChanges) {
      state.changes.push({ start: rangeOffset, removed: rangeLength, inserted: text.length });
    }
    clearTimeout(state.timer);
    clearTimeout(state.wholeTimer);
    state.timer = setTimeout(() => {
      scanChanges(document, state);
    }, TYPING_RESTS_MS);
    state.wholeTimer = setTimeout(() => {
      scanWhole(document, state);
    }, WHOLE_AFTER_MS);
  };
  const close = (document: vscode.TextDocument): void => {
    const state = watched.get(document);
    if (state === undefined) return;
    clearTimeout(state.timer);
    clearTimeout(state.wholeTimer);
    watched.delete(document);
    closed(document.uri);
  };

  for (const document of vscode.workspace.textDocuments) open(document);
  log.debug("Watching open documents.");
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument(change),
    vscode.workspace.onDidCloseTextDocument(close),
    onSettingsChanged(() => {
      for (const [document, state] of watched) scanWhole(document, state);
    }),
    new vscode.Disposable(() => {
      for (const { timer, wholeTimer } of watched.values()) {
        clearTimeout(timer);
        clearTimeout(wholeTimer);
      }
    }),
  );
}

const SCHEMES = new Set(["file", "untitled", "vscode-remote", "vscode-notebook-cell", "vscode-vfs"]);
/** What the editor and its tools keep for themselves. */
const NOT_FILES = /^(?:vscode-userdata|output|git|gitfs|scm|debug|comment|walkThrough|keyless-preview)/;

/** What a person writes, wherever it is kept: on a disk, on a file system that an extension brings, or nowhere yet. */
function isWatchable({ uri }: vscode.TextDocument): boolean {
  if (SCHEMES.has(uri.scheme)) return true;
  if (NOT_FILES.test(uri.scheme)) return false;
  return (
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true ||
    vscode.workspace.getWorkspaceFolder(uri) !== undefined
  );
}
