import { relative, sep } from "node:path";
import { maskedPath } from "../engine/mask";
import type { FileFinding } from "./fileFinding";
import type { ListedSuppression } from "./ignoreList";
import { type FileProblem, isProblem, type LinedValue, readLinedJson, stringIn } from "./linedJson";
import type { ScannedFile } from "./scanFile";

/**
 * Findings that a team has accepted for now, each in its file: the same key in another file is new. No time and no line
 * numbers, so that it merges and does not churn.
 */
export type Baseline = ReadonlySet<string>;

/**
 * Of a chosen password nothing may be written down by which it could be guessed, so that the next one could not be told
 * from it: a baseline accepts none.
 */
const NOT_ACCEPTED = new Set(["mongo-vcore-password", "postgres-password"]);

/** A baseline's text, and the findings that it cannot accept. */
export interface WrittenBaseline {
  readonly text: string;
  readonly refused: readonly { readonly path: string; readonly finding: FileFinding }[];
}

/** The baseline's file: one accepted finding a line, sorted. Never carries a secret. Paths are relative to `root`. */
export function baselineOf(found: readonly ScannedFile[], root: string): WrittenBaseline {
  const open = found.flatMap(({ path, findings }) =>
    findings.filter(({ suppression }) => suppression === undefined).map((finding) => ({ path, finding })),
  );
  const accepted = open.filter(({ finding }) => !NOT_ACCEPTED.has(finding.rule));
  const lines = new Set(
    accepted.map(({ path, finding: { rule, fingerprint } }) =>
      JSON.stringify({ path: nameOf(root, path), rule, fingerprint }),
    ),
  );
  const list = lines.size === 0 ? "[]" : `[\n    ${[...lines].sort().join(",\n    ")}\n  ]`;
  return {
    text: `{\n  "version": 2,\n  "accepted": ${list}\n}\n`,
    refused: open.filter(({ finding }) => NOT_ACCEPTED.has(finding.rule)),
  };
}

/** Reads a baseline's text; what is not understood whole is a problem, and nothing is accepted. */
export async function readBaseline(text: string): Promise<Baseline | FileProblem> {
  const read = await readLinedJson(text);
  if (isProblem(read)) return read;
  const version = read.members?.find(({ name }) => name === "version");
  if (version?.value.scalar === 1)
    return { line: version.line, text: "is of version 1, which accepted a key in any file: make it anew" };
  if (version?.value.scalar !== 2) return { line: version?.line ?? read.line, text: "has a version other than 2" };
  const accepted = read.members?.find(({ name }) => name === "accepted");
  if (accepted?.value.elements === undefined) return { line: accepted?.line ?? read.line, text: "has no list" };
  const entries = accepted.value.elements.map(entryOf);
  return (
    entries.find((entry) => typeof entry === "object") ?? new Set(entries.filter((entry) => typeof entry === "string"))
  );
}

/** The same findings, those that the baseline accepts being suppressed. Its paths are relative to `root`. */
export function applyBaseline(found: readonly ScannedFile[], baseline: Baseline, root: string): readonly ScannedFile[] {
  const suppression: ListedSuppression = { reason: "accepted by the baseline", from: "baseline" };
  return found.map((file) => ({
    ...file,
    findings: file.findings.map((finding) => {
      if (finding.suppression !== undefined || NOT_ACCEPTED.has(finding.rule)) return finding;
      const { rule, fingerprint } = finding;
      return baseline.has(keyOf(nameOf(root, file.path), rule, fingerprint)) ? { ...finding, suppression } : finding;
    }),
  }));
}

function entryOf({ members, line }: LinedValue): string | FileProblem {
  if (members === undefined) return { line, text: "has an entry that is no object" };
  const [path, rule, fingerprint] = ["path", "rule", "fingerprint"].map((name) => stringIn(members, name));
  if (path === undefined || rule === undefined || fingerprint === undefined || members.length !== 3)
    return { line, text: "has an entry without just a path, a rule and a fingerprint" };
  return keyOf(path, rule, fingerprint);
}

function keyOf(path: string, rule: string, fingerprint: string): string {
  return `${path}\0${rule}\0${fingerprint}`;
}

function nameOf(root: string, path: string): string {
  return maskedPath(relative(root, path).replaceAll(sep, "/"));
}
