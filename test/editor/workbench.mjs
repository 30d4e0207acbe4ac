// A real VS Code: its server from npm, its window in a browser. Facts in this file were found by running it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** What keeps the window clear for tests and screenshots. */
const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
};

const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts a server with a data folder of its own; resolves once it listens. `driven` lets tests end the window. */
export async function startServer({ editor, data, settings = {}, env = {}, token, driven = false }) {
  const port = await freePort();
  mkdirSync(join(data, "data/User"), { recursive: true });
  writeFileSync(join(data, "data/User/settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
  const child = spawn(
    editor.node,
    [
      join(editor.folder, "lib/vscode/out/server-main.js"),
      ...["--host", "127.0.0.1", "--port", String(port), "--accept-server-license-terms", "--server-data-dir", data],
      ...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]),
      ...(driven ? ["--enable-smoke-test-driver"] : []),
    ],
    { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  await new Promise((resolve, reject) => {
    const read = (chunk) => {
      log += chunk;
      if (log.includes("Extension host agent listening")) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}\n${log}`)));
  });
  const stop = () =>
    new Promise((done) => {
      child.removeAllListeners("exit");
      child.on("exit", done);
      child.kill();
    });
  return { port, stop, child, log: () => log };
}

/** Opens the window on a folder or workspace file; `payload` says which extension and tests run in it. */
export async function openWindow({
  port,
  browser,
  folder,
  workspace,
  payload = {},
  onExit = () => {},
  onLog = () => {},
}) {
  const { chromium } = await import("playwright-core");
  const program = await chromium.launch({ executablePath: browser, args: BROWSER_FLAGS });
  const page = await program.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 });
  await page.exposeFunction("codeAutomationLog", (type, args) => onLog(type, args));
  await page.exposeFunction("codeAutomationExit", (code) => onExit(code));
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
  const query = new URLSearchParams({
    ...(folder === undefined ? {} : { folder }),
    ...(workspace === undefined ? {} : { workspace }),
    payload: JSON.stringify(Object.entries(payload).map(([key, path]) => [key, remote(path)])),
  });
  await page.goto(`http://127.0.0.1:${port}/?${query}`);
  return { page, close: () => program.close() };
}

/** What a test may ask a person's hands to do: click a dialog's button, pick an item, type, press a key, read a dialog. */
const DEEDS = {
  async click(page, name) {
    const button = page.locator(".monaco-dialog-box .monaco-button", { hasText: name }).first();
    await button.waitFor({ timeout: 8000 });
    const said = await page.locator(".monaco-dialog-box").first().innerText();
    await button.click();
    return said;
  },
  async pick(page, label) {
    const row = page.locator(".quick-input-widget .monaco-list-row", { hasText: label }).first();
    await row.waitFor({ timeout: 8000 });
    await row.click();
    return "";
  },
  async type(page, text) {
    const input = page.locator(".quick-input-widget input.input").first();
    await input.waitFor({ timeout: 8000 });
    if (text !== "") await input.fill(text);
    await page.keyboard.press("Enter");
    return "";
  },
  async press(page, key) {
    await page.locator(".monaco-dialog-box, .quick-input-widget:visible").first().waitFor({ timeout: 8000 });
    await page.keyboard.press(key);
    return "";
  },
  async accept(page, placeholder) {
    const input = page.locator(`.quick-input-widget input[placeholder*="${placeholder}"]`);
    await input.waitFor({ timeout: 8000 });
    await input.press("Enter");
    return "";
  },
  async preview(page, name) {
    const button = page.locator(".refactor-preview .monaco-button, .bulk-edit-panel .monaco-button", { hasText: name });
    await button.first().click({ timeout: 8000 });
    return "";
  },
  async notice(page) {
    const center = page.locator(".notifications-center");
    return (await center.isVisible()) ? center.innerText() : "";
  },
  async screenshot(page, path) {
    await page.screenshot({ path });
    return "";
  },
};

/** Does in the window what the suite, in its extension host, writes into a folder; answers there. Returns how to stop. */
export function lendHands(page, folder) {
  const wish = join(folder, "wish.json");
  let busy = false;
  const timer = setInterval(async () => {
    if (busy || !existsSync(wish)) return;
    busy = true;
    const { deed, with: argument } = JSON.parse(readFileSync(wish, "utf8"));
    rmSync(wish);
    const answer = await DEEDS[deed](page, argument).then(
      (said) => ({ said }),
      async (error) => {
        await page.screenshot({ path: `test-results/hands-${deed}.png` }).catch(() => undefined);
        return { failed: error.message };
      },
    );
    writeFileSync(join(folder, "answer.tmp"), JSON.stringify(answer));
    renameSync(join(folder, "answer.tmp"), join(folder, "answer.json"));
    busy = false;
  }, 50);
  return () => clearInterval(timer);
}
