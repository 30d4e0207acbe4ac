// Makes dist/: extension, cli and worker, and what they load on first use (fixes with their grammars, azure).
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { noticesFor } from "./notices.mjs";

const GRAMMARS = ["c-sharp", "typescript", "tsx", "python", "java", "go", "rust"];

/** `import("…/fixes/lazy")` stays an import: the room is a bundle of its own. */
const lazyRooms = (folder = "./") => ({
  name: "lazy-rooms",
  setup({ onResolve }) {
    onResolve({ filter: /\/(fixes|azure|identity)\/lazy$/ }, ({ path, kind }) =>
      kind === "entry-point"
        ? undefined
        : { path: `${folder}${/(fixes|azure|identity)\/lazy$/.exec(path)[1]}.js`, external: true },
    );
  },
});

rmSync("dist", { recursive: true, force: true });
const common = {
  bundle: true,
  metafile: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  external: ["vscode"],
  supported: { "dynamic-import": false },
  // The one finds its WebAssembly through its file name, which the other form has not; the UMD form hides its parts from bundlers.
  alias: {
    "web-tree-sitter": "./node_modules/web-tree-sitter/web-tree-sitter.cjs",
    "jsonc-parser": "./node_modules/jsonc-parser/lib/esm/main.js",
  },
  plugins: [lazyRooms()],
  outdir: "dist",
};
const rooms = await build({
  ...common,
  entryPoints: {
    extension: "src/extension.ts",
    worker: "src/worker.ts",
    fixWorker: "src/fixWorker.ts",
    fixes: "src/fixes/lazy.ts",
    azure: "src/azure/lazy.ts",
    identity: "src/cli/identity/lazy.ts",
  },
});
const cli = await build({ ...common, entryPoints: { cli: "src/cli.ts" }, banner: { js: "#!/usr/bin/env node" } });

const grammars = ["@vscode/tree-sitter-wasm", "web-tree-sitter"];
writeFileSync("dist/THIRD-PARTY-NOTICES.txt", noticesFor([rooms.metafile, cli.metafile], grammars));

if (process.argv.includes("--tests")) {
  const suites = readdirSync("test/vscode").filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
  const entryPoints = suites.map((name) => `test/vscode/${name}`);
  await build({
    ...common,
    minify: false,
    external: ["vscode", "mocha"],
    outdir: "dist/test/vscode",
    entryPoints,
    plugins: [lazyRooms("../../")],
  });
  await build({
    ...common,
    format: "esm",
    outdir: "dist/test",
    outExtension: { ".js": ".mjs" },
    entryPoints: { rotateProcess: "test/azure/rotateProcess.ts" },
    // The program's own bundles: the process is the product but for the network.
    plugins: [lazyRooms("../")],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __filename = import.meta.filename;',
    },
  });
  const dialogs = readdirSync("test/vscode/dialogs")
    .filter((name) => name !== "standIn.ts")
    .map((name) => `test/vscode/dialogs/${name}`);
  await build({
    ...common,
    minify: false,
    external: ["vscode", "mocha"],
    outdir: "dist/test/dialogs",
    entryPoints: dialogs,
  });
  await build({
    ...common,
    minify: false,
    external: ["vscode", "mocha"],
    outdir: "dist/test/bench",
    entryPoints: ["index.ts", "figures.test.ts", "background.test.ts", "reader.test.ts"].map(
      (name) => `test/vscode/bench/${name}`,
    ),
    plugins: [lazyRooms("../../")],
  });
  const driver = { name: "driver", publisher: "test", version: "0.0.1", engines: { vscode: "^1.100.0" } };
  const starts = { main: "./driver.js", activationEvents: ["onStartupFinished"] };
  writeFileSync("dist/test/dialogs/package.json", JSON.stringify({ ...driver, ...starts }));
  const sample = { sample: "test/editor/sample.ts" };
  await build({ ...common, format: "esm", outdir: "dist/test", outExtension: { ".js": ".mjs" }, entryPoints: sample });
}

mkdirSync("dist/grammars");
for (const grammar of GRAMMARS) {
  copyFileSync(
    `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`,
    `dist/grammars/tree-sitter-${grammar}.wasm`,
  );
}
copyFileSync(
  "node_modules/@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm",
  "dist/grammars/tree-sitter-kotlin.wasm",
);
copyFileSync("node_modules/web-tree-sitter/web-tree-sitter.wasm", "dist/grammars/web-tree-sitter.wasm");
