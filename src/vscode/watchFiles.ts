import * as vscode from "vscode";
import type { FileFinding } from "../files/fileFinding";
import type { ScannedFile } from "../files/scanFile";
import { type ScanRoot, startScan } from "../files/scanJob";
import type { DiskEvents } from "./diskEvents";
import type { FindingStore } from "./findingStore";
import { log } from "./log";
import { isOpen } from "./openDocuments";
import { scansInBackground, treeSettings } from "./settings";
import type { WorkspaceScans } from "./workspaceScan";

/** Keeps the store true to closed files, whoever changes them: a checkout, a pull, a script. */

/** Looks at files on disk until it is disposed. */
export interface FileWatch {
  /** Scans a file again when it is closed. */
  readonly rescan: (uri: vscode.Uri) => void;
  dispose(): void;
}

const SOON_MS = 300;
/** Between two scans passes this many times as long as the last one took: files that always change cost little. */
const REST = 4;
const LONGEST_REST_MS = 2000;
/** More changed files than this are no list any more, but a branch that was switched: the workspace is scanned, gently. */
const MOST = 1000;

/** Scans closed files again when they change, appear or are closed; forgets those that are deleted. */
export function watchFiles(worker: string, store: FindingStore, scans: WorkspaceScans, disk: DiskEvents): FileWatch {
  let waiting = new Map<string, vscode.Uri>();
  let isFlood = false;
  let isScanning = false;
  let timer: NodeJS.Timeout | undefined;
  const plan = (milliseconds: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void scanWaiting();
    }, milliseconds);
  };
  const hasMore = (): boolean => waiting.size > 0 || isFlood;
  const scanWaiting = async (): Promise<void> => {
    if (isScanning) return;
    isScanning = true;
    const began = Date.now();
    const uris = [...waiting.values()];
    const wasFlood = isFlood;
    waiting = new Map();
    isFlood = false;
    if (wasFlood) await scans.scanQuietly();
    else await scanAgain(worker, store, uris);
    isScanning = false;
    if (hasMore()) plan(Math.max(SOON_MS, Math.min(LONGEST_REST_MS, REST * (Date.now() - began))));
  };
  const rescan = (uri: vscode.Uri): void => {
    if (isFlood) return;
    waiting.set(uri.toString(), uri);
    plan(SOON_MS);
  };
  const changed = (uris: readonly vscode.Uri[]): void => {
    const [first] = uris;
    if (first === undefined || isFlood) return;
    if (waiting.size + uris.length > MOST && scansInBackground(first)) {
      isFlood = true;
      plan(SOON_MS);
      return;
    }
    const wasScanned = scans.status.current.kind !== "never";
    for (const uri of uris) if (wasScanned || store.of(uri).length > 0) rescan(uri);
  };
  const subscription = disk.onDidChange(({ deleted, created, changed: written }) => {
    forget(store, deleted);
    changed([...created, ...written].filter(({ scheme, path }) => scheme === "file" && !path.includes("/.git/")));
  });
  return {
    rescan,
    dispose(): void {
      clearTimeout(timer);
      subscription.dispose();
    },
  };
}

/** Forgets what stood in files that are gone, and in all files of folders that are. */
function forget(store: FindingStore, deleted: readonly vscode.Uri[]): void {
  if (deleted.length === 0) return;
  const gone = new Set(deleted.map(({ path }) => path));
  const isGone = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1))
      if (gone.has(path.slice(0, end))) return true;
    return false;
  };
  const lost = store.uris().filter((uri) => uri.scheme === "file" && isGone(uri.path) && !isOpen(uri));
  store.set(lost.map((uri) => ({ uri, findings: [] })));
}

/** Scans closed files by themselves. Within its folder what a scan of that would leave out is left out here, too. */
async function scanAgain(worker: string, store: FindingStore, changed: readonly vscode.Uri[]): Promise<void> {
  // A document that only changed its language was closed and opened in one breath.
  const closed = changed.filter((uri) => !isOpen(uri));
  store.set(closed.filter(({ scheme }) => scheme !== "file").map((uri) => ({ uri, findings: [] })));
  const uris = closed.filter(({ scheme }) => scheme === "file");
  if (uris.length === 0) return;
  const found: ScannedFile[] = [];
  const scan = startScan(worker, { roots: rootsOf(uris), gently: uris.length > 100 }, (report) => {
    found.push(...report.found);
  });
  const ended = await scan.ended.catch(() => undefined);
  if (ended === undefined) {
    log.warn("Changed files could not be scanned again.");
    return;
  }
  // Of a folder that came with all its files the watcher may name the folder alone.
  const entries = new Map(uris.map((uri) => [uri.toString(), { uri, findings: NONE }]));
  for (const { path, findings } of found) {
    const uri = vscode.Uri.file(path);
    entries.set(uri.toString(), { uri, findings });
  }
  store.set([...entries.values()].filter(({ uri }) => !isOpen(uri)));
}

const NONE: readonly FileFinding[] = [];

/** Files as a scan takes them: a folder's settings are asked once, however many of its files have changed. */
function rootsOf(uris: readonly vscode.Uri[]): readonly ScanRoot[] {
  const asked = new Map<string, ScanRoot["settings"]>();
  return uris.map((uri) => {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    const within = folder?.fsPath;
    const settings = asked.get(within ?? "") ?? treeSettings(folder ?? uri);
    asked.set(within ?? "", settings);
    return { path: uri.fsPath, settings, ...(within === undefined ? {} : { within }) };
  });
}
