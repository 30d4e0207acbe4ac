import { Worker } from "node:worker_threads";
import type { ScannedFile } from "./scanFile";
import type { TreeSettings } from "./scanTree";
import type { Note } from "./walk";

/** What a worker thread is asked for: folders and files, each with its own settings, or its part of one walk. */
export type ScanJob =
  | {
      readonly roots: readonly {
        readonly path: string;
        readonly settings: TreeSettings;
        /** A folder that holds the path: what a walk of it would leave out is not scanned. */
        readonly within?: string;
      }[];
    }
  | { readonly paths: readonly string[]; readonly settings: TreeSettings; readonly turn: Turn };

/** Which files of a walk a thread scans: from number `after` on, each that is `number` modulo `of`. */
export interface Turn {
  readonly after: number;
  readonly number: number;
  readonly of: number;
}

/** Whether the file of that number in a walk is a thread's to scan. */
export function isOnTurn({ after, number, of }: Turn, index: number): boolean {
  return index >= after && index % of === number;
}

/** What the worker tells: from time to time how far it is and what it found since, and that it is done. */
export interface ScanReport {
  readonly files: number;
  readonly found: readonly ScannedFile[];
  readonly notes: readonly Note[];
  readonly done: boolean;
}

/** A scan under way in a worker thread. */
export interface RunningScan {
  /** Resolves to the number of files looked at, also where it was stopped; rejects where the worker broke. */
  readonly ended: Promise<number>;
  readonly stop: () => void;
}

/** Starts a scan in a thread of its own, so that the caller's event loop stays free. `script` is the built worker. */
export function startScan(script: string, job: ScanJob, report: (report: ScanReport) => void): RunningScan {
  const worker = new Worker(script, { workerData: job });
  let files = 0;
  const ended = new Promise<number>((resolve, reject) => {
    worker.on("message", (message: ScanReport) => {
      files = message.files;
      report(message);
      if (message.done) resolve(files);
    });
    worker.once("error", () => {
      reject(new Error("the scan's worker broke"));
    });
    worker.once("exit", () => {
      resolve(files);
    });
  });
  return { ended, stop: () => void worker.terminate() };
}
