// Builds a repository with the toolchain that it needs, and says what complains: by file, code and words, without lines.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../editor/install.mjs";
import { filesOf, run } from "./checkout.mjs";
import { dotnet } from "./dotnet.mjs";

const TIMEOUT = 600_000;

/** What a build answers: `complaints` one a line, or `missing`, the reason why it could not be tried. */
const TOOLS = { dotnet, npm, python, java, go };

export function build(folder, { tool, at = "", ...more }) {
  return TOOLS[tool](join(folder, at), { ...more, home: folder });
}

/** Complaints of `after` that are new. A package that only the fix names is no complaint where packages are not to be had. */
export function newComplaints(before, after) {
  const rest = [...before];
  return after.filter((one) => {
    const index = rest.indexOf(one);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

/** TypeScript as the project has it; JavaScript by TypeScript's checker, for names that are not defined. */
function npm(folder, { project, types = true, install = "." }) {
  const home = join(folder, install);
  const manifests = ["package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"].map((name) =>
    join(home, name),
  );
  const state = createHash("sha256");
  for (const path of manifests.filter(existsSync)) state.update(readFileSync(path));
  const stamp = join(home, "node_modules", ".keyless-installed");
  const digest = state.digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== digest) {
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel=error"];
    const lock = existsSync(manifests[1]) ? readFileSync(manifests[1]) : undefined;
    const { status, said } = run(home, "npm", ["install", ...options], { timeout: TIMEOUT });
    if (lock !== undefined) writeFileSync(manifests[1], lock);
    else rmSync(manifests[1], { force: true });
    if (status !== 0) return { missing: `npm install: ${said.split("\n")[0].slice(0, 160)}`, complaints: [] };
    writeFileSync(stamp, digest);
  }
  const own = join(home, "node_modules/typescript/bin/tsc");
  const compiler = existsSync(own) ? own : join(root, "node_modules/typescript/bin/tsc");
  const scripts = filesOf(folder).filter(
    (path) => /\.[cm]?js$/.test(path) && !/(?:^|\/)(?:dist|public|coverage|build)\//.test(path),
  );
  const javaScript =
    "--noUnusedLocals --allowJs --checkJs --noEmit --skipLibCheck --module nodenext --moduleResolution nodenext --target es2022";
  const args = types
    ? ["--noEmit", "--noUnusedLocals", "--noUnusedParameters", "-p", project ?? "."]
    : [...javaScript.split(" "), ...scripts];
  const { status, said } = run(folder, process.execPath, [compiler, ...args], { timeout: TIMEOUT });
  const complaints = [...said.matchAll(/^(.*?)\(\d+,\d+\): error (TS\d+): (.*)$/gm)].map(
    ([, file, code, words]) => `${code} ${file}: ${words}`,
  );
  return { ok: status === 0, complaints: complaints.sort() };
}

/** Compiles, and asks pyflakes, where it is to be had, for names that are not defined or not used. */
function python(folder) {
  if (!has("python3")) return { missing: "python3 is missing", complaints: [] };
  const paths = filesOf(folder).filter((path) => path.endsWith(".py"));
  const compile =
    "import sys\nfor path in sys.argv[1:]:\n  try: compile(open(path, 'rb').read(), path, 'exec', dont_inherit=True)\n  except SyntaxError as error: print(path + ': ' + error.msg)";
  const broken = run(folder, "python3", ["-W", "ignore", "-c", compile, ...paths]).out;
  const flakes = has("pyflakes3")
    ? run(folder, "pyflakes3", paths).out.replaceAll(/:\d+(?::\d+)?:?| from line \d+/g, "")
    : "";
  return {
    ok: broken === "",
    complaints: `${broken}${flakes}`
      .split("\n")
      .filter((one) => one !== "")
      .sort(),
  };
}

/** Maven where its packages are to be had; else javac without them: what it misses in addition is what counts. */
function java(folder) {
  if (!has("javac")) return { missing: "javac is missing", complaints: [] };
  const paths = filesOf(folder).filter((path) => path.endsWith(".java"));
  const without = ["-proc:none", "-XDshould-stop.ifError=FLOW", "-Xmaxerrs", "100000", "-d", "/tmp/keyless-real-java"];
  const { said } = run(folder, "javac", [...without, ...paths], { timeout: TIMEOUT });
  const complaints = [
    ...said.matchAll(/^(\S+\.java):\d+: error: (.*)(?:\n(?! *symbol)(.*)\n *\^)?(?:\n +symbol: +(.*))?/gm),
  ]
    .map(([, file, words, , symbol = ""]) => `${file}: ${words} ${symbol}`)
    .filter((one) => !/package com\.azure|Default\w*AzureCredential|Secret(?:Client|Async)/.test(one));
  return { ok: complaints.length === 0, complaints: complaints.sort() };
}

/** `go vet` where modules are to be had; else gofmt's parser. */
function go(folder) {
  if (!has("go")) return { missing: "go is missing", complaints: [] };
  const env = { GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" };
  const vet = run(folder, "go", ["vet", "./..."], { timeout: TIMEOUT, env });
  const tidy = (text) =>
    text
      .replaceAll(/:\d+:\d+:/g, ":")
      .split("\n")
      .filter((one) => one !== "" && !/^(?:#|go: downloading)/.test(one));
  if (!/dial tcp|cannot find module|no required module|proxyconnect|invalid go version|lookup /.test(vet.said))
    return { ok: vet.status === 0, complaints: tidy(vet.said).sort() };
  const paths = filesOf(folder).filter((path) => path.endsWith(".go"));
  const parsed = run(folder, "gofmt", ["-l", "-e", ...paths]);
  return {
    ok: true,
    complaints: tidy(parsed.said)
      .filter((one) => one.includes(": "))
      .sort(),
  };
}

const has = (command) => spawnSync("which", [command], { stdio: "ignore" }).status === 0;
