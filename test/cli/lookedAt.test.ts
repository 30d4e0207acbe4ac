import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { legacyKey } from "../keys";
import { commitAll, folderWith, git, keyless, keylessAs, repositoryWith } from "./run";

/** What is not looked at is part of every result: zero means zero. */

const env = (): string => `COSMOS_KEY=${legacyKey()}\n`;
const places = (stdout: string): readonly string[] => stdout.match(/^[\w./ -]+(?=:\d+:\d)/gm) ?? [];

interface Json {
  readonly complete: boolean;
  readonly notLookedAt: readonly { readonly path: string; readonly reason: string }[];
  readonly leftOut: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  readonly findings: readonly {
    readonly path: string;
    readonly severity: string;
    readonly suppression: string | null;
    readonly suppressedBy: string | null;
  }[];
}

const jsonOf = (folder: string, ...args: readonly string[]): Json =>
  JSON.parse(keyless(folder, "scan", "--format", "json", ...args).stdout) as Json;

/** Root may read everything: then the command is run as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534 } : {};

describe("what could not be looked at", () => {
  const unreadable = (files: Readonly<Record<string, string>>): string => {
    const folder = folderWith({ "locked.env": env(), "closed/a.env": env(), ...files });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, "locked.env"), 0);
    chmodSync(join(folder, "closed"), 0);
    return folder;
  };

  test("makes exit code 2, with findings beside it and without, unless that is allowed", () => {
    const clean = unreadable({ "a.txt": "nothing" });
    const run = keylessAs(NOBODY, clean, "scan");
    expect(run.status).toBe(2);
    expect(run.stdout).toMatch(/^No Cosmos DB credential found in what could be looked at/);
    expect(run.stdout).toMatch(/Incomplete: 2 places[^]*locked\.env: the file cannot be opened/);
    expect(run.stdout).toMatch(/closed: the folder cannot be read/);
    expect(run.stderr).toMatch(/^not looked at: locked\.env: the file cannot be opened$/m);
    expect(keylessAs(NOBODY, clean, "scan", "--allow-partial").status).toBe(0);
    const loud = unreadable({ "a.env": env() });
    expect(keylessAs(NOBODY, loud, "scan").status).toBe(2);
    expect(keylessAs(NOBODY, loud, "scan", "--allow-partial").status).toBe(1);
    expect(keylessAs(NOBODY, clean, "fix").status).toBe(2);
    expect(keylessAs(NOBODY, clean, "baseline").status).toBe(2);
    expect(keylessAs(NOBODY, clean, "fix", "--allow-partial").status).toBe(0);
  });

  test("stands in JSON, SARIF and Markdown", () => {
    const folder = unreadable({ "a.txt": "nothing" });
    const json = JSON.parse(keylessAs(NOBODY, folder, "scan", "--format", "json").stdout) as Json;
    expect(json.complete).toBe(false);
    expect(json.notLookedAt.map(({ path }) => path)).toEqual(["locked.env", "closed"]);
    const sarif = JSON.parse(keylessAs(NOBODY, folder, "scan", "--format", "sarif").stdout) as Log;
    const invocation = sarif.runs[0]?.invocations?.[0];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.exitCode).toBe(2);
    const notice = invocation?.toolExecutionNotifications?.[0];
    expect(notice?.level).toBe("error");
    expect(notice?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("locked.env");
    expect(keylessAs(NOBODY, folder, "scan", "--format", "markdown").stdout).toMatch(
      /None found in 1 file that could be looked at[^]*`locked\.env` \| the file cannot be opened/,
    );
  });
});

describe("what settings leave out", () => {
  test("is counted and said, and is no failure", () => {
    const folder = repositoryWith({
      ".gitignore": "*.log\nout/\n",
      "a.log": "x",
      "out/b.txt": "x",
      "c.bin": Buffer.from([0, 1, 2, 0, 0]),
      "node_modules/d.js": "x",
      "test/e.txt": "x",
      "big.txt": "x".repeat(1_000_001),
    });
    const run = keyless(folder, "scan", "--exclude", "test/**", "--max-file-size", "1");
    expect(run.stdout).toMatch(/Left out: 2 ignored by git, 2 excluded, 1 binary, 1 too large\.\n$/);
    expect(run.status).toBe(0);
    expect(jsonOf(folder, "--exclude", "test/**").leftOut).toEqual({
      ignored: 2,
      excluded: 2,
      binary: 1,
      "too large": 0,
      "not here": 0,
    });
  });

  test("a pattern that leaves nothing out is said", () => {
    const folder = folderWith({ "a.env": env(), "test/a.env": env() });
    const run = keyless(folder, "scan", "--exclude", "tset/**", "--exclude", "test/**");
    expect(run.stderr).toMatch(/--exclude tset\/\*\* leaves nothing out/);
    expect(run.stderr).not.toMatch(/--exclude test/);
    expect(jsonOf(folder, "--exclude", "tset/**").warnings).toEqual(["--exclude tset/** leaves nothing out"]);
    expect(keyless(folder, "fix", "--only", "b.env").stderr).toMatch(/--only b\.env names nothing/);
  });
});

describe("files that git tracks although it ignores them", () => {
  const leaked = (): string => {
    const folder = folderWith({ ".gitignore": ".env\nold/\n", ".env": env(), "old/a.env": env(), "b.txt": "x" });
    git(folder, "init", "-q");
    git(folder, "add", "-f", ".env", "old/a.env");
    commitAll(folder);
    writeFileSync(join(folder, "old/mine.env"), env());
    return folder;
  };

  test("are scanned at full severity, those that it does not track are not", () => {
    const folder = leaked();
    expect(places(keyless(folder, "scan").stdout)).toEqual([".env", "old/a.env"]);
    expect(jsonOf(folder).findings.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    const all = jsonOf(folder, "--include-ignored").findings.map(({ path, severity }) => [path, severity]);
    expect(all).toEqual([
      [".env", "warning"],
      ["old/a.env", "warning"],
      ["old/mine.env", "information"],
    ]);
  });

  test("in a folder that is named, in a repository below, beside what is excluded", () => {
    const folder = leaked();
    expect(places(keyless(folder, "scan", "old").stdout)).toEqual(["old/a.env", "old/mine.env"]);
    const above = mkdtempSync(join(tmpdir(), "keyless-test-"));
    git(above, "clone", "-q", folder, "below");
    expect(places(keyless(above, "scan").stdout)).toEqual(["below/.env", "below/old/a.env"]);
    expect(places(keyless(folder, "scan", "--exclude", "old/**").stdout)).toEqual([".env"]);
  });

  test("are fixed", () => {
    const folder = folderWith({
      ".gitignore": "*.py\n",
      "a.py": `from azure.cosmos import CosmosClient\nc = CosmosClient("https://contoso.documents.azure.com:443/", "${legacyKey()}")\n`,
    });
    git(folder, "init", "-q");
    git(folder, "add", "-f", "a.py");
    expect(keyless(folder, "fix", "--write").stdout).toBe("changed a.py\n");
  });

  test("where git is not there, that is no clean result", () => {
    const folder = leaked();
    const run = keylessAs({ env: { PATH: "/nowhere" } }, folder, "scan");
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/git cannot say which of the files that it ignores it tracks/);
  });
});

describe("shards", () => {
  test("are the same in every checkout", () => {
    const names = Array.from({ length: 21 }, (_, i) => `${i}.env`);
    const folders = [0, 1].map(() => folderWith(Object.fromEntries(names.map((name) => [name, env()]))));
    const found = [1, 2, 3].map((number) => {
      const [one, other] = folders.map((folder) => places(keyless(folder, "scan", "--shard", `${number}/3`).stdout));
      expect(one).toEqual(other);
      return one ?? [];
    });
    expect(found.flat().sort()).toEqual([...names].sort());
    const named = places(keyless(folders[0] ?? "", "scan", folders[0] ?? "", "--shard", "1/3").stdout);
    expect(named).toEqual(found[0]);
  });
});

test("shards of folders that lie in one another hold each finding once", () => {
  const files = Object.fromEntries(Array.from({ length: 12 }, (_none, i) => [`d${i}/k.env`, env()]));
  const folder = folderWith(files);
  for (const paths of [
    ["d1", "d2", "."],
    [".", "d1", "d2"],
    ["d3/k.env", ".", "d3"],
  ]) {
    const found = [1, 2, 3].flatMap((shard) => jsonOf(folder, ...paths, "--shard", `${shard}/3`).findings);
    expect(found.map(({ path }) => path).sort()).toEqual(Object.keys(files).sort());
  }
});

test("a file in a conflict that git ignores and tracks is looked at once", () => {
  const folder = repositoryWith({ ".gitignore": "a.env\n" });
  const write = (branch: string): void => {
    git(folder, "checkout", "-q", "-B", branch, "main");
    writeFileSync(join(folder, "a.env"), env());
    git(folder, "add", "-f", "a.env");
    git(folder, "commit", "-q", "-m", branch);
  };
  write("one");
  write("other");
  expect(() => git(folder, "merge", "one")).toThrow();
  writeFileSync(join(folder, "a.env"), env());
  expect(keyless(folder, "scan").stdout).toMatch(/1 warning \(2 files/);
  expect(keyless(folder, "scan", "a.env", ".").stdout).toMatch(/1 warning \(2 files[^)]*\)\.$/m);
});

describe("a baseline", () => {
  const accepted = (files: Readonly<Record<string, string>>): string => {
    const folder = folderWith(files);
    keyless(folder, "baseline", "--output", "accepted.json");
    return folder;
  };

  test("does not accept the same key in a new file, and does in new lines of the old one", () => {
    const text = env();
    const folder = accepted({ "a.env": text });
    writeFileSync(join(folder, "a.env"), `# one more line\n${text}`);
    expect(keyless(folder, "scan", "--baseline", "accepted.json").status).toBe(0);
    writeFileSync(join(folder, "b.env"), text);
    const run = keyless(folder, "scan", "--baseline", "accepted.json");
    expect(run.status).toBe(1);
    expect(places(run.stdout)).toEqual(["b.env"]);
  });

  test("accepts no chosen password, so that the next one is not taken for it", () => {
    const uri = (password: string): string => `DB=mongodb+srv://admin:${password}@x.mongocluster.cosmos.azure.com/\n`;
    const folder = folderWith({ ".env": uri("Sn0wy-Orch1d-77") });
    const made = keyless(folder, "baseline", "--output", "accepted.json");
    expect(made.status).toBe(1);
    expect(made.stderr).toMatch(/not accepted: \.env:1: a chosen password/);
    writeFileSync(join(folder, ".env"), uri("0ther-Orch1d-78"));
    expect(keyless(folder, "scan", "--baseline", "accepted.json").status).toBe(1);
  });

  test.each([
    ['{\n "version": 2,\n "accepted": [ {]\n}', /line 3: is no valid JSON/],
    ['{\n "version": 1, "accepted": [] }', /line 2: is of version 1/],
    ['{\n "version": 3, "accepted": [] }', /line 2: has a version other than 2/],
    ['{ "version": 2,\n "accepted": [\n "x" ] }', /line 3: has an entry that is no object/],
    ['{ "version": 2,\n "accepted": [\n {"path":"a"} ] }', /line 3: has an entry without/],
    ['{ "version": 2 }', /line 1: has no list/],
  ])("that is damaged or strange is refused with its line: %s", (text, says) => {
    const run = keyless(folderWith({ "b.json": text }), "scan", "--baseline", "b.json");
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(says);
  });

  test("holds in another working folder of the repository, and for its history", () => {
    const folder = repositoryWith({ "sub/a.env": env() });
    keyless(folder, "baseline", "--output", "accepted.json");
    expect(keyless(join(folder, "sub"), "scan", "--baseline", "../accepted.json").status).toBe(0);
    expect(keyless(folder, "scan", "--history", "--baseline", "accepted.json").status).toBe(0);
  });
});

describe("a repository's .keyless.json", () => {
  const listed = (files: Readonly<Record<string, string>>, path: string, at = ".keyless.json"): string => {
    const folder = folderWith(files);
    const { findings } = JSON.parse(keyless(folder, "scan", "--format", "json").stdout) as {
      findings: { path: string; fingerprint: string }[];
    };
    const fingerprint = findings.find((finding) => finding.path === path)?.fingerprint;
    const name = at === ".keyless.json" ? path : path.slice(path.indexOf("/") + 1);
    writeFileSync(
      join(folder, at),
      JSON.stringify({ version: 1, ignore: [{ fingerprint, path: name, reason: "a key of the course" }] }),
    );
    return folder;
  };

  test("suppresses what it names; that is counted, and stands in JSON and SARIF", () => {
    const folder = listed({ "a.env": env(), "b.env": env() }, "a.env");
    const run = keyless(folder, "scan");
    expect(places(run.stdout)).toEqual(["b.env"]);
    expect(run.stdout).toMatch(/1 warning, 1 suppressed \(1 by \.keyless\.json\)/);
    expect(jsonOf(folder).findings.map((finding) => [finding.path, finding.suppression, finding.suppressedBy])).toEqual(
      [
        ["a.env", "a key of the course", "list"],
        ["b.env", null, null],
      ],
    );
    const sarif = JSON.parse(keyless(folder, "scan", "--format", "sarif").stdout) as Log;
    expect(sarif.runs[0]?.results?.[0]?.suppressions).toEqual([
      { kind: "external", justification: "a key of the course" },
    ]);
    expect(keyless(folder, "scan", "a.env").status).toBe(0);
  });

  test("is not fixed", () => {
    const code = `from azure.cosmos import CosmosClient\nc = CosmosClient("https://contoso.documents.azure.com:443/", "${legacyKey()}")\n`;
    expect(keyless(listed({ "a.py": code }, "a.py"), "fix", "--write").stdout).toBe("");
  });

  test("in a folder below is another's, and hides nothing", () => {
    const folder = listed({ "vendored/a.env": env() }, "vendored/a.env", "vendored/.keyless.json");
    mkdirSync(join(folder, "vendored/.git"));
    expect(keyless(folder, "scan").status).toBe(1);
  });

  test("what of it does not count is said with its line", () => {
    const folder = folderWith({ "a.env": env(), ".keyless.json": '{ "version": 1,\n "ignore": [ {} ] }' });
    const run = keyless(folder, "scan");
    expect(run.stderr).toMatch(/^note: \.keyless\.json:2: an entry has no fingerprint: it does not count$/m);
    expect(jsonOf(folder).warnings).toHaveLength(1);
  });
});

test("a path that leads through a link is written through, not replaced", () => {
  const folder = folderWith({
    "real/a.py": `from azure.cosmos import CosmosClient\nc = CosmosClient("https://contoso.documents.azure.com:443/", "${legacyKey()}")\n`,
  });
  symlinkSync("real/a.py", join(folder, "link.py"));
  expect(keyless(folder, "fix", "link.py", "--write").status).toBe(0);
  expect(keyless(folder, "scan", "real").status).toBe(0);
  rmSync(folder, { recursive: true });
});
