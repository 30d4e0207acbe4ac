import * as vscode from "vscode";
import { scanInBackground } from "./backgroundScan";
import type { DiskEvents } from "./diskEvents";
import type { FindingStore } from "./findingStore";
import { KeptFindings } from "./keptFindings";
import { ScanStatus } from "./scanStatus";
import { watchDocuments } from "./watchDocuments";
import { watchFiles } from "./watchFiles";
import { WorkspaceScans } from "./workspaceScan";

/** All that fills the store: open documents, files on disk, the workspace's scans, and what the last session knew. */
export interface Scanning {
  readonly scans: WorkspaceScans;
  readonly dispose: () => void;
}

/** Starts to keep the store true. `worker` is the built worker's script, `kept` a folder of the workspace's own. */
export function startScanning(
  store: FindingStore,
  worker: string,
  kept: vscode.Uri | undefined,
  disk: DiskEvents,
): Scanning {
  const status = new ScanStatus();
  const scans = new WorkspaceScans(worker, store, status);
  const findings = new KeptFindings(kept, store);
  const files = watchFiles(worker, store, scans, disk);
  const parts = vscode.Disposable.from(
    findings,
    status,
    scans,
    files,
    watchDocuments(store, files.rescan),
    scanInBackground(scans, findings, files),
  );
  return { scans, dispose: () => void parts.dispose() };
}
