/** What can end a wait: an `AbortSignal`, or what Microsoft's libraries make of one. */
interface Ending {
  readonly aborted: boolean;
  readonly addEventListener: (type: "abort", listener: () => void) => void;
  readonly removeEventListener: (type: "abort", listener: () => void) => void;
}

/** Lets time pass, in ms; less where the signal is given meanwhile. */
export async function pause(milliseconds: number, signal: Ending): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
