import { Session } from "node:inspector";
import { monitorEventLoopDelay } from "node:perf_hooks";

/** What the extension itself costs its host: samples of the processor's stack, and the event loop's longest wait. */

interface Profile {
  readonly startTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Microseconds; ten times the sampling interval. What is longer is the time that others had the processor. */
const LONGEST_SAMPLE = 1000;

/** Runs `work` and tells, for each of its marks, how many ms the extension's own code ran until the next. */
export async function ownWork(work: (mark: () => void) => Promise<void>): Promise<readonly number[]> {
  const session = new Session();
  session.connect();
  const post = async (method: string, parameters?: object): Promise<unknown> =>
    new Promise((done, fail) => {
      session.post(method, parameters, (error: Error | null, result?: object) => {
        if (error === null) done(result);
        else fail(error);
      });
    });
  await post("Profiler.enable");
  await post("Profiler.setSamplingInterval", { interval: 100 });
  await post("Profiler.start");
  const marks: number[] = [];
  // The profiler's clock is the process's monotonic one, in microseconds.
  await work(() => marks.push(Number(process.hrtime.bigint() / 1000n)));
  const { profile } = (await post("Profiler.stop")) as { readonly profile: Profile };
  session.disconnect();
  return perMark(profile, marks);
}

function perMark({ nodes, samples, timeDeltas, startTime }: Profile, marks: readonly number[]): readonly number[] {
  const own = new Set<number>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (id: number, inside: boolean): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const isOwn = inside || /dist[/\\](?:extension|fixes|azure)\.js$/.test(node.callFrame.url);
    if (isOwn) own.add(id);
    for (const child of node.children ?? []) visit(child, isOwn);
  };
  if (nodes[0] !== undefined) visit(nodes[0].id, false);
  const spent = marks.map(() => 0);
  let now = startTime;
  let mark = -1;
  for (const [i, id] of samples.entries()) {
    const delta = timeDeltas[i] ?? 0;
    now += delta;
    while (mark + 1 < marks.length && (marks[mark + 1] ?? 0) <= now) mark++;
    if (mark >= 0 && own.has(id)) spent[mark] = (spent[mark] ?? 0) + Math.min(delta, LONGEST_SAMPLE) / 1000;
  }
  return spent;
}

/** The longest that the event loop was kept from turning while `work` ran, in ms. */
export async function longestBlock(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

/** A value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
