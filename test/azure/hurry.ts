/** From here on a wait is for an answer that does not come, in ms; polls and retries are shorter. */
const LONG_MS = 25_000;

/**
 * Lets the waits of Microsoft's libraries (polls, retries, silence) pass a hundred times faster. The wait for an answer
 * passes so fast only where `isSilent` says that none will come: a busy machine may be late with one that does. Call the
 * result to end it.
 */
export function hurry(isSilent: () => boolean = () => false): () => void {
  const { setTimeout: real } = globalThis;
  const hurried = (run: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]): NodeJS.Timeout =>
    real(run, milliseconds >= LONG_MS && !isSilent() ? milliseconds : milliseconds / 100, ...args);
  globalThis.setTimeout = Object.assign(hurried, real);
  return () => {
    globalThis.setTimeout = real;
  };
}
