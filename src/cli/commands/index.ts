import { baseline } from "./baseline";
import { check } from "./check";
import { explain } from "./explain";
import { fix } from "./fix";
import { scan } from "./scan";
import type { Command } from "./command";

/** Every command of the command line. */
export const COMMANDS: readonly Command[] = [scan, fix, check, baseline, explain];
