// Installs what the tests and `npm start` need and a clone has not: the project's packages, VS Code servers, a browser.
// Uses nothing but Node, so that it runs first.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
const shelf = join(root, ".vscode-test");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** The editors that tests run in. VS Code's server comes with the npm package code-server of the matching version. */
const EDITORS = {
  newest: { codeServer: "4.139.1", node: "24.21.0" },
  oldest: { codeServer: "4.100.3", node: undefined },
};

/** Runs a step, quiet unless it fails. */
export function step(title, command, args, options = {}) {
  const began = Date.now();
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}\n`);
    throw new Error(`${title} failed`);
  }
  console.log(`${title}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return result.stdout;
}

/** Installs the project's own packages where they are missing or older than the lockfile. */
export function installPackages() {
  const marker = join(root, "node_modules/.package-lock.json");
  if (existsSync(marker)) return;
  step("npm ci", npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** A VS Code server: { folder, node }, or undefined where there is none for this platform. Installed once per version. */
export function editor(name) {
  if (process.platform !== "linux") return undefined;
  const { codeServer, node } = EDITORS[name];
  const folder = join(shelf, `code-server-${codeServer}`);
  if (!existsSync(join(folder, "ready"))) installEditor(folder, codeServer, node);
  const nodeFolder =
    node === undefined ? undefined : join(folder, "node_modules", `node-linux-${process.arch}`, "bin/node");
  return { folder: join(folder, "node_modules/code-server"), node: nodeFolder ?? process.execPath };
}

function installEditor(folder, codeServer, node) {
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, "package.json"), "{}\n");
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const packages = [`code-server@${codeServer}`, ...(node === undefined ? [] : [`node-linux-${process.arch}@${node}`])];
  step(`VS Code server ${codeServer}`, npm, ["install", ...quiet, ...packages], { cwd: unfinished });
  const server = join(unfinished, "node_modules/code-server/lib/vscode");
  step(`VS Code server ${codeServer}, its own packages`, npm, ["install", ...quiet, "--omit=dev"], { cwd: server });
  // Versions before 1.101 look for their packages in an archive's place, and for a ripgrep that a script would fetch.
  if (node === undefined) {
    if (!existsSync(join(server, "node_modules.asar"))) symlinkSync("node_modules", join(server, "node_modules.asar"));
    const ripgrep = join(server, "node_modules/@vscode/ripgrep/bin");
    const found = ["/usr/bin/rg", "/usr/local/bin/rg"].find((path) => existsSync(path));
    if (found !== undefined && !existsSync(join(ripgrep, "rg"))) {
      mkdirSync(ripgrep, { recursive: true });
      symlinkSync(found, join(ripgrep, "rg"));
    }
  }
  writeFileSync(join(unfinished, "ready"), "");
  renameSync(unfinished, folder);
}

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/** The browser's program, or undefined. On Debian as root it is installed where it is missing. */
export function browser() {
  const named = process.env.KEYLESS_BROWSER;
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const found = inPath(BROWSERS);
  if (found !== undefined || !existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return found;
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  step("apt-get update", "apt-get", ["update", "-qq"], quiet);
  step(
    "browser",
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation", "ripgrep"],
    quiet,
  );
  return inPath(BROWSERS);
}

function inPath(names) {
  const folders = (process.env.PATH ?? "").split(":");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Builds dist/, and the extension's package where `packed`; returns the package's path. */
export function build({ packed = false, tests = false } = {}) {
  step("build", process.execPath, [".ci/build.mjs", ...(tests ? ["--tests"] : [])]);
  if (!packed) return undefined;
  const target = join(shelf, "cosmos-keyless.vsix");
  mkdirSync(shelf, { recursive: true });
  step("package", process.execPath, [
    "node_modules/@vscode/vsce/vsce",
    "package",
    "--no-dependencies",
    "--allow-missing-repository",
    "--out",
    target,
  ]);
  return target;
}

/** Whether a command is on the PATH. */
export function hasCommand(name) {
  try {
    execFileSync(process.platform === "win32" ? "where" : "which", [name], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The names of a folder's entries; none where it is missing. */
export function names(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}
