import { resolve } from "node:path";
import { SEVERITIES, type Severity } from "../../engine/finding";
import type { ScannedFile } from "../../files/scanFile";
import { DEFAULT_MOST_BYTES, type TreeScan, type TreeSettings } from "../../files/scanTree";
import { DEFAULT_EXCLUDE } from "../../files/exclude";
import { applyBaseline, readBaseline } from "../../files/baseline";
import { scanHistory, scanStaged } from "../../files/history";
import { scanInParallel } from "../../files/scanInParallel";
import { noteLog } from "../noteLog";
import { oneOf, parse, positive, UsageError } from "../options";
import { programPart } from "../programPart";
import { REPORTS, type ScanReport } from "../reports/index";
import { grouped } from "../reports/text";
import type { Terminal } from "../terminal";
import { writeReport } from "../writeReport";
import type { Command } from "./command";

const LEVELS = ["error", "warning", "information", "note", "hint", "never"] as const;

/** Finds credentials in files and folders, in what is staged, or in git's history. */
export const scan: Command = {
  name: "scan",
  usage:
    "scan [PATHS…] [--format text|json|sarif|markdown] [--output FILE] [--fail-on LEVEL] [--exclude GLOB] [--include-ignored] [--max-file-size MB] [--baseline FILE] [--staged] [--history] [--shard I/N]",
  summary: "Finds Cosmos DB credentials. Exit code 1 says that there are some at LEVEL (default warning) or above.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
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
    });
    const format = oneOf("--format", values.format, ["text", "json", "sarif", "markdown"]);
    const failOn = oneOf("--fail-on", values["fail-on"], LEVELS);
    const size = values["max-file-size"];
    const shard = values.shard === undefined ? undefined : shardOf(values.shard);
    const settings: TreeSettings = {
      exclude: [...DEFAULT_EXCLUDE, ...values.exclude],
      includeIgnored: values["include-ignored"],
      mostBytes: size === undefined ? DEFAULT_MOST_BYTES : positive("--max-file-size", size) * 1_000_000,
      ...(shard === undefined ? {} : { shard }),
    };
    const paths = positionals.length === 0 ? ["."] : positionals;
    const accepted = values.baseline === undefined ? undefined : readBaseline(resolve(values.baseline));
    if (accepted === null) throw new UsageError("the baseline cannot be read");

    const began = performance.now();
    const source = values.staged ? "staged" : values.history ? "history" : "tree";
    const result = await scanFrom(source, paths, settings, terminal);
    const found = accepted === undefined ? result.found : applyBaseline(result.found, accepted);
    const report: ScanReport = {
      paths: paths.map((path) => resolve(path)),
      folder: process.cwd(),
      files: result.files,
      found,
      milliseconds: performance.now() - began,
    };
    const text = REPORTS[format](report, { colour: terminal.colour && values.output === undefined });
    if (values.output === undefined) terminal.out(text);
    else writeReport(values.output, text);
    return failOn !== "never" && anyAtOrAbove(found, failOn === "note" ? "information" : failOn) ? 1 : 0;
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
  const result =
    source === "tree"
      ? await scanInParallel(programPart("worker.js"), paths, settings, events)
      : (source === "staged" ? scanStaged : scanHistory)(paths[0] ?? ".", settings, events);
  terminal.progress("");
  notes.finish();
  if (result === undefined) throw new UsageError("this needs git and a git repository");
  return result;
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
