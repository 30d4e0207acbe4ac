import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { legacyKey } from "../keys";
import { CLI, commitAll, folderWith, git, keyless, keylessAs, repositoryWith } from "./run";

/** A repository is data: nothing in it runs, hides, or speaks to a terminal or a pipeline. */

const env = (): string => `COSMOS_KEY=${legacyKey()}\n`;

/** A program that leaves a mark where it ran. */
function trapIn(folder: string): {
  readonly program: string;
  readonly isSprung: () => boolean;
  readonly reset: () => void;
} {
  const mark = join(folder, "..", `${folder.slice(folder.lastIndexOf("/") + 1)}.sprung`);
  const program = join(folder, "trap.sh");
  writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\nexit 1\n`, { mode: 0o755 });
  return {
    program,
    isSprung: () => existsSync(mark),
    reset: () => {
      rmSync(mark, { force: true });
    },
  };
}

/** Lets git itself step into a trap, whatever comes of it. */
function careless(folder: string, ...args: readonly string[]): void {
  spawnSync("git", args, {
    cwd: folder,
    env: { ...process.env, GIT_TERMINAL_PROMPT: "0" },
    input: "protocol=http\nhost=x\n\n",
  });
}

/** The ways a repository's own files have to make git run a program, and a careless command that shows it. */
const TRAPS: readonly (readonly [
  name: string,
  set: (folder: string, trap: string) => void,
  careless: readonly string[],
])[] = [
  ["core.fsmonitor", (folder, trap) => git(folder, "config", "core.fsmonitor", trap), ["status"]],
  [
    "core.sshCommand, by a promised object that is missing",
    (folder, trap) => {
      promise(folder, "ssh://nowhere.example/r");
      git(folder, "config", "core.sshCommand", trap);
    },
    ["cat-file", "-p", "HEAD:a.env"],
  ],
  [
    "a transport that is a program, by a promised object that is missing",
    (folder, trap) => {
      promise(folder, `ext::${trap}`);
      git(folder, "config", "protocol.ext.allow", "always");
    },
    ["cat-file", "-p", "HEAD:a.env"],
  ],
  ["a credential helper", (folder, trap) => git(folder, "config", "credential.helper", trap), ["credential", "fill"]],
  [
    "core.alternateRefsCommand and an alternate",
    (folder, trap) => git(folder, "config", "core.alternateRefsCommand", trap),
    [],
  ],
  ["diff.external", (folder, trap) => git(folder, "config", "diff.external", trap), ["diff", "--cached"]],
  [
    "textconv",
    (folder, trap) => {
      writeFileSync(join(folder, ".gitattributes"), "* diff=t\n");
      git(folder, "config", "diff.t.textconv", trap);
    },
    ["diff", "--cached"],
  ],
  [
    "a diff driver of attributes beside the repository",
    (folder, trap) => {
      mkdirSync(join(folder, ".git/info"), { recursive: true });
      writeFileSync(join(folder, ".git/info/attributes"), "* diff=t\n");
      git(folder, "config", "diff.t.command", trap);
    },
    ["diff", "--cached"],
  ],
  [
    "a filter",
    (folder, trap) => {
      writeFileSync(join(folder, ".gitattributes"), "* filter=t\n");
      git(folder, "config", "filter.t.clean", trap);
    },
    ["add", "a.env"],
  ],
  [
    "a filter that stays and answers",
    (folder, trap) => {
      writeFileSync(join(folder, ".gitattributes"), "* filter=t\n");
      git(folder, "config", "filter.t.process", trap);
    },
    ["add", "a.env"],
  ],
  [
    "hooks",
    (folder, trap) => {
      for (const name of [
        "pre-commit",
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
      ])
        writeFileSync(join(folder, ".git/hooks", name), `#!/bin/sh\nexec ${trap}\n`, { mode: 0o755 });
    },
    ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-m", "x"],
  ],
  [
    "core.hooksPath",
    (folder, trap) => {
      mkdirSync(join(folder, "hooks"));
      writeFileSync(join(folder, "hooks/pre-commit"), `#!/bin/sh\nexec ${trap}\n`, { mode: 0o755 });
      git(folder, "config", "core.hooksPath", "hooks");
    },
    ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-m", "x"],
  ],
  [
    "a pager",
    (folder, trap) => {
      git(folder, "config", "core.pager", trap);
      for (const name of ["log", "diff", "ls-files", "rev-list"]) git(folder, "config", `pager.${name}`, trap);
    },
    [],
  ],
  [
    "an alias, an editor, a program that signs and one that asks",
    (folder, trap) => {
      for (const name of ["ls-files", "rev-list", "cat-file", "log", "diff-index"])
        git(folder, "config", `alias.${name}`, `!${trap}`);
      for (const name of ["core.editor", "core.askPass", "gpg.program", "core.gitProxy", "uploadpack.packObjectsHook"])
        git(folder, "config", name, trap);
      git(folder, "config", "log.showSignature", "true");
    },
    [],
  ],
  [
    "a configuration that another includes",
    (folder, trap) => {
      writeFileSync(join(folder, "more"), `[core]\n\tfsmonitor = ${trap}\n`);
      git(folder, "config", "include.path", "../more");
    },
    ["status"],
  ],
  [
    "a configuration of the working tree",
    (folder, trap) => {
      git(folder, "config", "extensions.worktreeConfig", "true");
      git(folder, "config", "--worktree", "core.fsmonitor", trap);
    },
    ["status"],
  ],
];

/** Makes a repository one whose objects another has promised, and takes one of them away. */
function promise(folder: string, url: string): void {
  git(folder, "repack", "-adq");
  git(folder, "config", "remote.origin.url", url);
  git(folder, "config", "remote.origin.promisor", "true");
  git(folder, "config", "remote.origin.partialclonefilter", "blob:none");
  git(folder, "config", "extensions.partialClone", "origin");
  const id = git(folder, "rev-parse", "HEAD:a.env");
  const keep = git(folder, "rev-list", "--objects", "--all")
    .split("\n")
    .map((line) => line.slice(0, 40))
    .filter((one) => one !== id);
  const pack = execFileSync("git", ["pack-objects", join(folder, ".git/objects/pack/pack")], {
    cwd: folder,
    input: `${keep.join("\n")}\n`,
    stdio: "pipe",
    encoding: "utf8",
  }).trim();
  for (const name of execFileSync("ls", [join(folder, ".git/objects/pack")], { encoding: "utf8" }).split("\n"))
    if (name !== "" && !name.includes(pack)) unlinkSync(join(folder, ".git/objects/pack", name));
  writeFileSync(join(folder, `.git/objects/pack/pack-${pack}.promisor`), "");
}

describe("a repository whose configuration is a trap", () => {
  test.each(TRAPS)("%s", (_name, set, shows) => {
    const folder = repositoryWith({ "a.env": env(), ".gitignore": "*.log\nb.env\n", "x.log": "x", "c.env": "x" });
    writeFileSync(join(folder, "b.env"), env());
    git(folder, "add", "-f", "b.env");
    writeFileSync(join(folder, "a.env"), env());
    const trap = trapIn(folder);
    set(folder, trap.program);
    trap.reset();
    for (const args of [
      ["scan"],
      ["scan", "--staged"],
      ["scan", "--history"],
      ["scan", "--history", "--exclude", "c*"],
      ["fix"],
      ["baseline"],
      ["explain", "a.env:1"],
      ["scan", "--include-ignored"],
    ]) {
      const run = keyless(folder, ...args);
      expect(trap.isSprung(), args.join(" ")).toBe(false);
      expect([0, 1, 2]).toContain(run.status);
    }
    // Not a harmless trap: git by itself steps into it.
    if (shows.length > 0) {
      careless(folder, ...shows);
      expect(trap.isSprung()).toBe(true);
    }
    trap.reset();
  });

  test("no git that lies in the repository is run", () => {
    const folder = repositoryWith({ "a.env": env(), ".gitignore": "x.log\n", "x.log": "x" });
    const trap = trapIn(folder);
    mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
    writeFileSync(join(folder, "node_modules/.bin/git"), `#!/bin/sh\nexec ${trap.program}\n`, { mode: 0o755 });
    const PATH = `${join(folder, "node_modules/.bin")}:node_modules/.bin:${process.env.PATH ?? ""}`;
    for (const args of [["--history"], ["--staged"], []]) {
      const run = keylessAs({ env: { PATH } }, folder, "scan", ...args);
      expect(run.status).toBeLessThan(2);
      expect(trap.isSprung()).toBe(false);
    }
  });

  test("a promised object that is missing is said, not fetched", () => {
    const folder = repositoryWith({ "a.env": env() });
    promise(folder, "ssh://nowhere.example/r");
    const run = keyless(folder, "scan", "--history");
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/a partial clone: 1 object/);
  });

  test("a pipe in the place of git's index is not waited for", () => {
    const folder = repositoryWith({ "a.env": env(), ".gitignore": "x.log\n" });
    writeFileSync(join(folder, "x.log"), "x");
    unlinkSync(join(folder, ".git/index"));
    execFileSync("mkfifo", [join(folder, ".git/index")]);
    for (const args of [["--staged"], []]) expect(keyless(folder, "scan", ...args).status).toBe(2);
  });

  test("patterns that take forever do not", () => {
    const deep = "a/".repeat(60);
    const folder = folderWith({ ".gitignore": `${"**/a/".repeat(12)}b\n`, [`${deep}x.env`]: env() });
    mkdirSync(join(folder, ".git"));
    expect(keyless(folder, "scan").status).toBe(1);
  });
});

describe("names that speak", () => {
  const NAMES = [
    "a\n::error::owned.env",
    "::error::owned.env",
    "b\u001b[2J\u001b]0;owned\u0007.env",
    "c\r##vso[task.setvariable variable=x]owned.env",
    "d\u202evne.env",
    "e`|<img src=x onerror=alert(1)>[x](http:x)@everyone.env",
    "f\u2028::warning::owned.env",
  ];
  const folder = folderWith(Object.fromEntries(NAMES.map((name) => [name, env()])));
  const isQuiet = (text: string): boolean =>
    !/^\s*::/m.test(text) &&
    !/##(?:vso)?\[/.test(text) &&
    !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u202e]/.test(text);

  test("on a terminal and in a pipeline's log", () => {
    for (const args of [
      ["scan"],
      ["fix"],
      ["baseline", "--output", "/dev/null"],
      ["scan", "--exclude", "::nothing::"],
      ["scan", "::x"],
    ]) {
      const run = keyless(folder, ...args);
      expect(isQuiet(run.said), args.join(" ")).toBe(true);
    }
    expect(keyless(folder, "scan").stdout).toMatch(/^a\\n::error::owned\.env:1:12/m);
    chmodAway();
    expect(isQuiet(keyless(folder, "scan", "--max-file-size", "1").said)).toBe(true);
  });

  test("in Markdown they stay what they are", () => {
    const { stdout } = keyless(folder, "scan", "--format", "markdown");
    expect(isQuiet(stdout)).toBe(true);
    expect(stdout).not.toMatch(/<img|\[x\]\(|onerror=a/);
    for (const row of stdout.split("\n").filter((line) => line.startsWith("| warning")))
      expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
  });

  test("programs get them as they are", () => {
    const { findings } = JSON.parse(keyless(folder, "scan", "--format", "json").stdout) as {
      findings: { path: string }[];
    };
    expect(findings.map(({ path }) => path).sort()).toEqual([...NAMES].sort());
    const log = JSON.parse(keyless(folder, "scan", "--format", "sarif").stdout) as Log;
    const uris = log.runs[0]?.results?.map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "",
    );
    expect(uris?.map(decodeURIComponent).sort()).toEqual([...NAMES].sort());
  });

  test("lines of files say nothing either", () => {
    const lines = folderWith({ ".env": `::add-mask::x COSMOS_KEY=${legacyKey()} \u001b[31m ##vso[task.complete]\n` });
    const run = keyless(lines, "scan");
    expect(isQuiet(run.said)).toBe(true);
    expect(run.stdout).toMatch(/^ {2}\\x3a:add-mask/m);
    const [, line = "", caret = ""] = run.stdout.split("\n");
    expect(caret.indexOf("^")).toBe(line.indexOf("*"));
  });

  /** One more name, of a file too large to be looked at. */
  function chmodAway(): void {
    writeFileSync(join(folder, "g\n::error::large.txt"), "x".repeat(1_000_001));
  }
});

describe("the output", () => {
  const shell = (folder: string, script: string) =>
    spawnSync("bash", ["-c", script.replaceAll("CLI", `'${process.execPath}' '${CLI}'`)], {
      cwd: folder,
      encoding: "utf8",
    });

  test("a closed pipe or a full disk: no stack trace, and not the code of a finding", () => {
    const folder = folderWith({ "a.env": env() });
    for (const end of [
      "CLI scan --format sarif > /dev/full",
      "CLI --help > /dev/full",
      "set -o pipefail; (sleep 0.3; CLI scan) | true",
    ]) {
      const { status, stderr } = shell(folder, end);
      expect(status, end).toBe(2);
      expect(stderr).not.toMatch(/\n\s+at |Error/);
      expect(stderr).toMatch(/the output could not be written/);
    }
  });

  test("--output keeps the old report where the new one does not fit", () => {
    const folder = folderWith({ "a.env": env(), "r.sarif": "old" });
    const { status, stderr } = shell(folder, "ulimit -f 1; CLI scan --format sarif --output r.sarif");
    expect(status).toBe(2);
    expect(stderr).toMatch(/it is as it was/);
    expect(readFileSync(join(folder, "r.sarif"), "utf8")).toBe("old");
    expect(execFileSync("ls", ["-A", folder], { encoding: "utf8" }).split("\n")).toEqual(["a.env", "r.sarif", ""]);
  });

  test("--output writes through a link, and keeps it", () => {
    const folder = folderWith({ "a.env": env(), "real/r.md": "old" });
    shell(folder, "ln -s real/r.md r.md; ln -s nowhere/x.md broken.md; chmod 640 real/r.md");
    keyless(folder, "scan", "--format", "markdown", "--output", "r.md");
    expect(readFileSync(join(folder, "real/r.md"), "utf8")).toMatch(/^# Cosmos/);
    expect(shell(folder, "readlink r.md; stat -c %a real/r.md").stdout).toBe("real/r.md\n640\n");
    expect(keyless(folder, "scan", "--output", "broken.md").status).toBe(2);
    expect(keyless(folder, "baseline", "--output", "broken.md").status).toBe(2);
    expect(shell(folder, "readlink broken.md").stdout).toBe("nowhere/x.md\n");
  });
});

test("what git would commit stays uncommitted, and nothing of the repository changes", () => {
  const folder = repositoryWith({ "a.env": env() });
  writeFileSync(join(folder, "a.env"), env());
  git(folder, "add", ".");
  const state = (): string =>
    execFileSync("find", [".git", "-type", "f", "-newermt", "@0", "-printf", "%p %T@ %s\n"], {
      cwd: folder,
      encoding: "utf8",
    });
  const before = state();
  for (const args of [["--staged"], ["--history"], []]) keyless(folder, "scan", ...args);
  expect(state()).toBe(before);
  commitAll(folder);
});
