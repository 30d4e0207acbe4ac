import {
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  mkdtempSync,
  chmodSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { legacyKey } from "../keys";
import { commitAll, folderWith, git, keyless, keylessAs, repositoryWith } from "./run";

/** What git holds is looked at whole, or what is missing is said. */

const env = (): string => `COSMOS_KEY=${legacyKey()}\n`;
const places = (stdout: string): readonly string[] => stdout.match(/^[\w./ -]+(?=:\d+:\d)/gm) ?? [];

/** The file that holds an object of a repository. */
const looseOf = (folder: string, id: string): string => join(folder, ".git/objects", id.slice(0, 2), id.slice(2));

/** Puts rubbish into an object's place. */
function damage(folder: string, id: string): void {
  chmodSync(looseOf(folder, id), 0o644);
  writeFileSync(looseOf(folder, id), "rubbish");
}

/** A repository with 40 versions of a file, and one with a key in the last. */
function longHistory(): string {
  const folder = repositoryWith({ "a.txt": "0" });
  for (let i = 1; i < 20; i++) {
    writeFileSync(join(folder, "a.txt"), String(i));
    writeFileSync(join(folder, `b${i}.txt`), `b${i}`);
    commitAll(folder);
  }
  writeFileSync(join(folder, "z.env"), env());
  commitAll(folder);
  return folder;
}

describe("a history with holes", () => {
  test.each(["a blob", "a folder", "a commit"])(
    "%s is missing, or damaged: the rest is looked at, and it is said",
    (what) => {
      for (const harm of [
        damage,
        (folder: string, id: string) => {
          unlinkSync(looseOf(folder, id));
        },
      ]) {
        const folder = longHistory();
        const suffix = what === "a blob" ? ":b3.txt" : what === "a folder" ? "^{tree}" : "";
        harm(folder, git(folder, "rev-parse", `HEAD~16${suffix}`));
        const run = keyless(folder, "scan", "--history");
        expect(run.status, run.said).toBe(2);
        expect(run.stderr).toMatch(/not looked at: .*(?:missing|damaged)/);
        expect(places(run.stdout)).toEqual(["z.env"]);
        const whole = keyless(longHistory(), "scan", "--history");
        const count = (text: string): number => Number(/\((\d+) files/.exec(text)?.[1]);
        expect(count(run.stdout)).toBeGreaterThanOrEqual(count(whole.stdout) - 2);
        expect(keyless(folder, "scan", "--history", "--allow-partial").status).toBe(1);
      }
    },
  );

  test("a shallow clone", () => {
    const folder = mkdtempSync(join(tmpdir(), "keyless-test-"));
    git(folder, "clone", "-q", "--depth", "1", `file://${longHistory()}`, "c");
    const run = keyless(join(folder, "c"), "scan", "--history");
    expect(run.stderr).toMatch(/a shallow clone: earlier commits are not here/);
    expect(run.status).toBe(2);
  });

  test("a partial clone: what was never fetched is not fetched now, and said", () => {
    const origin = longHistory();
    git(origin, "config", "uploadpack.allowFilter", "true");
    const folder = mkdtempSync(join(tmpdir(), "keyless-test-"));
    git(folder, "clone", "-q", "--filter=blob:none", `file://${origin}`, "c");
    const run = keyless(join(folder, "c"), "scan", "--history");
    expect(run.stderr).toMatch(/a partial clone: 19 objects of the history were never fetched/);
    expect(run.status).toBe(2);
  });

  test("submodules: their history too where it is here, a word where it is not", () => {
    const inner = repositoryWith({ "a.env": env() });
    writeFileSync(join(inner, "a.env"), "clean");
    commitAll(inner);
    const outer = repositoryWith({ "b.txt": "x" });
    git(outer, "submodule", "--quiet", "add", inner, "libs/inner");
    commitAll(outer);
    const run = keyless(outer, "scan", "--history");
    expect(places(run.stdout)).toEqual(["libs/inner/a.env"]);
    expect(run.status).toBe(1);
    const clone = mkdtempSync(join(tmpdir(), "keyless-test-"));
    git(clone, "clone", "-q", outer, "c");
    const bare = keyless(join(clone, "c"), "scan", "--history");
    expect(bare.stderr).toMatch(/libs\/inner: a submodule that is not here/);
    expect(bare.status).toBe(2);
    expect(keyless(join(clone, "c"), "scan", "--history", "--exclude", "libs/**").status).toBe(0);
  });

  test("git is not there, or there is no repository", () => {
    expect(keyless(folderWith({}), "scan", "--history").status).toBe(2);
    const run = keylessAs({ env: { PATH: "/nowhere" } }, longHistory(), "scan", "--history");
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/git could not be started/);
  });

  test("an empty repository, a bare one, a detached head, a linked working tree", () => {
    const empty = folderWith({});
    git(empty, "init", "-q");
    expect(keyless(empty, "scan", "--history").status).toBe(0);
    expect(keyless(empty, "scan", "--staged").status).toBe(0);
    const folder = longHistory();
    const clones = mkdtempSync(join(tmpdir(), "keyless-test-"));
    git(clones, "clone", "-q", "--bare", folder, "bare");
    expect(keyless(join(clones, "bare"), "scan", "--history").status).toBe(1);
    git(folder, "worktree", "add", "-q", "--detach", join(clones, "tree"));
    const tree = join(clones, "tree");
    writeFileSync(join(tree, "only-here.env"), env());
    git(tree, "add", ".");
    expect(places(keyless(tree, "scan", "--staged").stdout)).toEqual(["only-here.env"]);
    commitAll(tree);
    expect(places(keyless(tree, "scan", "--history").stdout)).toEqual(["only-here.env", "z.env"]);
    expect(places(keyless(folder, "scan", "--history").stdout)).toContain("only-here.env");
  });

  test("a blob that only a tag names, and one behind a replacement", () => {
    const folder = longHistory();
    writeFileSync(join(folder, "loose"), env());
    git(folder, "tag", "blob", git(folder, "hash-object", "-w", "loose"));
    unlinkSync(join(folder, "loose"));
    expect(keyless(folder, "scan", "--history").stdout.match(/COSMOS_KEY/g)).toHaveLength(2);
    git(folder, "replace", git(folder, "rev-parse", "HEAD:z.env"), git(folder, "rev-parse", "HEAD:a.txt"));
    expect(places(keyless(folder, "scan", "--history").stdout)).toContain("z.env");
  });

  test("objects named by SHA-256, and an index in two parts", () => {
    const folder = folderWith({ ".gitignore": "*.env", "a.env": env() });
    git(folder, "init", "-q", "--object-format=sha256");
    git(folder, "add", "-f", "a.env", ".gitignore");
    git(folder, "update-index", "--split-index");
    expect(places(keyless(folder, "scan", "--staged").stdout)).toEqual(["a.env"]);
    expect(places(keyless(folder, "scan").stdout)).toEqual(["a.env"]);
    commitAll(folder);
    expect(places(keyless(folder, "scan", "--history").stdout)).toEqual(["a.env"]);
  });
});

describe("what is staged", () => {
  test("a wrong diff.orderFile changes nothing; a damaged blob is said", () => {
    const folder = repositoryWith({ "a.txt": "x" });
    writeFileSync(join(folder, "b.env"), env());
    writeFileSync(join(folder, "c.txt"), "some text");
    git(folder, "add", ".");
    git(folder, "config", "diff.orderFile", "no-such-file");
    expect(places(keyless(folder, "scan", "--staged").stdout)).toEqual(["b.env"]);
    damage(folder, git(folder, "rev-parse", ":c.txt"));
    const run = keyless(folder, "scan", "--staged");
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/not looked at: c\.txt: its content in git is missing or damaged/);
    expect(places(run.stdout)).toEqual(["b.env"]);
  });

  test("a damaged index, or a head that leads nowhere, is no clean result", () => {
    const folder = repositoryWith({ "a.txt": "x" });
    writeFileSync(join(folder, "b.env"), env());
    git(folder, "add", ".");
    const index = readFileSync(join(folder, ".git/index"));
    truncateSync(join(folder, ".git/index"), 40);
    expect(keyless(folder, "scan", "--staged").status).toBe(2);
    writeFileSync(join(folder, ".git/index"), index);
    unlinkSync(looseOf(folder, git(folder, "rev-parse", "HEAD^{tree}")));
    // Nothing to compare with: all that would be committed is looked at.
    const run = keyless(folder, "scan", "--staged");
    expect(places(run.stdout)).toEqual(["b.env"]);
  });

  test("a link that became a file with a key", () => {
    const folder = repositoryWith({ "a.txt": "x" });
    symlinkSync("a.txt", join(folder, "b.env"));
    commitAll(folder);
    unlinkSync(join(folder, "b.env"));
    writeFileSync(join(folder, "b.env"), env());
    git(folder, "add", ".");
    expect(places(keyless(folder, "scan", "--staged").stdout)).toEqual(["b.env"]);
  });

  test("the index that git hands to a hook", () => {
    const folder = repositoryWith({ "a.env": "clean" });
    writeFileSync(join(folder, "a.env"), env());
    const hook = join(folder, ".git/hooks/pre-commit");
    const cli = join(import.meta.dirname, "../../dist/cli.js");
    writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${cli}" scan --staged\n`, { mode: 0o755 });
    expect(() => git(folder, "commit", "-qam", "a key")).toThrow(/a\.env:1:12/);
  });

  test("a conflict that is not resolved", () => {
    const folder = repositoryWith({ "a.txt": "1" });
    git(folder, "checkout", "-qb", "other");
    writeFileSync(join(folder, "a.txt"), "2");
    commitAll(folder);
    git(folder, "checkout", "-q", "main");
    writeFileSync(join(folder, "a.txt"), "3");
    commitAll(folder);
    expect(() => git(folder, "merge", "-q", "other")).toThrow();
    const run = keyless(folder, "scan", "--staged");
    expect(run.stderr).toMatch(/a\.txt: a conflict is not resolved/);
    expect(run.status).toBe(2);
  });
});

describe("paths and globs", () => {
  const split = (): string => {
    const same = env();
    return repositoryWith({ "test/a.env": same, "src/b.env": same, "src/c.env": env(), "d.env": env() });
  };

  test.each(["--history", "--staged"])("are obeyed with %s, a file by all its names", (source) => {
    const folder = split();
    if (source === "--staged") rmSync(join(folder, ".git"), { recursive: true });
    if (source === "--staged") git(folder, "init", "-q");
    git(folder, "add", ".");
    const found = (...args: readonly string[]): readonly string[] =>
      places(keyless(folder, "scan", source, ...args).stdout);
    const all = source === "--history" ? 3 : 4;
    expect(found()).toHaveLength(all);
    expect(found("--exclude", "src/**")).toEqual(["d.env", "test/a.env"]);
    expect(found("--exclude", "test/**")).toEqual(["d.env", "src/b.env", "src/c.env"]);
    expect(found("src")).toEqual(["src/b.env", "src/c.env"]);
    expect(found("test", "d.env")).toEqual(["d.env", "test/a.env"]);
    expect(places(keyless(join(folder, "src"), "scan", source, ".").stdout)).toEqual(["b.env", "c.env"]);
    const idle = keyless(folder, "scan", source, "--exclude", "tset/**");
    expect(idle.stderr).toMatch(/--exclude tset\/\*\* leaves nothing out/);
    const missing = keyless(folder, "scan", source, "no-such");
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(/no-such: no such file or folder, on disk or in git/);
    const left = keyless(folder, "scan", source, "--exclude", "src/c.env", "--exclude", "d.env");
    expect(left.stdout).toMatch(/Left out: 2 excluded/);
  });

  test("a file that is only in history can be named; two scans at once and what says nothing are refused", () => {
    const folder = split();
    rmSync(join(folder, "src"), { recursive: true });
    commitAll(folder);
    expect(places(keyless(folder, "scan", "--history", "src/c.env").stdout)).toEqual(["src/c.env"]);
    expect(keyless(folder, "scan", "--history", "--staged").status).toBe(2);
    expect(keyless(folder, "scan", "--history", "--include-ignored").status).toBe(2);
    expect(keyless(folder, "scan", "--history", ".", tmpdir()).status).toBe(2);
  });

  test("shards of a history hold each finding once", () => {
    const folder = repositoryWith(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.env`, env()])));
    const all = ["1/2", "2/2"].flatMap((shard) =>
      places(keyless(folder, "scan", "--history", "--shard", shard).stdout),
    );
    expect(new Set(all).size).toBe(20);
    expect(all).toHaveLength(20);
  });
});

describe("memory", () => {
  /** How much the process held at the most, in MB. */
  const held = (folder: string, ...args: readonly string[]) => {
    const note = join(mkdtempSync(join(tmpdir(), "keyless-test-")), "rss");
    const probe = folderWith({
      "probe.cjs": `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(note)}, String(process.resourceUsage().maxRSS / 1024)));`,
    });
    const run = keylessAs({ env: { NODE_OPTIONS: `--require ${join(probe, "probe.cjs")}` } }, folder, "scan", ...args);
    return { ...run, megabytes: Number(readFileSync(note, "utf8")) };
  };

  test("26 binaries of 44 MB hide no small file with a key, and are not held", () => {
    const folder = folderWith({ "z.env": env() });
    git(folder, "init", "-q");
    git(folder, "add", ".");
    const ids = [0, 1, 2, 3].map((i) => {
      writeFileSync(join(folder, "b.bin"), Buffer.from([0, 1, 2, 0, 0, i]));
      truncateSync(join(folder, "b.bin"), 44_000_000);
      return git(folder, "-c", "core.compression=1", "hash-object", "-w", "b.bin");
    });
    const entries = Array.from({ length: 26 }, (_, i) => `100644,${ids[i % 4] ?? ""},b${i}.bin`);
    git(folder, "update-index", "--add", ...entries.flatMap((entry) => ["--cacheinfo", entry]));
    const staged = held(folder, "--staged");
    expect(places(staged.stdout)).toEqual(["z.env"]);
    expect(staged.stdout).toMatch(/26 binary/);
    git(folder, "commit", "-qm", "some");
    const history = held(folder, "--history");
    expect(places(history.stdout)).toEqual(["z.env"]);
    expect(history.stdout).toMatch(/4 binary/);
    for (const { megabytes } of [staged, history]) expect(megabytes).toBeLessThan(250);
    rmSync(folder, { recursive: true });
  });

  test("a large text is read piece by piece, from git as from the disk", () => {
    const line = `${"x".repeat(1021)}é\r\n`;
    const filler = line.repeat(Math.floor(20_000_000 / Buffer.byteLength(line)));
    const folder = folderWith({ "a.log": `${env()}${filler}${env()}${filler}${env()}` });
    git(folder, "init", "-q");
    git(folder, "add", ".");
    const onDisk = keyless(folder, "scan").stdout.match(/^a\.log:\d+:\d+/gm);
    expect(onDisk).toHaveLength(3);
    expect(keyless(folder, "scan", "--staged").stdout.match(/^a\.log:\d+:\d+/gm)).toEqual(onDisk);
    expect(statSync(join(folder, "a.log")).size).toBeGreaterThan(1 << 25);
    rmSync(folder, { recursive: true });
  });
});

test("git leaves no folder behind", () => {
  const mine = (): number => readdirSync(tmpdir()).filter((name) => name.startsWith("keyless-git-")).length;
  const folder = longHistory();
  const before = mine();
  keyless(folder, "scan", "--history");
  expect(mine()).toBeLessThanOrEqual(before);
});
