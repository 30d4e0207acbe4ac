import { RecordsNotWritten } from "../files/azureRecords";
import { NoRoom } from "../files/git/cleanRoom";
import { MissingPath } from "../files/scanTree";
import { version } from "../../package.json";
import { COMMANDS } from "./commands/index";
import { UsageError } from "./options";
import { shownPath } from "./shownPath";
import { processTerminal, type Terminal } from "./terminal";

/** Runs the command line in the process's own terminal; 2 where what it had to say could not be written. */
export async function runInProcess(args: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  const code = hasFolder() ? await main(args, terminal) : 2;
  if (!hasFolder()) terminal.tell("cosmos-keyless: the folder that this was started in is not there any more.");
  if (await terminal.delivered()) return code;
  terminal.tell("cosmos-keyless: the output could not be written, or not to its end.");
  return 2;
}

function hasFolder(): boolean {
  try {
    return process.cwd() !== "";
  } catch {
    return false;
  }
}

/**
 * Runs the command line. Resolves to the exit code: 0 nothing to say, 1 something for a person, 2 it could not run, or
 * something could not be looked at.
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name = "--help", ...rest] = args;
  if (name === "--version" || name === "-v") {
    terminal.out(`${version}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || rest.includes("--help") || rest.includes("-h")) {
    terminal.out(usage());
    return 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    terminal.tell("cosmos-keyless: no such command. See cosmos-keyless --help.");
    return 2;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    terminal.tell(`cosmos-keyless: ${problem(error)}`);
    return 2;
  }
}

/** Our own words only: another's error text may quote what it read. */
function problem(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (error instanceof NoRoom) return error.message;
  if (error instanceof RecordsNotWritten)
    return "What Azure is asked to do is written down first, and that could not be written: the disk is full, or the folder may not be written. What was saved before stands; the same command goes on.";
  if (error instanceof MissingPath) return `${shownPath(error.path)}: no such file or folder`;
  return `an unexpected ${error instanceof Error ? error.name : "failure"} ended the command. Please report it.`;
}

function usage(): string {
  const rows = COMMANDS.map(({ usage, summary }) => `  cosmos-keyless ${usage}\n      ${summary}\n`);
  return `Finds hardcoded Azure Cosmos DB credentials and turns them into keyless code.\n\n${rows.join("\n")}\nExit codes: 0 nothing to do, 1 something for a person, 2 the command could not run, or something could not be looked at.\n`;
}
