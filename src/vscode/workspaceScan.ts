import * as vscode from "vscode";
import type { ScannedFile } from "../files/scanFile";
import { type RunningScan, type ScanJob, type ScanReport, startScan } from "../files/scanJob";
import type { FindingStore } from "./findingStore";
import { log } from "./log";
import { isEnabled, treeSettings } from "./settings";

/** Scans of what lies on disk, in a thread of their own; open documents keep what they themselves say. */

/** How a scan of the workspace came out. */
export interface ScanOutcome {
  readonly files: number;
  readonly milliseconds: number;
  readonly cancelled: boolean;
}

/** Scans every folder of the workspace and puts what it finds into the store as it goes. */
export async function scanWorkspace(
  worker: string,
  store: FindingStore,
  progress: (files: number, findings: number) => void,
  token: vscode.CancellationToken,
): Promise<ScanOutcome> {
  const began = Date.now();
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(
    ({ uri }) => uri.scheme === "file" && isEnabled(uri),
  );
  const before = new Set(store.uris().map(String));
  let findings = 0;
  const scan = startScan(
    worker,
    { roots: folders.map(({ uri }) => ({ path: uri.fsPath, settings: treeSettings(uri) })) },
    (report) => {
      for (const { path } of report.found) before.delete(vscode.Uri.file(path).toString());
      findings += keep(store, report);
      progress(report.files, findings);
    },
  );
  const files = await stoppable(scan, token);
  const cancelled = token.isCancellationRequested;
  // What an earlier scan found and this one did not is gone; a cancelled scan has not looked everywhere.
  if (!cancelled)
    store.set(
      [...before]
        .map((uri) => vscode.Uri.parse(uri))
        .filter((uri) => uri.scheme === "file" && !isOpen(uri))
        .map((uri) => ({ uri, findings: [] })),
    );
  const milliseconds = Date.now() - began;
  log.info(`Scanned ${files} files in ${milliseconds} ms${cancelled ? ", then cancelled" : ""}.`);
  return { files, milliseconds, cancelled };
}

/** Looks at files on disk until it is disposed. */
export interface FileWatch {
  /** Scans a file again when it is closed. */
  readonly rescan: (uri: vscode.Uri) => void;
  dispose(): void;
}

/** Keeps the store true to closed files: scanned again when they change or are closed, forgotten when they are deleted. */
export function watchFiles(worker: string, store: FindingStore): FileWatch {
  const waiting = new Map<string, vscode.Uri>();
  let timer: NodeJS.Timeout | undefined;
  const scanWaiting = (): void => {
    timer = undefined;
    // A document that only changed its language was closed and opened in one breath.
    const closed = [...waiting.values()].filter((uri) => !isOpen(uri));
    waiting.clear();
    store.set(closed.filter(({ scheme }) => scheme !== "file").map((uri) => ({ uri, findings: [] })));
    const uris = closed.filter(({ scheme }) => scheme === "file");
    if (uris.length === 0) return;
    const job: ScanJob = { roots: uris.map(rootOf) };
    const found: ScannedFile[] = [];
    startScan(worker, job, (report) => {
      found.push(...report.found);
      if (report.done)
        store.set(
          uris
            .filter((uri) => !isOpen(uri))
            .map((uri) => ({ uri, findings: found.find(({ path }) => path === uri.fsPath)?.findings ?? [] })),
        );
    }).ended.catch(() => {
      log.warn("Changed files could not be scanned again.");
    });
  };
  const rescan = (uri: vscode.Uri): void => {
    waiting.set(uri.toString(), uri);
    timer ??= setTimeout(scanWaiting, 300);
  };
  const known = (uri: vscode.Uri): void => {
    if (store.of(uri).length > 0) rescan(uri);
  };
  const watcher = vscode.workspace.createFileSystemWatcher("**/*");
  const subscriptions = vscode.Disposable.from(
    watcher,
    watcher.onDidChange(known),
    watcher.onDidCreate((uri) => {
      if (vscode.workspace.getWorkspaceFolder(uri) !== undefined && store.uris().length > 0) rescan(uri);
    }),
    watcher.onDidDelete((uri) => {
      const inside = `${uri.toString()}/`;
      store.set(
        store
          .uris()
          .filter((one) => one.toString() === uri.toString() || one.toString().startsWith(inside))
          .map((one) => ({ uri: one, findings: [] })),
      );
    }),
  );
  return {
    rescan,
    dispose(): void {
      clearTimeout(timer);
      subscriptions.dispose();
    },
  };
}

function keep(store: FindingStore, { found, notes }: ScanReport): number {
  for (const { path, text } of notes) log.info(`${path}: ${text}`);
  const closed = found
    .map(({ path, findings }) => ({ uri: vscode.Uri.file(path), findings }))
    .filter(({ uri }) => !isOpen(uri));
  store.set(closed);
  return found.reduce((sum, { findings }) => sum + findings.length, 0);
}

/** A file by itself; within its workspace folder what a scan of that would leave out is left out here, too. */
function rootOf(uri: vscode.Uri): Extract<ScanJob, { roots: unknown }>["roots"][number] {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
  return { path: uri.fsPath, settings: treeSettings(uri), ...(folder === undefined ? {} : { within: folder }) };
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === uri.toString() && !document.isClosed,
  );
}

async function stoppable(scan: RunningScan, token: vscode.CancellationToken): Promise<number> {
  const subscription = token.onCancellationRequested(() => {
    scan.stop();
  });
  try {
    return await scan.ended;
  } finally {
    subscription.dispose();
  }
}
