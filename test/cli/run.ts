import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const CLI = resolve(import.meta.dirname, "../../dist/cli.js");

/** A temporary folder with files in it; a file is its text or bytes. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "keyless-test-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Runs the built command line in a folder, as a person's shell would. */
export function keyless(folder: string, ...args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { stdout, stderr, status, said: stdout + stderr };
}

/** The same while the test goes on: resolves once the command has ended. */
export async function keylessMeanwhile(folder: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.resume();
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout };
}
