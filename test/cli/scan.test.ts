import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { identifiableKey, legacyKey } from "../keys";
import { folderWith, git, keyless, keylessMeanwhile, repositoryWith } from "./run";

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
    expect(now.stdout).toMatch(/\(1 by the baseline\)/);
  });
});

describe("reports", () => {
  test("text: place, severity, message, rule, the masked line and a caret", () => {
    const { stdout } = keyless(folderWith({ "a.ts": `const cosmosKey = "${legacyKey()}"; // here\n` }), "scan");
    expect(stdout).toMatch(
      /^a\.ts:1:20: warning: Hardcoded Cosmos DB key.* \[account-key\]\n {2}const cosmosKey = "\*{8}"; \/\/ here\n {21}\^~{7}\n1 credential: 1 warning \(1 file in [\d.]+ s\)\.\n$/,
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

  test("SARIF: severity by finding, places from the repository's root, the parts of a key whole", () => {
    const one = identifiableKey();
    const folder = repositoryWith({
      "app/a.py": `from azure.cosmos import CosmosClient\nc = CosmosClient(URL, ("${one.slice(0, 40)}"\n    "${one.slice(40)}"))\n`,
      "app/c.env": `COSMOS_KEY=${legacyKey()}\n`,
    });
    const log = JSON.parse(keyless(join(folder, "app"), "scan", "--format", "sarif").stdout) as Log;
    const results = log.runs[0]?.results ?? [];
    expect(results.map(({ level, rank }) => [level, rank])).toEqual([
      ["error", 98],
      ["warning", 80],
    ]);
    expect(results.map(({ properties }) => (properties as Record<string, unknown>)["security-severity"])).toEqual([
      "9.8",
      "8.0",
    ]);
    const uris = results.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri);
    expect(uris).toEqual(["app/a.py", "app/c.env"]);
    expect(log.runs[0]?.originalUriBaseIds?.SRCROOT?.uri).toMatch(/\/keyless-test-\w+\/$/);
    const parts = results[0]?.relatedLocations ?? [];
    expect(parts.map(({ physicalLocation }) => physicalLocation?.region)).toEqual([
      { startLine: 2, startColumn: 25, endLine: 2, endColumn: 65, charOffset: 62, charLength: 40 },
      { startLine: 3, startColumn: 6, endLine: 3, endColumn: 54, charOffset: 109, charLength: 48 },
    ]);
    expect(parts.map(({ message }) => message?.text)).toEqual(["Part 1 of 2", "Part 2 of 2"]);
    const scores = log.runs[0]?.tool.driver.rules?.map(
      ({ properties }) => (properties as Record<string, unknown>)["security-severity"],
    );
    expect(new Set(scores).size).toBeGreaterThan(1);
  });

  test("explain does not call a binary file clean", () => {
    expect(keyless(folderWith({ a: Buffer.from([0, 1, 2, 0, 0]) }), "explain", "a:1").status).toBe(2);
  });

  test("--output writes the report, stdout stays empty; markdown is a table", () => {
    const folder = folderWith({ ".env": `COSMOS_KEY=${legacyKey()}` });
    expect(keyless(folder, "scan", "--format", "markdown", "--output", "r.md").stdout).toBe("");
    expect(readFileSync(join(folder, "r.md"), "utf8")).toMatch(/\| warning \| `\.env:1` \| Hardcoded Cosmos DB key/);
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
      /note: bad: not valid UTF-8 or UTF-16/,
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

  test("a device or pipe named by a person is not opened either", () => {
    const run = keyless(folderWith({}), "scan", "/dev/zero");
    expect(run.stderr).toMatch(/^not looked at: \/dev\/zero: a pipe, socket or device: not opened\n/);
    expect(run.status).toBe(2);
  });

  test("an archive of 4 GB, and 10,000 files in one folder", () => {
    const folder = folderWith({ "backup.tar": "", ...good() });
    truncateSync(join(folder, "backup.tar"), 2 ** 32);
    for (let i = 0; i < 10_000; i++) writeFileSync(join(folder, `f${i}.txt`), "nothing");
    const run = keyless(folder, "scan", "--max-file-size", "5000");
    expect(run.stderr).toBe("note: binary, not scanned: backup.tar\n");
    expect(run.stdout).toMatch(/z\.env:1:12[\s\S]*10,001 files/);
  });

  test("a name that is no UTF-8", () => {
    const folder = folderWith(good());
    writeFileSync(Buffer.concat([Buffer.from(join(folder, "a")), Buffer.from([0xff])]), "x");
    const run = keyless(folder, "scan");
    expect(run.stderr).toMatch(/its name is no valid UTF-8: not opened/);
    expect(run.stdout).toMatch(/z\.env:1:12/);
  });

  test("files that come and go during the scan", async () => {
    const folder = folderWith(good());
    for (let i = 0; i < 3000; i++) writeFileSync(join(folder, `f${i}.txt`), "nothing");
    const run = keylessMeanwhile(folder, "scan");
    for (let i = 2999; i >= 0; i--) rmSync(join(folder, `f${i}.txt`));
    const { status, stdout } = await run;
    expect(status).toBe(1);
    expect(stdout).toMatch(/z\.env:1:12/);
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

describe("a large file is read piece by piece", () => {
  const MB = 1 << 20;

  test.each(["utf8", "utf16le"] as const)("%s: keys at its start, across two pieces and at its end", (encoding) => {
    const line = `${"x".repeat(1021)}é\r\n`;
    const keys = [legacyKey(), identifiableKey(), legacyKey()];
    const statement = (i: number): string => `cosmosKey = "${keys[i] ?? ""}"\r\n`;
    const bytesOf = (text: string): number => Buffer.byteLength(text, encoding);
    const filler = line.repeat(Math.floor((16 * MB) / bytesOf(line)) - 1);
    const rest = "y".repeat(Math.floor((16 * MB - bytesOf(statement(0) + filler) - 20) / bytesOf("y")));
    const text = `${statement(0)}${filler}${rest}${statement(1)}${filler}${statement(2)}`;
    const run = keyless(folderWith({ "a.log": Buffer.from(text, encoding) }), "scan", "--format", "json");
    const { findings } = JSON.parse(run.stdout) as { findings: { start: number; line: number; column: number }[] };
    const places = keys.map((key) => {
      const start = text.indexOf(key);
      const line = text.slice(0, start).split("\r\n").length;
      return { start, line, column: start - text.lastIndexOf("\n", start) };
    });
    expect(findings.map(({ start, line, column }) => ({ start, line, column }))).toEqual(places);
  });
});
