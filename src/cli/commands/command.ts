import type { Terminal } from "../terminal";

/** A command of the command line. */
export interface Command {
  readonly name: string;
  /** Name and arguments, for the help. */
  readonly usage: string;
  readonly summary: string;
  /** Resolves to the exit code. Throws `UsageError` or `MissingPath` where it cannot run. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number> | number;
}
