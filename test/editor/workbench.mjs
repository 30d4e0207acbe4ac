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

/** Removes a server's folder. What ends may still write its last: that is waited for, and a rest is left to the system. */
export async function removeFolder(path) {
  for (let i = 0; i < 10; i++) {
    try {
      rmSync(path, { recursive: true, force: true });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
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

/** What shows itself, and is gone again once it has been answered: the next deed must not meet it still there. */
const SHOWN = { timeout: 8000 };
const gone = (locator) => locator.waitFor({ state: "hidden", ...SHOWN });

/**
 * What a test may ask a person's hands to do. Each waits for just what it is meant for, and until that is gone: click a
 * dialog's button or dismiss it; pick an item, toggle one of many, accept or escape a list by its placeholder, type into
 * an input box by its prompt.
 */
const DEEDS = {
  async click(page, name) {
    const button = page.locator(".monaco-dialog-box .monaco-button", { hasText: name }).first();
    await button.waitFor(SHOWN);
    const said = await page.locator(".monaco-dialog-box").first().innerText();
    await button.click();
    await gone(button);
    return said;
  },
  async dismiss(page, text) {
    const dialog = page.locator(".monaco-dialog-box", { hasText: text }).first();
    await dialog.waitFor(SHOWN);
    await dialog.locator(".monaco-button").first().press("Escape");
    await gone(dialog);
    return "";
  },
  async pick(page, label) {
    const row = page.locator(".quick-input-widget .monaco-list-row", { hasText: label }).first();
    await row.waitFor(SHOWN);
    await row.click();
    await gone(row);
    return "";
  },
  async toggle(page, label) {
    const row = page.locator(".quick-input-widget .monaco-list-row", { hasText: label }).first();
    await row.waitFor(SHOWN);
    await row.click();
    return "";
  },
  async type(page, [prompt, text]) {
    const message = page.locator(".quick-input-widget .quick-input-message", { hasText: prompt }).first();
    await message.waitFor(SHOWN);
    const input = page.locator(".quick-input-widget input.input:visible").first();
    if (text !== "") await input.fill(text);
    await input.press("Enter");
    await gone(message);
    return "";
  },
  accept: (page, placeholder) => answerList(page, placeholder, "Enter"),
  escape: (page, placeholder) => answerList(page, placeholder, "Escape"),
  async preview(page, name) {
    const button = page.locator(`.editor-actions .action-label[aria-label*="${name} Fixes"]`);
    await button.first().waitFor(SHOWN);
    const said = await page.locator(".editor-instance, .multiDiffEditor").first().innerText();
    await page.screenshot({ path: "test-results/preview.png" });
    await button.first().click(SHOWN);
    await gone(button.first());
    return said;
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

async function answerList(page, placeholder, key) {
  const input = page.locator(`.quick-input-widget input[placeholder*="${placeholder}"]`);
  await input.waitFor(SHOWN);
  await input.press(key);
  await gone(input);
  return "";
}

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
