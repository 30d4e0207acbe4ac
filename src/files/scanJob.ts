import { Worker } from "node:worker_threads";
import type { ScannedFile } from "./scanFile";
import type { LeftOutCounts, Note } from "./note";
import type { TreeFile, TreeSettings } from "./treeFiles";

/** What a worker thread is started for: folders and files, or the batches of files that will be sent to it. */
export type ScanJob =
  | {
      readonly roots: readonly ScanRoot[];
      /** Rest between files, so that whoever works at the machine does not notice. */
      readonly gently?: boolean;
    }
  | {
      readonly settings: TreeSettings;
      /** One number, shared: how many batches have been sent and not yet scanned. The worker sets it to 0 when it is ready. */
      readonly waiting: Int32Array<SharedArrayBuffer>;
    };

/** A folder or file to scan, with its own settings. */
export interface ScanRoot {
  readonly path: string;
  readonly settings: TreeSettings;
  /** A folder that holds the path: what a walk of it would leave out is not scanned. */
  readonly within?: string;
}

/** Files for a worker thread to scan; an empty batch is the last. */
export interface Batch {
  readonly files: readonly TreeFile[];
  /** One number, shared: 0 until a thread claims the batch. The one that sent it may claim it back. */
  readonly claimed: Int32Array<SharedArrayBuffer>;
}

export function batchOf(files: readonly TreeFile[]): Batch {
  return { files, claimed: new Int32Array(new SharedArrayBuffer(4)) };
}

/** Takes a batch for this thread; false where another has it. */
export function claim({ claimed }: Batch): boolean {
  return Atomics.compareExchange(claimed, 0, 0, 1) === 0;
}

/** What the worker tells: from time to time how far it is and what it found since, and that it is done. */
export interface ScanReport {
  readonly files: number;
  readonly found: readonly ScannedFile[];
  /** What there is to say since; of what git ignores and globs leave out only the counts. */
  readonly notes: readonly Note[];
  /** How many files and folders were left out so far. */
  readonly leftOut: LeftOutCounts;
  readonly done: boolean;
}

/** A scan under way in a worker thread. */
export interface RunningScan {
  /** Resolves to the number of files looked at, also where it was stopped; rejects where the worker broke. */
  readonly ended: Promise<number>;
  readonly send: (batch: Batch) => void;
  readonly stop: () => void;
}

/** Starts a scan in a thread of its own, so that the caller's event loop stays free. `script` is the built worker. */
export function startScan(script: string, job: ScanJob, report: (report: ScanReport) => void): RunningScan {
  const worker = new Worker(script, { workerData: job, resourceLimits: { maxYoungGenerationSizeMb: 8 } });
  let files = 0;
  let stopped = false;
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
      // After the last report, and after a stop, this comes too late or is what was asked for.
      if (stopped) resolve(files);
      else reject(new Error("the scan's worker ended early"));
    });
  });
  return {
    ended,
    send: (batch) => {
      worker.postMessage(batch);
    },
    stop: () => {
      stopped = true;
      void worker.terminate();
    },
  };
}
