import { availableParallelism } from "node:os";
import { isOnTurn, type RunningScan, startScan } from "./scanJob";
import type { ScannedFile } from "./scanFile";
import { scanTree, type TreeEvents, type TreeScan, type TreeSettings } from "./scanTree";

/** Small trees are done before another thread has started. */
const ALONE = 3000;
const MOST_THREADS = 4;

/**
 * Scans files and folders as `scanTree` does, on all processors where the tree is large. Every thread walks the whole
 * tree, which costs little, and scans the files that are its turn: nothing is sent back and forth but findings.
 */
export async function scanInParallel(
  worker: string,
  paths: readonly string[],
  settings: TreeSettings,
  events: TreeEvents,
): Promise<TreeScan> {
  const of = Math.min(availableParallelism(), MOST_THREADS);
  const others: RunningScan[] = [];
  const found: ScannedFile[] = [];
  const told = new Set<string>();
  const note: TreeEvents["note"] = (one) => {
    const key = `${one.path}\n${one.text}`;
    if (!told.has(key)) events.note(one);
    told.add(key);
  };
  const startOthers = (): void => {
    for (let number = 1; number < of; number++) {
      const job = { paths, settings, turn: { after: ALONE, number, of } };
      others.push(
        startScan(worker, job, (report) => {
          found.push(...report.found);
          report.notes.forEach(note);
        }),
      );
    }
  };
  const own = scanTree(paths, settings, { ...events, note }, (index) => {
    if (index === ALONE) startOthers();
    return index < ALONE || isOnTurn({ after: ALONE, number: 0, of }, index);
  });
  const counts = await Promise.all(others.map(({ ended }) => ended));
  const all = [...own.found, ...found].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files: counts.reduce((sum, count) => sum + count, own.files), found: all };
}
