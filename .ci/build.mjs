// Makes dist/: extension, cli and worker, and what they load on first use (azure, parsers with their grammars).
import { build } from "esbuild";
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
await build({
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  external: ["vscode"],
  outdir: "dist",
  entryPoints: { cli: "src/cli.ts" },
  banner: { js: "#!/usr/bin/env node" },
});
