import type { AzureAction, AzureFailure } from "./failure";
import { failureOf } from "./failureOf";
import { traced } from "./wire";

/** What a call answers, or why it did not. Never throws for what Azure says; the call must begin within. */
export async function answerOf<T>(action: AzureAction, call: () => PromiseLike<T>): Promise<T | AzureFailure> {
  return traced(async (trace) => {
    try {
      return await call();
    } catch (error) {
      return failureOf(error, action, trace);
    }
  });
}
