// npm run bench:growth: how time and memory grow from 1,000 to 200,000 files, beside ripgrep where it is on the PATH.
import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, hasCommand, root } from "../editor/install.mjs";
import { patternsFile } from "./patterns.mjs";

const SIZES = [1_000, 5_000, 20_000, 50_000, 100_000, 200_000];
const IN_FOLDER = 100;
const RUNS = 5;

build({});
// Beside the project, so that files are links to real ones: their texts are many, their disk space is none.
const data = mkdtempSync(join(root, ".growth-"));
process.on("exit", () => rmSync(data, { recursive: true, force: true }));
const texts = textsBelow(join(root, "node_modules")).slice(0, 20_000);
const patterns = patternsFile(mkdtempSync(join(tmpdir(), "keyless-growth-")));
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

let made = 0;
const rows = [];
for (const size of SIZES) {
  for (; made < size; made++) {
    const folder = join(data, `${Math.floor(made / IN_FOLDER)}`);
    if (made % IN_FOLDER === 0) mkdirSync(folder);
    linkSync(texts[made % texts.length], join(folder, `${made}.txt`));
  }
  const own = [];
  const others = [];
  let memory = 0;
  for (let run = -1; run < RUNS; run++) {
    const scan = timed(process.execPath, [
      "--import",
      "data:text/javascript,process.on('exit',()=>process._rawDebug('rss '+process.resourceUsage().maxRSS))",
      join(root, "dist/cli.js"),
      ...["scan", "--include-ignored", "--fail-on", "never", data],
    ]);
    memory = Math.max(
      memory,
      ...[...scan.said.matchAll(/rss (\d+)/g)].map(([, kilobytes]) => Number(kilobytes) / 1024),
    );
    if (run >= 0) own.push(scan.ms);
    if (!hasCommand("rg")) continue;
    const other = timed("rg", ["--no-ignore", "--hidden", "--count", "--file", patterns, data]);
    if (run >= 0) others.push(other.ms);
  }
  rows.push({
    size,
    ms: median(own),
    ratio: others.length === 0 ? undefined : median(own.map((ms, i) => ms / others[i])),
    memory,
  });
}
const base = timed(process.execPath, ["--eval", "process._rawDebug('rss '+process.resourceUsage().maxRSS)"]).said;
console.log(`An empty Node takes ${(Number(/rss (\d+)/.exec(base)?.[1]) / 1024).toFixed(0)} MB.`);
const most = rows.at(-1).ms;
for (const { size, ms, ratio, memory } of rows) {
  const figures = [
    `${size.toLocaleString("en").padStart(7)} files`,
    `${ms.toFixed(0).padStart(5)} ms`,
    `${((ms * 1000) / size).toFixed(1).padStart(6)} µs a file`,
    ratio === undefined ? "" : `${ratio.toFixed(2)} x ripgrep`,
    `${memory.toFixed(0).padStart(4)} MB`,
  ];
  console.log(`${figures.join("  ")}  ${"█".repeat(Math.max(1, Math.round((ms / most) * 50)))}`);
}

function timed(command, args) {
  const began = performance.now();
  const { stderr } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
  });
  return { ms: performance.now() - began, said: stderr };
}

/** Text files below a folder, by path. */
function textsBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:js|ts|json|md|mjs|cjs|map|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size < 200_000);
}
