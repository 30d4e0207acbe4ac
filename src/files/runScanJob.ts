import { parentPort, workerData } from "node:worker_threads";
import { isOnTurn, type ScanJob, type ScanReport } from "./scanJob";
import type { ScannedFile } from "./scanFile";
import { scanTree, type TreeEvents } from "./scanTree";
import { isWalked, type Note } from "./walk";

const BETWEEN_REPORTS_MS = 100;

/** Runs the job that this worker thread was started with, and reports to the thread that started it. */
export function runScanJob(): void {
  const job = workerData as ScanJob;
  let files = 0;
  let found: ScannedFile[] = [];
  let notes: Note[] = [];
  let last = Date.now();
  const send = (done: boolean): void => {
    const report: ScanReport = { files, found, notes, done };
    parentPort?.postMessage(report);
    found = [];
    notes = [];
    last = Date.now();
  };
  const events: TreeEvents = {
    note: (note) => notes.push(note),
    scanned: (file) => {
      files++;
      if (file.findings.length > 0) found.push(file);
      if (files % 32 === 0 && Date.now() - last >= BETWEEN_REPORTS_MS) send(false);
    },
  };
  if ("turn" in job) scanTree(job.paths, job.settings, events, (index) => isOnTurn(job.turn, index));
  else scanRoots(job.roots, events);
  send(true);
}

function scanRoots(roots: Extract<ScanJob, { roots: unknown }>["roots"], events: TreeEvents): void {
  for (const { path, settings, within } of roots) {
    if (within !== undefined && !isWalked(within, path, settings)) continue;
    try {
      scanTree([path], settings, events);
    } catch {
      events.note({ path, text: "vanished before the scan" });
    }
  }
}
