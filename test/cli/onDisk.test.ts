import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { legacyKey } from "../keys";
import { CLI, commitAll, folderWith, git, keyless, keylessAs, repositoryWith } from "./run";

/** Files, links and checkouts as disks have them: each is looked at, or it is said that it was not. */

const env = (): string => `COSMOS_KEY=${legacyKey()}\n`;
/** Root may read everything: then the command is run as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534 } : {};

/** A repository that everybody may read. */
function openRepository(files: Readonly<Record<string, string>>): string {
  const folder = repositoryWith(files);
  chmodSync(folder, 0o755);
  return folder;
}

describe("what cannot be reached", () => {
  test("links round in a circle, files taken for folders, names that are too long: a clear line", () => {
    const folder = folderWith({ "a.env": env() });
    for (const name of ["loop", ".git", ".keyless.json"]) symlinkSync(name, join(folder, name));
    expect(keyless(folder, "scan")).toMatchObject({ status: 1 });
    expect(keyless(folder, "scan", "loop").said).toMatch(/^not looked at: loop: it cannot be reached$/m);
    for (const path of ["a.env/x", "x".repeat(5000)]) {
      const run = keyless(folder, "scan", path);
      expect(run.status).toBe(2);
      expect(run.stderr).toMatch(/no such file or folder$/m);
    }
    for (const args of [["scan"], ["fix"], ["baseline"], ["scan", "--history"], ["scan", "--staged"]])
      expect(keyless(folder, ...args).said, args.join(" ")).not.toMatch(/unexpected/);
  });

  test("the working folder is gone, or there is no room for temporary files", () => {
    const folder = folderWith({});
    const script = `mkdir gone; cd gone; rmdir ../gone; '${process.execPath}' '${CLI}' scan; echo $?`;
    const said = execFileSync("bash", ["-c", `(${script}) 2>&1`], { cwd: folder, encoding: "utf8" });
    expect(said).toMatch(/is not there any more\.\n2$/m);
    const repository = repositoryWith({ "a.env": env(), ".gitignore": "b.env\n" });
    writeFileSync(join(repository, "b.env"), env());
    const nowhere = { env: { TMPDIR: "/nowhere" } };
    for (const args of [["--history"], ["--staged"], []]) {
      const run = keylessAs(nowhere, repository, "scan", ...args);
      expect(run.status).toBe(2);
      expect(run.said).not.toMatch(/unexpected/);
    }
  });

  test("a pipe is not waited for, whoever asks", () => {
    const folder = folderWith({ "a.env": env() });
    execFileSync("mkfifo", ["p", ".gitignore", ".keyless.json"], { cwd: folder });
    expect(keyless(folder, "explain", "p:1")).toMatchObject({ status: 2 });
    expect(keyless(folder, "scan", "--baseline", "p")).toMatchObject({ status: 2 });
    expect(keyless(folder, "scan")).toMatchObject({ status: 1 });
  });

  test("git's own folders and files: what they would have told is not known", () => {
    for (const [locked, ...args] of [
      [".git/refs/heads", "--history"],
      [".git/HEAD", "--history"],
      [".git/HEAD", "--staged"],
      [".git/index", "--staged"],
      [".git/index"],
      [".git"],
      [".git", "--staged"],
      [".git/objects", "--history"],
    ] as const) {
      const folder = openRepository({ "a.txt": "x", ".gitignore": "b.env\n" });
      writeFileSync(join(folder, "b.env"), env());
      git(folder, "add", "-f", "b.env");
      chmodSync(join(folder, locked), 0);
      const run = keylessAs(NOBODY, folder, "scan", ...args);
      expect(run.status, `${locked} ${args.join(" ")}`).toBe(2);
      expect(run.stderr).toMatch(/^not looked at: /m);
      chmodSync(join(folder, locked), 0o755);
    }
    const nowhere = folderWith({ ".git": "gitdir: /nowhere/x\n", "b.env": env(), ".gitignore": "b.env\n" });
    for (const args of [["--history"], ["--staged"], []]) expect(keyless(nowhere, "scan", ...args).status).toBe(2);
  });
});

describe("what a checkout leaves elsewhere is counted and said", () => {
  test("a sparse checkout, a submodule, a pointer of Git LFS", () => {
    const library = repositoryWith({ "a.env": env() });
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;
    const whole = repositoryWith({ "in/a.txt": "x", "out/b.env": env(), "in/big.zip": pointer });
    git(whole, "submodule", "--quiet", "add", library, "in/lib");
    commitAll(whole);
    const folder = mkdtempSync(join(tmpdir(), "keyless-test-"));
    git(folder, "clone", "-q", whole, ".");
    git(folder, "sparse-checkout", "set", "--cone", "--sparse-index", "in");
    const run = keyless(folder, "scan");
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/Left out: 3 not here\.$/m);
    expect(run.stderr).toMatch(/not here, so not scanned[^\n]*in\/big\.zip, in\/lib, out\/b\.env/);
    expect(keyless(folder, "scan", "--staged").stdout).toMatch(/^No Cosmos DB credential found \(0 files/);
    expect(keyless(folder, "scan", "--history").stdout).toMatch(/^out\/b\.env:1:12/m);
    expect(keyless(folder, "scan", "in/a.txt").stdout).not.toMatch(/not here/);
  });

  test("what only looks like a pointer hides nothing", () => {
    const folder = folderWith({ "a.env": `version https://git-lfs.github.com/spec/v1\n${env()}` });
    expect(keyless(folder, "scan")).toMatchObject({ status: 1 });
  });
});

describe("what git ignores", () => {
  test("is told by capitals, and by no rules that a link leads to", () => {
    const folder = repositoryWith({ ".gitignore": "secret.env\n" });
    writeFileSync(join(folder, "SECRET.env"), env());
    expect(keyless(folder, "scan")).toMatchObject({ status: process.platform === "linux" ? 1 : 0 });
    const linked = folderWith({ "a.env": env(), rules: "a.env\n" });
    git(linked, "init", "-q");
    symlinkSync("rules", join(linked, ".gitignore"));
    expect(keyless(linked, "scan")).toMatchObject({ status: 1 });
  });

  test("and tracks all the same is looked at through a link, too, and not counted as left out", () => {
    const folder = repositoryWith({ "sub/a.txt": "x" });
    writeFileSync(join(folder, "sub/.gitignore"), "a.env\n");
    writeFileSync(join(folder, "sub/a.env"), env());
    git(folder, "add", "-f", ".");
    const elsewhere = folderWith({});
    symlinkSync(join(folder, "sub"), join(elsewhere, "link"));
    const run = keyless(elsewhere, "scan", "link");
    expect(run.stdout).toMatch(/^link\/a\.env:1:12: warning/m);
    expect(run.stdout).not.toMatch(/Left out/);
    expect(keyless(elsewhere, "scan", "link", "--include-ignored").stdout).toMatch(/^link\/a\.env:1:12: warning/m);
  });
});

test("a file system that hands out a file bit by bit is read to the end", { timeout: 30_000 }, async () => {
  // A process's map of its memory comes in pages, and names the files in it.
  const named = legacyKey().replaceAll("/", "A");
  const folder = folderWith({});
  const library = join(folder, `COSMOS_KEY=${named}`);
  const found = execFileSync("sh", [
    "-c",
    "ls /lib/*/libm.so.6 /lib64/libm.so.6 /usr/lib/libm.so.6 2>/dev/null | head -1",
  ])
    .toString()
    .trim();
  if (found === "") return;
  copyFileSync(found, library);
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], {
    env: { LD_PRELOAD: library },
  });
  await once(child.stdout, "data");
  const maps = readFileSync(`/proc/${child.pid ?? 0}/maps`, "utf8");
  expect(maps.indexOf(named)).toBeGreaterThan(4096);
  expect(keyless(folder, "scan", `/proc/${child.pid ?? 0}/maps`)).toMatchObject({ status: 1 });
  child.kill();
  rmSync(folder, { recursive: true });
});

test("UTF-32 is no text that was looked at", () => {
  const bytes = Array.from(`\uFEFF${env()}`, (one) => one.charCodeAt(0)).flatMap((code) => [
    code & 0xff,
    code >> 8,
    0,
    0,
  ]);
  const folder = folderWith({ "a.txt": Uint8Array.from(bytes) });
  expect(keyless(folder, "scan").stdout).toMatch(/\(0 files[^)]*\)\. Left out: 1 binary\./);
});

test("a line that a file does not have is not explained", () => {
  const folder = folderWith({ "a.env": env() });
  mkdirSync(join(folder, "d"));
  for (const place of ["a.env:0", "a.env:99", "d:1"]) expect(keyless(folder, "explain", place).status).toBe(2);
  expect(keyless(folder, "explain", "a.env:1")).toMatchObject({ status: 0 });
});

test("a stash below the last one is part of the history", () => {
  const folder = repositoryWith({ "a.txt": "x" });
  for (const text of [env(), "y"]) {
    writeFileSync(join(folder, "a.txt"), text);
    git(folder, "stash", "-q");
  }
  expect(keyless(folder, "scan", "--history").stdout).toMatch(/^a\.txt:1:12/m);
});
