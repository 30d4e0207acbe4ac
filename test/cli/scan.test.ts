import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { identifiableKey, legacyKey } from "../keys";
import { folderWith, keyless } from "./run";

const git = (folder: string, ...args: readonly string[]): void => {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder, stdio: "pipe" });
};

describe("exit codes", () => {
  test("0 for a clean folder, 1 for findings, 2 where it cannot run", () => {
    expect(keyless(folderWith({ "a.txt": "nothing" }), "scan").status).toBe(0);
    expect(keyless(folderWith({ ".env": `COSMOS_KEY=${legacyKey()}` }), "scan").status).toBe(1);
    const missing = keyless(folderWith({}), "scan", "no-such-folder");
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(/no-such-folder: no such file or folder/);
    expect(keyless(folderWith({}), "scan", "--no-such-option").stderr).toMatch(/--no-such-option is not known/);
    expect(keyless(folderWith({}), "no-such-command").status).toBe(2);
  });

  test("--fail-on sets the level", () => {
    const folder = folderWith({ ".env": `COSMOS_KEY=${legacyKey()}` });
    expect(keyless(folder, "scan", "--fail-on", "error").status).toBe(0);
    expect(keyless(folder, "scan", "--fail-on", "never").status).toBe(0);
    expect(keyless(folder, "scan", "--fail-on", "note").status).toBe(1);
  });
});

describe("what is scanned", () => {
  const env = (): string => `COSMOS_KEY=${legacyKey()}\n`;

  test("what git ignores is left out, at every level, unless asked for; then one level lower", () => {
    const folder = folderWith({
      ".git/HEAD": "",
      ".gitignore": "*.env\n!kept.env\n",
      "a.env": env(),
      "kept.env": env(),
      "sub/.gitignore": "!b.env\nc/\n",
      "sub/b.env": env(),
      "sub/c/d.txt": env(),
    });
    expect(keyless(folder, "scan").stdout.match(/^[\w./]+(?=:\d)/gm)).toEqual(["kept.env", "sub/b.env"]);
    const all = JSON.parse(keyless(folder, "scan", "--include-ignored", "--format", "json").stdout) as {
      findings: { path: string; severity: string }[];
    };
    expect(all.findings.map(({ path, severity }) => [path, severity])).toEqual([
      ["a.env", "information"],
      ["kept.env", "warning"],
      ["sub/b.env", "warning"],
      ["sub/c/d.txt", "information"],
    ]);
  });

  test("--exclude takes globs, node_modules is left out, a folder that is named is not", () => {
    const folder = folderWith({ "a.env": env(), "test/a.env": env(), "node_modules/x/a.env": env() });
    expect(keyless(folder, "scan", "--exclude", "test/**").stdout.match(/^[\w./]+(?=:\d)/gm)).toEqual(["a.env"]);
    expect(keyless(folder, "scan", "node_modules").stdout.match(/^[\w./]+(?=:\d)/gm)).toEqual(["node_modules/x/a.env"]);
  });

  test("what is staged, not what lies on disk", () => {
    const folder = folderWith({ "a.env": env() });
    git(folder, "init", "-q");
    git(folder, "add", "a.env");
    writeFileSync(join(folder, "a.env"), "clean\n");
    expect(keyless(folder, "scan", "--staged").status).toBe(1);
    expect(keyless(folder, "scan").status).toBe(0);
  });

  test("history: a key that was taken out again", () => {
    const folder = folderWith({ "a.env": env() });
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "a key");
    writeFileSync(join(folder, "a.env"), "clean\n");
    git(folder, "commit", "-qam", "no key");
    expect(keyless(folder, "scan").status).toBe(0);
    expect(keyless(folder, "scan", "--history").stdout).toMatch(/a\.env:1:12/);
  });

  test("shards: each finding in just one of them", () => {
    const folder = folderWith(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.env`, env()])));
    const counts = ["1/3", "2/3", "3/3"].map(
      (shard) => keyless(folder, "scan", "--shard", shard).stdout.match(/^\d+\.env/gm)?.length ?? 0,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
  });

  test("a baseline accepts what it names and nothing else", () => {
    const folder = folderWith({ "a.env": env() });
    expect(keyless(folder, "baseline", "--output", "keyless.json").status).toBe(0);
    expect(keyless(folder, "scan", "--baseline", "keyless.json").status).toBe(0);
    writeFileSync(join(folder, "b.env"), env());
    const now = keyless(folder, "scan", "--baseline", "keyless.json");
    expect(now.status).toBe(1);
    expect(now.stdout).toMatch(/1 warning, 1 suppressed/);
    expect(readFileSync(join(folder, "keyless.json"), "utf8")).not.toMatch(/a\.env|\d:\d/);
  });
});

describe("reports", () => {
  test("text: place, severity, message, rule, the masked line and a caret", () => {
    const { stdout } = keyless(folderWith({ "a.ts": `const cosmosKey = "${legacyKey()}"; // here\n` }), "scan");
    expect(stdout).toMatch(
      /^a\.ts:1:20: warning: Account key: .* \[account-key\]\n {2}const cosmosKey = "\*{8}"; \/\/ here\n {21}\^~{7}\n1 credential: 1 warning \(1 file in [\d.]+ s\)\.\n$/,
    );
  });

  test("SARIF: exact region, rules with help, suppressions", () => {
    const key = legacyKey();
    const folder = folderWith({
      "a ü.ts": `// 😀\nconst cosmosKey = "${key}";\nconst cosmosKey2 = "${legacyKey()}"; // keyless-ignore-line: made up\n`,
    });
    const log = JSON.parse(keyless(folder, "scan", "--format", "sarif").stdout) as Log;
    const [run] = log.runs;
    const [first, second] = run?.results ?? [];
    expect(first?.locations?.[0]?.physicalLocation?.region).toEqual({
      startLine: 2,
      startColumn: 20,
      endLine: 2,
      endColumn: 108,
      charOffset: 25,
      charLength: 88,
    });
    expect(first?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("a%20%C3%BC.ts");
    expect(second?.suppressions?.[0]?.justification).toBe("made up");
    expect(run?.tool.driver.rules?.every(({ help }) => (help?.text ?? "").length > 80)).toBe(true);
  });

  test("--output writes the report, stdout stays empty; markdown is a table", () => {
    const folder = folderWith({ ".env": `COSMOS_KEY=${legacyKey()}` });
    expect(keyless(folder, "scan", "--format", "markdown", "--output", "r.md").stdout).toBe("");
    expect(readFileSync(join(folder, "r.md"), "utf8")).toMatch(/\| warning \| `\.env:1` \| Account key/);
  });
});

describe("bad input: a clear line, and the rest goes on", () => {
  const good = (): Record<string, string> => ({ "z.env": `COSMOS_KEY=${legacyKey()}\n` });

  test.each<[string, string | Uint8Array, RegExp]>([
    [
      "a binary file",
      Buffer.concat([Buffer.from([0, 1, 2, 0, 0, 3]), Buffer.from(legacyKey())]),
      /note: binary, not scanned: bad/,
    ],
    [
      "invalid UTF-8",
      Buffer.concat([Buffer.from([0xff, 0x80, 0xc0]), Buffer.from(`cosmosKey=${legacyKey()}`)]),
      /note: bad: not valid UTF-8/,
    ],
  ])("%s", (_name, content, note) => {
    const run = keyless(folderWith({ bad: content, ...good() }), "scan");
    expect(run.stderr).toMatch(note);
    expect(run.stdout).toMatch(/z\.env:1:12/);
  });

  test("a file over the size limit", () => {
    const folder = folderWith({ big: "", ...good() });
    truncateSync(join(folder, "big"), 100_000_001);
    const run = keyless(folder, "scan");
    expect(run.stderr).toBe("note: big: larger than 50 MB: not scanned\n");
    expect(run.stdout).toMatch(/z\.env:1:12/);
  });

  test("one line of 10 MB, with a key at its end", () => {
    const run = keyless(
      folderWith({ "a.json": `{"a":"${"x y=".repeat(2_500_000)}","cosmosKey":"${legacyKey()}"}` }),
      "scan",
    );
    expect(run.stdout).toMatch(/a\.json:1:10000022/);
  });

  test("links: round in a circle, out of the folder, to nowhere", () => {
    const folder = folderWith(good());
    symlinkSync(folder, join(folder, "circle"));
    symlinkSync("/etc", join(folder, "out"));
    symlinkSync("nowhere", join(folder, "broken"));
    const run = keyless(folder, "scan");
    expect(run.stderr.trim().split("\n")).toHaveLength(3);
    expect(run.stdout.match(/z\.env/g)).toHaveLength(1);
  });

  test("a pipe is never opened", () => {
    const folder = folderWith(good());
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(keyless(folder, "scan").stdout).toMatch(/z\.env:1:12/);
  });

  test("UTF-16, with and without a byte order mark", () => {
    const text = `$cosmosKey = "${identifiableKey()}"\r\n`;
    const folder = folderWith({
      "a.ps1": Buffer.from(`\uFEFF${text}`, "utf16le"),
      "b.ps1": Buffer.from(text, "utf16le"),
      "c.ps1": Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
    });
    expect(keyless(folder, "scan").stdout.match(/^[abc]\.ps1:1:15/gm)).toHaveLength(3);
  });
});
