import { Worker } from "node:worker_threads";
import type { Answered, Asked, Forget, Questions } from "./fixQuestions";

/** The thread in which fixes are worked out, seen from the editor's. */

/** A thread that has had nothing to do for so long is let go, with all that it keeps. */
const RESTS_AFTER_MS = 300_000;

interface Waiting {
  readonly asked: Asked;
  readonly resolve: (answer: Questions[keyof Questions]["answer"]) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the thread with the first question; ends it when nobody asks any more, or a question is cancelled. */
export class FixThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private timer: NodeJS.Timeout | undefined;
  private count = 0;

  constructor(
    private readonly script: string,
    private readonly grammars: string,
  ) {}

  /** Rejects where the thread broke or the question was cancelled. */
  ask<Name extends keyof Questions>(
    name: Name,
    asks: Questions[Name]["asks"],
    onCancel: (cancel: () => void) => { readonly dispose: () => unknown } | undefined,
  ): Promise<Questions[Name]["answer"]> {
    const number = ++this.count;
    const asked = { name, number, asks } as Asked;
    return new Promise<Questions[keyof Questions]["answer"]>((resolve, reject) => {
      this.waiting.set(number, { asked, resolve, reject });
      this.send(asked);
      const subscription = onCancel(() => {
        this.cancel(number);
      });
      const settled = this.waiting.get(number);
      if (settled !== undefined && subscription !== undefined)
        this.waiting.set(number, {
          asked,
          resolve(answer) {
            subscription.dispose();
            resolve(answer);
          },
          reject(error) {
            subscription.dispose();
            reject(error);
          },
        });
    });
  }

  /** Whether there is a thread, which may keep what it has read. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  forget(what: Forget): void {
    this.worker?.postMessage(what);
  }

  dispose(): void {
    this.end();
    this.rejectAll();
  }

  private send(asked: Asked): void {
    clearTimeout(this.timer);
    this.worker ??= this.start();
    this.worker.postMessage(asked);
  }

  private start(): Worker {
    const worker = new Worker(this.script, { workerData: this.grammars });
    worker.on("message", ({ number, answer, broke }: Answered) => {
      const waiting = this.waiting.get(number);
      this.waiting.delete(number);
      if (broke === true) waiting?.reject(new Error("the fix could not be worked out"));
      else waiting?.resolve(answer);
      if (this.waiting.size === 0) this.rest();
    });
    const broke = (): void => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.rejectAll();
    };
    worker.once("error", broke);
    // Also without an error: whoever ends it, nobody waits for ever.
    worker.once("exit", broke);
    worker.unref();
    return worker;
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.end();
    }, RESTS_AFTER_MS);
    this.timer.unref();
  }

  /** What is worked out cannot be called back: the thread ends, and whoever else waits is served by the next. */
  private cancel(number: number): void {
    const waiting = this.waiting.get(number);
    if (waiting === undefined) return;
    this.waiting.delete(number);
    waiting.reject(new Error("cancelled"));
    // A light bulb is asked for again at once, and soon done: only a plan is worth a new thread.
    if (waiting.asked.name !== "plan") return;
    this.end();
    for (const { asked } of this.waiting.values()) this.send(asked);
  }

  private end(): void {
    clearTimeout(this.timer);
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }

  private rejectAll(): void {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of all) reject(new Error("the thread of the fixes ended"));
  }
}
