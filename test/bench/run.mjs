// npm run bench [-- FOLDER]: figures to compare within one run. Machines are noisy: medians and ratios, no assertions.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";
import { build, hasCommand, root } from "../editor/install.mjs";
import { patternsFile } from "./patterns.mjs";

build({ tests: true });
const folder = resolve(process.argv[2] ?? join(root, "node_modules"));
const data = mkdtempSync(join(tmpdir(), "keyless-bench-"));

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
  const file = patternsFile(data);
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
