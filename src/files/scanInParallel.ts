import { availableParallelism } from "node:os";
import { type Batch, batchOf, claim, type RunningScan, startScan } from "./scanJob";
import type { ScannedFile } from "./scanFile";
import { countNotes } from "./note";
import { byPath, scanTree, scanTreeFile, type TreeEvents, type TreeScan } from "./scanTree";
import type { TreeFile, TreeSettings } from "./treeFiles";

/** Small trees are done before another thread has started. */
const ALONE = 200;
const MOST_THREADS = 4;
const BATCH = 64;
/** Batches that wait at a thread, so that it never does. One that is still starting counts as full. */
const WAITING = 8;

/** Another thread that scans what it is given. */
interface Helper {
  readonly scan: RunningScan;
  readonly waiting: Int32Array<SharedArrayBuffer>;
  /** What was sent last: more than this is never still unclaimed. */
  readonly sent: Batch[];
}

/**
 * Scans files and folders as `scanTree` does, on all processors where the tree is large. This thread walks the tree,
 * gives files away in batches while another thread can take some, scans the others itself, and at last takes back what no
 * other has begun: one batch may take as long as a hundred.
 */
export async function scanInParallel(
  worker: string,
  paths: readonly string[],
  settings: TreeSettings,
  events: TreeEvents,
): Promise<TreeScan> {
  const helpers: Helper[] = [];
  const busy = new Set<Helper>();
  const omissions = countNotes(events.note);
  const found: ScannedFile[] = [];
  let batch: TreeFile[] = [];
  let taker: Helper | undefined;
  let index = 0;
  const start = (): void => {
    for (let other = 1; other < Math.min(availableParallelism(), MOST_THREADS); other++) {
      const waiting = new Int32Array(new SharedArrayBuffer(4)).fill(WAITING);
      const scan = startScan(worker, { settings, waiting }, (report) => {
        found.push(...report.found);
        report.notes.forEach(omissions.note);
      });
      helpers.push({ scan, waiting, sent: [] });
    }
  };
  const send = (helper: Helper, files: readonly TreeFile[]): void => {
    const sent = batchOf(files);
    busy.add(helper);
    Atomics.add(helper.waiting, 0, 1);
    helper.scan.send(sent);
    helper.sent.push(sent);
    if (helper.sent.length > WAITING) helper.sent.shift();
  };
  const own = scanTree(paths, settings, { ...events, note: omissions.note }, (file) => {
    if (++index === ALONE) start();
    taker ??= helpers.find(({ waiting }) => Atomics.load(waiting, 0) < WAITING);
    if (taker === undefined) return false;
    batch.push(file);
    if (batch.length === BATCH) {
      send(taker, batch);
      batch = [];
      taker = undefined;
    }
    return true;
  });
  if (taker !== undefined && batch.length > 0) send(taker, batch);
  const unclaimed = helpers.flatMap(({ sent }) => sent).reverse();
  for (const helper of helpers)
    if (busy.has(helper)) send(helper, []);
    else helper.scan.stop();
  // One after the other: the other threads claim, too.
  const back = unclaimed.flatMap((left) =>
    claim(left) ? left.files.map((file) => scanTreeFile(file, settings, omissions.note)) : [],
  );
  let files = own.files + back.filter(({ isLookedAt }) => isLookedAt).length;
  for (const count of await Promise.all([...busy].map(({ scan }) => scan.ended))) files += count;
  return {
    files,
    found: [...own.found, ...back.filter(({ findings }) => findings.length > 0), ...found].sort(byPath),
    omissions,
  };
}
