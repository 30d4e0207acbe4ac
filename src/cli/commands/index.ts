import { baseline } from "./baseline";
import { check } from "./check";
import { disableKeys } from "./disableKeys";
import { explain } from "./explain";
import { fix } from "./fix";
import { grant } from "./grant";
import { report } from "./report";
import { rotate } from "./rotate";
import { scan } from "./scan";
import { store } from "./store";
import { sweep } from "./sweep";
import type { Command } from "./command";

/** Every command of the command line. */
export const COMMANDS: readonly Command[] = [
  scan,
  fix,
  check,
  grant,
  store,
  rotate,
  disableKeys,
  report,
  sweep,
  baseline,
  explain,
];
