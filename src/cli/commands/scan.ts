import { resolve } from "node:path";
import { SEVERITIES, type Severity } from "../../engine/finding";
import type { ScannedFile } from "../../files/scanFile";
import { DEFAULT_MOST_BYTES, type TreeScan, type TreeSettings } from "../../files/scanTree";
import { DEFAULT_EXCLUDE } from "../../files/exclude";
import { applyBaseline } from "../../files/baseline";
import { NoRepository, scanGit } from "../../files/git/scanGit";
import { scanInParallel } from "../../files/scanInParallel";
import { baselineFrom } from "../baselineFile";
import { noteLog } from "../noteLog";
import { exitCode, idleGlobs } from "../omitted";
import { oneOf, parse, positive, UsageError } from "../options";
import { programPart } from "../programPart";
import { REPORTS, type ScanReport } from "../reports/index";
import { grouped } from "../reports/text";
import { shownPath } from "../shownPath";
import { rootOf, withIgnoreLists } from "../suppressed";
import type { Terminal } from "../terminal";
import { writeReport } from "../writeReport";
import type { Command } from "./command";

const LEVELS = ["error", "warning", "information", "note", "hint", "never"] as const;

/** Finds credentials in files and folders, in what is staged, or in git's history. */
export const scan: Command = {
  name: "scan",
  usage:
    "scan [PATHS…] [--format text|json|sarif|markdown] [--output FILE] [--fail-on LEVEL] [--exclude GLOB] [--include-ignored] [--max-file-size MB] [--baseline FILE] [--staged | --history] [--shard I/N] [--allow-partial]",
  summary:
    "Finds Cosmos DB credentials. Exit code 1 says that there are some at LEVEL (default warning) or above, 2 that something could not be looked at.",
  async run(args, terminal) {
    const { values, positionals: paths } = parse(args, {
      format: { type: "string", default: "text" },
      output: { type: "string" },
      "fail-on": { type: "string", default: "warning" },
      exclude: { type: "string", multiple: true, default: [] },
      "include-ignored": { type: "boolean", default: false },
      "max-file-size": { type: "string" },
      baseline: { type: "string" },
      staged: { type: "boolean", default: false },
      history: { type: "boolean", default: false },
      shard: { type: "string" },
      "allow-partial": { type: "boolean", default: false },
    });
    const format = oneOf("--format", values.format, ["text", "json", "sarif", "markdown"]);
    const failOn = oneOf("--fail-on", values["fail-on"], LEVELS);
    const size = values["max-file-size"];
    const shard = values.shard === undefined ? undefined : shardOf(values.shard);
    if (values.staged && values.history) throw new UsageError("--staged and --history are two scans: choose one");
    const source = values.staged ? "staged" : values.history ? "history" : "tree";
    if (source !== "tree" && values["include-ignored"])
      throw new UsageError(`--include-ignored says nothing with --${source}: git holds what it tracks`);
    const settings: TreeSettings = {
      exclude: [...DEFAULT_EXCLUDE, ...values.exclude],
      includeIgnored: values["include-ignored"],
      mostBytes: size === undefined ? DEFAULT_MOST_BYTES : positive("--max-file-size", size) * 1_000_000,
      ...(shard === undefined ? {} : { shard }),
    };
    const baseline = values.baseline === undefined ? undefined : await baselineFrom(resolve(values.baseline));

    const began = performance.now();
    const { files, found, omissions } = await scanFrom(source, paths, settings, terminal);
    const listed = await withIgnoreLists(found, paths.length === 0 ? ["."] : paths);
    const root = rootOf(paths);
    const judged = baseline === undefined ? listed.found : applyBaseline(listed.found, baseline, root);
    const warnings = [
      ...listed.problems,
      ...idleGlobs(omissions, values.exclude).map((glob) => `--exclude ${shownPath(glob)} leaves nothing out`),
    ];
    for (const warning of warnings) terminal.tell(`note: ${warning}`);
    const isLoud = failOn !== "never" && anyAtOrAbove(judged, failOn === "note" ? "information" : failOn);
    const code = exitCode(isLoud ? 1 : 0, omissions, values["allow-partial"], terminal);
    const report: ScanReport = {
      folder: process.cwd(),
      root,
      files,
      found: judged,
      omissions,
      warnings,
      milliseconds: performance.now() - began,
      exitCode: code,
    };
    const text = REPORTS[format](report, { colour: terminal.colour && values.output === undefined });
    if (values.output === undefined) terminal.out(text);
    else writeReport(values.output, text);
    return code;
  },
};

async function scanFrom(
  source: "tree" | "staged" | "history",
  paths: readonly string[],
  settings: TreeSettings,
  terminal: Terminal,
): Promise<TreeScan> {
  const notes = noteLog(terminal);
  const events = {
    note: notes.note,
    scanned: (_file: ScannedFile, files: number): void => {
      if (files % 512 === 0) terminal.progress(`${grouped(files)} files…`);
    },
  };
  try {
    return source === "tree"
      ? await scanInParallel(programPart("worker.js"), paths.length === 0 ? ["."] : paths, settings, events)
      : await scanGit(source, paths, settings, events);
  } catch (error) {
    throw error instanceof NoRepository ? new UsageError(error.message) : error;
  } finally {
    terminal.progress("");
    notes.finish();
  }
}

function shardOf(text: string): { readonly number: number; readonly of: number } {
  const match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text);
  const number = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (match === null || number > of) throw new UsageError("--shard takes I/N, the I-th of N shards from 1");
  return { number, of };
}

function anyAtOrAbove(found: readonly ScannedFile[], level: Severity): boolean {
  const least = SEVERITIES.indexOf(level);
  return found.some(({ findings }) =>
    findings.some(({ severity, suppression }) => suppression === undefined && SEVERITIES.indexOf(severity) <= least),
  );
}
