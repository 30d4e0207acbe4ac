import { AsyncLocalStorage } from "node:async_hooks";
import { createDefaultHttpClient, type HttpClient, type PipelineResponse } from "@azure/core-rest-pipeline";
import { type AnswerFacts, answerFacts } from "./answerFacts";
import { type Asker, askerOf } from "./asker";
import type { Connection } from "./connection";
import { pause } from "./pause";

/** The last thing between Microsoft's libraries and the network: it sees every answer before they do. */

/** What was seen while one action was tried. */
export interface Trace {
  /** The newest answer; undefined while one is waited for, and where none came. */
  last: AnswerFacts | undefined;
  /** Who asked, by the token that was sent; never the token. */
  asker: Asker | undefined;
  /** Whether a request that may have changed something was sent. */
  sent: boolean;
}

const traces = new AsyncLocalStorage<Trace>();

/** Runs something and remembers what Azure answered meanwhile, also where a library loses it. */
export async function traced<T>(run: (trace: Trace) => PromiseLike<T>): Promise<T> {
  const trace: Trace = { last: undefined, asker: undefined, sent: false };
  return traces.run(trace, () => run(trace));
}

const SILENCE_MS = 30_000;
/** Waits that Azure asks for are kept to; beyond these it is said instead. */
const LONGEST_WAIT_SECONDS = 15 * 60;
const MOST_WAITS = 4;

/** The network, or what stands in its place. An answer that does not come within 30 seconds is given up; where Azure asks to wait, that is done here, in sight of the person, who may cancel. */
export function wire({ httpClient = createDefaultHttpClient(), waiting }: Connection): HttpClient {
  return {
    async sendRequest(request) {
      const trace = traces.getStore();
      if (trace !== undefined) {
        trace.asker = askerOf(request.headers.get("authorization")) ?? trace.asker;
        trace.sent ||= request.method !== "GET";
      }
      for (let waits = 0; ; waits++) {
        if (trace !== undefined) trace.last = undefined;
        const response = await inTime(httpClient, request);
        const facts = answerFacts(response.status, (name) => response.headers.get(name), response.bodyAsText);
        if (trace !== undefined) trace.last = facts;
        const seconds = facts.status === 429 ? facts.waitSeconds : undefined;
        if (seconds === undefined) return response;
        if (waits >= MOST_WAITS || seconds > LONGEST_WAIT_SECONDS) return withoutWait(response);
        await wait(seconds, request.abortSignal ?? new AbortController().signal, waiting);
      }
    },
  };
}

/** The libraries would wait once more, silently. */
function withoutWait(response: PipelineResponse): PipelineResponse {
  for (const name of ["retry-after", "retry-after-ms", "x-ms-retry-after-ms"]) response.headers.delete(name);
  return response;
}

async function wait(
  seconds: number,
  signal: Parameters<typeof pause>[1],
  waiting: Connection["waiting"],
): Promise<void> {
  for (let left = seconds; left > 0; left -= 1) {
    waiting?.(Math.ceil(left));
    await pause(Math.min(1, left) * 1000, signal);
    if (signal.aborted) throw Object.assign(new Error("cancelled"), { name: "AbortError" });
  }
  waiting?.(0);
}

async function inTime(
  httpClient: HttpClient,
  request: Parameters<HttpClient["sendRequest"]>[0],
): Promise<PipelineResponse> {
  const { abortSignal } = request;
  const giveUp = new AbortController();
  const stop = (): void => {
    giveUp.abort();
  };
  const timer = setTimeout(stop, SILENCE_MS);
  if (abortSignal?.aborted === true) stop();
  abortSignal?.addEventListener("abort", stop);
  request.abortSignal = giveUp.signal;
  try {
    return await httpClient.sendRequest(request);
  } catch (error) {
    if (giveUp.signal.aborted && abortSignal?.aborted !== true) throw new Silence();
    throw error;
  } finally {
    clearTimeout(timer);
    abortSignal?.removeEventListener("abort", stop);
    if (abortSignal === undefined) delete request.abortSignal;
    else request.abortSignal = abortSignal;
  }
}

/** No answer came. */
class Silence extends Error {
  override readonly name = "Silence";
}
