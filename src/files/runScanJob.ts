import { parentPort, workerData } from "node:worker_threads";
import { countNotes, type Note } from "./note";
import { type Batch, claim, type ScanJob, type ScanReport, type ScanRoot } from "./scanJob";
import type { ScannedFile } from "./scanFile";
import { scanTree, scanTreeFile, type TreeEvents } from "./scanTree";
import { isTreeFile } from "./treeFiles";

const BETWEEN_REPORTS_MS = 100;
/** A gentle scan works so long, then rests so long: a quarter of one processor at the most. */
const WORK_MS = 5;
const REST_MS = 15;

/** Runs the job that this worker thread was started with, and reports to the thread that started it. */
export function runScanJob(): void {
  const job = workerData as ScanJob;
  const reporter = startReporter("roots" in job && job.gently === true);
  if ("roots" in job) {
    scanRoots(job.roots, reporter);
    reporter.send(true);
    return;
  }
  Atomics.store(job.waiting, 0, 0);
  parentPort?.on("message", (batch: Batch) => {
    if (claim(batch)) for (const file of batch.files) reporter.scanned(scanTreeFile(file, job.settings, reporter.note));
    Atomics.sub(job.waiting, 0, 1);
    if (batch.files.length > 0) return;
    reporter.send(true);
    parentPort?.close();
  });
}

/** Gathers what a scan tells, and sends it from time to time. */
interface Reporter extends TreeEvents {
  readonly scanned: (file: ScannedFile) => void;
  readonly send: (done: boolean) => void;
}

function startReporter(gently: boolean): Reporter {
  let files = 0;
  let found: ScannedFile[] = [];
  let notes: Note[] = [];
  const omissions = countNotes((note) => {
    if (note.kind !== "ignored" && note.kind !== "excluded") notes.push(note);
  });
  let last = Date.now();
  let rested = last;
  const send = (done: boolean): void => {
    const report: ScanReport = { files, found, notes, leftOut: { ...omissions.leftOut }, done };
    parentPort?.postMessage(report);
    found = [];
    notes = [];
    last = Date.now();
  };
  return {
    note: omissions.note,
    scanned(file) {
      if (file.isLookedAt) files++;
      if (file.findings.length > 0) found.push(file);
      if (files % 32 === 0 && Date.now() - last >= BETWEEN_REPORTS_MS) send(false);
      if (!gently || Date.now() - rested < WORK_MS) return;
      rest();
      rested = Date.now();
    },
    send,
  };
}

/** Lets this thread sleep. */
function rest(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, REST_MS);
}

function scanRoots(roots: readonly ScanRoot[], events: TreeEvents): void {
  for (const { path, settings, within } of roots) {
    if (within !== undefined && !isTreeFile(within, path, settings)) continue;
    try {
      scanTree([path], settings, events);
    } catch {
      events.note({ path, kind: "remark", text: "vanished before the scan" });
    }
  }
}
