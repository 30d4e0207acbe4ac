import { baselineOf } from "../../files/baseline";
import { DEFAULT_EXCLUDE } from "../../files/exclude";
import { DEFAULT_MOST_BYTES, scanTree } from "../../files/scanTree";
import { noteLog } from "../noteLog";
import { exitCode, idleGlobs } from "../omitted";
import { parse } from "../options";
import { shownPath } from "../shownPath";
import { rootOf, withIgnoreLists } from "../suppressed";
import { writeReport } from "../writeReport";
import type { Command } from "./command";

/** Writes down what is found now, so that only what is new is reported. */
export const baseline: Command = {
  name: "baseline",
  usage: "baseline [PATHS…] [--output FILE] [--exclude GLOB] [--include-ignored] [--allow-partial]",
  summary:
    "Accepts what is found now, each in its file, for scan --baseline. Holds paths and fingerprints: no secret, no line, no time.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      output: { type: "string" },
      exclude: { type: "string", multiple: true, default: [] },
      "include-ignored": { type: "boolean", default: false },
      "allow-partial": { type: "boolean", default: false },
    });
    const settings = {
      exclude: [...DEFAULT_EXCLUDE, ...values.exclude],
      includeIgnored: values["include-ignored"],
      mostBytes: DEFAULT_MOST_BYTES,
    };
    const paths = positionals.length === 0 ? ["."] : positionals;
    const notes = noteLog(terminal);
    const { found, omissions } = scanTree(paths, settings, { note: notes.note });
    notes.finish();
    const listed = await withIgnoreLists(found, paths);
    for (const glob of idleGlobs(omissions, values.exclude))
      terminal.tell(`note: --exclude ${shownPath(glob)} leaves nothing out`);
    for (const problem of listed.problems) terminal.tell(`note: ${problem}`);
    const { text, refused } = baselineOf(listed.found, rootOf(paths));
    for (const { path, finding } of refused)
      terminal.tell(
        `not accepted: ${shownPath(path)}:${finding.from.line + 1}: a chosen password: nothing that would tell it from the next one may be written down`,
      );
    if (values.output === undefined) terminal.out(text);
    else writeReport(values.output, text);
    return exitCode(refused.length > 0 ? 1 : 0, omissions, values["allow-partial"], terminal);
  },
};
