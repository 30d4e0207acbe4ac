// Makes dist/: extension, cli and worker, and what they load on first use (fixes with their grammars, azure).
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

/** Every value of the editor's API by its name. */
const EDITOR = [
  ...readFileSync("node_modules/@types/vscode/index.d.ts", "utf8").matchAll(
    /^\texport (?:class|enum|namespace|const) (\w+)/gm,
  ),
].map(([, name]) => name);

/**
 * The editor's API as one module for all files. By itself esbuild copies it for each file that imports it: a hundred
 * times 400 names, which is most of what starting cost.
 */
const editorApi = {
  name: "editor-api",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "api", namespace: "editor" } : { path: "vscode", external: true },
    );
    onLoad({ filter: /.*/, namespace: "editor" }, () => ({
      contents: [
        'const api = require("vscode");',
        "const get = (name) => api[name];",
        ...EDITOR.map((name) => `export const ${name} = /* @__PURE__ */ get("${name}");`),
      ].join("\n"),
    }));
  },
};

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
  supported: { "dynamic-import": false },
  // The one finds its WebAssembly through its file name, which the other form has not; the UMD form hides its parts from bundlers.
  alias: {
    "web-tree-sitter": "./node_modules/web-tree-sitter/web-tree-sitter.cjs",
    "jsonc-parser": "./node_modules/jsonc-parser/lib/esm/main.js",
  },
  plugins: [editorApi, lazyRooms()],
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

for (const name of readdirSync("dist")) writeFileSync(`dist/${name}`, inAscii(readFileSync(`dist/${name}`, "utf8")));

const grammars = ["@vscode/tree-sitter-wasm", "web-tree-sitter"];
writeFileSync("dist/THIRD-PARTY-NOTICES.txt", noticesFor([rooms.metafile, cli.metafile], grammars));

if (process.argv.includes("--tests")) {
  const suites = readdirSync("test/vscode").filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
  const entryPoints = suites.map((name) => `test/vscode/${name}`);
  await build({
    ...common,
    minify: false,
    external: ["mocha"],
    outdir: "dist/test/vscode",
    entryPoints,
    plugins: [editorApi, lazyRooms("../../")],
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
    external: ["mocha"],
    outdir: "dist/test/dialogs",
    entryPoints: dialogs,
  });
  await build({
    ...common,
    minify: false,
    external: ["mocha"],
    outdir: "dist/test/bench",
    entryPoints: ["index", "figures.test", "background.test", "reader.test", "activation.test"].map(
      (name) => `test/vscode/bench/${name}.ts`,
    ),
    plugins: [editorApi, lazyRooms("../../")],
  });
  writeRacers("dist/test/race");
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

/** One letter beyond Latin, of a regular expression, and the engine keeps a text at two bytes for every letter. */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Ours and an empty extension, neither of which starts by itself: what starting costs is measured beside nothing. */
function writeRacers(folder) {
  const { contributes, ...own } = JSON.parse(readFileSync("package.json", "utf8"));
  const ours = { ...own, contributes, activationEvents: [] };
  const empty = { name: "empty", publisher: "test", version: "0.0.1", engines: own.engines, main: "./empty.js" };
  for (const [name, manifest] of Object.entries({ ours, empty })) {
    mkdirSync(`${folder}/${name}`, { recursive: true });
    writeFileSync(`${folder}/${name}/package.json`, JSON.stringify({ ...manifest, activationEvents: [] }));
  }
  writeFileSync(`${folder}/empty/empty.js`, "exports.activate = () => undefined;\n");
  for (const part of ["dist", "media"]) symlinkSync(`../../../../${part}`, `${folder}/ours/${part}`);
}
