// Makes dist/: extension, cli and worker, and what they load on first use (fixes with their grammars, azure).
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";

const GRAMMARS = ["c-sharp", "typescript", "tsx", "python", "java", "go"];

/** `import("…/fixes/lazy")` stays an import: the room is a bundle of its own. */
const lazyRooms = {
  name: "lazy-rooms",
  setup({ onResolve }) {
    onResolve({ filter: /\/(fixes|azure|identity)\/lazy$/ }, ({ path, kind }) =>
      kind === "entry-point"
        ? undefined
        : { path: `./${/(fixes|azure|identity)\/lazy$/.exec(path)[1]}.js`, external: true },
    );
  },
};

rmSync("dist", { recursive: true, force: true });
const common = {
  bundle: true,
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
  plugins: [lazyRooms],
  outdir: "dist",
};
const entries = {
  extension: "src/extension.ts",
  worker: "src/worker.ts",
  fixes: "src/fixes/lazy.ts",
  azure: "src/azure/lazy.ts",
  identity: "src/cli/identity/lazy.ts",
};
await build({
  ...common,
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path))),
});
await build({ ...common, entryPoints: { cli: "src/cli.ts" }, banner: { js: "#!/usr/bin/env node" } });

mkdirSync("dist/grammars");
for (const grammar of GRAMMARS) {
  copyFileSync(
    `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`,
    `dist/grammars/tree-sitter-${grammar}.wasm`,
  );
}
copyFileSync("node_modules/web-tree-sitter/web-tree-sitter.wasm", "dist/grammars/web-tree-sitter.wasm");
