// npm run bench [-- FOLDER]: figures to compare within one run. Machines are noisy: medians and ratios, no assertions.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";
import { build, hasCommand, root } from "../editor/install.mjs";

build({ tests: true });
const folder = resolve(process.argv[2] ?? join(root, "node_modules"));
const data = mkdtempSync(join(tmpdir(), "keyless-bench-"));

/** What a person would give ripgrep to look for the same things. */
const PATTERNS = [
  "[A-Za-z0-9+/]{85}[AQgw]==",
  "[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]==",
  "[A-Za-z0-9+/]{80,86}(%3D%3D|%3d%3d|\\\\u003[Dd]\\\\u003[Dd]|\\\\=\\\\=|&#61;&#61;)",
  "(?i)AccountEndpoint\\s*=\\s*https?://[^;]+;\\s*AccountKey\\s*=",
  "(?i)mongodb(\\+srv)?://[^:]+:[^@]+@[a-z0-9.-]+cosmos\\.azure",
  "postgres\\.cosmos\\.azure\\.",
  "mongocluster\\.cosmos\\.azure\\.",
  "type(=|%3[Dd])(resource|master)",
  "QWNjb3VudEtleT|FjY291bnRLZXk|BY2NvdW50S2V5",
  "ZG9jdW1lbnRzLmF6dXJl|RvY3VtZW50cy5henVy|kb2N1bWVudHMuYXp1",
  "(PQo=|UT09|UW89)",
];

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** Two whole processes in turn, A B A B …: their median times and the median of the ratios. */
function race(a, b, runs = 7) {
  const times = [[], []];
  for (let run = -1; run < runs; run++) {
    for (const [i, [command, args]] of [a, b].entries()) {
      const began = performance.now();
      spawnSync(command, args, { stdio: "ignore" });
      if (run >= 0) times[i].push(performance.now() - began);
    }
  }
  const ratios = times[0].map((time, i) => time / times[1][i]);
  return { a: median(times[0]), b: median(times[1]), ratio: median(ratios) };
}

console.log(`\nWhole tree: ${folder}`);
const scan = [process.execPath, [join(root, "dist/cli.js"), "scan", "--include-ignored", "--fail-on", "never", folder]];
if (hasCommand("rg")) {
  const file = join(data, "patterns");
  writeFileSync(file, PATTERNS.join("\n"));
  const { a, b, ratio } = race(scan, ["rg", ["--no-ignore", "--hidden", "--count", "--file", file, folder]]);
  console.log(`  keyless ${ms(a)}, ripgrep ${ms(b)}, ratio ${ratio.toFixed(2)}`);
} else {
  console.log("  ripgrep is not on the PATH: nothing to compare with.");
}

const out = join(data, "engine.mjs");
await bundle({
  entryPoints: [join(root, "test/bench/engine.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  outfile: out,
  logLevel: "error",
});
const { typing } = await import(pathToFileURL(out).href);
console.log("\nTyping: the work for one keystroke, once typing rests");
for (const { title, rescan, whole } of typing()) {
  console.log(
    `  ${title}: near the change ${ms(median(rescan))} (p99 ${ms([...rescan].sort((x, y) => x - y)[Math.floor(rescan.length * 0.99)])}), whole ${ms(median(whole))}`,
  );
}

console.log("\nActivation: loading dist/extension.js in a fresh process, the editor's API a stub");
const loads = [];
for (let run = 0; run < 9; run++) {
  const script = `const Module = require("module"); const load = Module._load; const stub = new Proxy(function () {}.bind(), { get: (t, k) => k === Symbol.toPrimitive ? () => "" : stub, apply: () => stub, construct: () => stub });
    const names = "window workspace languages commands extensions authentication l10n env Uri Range Position Location Diagnostic DiagnosticSeverity CodeAction CodeActionKind WorkspaceEdit MarkdownString Hover ThemeIcon ThemeColor TreeItem TreeItemCollapsibleState EventEmitter Disposable StatusBarAlignment ProgressLocation ConfigurationTarget RelativePattern";
    const api = Object.fromEntries(names.split(" ").map((name) => [name, stub]));
    Module._load = (name, ...rest) => name === "vscode" ? api : load(name, ...rest);
    const t = performance.now(); require(${JSON.stringify(join(root, "dist/extension.js"))}); process.stdout.write(String(performance.now() - t));`;
  loads.push(Number(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stdout));
}
console.log(`  ${ms(median(loads))}`);
console.log("\nSizes");
for (const name of ["extension", "worker", "fixes", "azure", "cli"])
  console.log(`  dist/${name}.js ${(statSync(join(root, `dist/${name}.js`)).size / 1000).toFixed(0)} kB`);
rmSync(data, { recursive: true, force: true });
