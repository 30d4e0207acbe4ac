import { resolve } from "node:path";
import { LineMap } from "../../engine/position";
import { isQuiet } from "../../engine/rules/index";
import { afterwardsOf } from "../../fixes/afterwards";
import { type Choice, FIX_KINDS, type NotFixable, type Place, type Workspace } from "../../fixes/fix";
import type { ChangedFile, Plan } from "../../fixes/plan";
import { DEFAULT_MOST_BYTES, scanTree, type TreeSettings } from "../../files/scanTree";
import { isReplaceable, readText, replaceTexts } from "../../files/textFiles";
import { DEFAULT_EXCLUDE } from "../../files/exclude";
import type { ScannedFile } from "../../files/scanFile";
import { treeFiles } from "../../files/treeFiles";
import { maskedDiff } from "../maskedDiff";
import { noteLog } from "../noteLog";
import { exitCode, idleGlobs } from "../omitted";
import { oneOf, parse, UsageError } from "../options";
import { programPart } from "../programPart";
import { shownPath } from "../shownPath";
import { withIgnoreLists } from "../suppressed";
import type { Terminal } from "../terminal";
import type { Command } from "./command";

/** Turns credentials into keyless code, over all files that it takes. */
export const fix: Command = {
  name: "fix",
  usage:
    "fix [PATHS…] --with managed-identity|key-vault|environment[,…] [--vault URL] [--only RULE|FILE] [--exclude GLOB] [--include-ignored] [--allow-partial] [--write]",
  summary:
    "Shows, as a diff with secrets masked, how to do without the credentials; --write changes the files. Exit code 1 says that some are left for a person, 2 that something could not be looked at.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      with: { type: "string", multiple: true },
      vault: { type: "string" },
      only: { type: "string", multiple: true, default: [] },
      exclude: { type: "string", multiple: true, default: [] },
      "include-ignored": { type: "boolean", default: false },
      "allow-partial": { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    });
    const kinds = (values.with ?? ["managed-identity"])
      .flatMap((list) => list.split(","))
      .map((kind) => oneOf("--with", kind, FIX_KINDS));
    if (kinds.includes("key-vault") && values.vault === undefined)
      throw new UsageError("--with key-vault needs --vault https://NAME.vault.azure.net");
    const choices = kinds.map((kind): Choice => ({
      kind,
      ...(values.vault === undefined ? {} : { vault: values.vault }),
    }));
    const paths = positionals.length === 0 ? ["."] : positionals;
    const settings: TreeSettings = {
      exclude: [...DEFAULT_EXCLUDE, ...values.exclude],
      includeIgnored: values["include-ignored"],
      mostBytes: DEFAULT_MOST_BYTES,
    };
    const notes = noteLog(terminal);
    const scanned = scanTree(paths, settings, { note: notes.note });
    notes.finish();
    const { omissions } = scanned;
    const end = (code: number): number => exitCode(code, omissions, values["allow-partial"], terminal);
    const { found, problems } = await withIgnoreLists(scanned.found, paths);
    for (const problem of problems) terminal.tell(`note: ${problem}`);
    for (const glob of idleGlobs(omissions, values.exclude))
      terminal.tell(`note: --exclude ${shownPath(glob)} leaves nothing out`);
    for (const name of idleNames(values.only, found))
      terminal.tell(`note: --only ${shownPath(name)} names nothing that was found`);
    if (found.length === 0) {
      const within = omissions.unseen.length === 0 ? "" : " in what could be looked at";
      terminal.out(`Nothing to fix: no Cosmos DB credential found${within}.\n`);
      return end(0);
    }
    const { Parsers, planFixes } = await import("../../fixes/lazy");
    const plan = await planFixes(
      { ...workspaceOf(paths, settings), isLocked: (path) => !isReplaceable(path) },
      found.map(({ path }) => path),
      choices,
      new Parsers(programPart("grammars")),
      only(values.only, found),
    );
    if (values.write && !write(plan.files, terminal)) return 2;
    if (!values.write)
      for (const { path, before, after } of plan.files) terminal.out(maskedDiff(shownPath(path), before, after));
    tell(plan, values.write, values.only, terminal);
    return end(counted(plan, values.only).length > 0 ? 1 : 0);
  },
};

/** The files that fixes may read and change: those of the scan, found again by name and read when asked for. */
function workspaceOf(paths: readonly string[], settings: TreeSettings): Workspace {
  const texts = new Map<string, string | undefined>();
  return {
    paths: [...treeFiles(paths, settings, () => undefined)].map(({ path }) => path),
    read(path) {
      if (!texts.has(path)) {
        const read = readText(path, settings.mostBytes);
        texts.set(path, read?.exact === true ? read.text : undefined);
      }
      return texts.get(path);
    },
  };
}

/** Which findings a person named, by rule or by file; all where none was. What a list refuses is left alone. */
function only(names: readonly string[], found: readonly ScannedFile[]): (place: Place) => boolean {
  const files = new Set(names.map((name) => resolve(name)));
  const refused = new Set(
    found.flatMap(({ path, findings }) =>
      findings.flatMap(({ fingerprint, suppression }) => (suppression === undefined ? [] : `${path}\0${fingerprint}`)),
    ),
  );
  return ({ path, finding }) =>
    !refused.has(`${path}\0${finding.fingerprint}`) &&
    (names.length === 0 || names.includes(finding.rule) || files.has(path));
}

/** What of the names in --only is no rule of a finding and no file with one. */
function idleNames(names: readonly string[], found: readonly ScannedFile[]): readonly string[] {
  return names.filter(
    (name) => !found.some(({ path, findings }) => path === resolve(name) || findings.some(({ rule }) => rule === name)),
  );
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Writes all changed files, or none; whether they are written. A signal that would end it in the middle is let pass. */
function write(files: readonly ChangedFile[], terminal: Terminal): boolean {
  const letPass = (): void => undefined;
  for (const signal of SIGNALS) process.on(signal, letPass);
  const failed = replaceTexts(files);
  for (const signal of SIGNALS) process.removeListener(signal, letPass);
  if (failed === undefined) {
    for (const { path } of files) terminal.out(`changed ${shownPath(path)}\n`);
    return true;
  }
  const { path, problem, changed } = failed;
  for (const one of changed) terminal.tell(`${shownPath(one)}: changed, and could not be put back`);
  const rest = changed.length === 0 ? "nothing was changed" : "all else is as it was";
  terminal.tell(`cosmos-keyless: ${shownPath(path)}: ${problem}, so ${rest}.`);
  return false;
}

/** A place by line and column of the text that the plan leaves. */
function shownPlace({ path, span }: NonNullable<NotFixable["lookAt"]>, files: readonly ChangedFile[]): string {
  const text = files.find((file) => file.path === path)?.after ?? readText(path, DEFAULT_MOST_BYTES)?.text ?? "";
  const { line, column } = new LineMap(text).at(span.start);
  return `${shownPath(path)}:${line + 1}:${column + 1}`;
}

/**
 * What of the places that are left a person must see to. Keys that infrastructure hands out are told, and count where
 * they were asked for: no credential stands there.
 */
function counted({ left }: Plan, only: readonly string[]): Plan["left"] {
  return only.length === 0 ? left.filter(({ finding }) => !isQuiet(finding.rule)) : left;
}

function tell(plan: Plan, written: boolean, only: readonly string[], terminal: Terminal): void {
  const { files, done, left } = plan;
  for (const { path, finding, reason } of left) {
    const before = files.find((file) => file.path === path)?.after ?? readText(path, DEFAULT_MOST_BYTES)?.text ?? "";
    const { line, column } = new LineMap(before).at(finding.start);
    terminal.tell(`left: ${shownPath(path)}:${line + 1}:${column + 1}: ${reason.reason}`);
    if (reason.lookAt !== undefined) terminal.tell(`  look at ${shownPlace(reason.lookAt, files)}`);
  }
  const verb = written ? "Fixed" : "Would fix";
  terminal.tell(
    `${verb} ${done.length} of ${done.length + counted(plan, only).length} findings in ${files.length} ${files.length === 1 ? "file" : "files"}.`,
  );
  const steps = [
    ...afterwardsOf(done.flatMap(({ afterwards }) => afterwards)),
    ...new Set(done.flatMap((one) => one.left)),
  ];
  if (steps.length > 0) terminal.tell(`Then:\n${steps.map((step) => `  - ${step}`).join("\n")}`);
  if (!written && done.length > 0) terminal.tell("Nothing was changed. Add --write to change the files.");
}
