import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { scan } from "../engine/scan";
import { decode, encodingOf } from "./decode";
import { placed } from "./fileFinding";
import type { ScannedFile } from "./scanFile";
import type { TreeEvents, TreeScan, TreeSettings } from "./scanTree";

/** Scans what git holds instead of what lies on disk. Each answers undefined where there is no git or no repository. */

/** One version of a file in git. */
interface Blob {
  readonly id: string;
  readonly path: string;
}

const LISTED = { maxBuffer: 1 << 30, encoding: "utf8" } as const;
const BLOBS_AT_ONCE = 200;

/** Scans what is staged for the next commit: what a pre-commit hook asks. */
export function scanStaged(folder: string, settings: TreeSettings, events: TreeEvents): TreeScan | undefined {
  const root = rootOf(folder);
  if (root === undefined) return undefined;
  const staged = spawnSync(
    "git",
    ["diff", "--cached", "--raw", "-z", "--no-abbrev", "--diff-filter=ACMR", "--no-renames"],
    { ...LISTED, cwd: root },
  );
  const fields = staged.stdout.split("\0");
  const blobs: Blob[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const id = (fields[i] ?? "").split(" ")[3];
    if (id !== undefined) blobs.push({ id, path: fields[i + 1] ?? "" });
  }
  return scanBlobs(root, blobs, settings, events);
}

/** Scans every version of every file in every commit; each version once, under the first path git names for it. */
export function scanHistory(folder: string, settings: TreeSettings, events: TreeEvents): TreeScan | undefined {
  const root = rootOf(folder);
  if (root === undefined) return undefined;
  const listed = spawnSync("git", ["rev-list", "--objects", "--all"], { ...LISTED, cwd: root });
  const blobs = listed.stdout
    .split("\n")
    .map((line) => ({ id: line.slice(0, line.indexOf(" ")), path: line.slice(line.indexOf(" ") + 1) }))
    .filter(({ id, path }) => id.length >= 40 && path !== "");
  return scanBlobs(root, blobs, settings, events);
}

function rootOf(folder: string): string | undefined {
  const answer = spawnSync("git", ["rev-parse", "--show-toplevel"], { ...LISTED, cwd: resolve(folder) });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

function scanBlobs(root: string, blobs: readonly Blob[], { mostBytes }: TreeSettings, events: TreeEvents): TreeScan {
  const found: ScannedFile[] = [];
  let files = 0;
  for (let from = 0; from < blobs.length; from += BLOBS_AT_ONCE) {
    const batch = blobs.slice(from, from + BLOBS_AT_ONCE);
    const input = batch.map(({ id }) => `${id}\n`).join("");
    const { stdout } = spawnSync("git", ["cat-file", "--batch"], { cwd: root, input, maxBuffer: 1 << 30 });
    let at = 0;
    for (const { path } of batch) {
      const headEnd = stdout.indexOf(10, at);
      if (headEnd < 0) break;
      const [, type, size = "0"] = stdout.subarray(at, headEnd).toString("latin1").split(" ");
      if (type === "missing") {
        at = headEnd + 1;
        continue;
      }
      const bytes = stdout.subarray(headEnd + 1, headEnd + 1 + Number(size));
      at = headEnd + 1 + Number(size) + 1;
      if (type !== "blob") continue;
      const scanned = scanBytes(join(root, path), bytes, mostBytes);
      files++;
      if (scanned.findings.length > 0) found.push(scanned);
      events.scanned?.(scanned, files);
    }
  }
  return { files, found };
}

function scanBytes(path: string, bytes: Uint8Array, mostBytes: number): ScannedFile {
  const encoding = encodingOf(bytes);
  if (encoding === "binary" || bytes.length > mostBytes) return { path, ignoredByGit: false, findings: [] };
  const { text } = decode(bytes, encoding);
  return { path, ignoredByGit: false, findings: placed(text, scan(text, { path }), false) };
}
