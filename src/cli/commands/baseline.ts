import { writeFileSync } from "node:fs";
import { baselineText } from "../../files/baseline";
import { DEFAULT_EXCLUDE } from "../../files/exclude";
import { DEFAULT_MOST_BYTES, scanTree } from "../../files/scanTree";
import { noteLog } from "../noteLog";
import { parse, UsageError } from "../options";
import type { Command } from "./command";

/** Writes down what is found now, so that only what is new is reported. */
export const baseline: Command = {
  name: "baseline",
  usage: "baseline [PATHS…] [--output FILE] [--include-ignored]",
  summary: "Accepts what is found now, as a file for scan --baseline. Holds fingerprints: no secret, no line, no time.",
  run(args, terminal) {
    const { values, positionals } = parse(args, {
      output: { type: "string" },
      "include-ignored": { type: "boolean", default: false },
    });
    const settings = {
      exclude: DEFAULT_EXCLUDE,
      includeIgnored: values["include-ignored"],
      mostBytes: DEFAULT_MOST_BYTES,
    };
    const paths = positionals.length === 0 ? ["."] : positionals;
    const { found } = scanTree(paths, settings, { note: noteLog(terminal).note });
    const text = baselineText(found);
    if (values.output === undefined) {
      terminal.out(text);
      return 0;
    }
    try {
      writeFileSync(values.output, text);
    } catch {
      throw new UsageError("the baseline cannot be written to the file of --output");
    }
    return 0;
  },
};
