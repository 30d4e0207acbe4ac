import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The built command line. */
export const CLI = resolve(import.meta.dirname, "../../dist/cli.js");

/** A temporary folder with files in it; a file is its text or bytes. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "keyless-test-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Runs git in a folder, by nobody's configuration; what it writes, trimmed. */
export function git(folder: string, ...args: readonly string[]): string {
  const whoever = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always"];
  return execFileSync("git", [...whoever, ...args], { cwd: folder, stdio: "pipe", encoding: "utf8" }).trim();
}

/** A temporary repository with files in it, all of them committed. */
export function repositoryWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = folderWith(files);
  git(folder, "init", "-q", "-b", "main");
  commitAll(folder);
  return folder;
}

/** Commits all that lies in a repository, ignored files aside. */
export function commitAll(folder: string): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "--allow-empty", "-m", "some");
}

/** Runs the built command line in a folder, as a person's shell would. */
export function keyless(folder: string, ...args: readonly string[]) {
  return keylessAs({}, folder, ...args);
}

/** The same as another user, or with more in the environment. */
export function keylessAs(
  { uid, env }: { readonly uid?: number; readonly env?: Readonly<Record<string, string>> },
  folder: string,
  ...args: readonly string[]
) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
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
