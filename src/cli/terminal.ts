/** Where a command writes. Text goes to `out`, everything else to `tell`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly tell: (line: string) => void;
  /** A line that replaces the last one; does nothing where stderr is no terminal. */
  readonly progress: (line: string) => void;
  readonly colour: boolean;
  /** Asks a question that is answered with yes or no; no where nobody is there to answer. */
  readonly ask: (question: string) => Promise<boolean>;
}

/** Where the process writes, and whether all of it arrived. */
export interface ProcessTerminal extends Terminal {
  /** Resolves once all that was written has gone out; to false where some of it could not. */
  readonly delivered: () => Promise<boolean>;
}

/** The process's own terminal. Colour only where stdout is one and NO_COLOR is not set. */
export function processTerminal(): ProcessTerminal {
  let isBroken = false;
  // A reader that went away, or a full disk: no reason to break off in the middle of something.
  process.stdout.on("error", () => {
    isBroken = true;
  });
  process.stderr.on("error", () => undefined);
  const live = process.stderr.isTTY;
  let drawn = false;
  const clear = (): void => {
    if (drawn) process.stderr.write("\r\x1b[2K");
    drawn = false;
  };
  return {
    out: (text) => {
      clear();
      if (!isBroken) process.stdout.write(text);
    },
    tell: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!live) return;
      process.stderr.write(`\r\x1b[2K${line}`);
      drawn = line !== "";
    },
    async ask(question) {
      if (!live || !process.stdin.isTTY) return false;
      clear();
      const { createInterface } = await import("node:readline/promises");
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      const answer = await lines.question(`${question} [y/N] `);
      lines.close();
      return /^y(?:es)?$/i.test(answer.trim());
    },
    delivered: () =>
      new Promise((resolve) => {
        // An error is told before the callback of what could not be written, and of what follows.
        process.stdout.write("", (error) => {
          resolve(!isBroken && (error === undefined || error === null));
        });
      }),
    colour: process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "",
  };
}
