// npm start [-- FOLDER]: a real VS Code with the extension, on a sample workspace or a folder of yours. Needs only Node.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, editor as findEditor, hasCommand, installPackages, root } from "./install.mjs";

installPackages();
const vsix = build({ tests: true, packed: !hasCommand("code") });
const named = process.argv[2];
if (named !== undefined && !existsSync(named)) {
  console.error(`There is no folder ${named}.`);
  process.exit(2);
}
const folder = named === undefined ? await makeSample() : resolve(named);

if (hasCommand("code")) {
  execFileSync("code", [`--extensionDevelopmentPath=${root}`, folder], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  console.log(`VS Code opens ${folder}.`);
} else {
  await openInBrowser();
}

async function makeSample() {
  const made = join(mkdtempSync(join(tmpdir(), "keyless-sample-")), "contoso");
  const { writeSample } = await import(pathToFileURL(join(root, "dist/test/sample.mjs")).href);
  writeSample(made);
  return made;
}

async function openInBrowser() {
  const editor = findEditor("newest");
  if (editor === undefined) {
    console.error("There is no `code` on the PATH, and no VS Code server for this platform. Install VS Code.");
    process.exit(1);
  }
  const { startServer } = await import("./workbench.mjs");
  const data = mkdtempSync(join(tmpdir(), "keyless-start-"));
  mkdirSync(data, { recursive: true });
  const server = join(editor.folder, "lib/vscode/out/server-main.js");
  // Outside the tests the window takes an extension only from its package.
  const install = ["--accept-server-license-terms", "--server-data-dir", data, "--install-extension", vsix];
  execFileSync(editor.node, [server, ...install], { stdio: "pipe" });
  const token = randomBytes(12).toString("hex");
  const settings = { "security.workspace.trust.enabled": false };
  const { port, child } = await startServer({ editor, data, settings, token });
  const address = `http://127.0.0.1:${port}/?tkn=${token}&folder=${encodeURIComponent(folder)}`;
  console.log(
    `\nVS Code with Keyless: ${address}\n\nOpen web/db.ts, put the cursor on the key, press Ctrl+. — Ctrl+C here ends it.`,
  );
  const opener = ["xdg-open", "wslview"].find(hasCommand);
  if (opener !== undefined && (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) !== undefined) {
    spawn(opener, [address], { detached: true, stdio: "ignore" }).unref();
  }
  const end = () => {
    child.kill();
    rmSync(data, { recursive: true, force: true });
    process.exit(0);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}
