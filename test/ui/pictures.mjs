// node test/ui/pictures.mjs [light|dark|contrast-dark|contrast-light|zoomed|narrow…]: the product in light, dark and both high-contrast themes, zoomed and narrow, to be
// looked at; with --media the pictures of the walkthrough and the README are made anew.
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browser as findBrowser, build, editor as findEditor, root } from "../editor/install.mjs";
import { openWindow, removeFolder, startServer } from "../editor/workbench.mjs";

const forMedia = process.argv.includes("--media");
const shots = forMedia ? join(root, "media/walkthrough") : join(root, "test-results");
const THEMES = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  "contrast-dark": "Default High Contrast",
  "contrast-light": "Default High Contrast Light",
};

build({ tests: true });
mkdirSync(shots, { recursive: true });
const browser = findBrowser();
const editor = findEditor("newest");
const { writeSample } = await import(pathToFileURL(join(root, "dist/test/sample.mjs")).href);
const WINDOWS = {
  ...Object.fromEntries(Object.entries(THEMES).map(([name, theme]) => [name, [theme, {}]])),
  // As a browser zooms: the same window with fewer, larger points.
  zoomed: [THEMES.light, {}, { width: 800, height: 500 }],
  narrow: [THEMES.dark, {}, { width: 640, height: 800 }],
};
const named = Object.keys(WINDOWS).filter((name) => process.argv.includes(name));
for (const name of forMedia ? ["light"] : named.length > 0 ? named : Object.keys(WINDOWS))
  await picture(name, ...WINDOWS[name]);

async function picture(name, theme, more, viewport) {
  const data = mkdtempSync(join(tmpdir(), "keyless-pictures-"));
  const folder = join(data, "contoso");
  writeSample(folder);
  const settings = {
    "security.workspace.trust.enabled": false,
    "files.autoSave": "off",
    "editor.minimap.enabled": false,
    "workbench.colorTheme": theme,
    "window.autoDetectColorScheme": false,
    ...more,
  };
  const server = await startServer({ editor, data, settings, driven: true });
  const payload = { extensionDevelopmentPath: root };
  const { page, close } = await openWindow({
    port: server.port,
    browser,
    folder,
    payload,
    onLog: (type, args) => type === "error" && console.log(JSON.stringify(args).slice(0, 600)),
  });
  if (viewport !== undefined) await page.setViewportSize(viewport);
  const see = (selector) => page.locator(selector).first().waitFor({ timeout: 60_000 });
  const shot = async (what, clip) => {
    const path = forMedia ? join(shots, `${what}.png`) : join(shots, `${name}-${what}.png`);
    await page.screenshot({ path, ...(clip === undefined || !forMedia ? {} : { clip }), scale: "css" });
  };
  /** A picture's part of the page with something in its middle. */
  const around = async (selector) => {
    const box = await page.locator(selector).first().boundingBox();
    const width = Math.max(640, box.width + 40);
    const height = Math.round((width * 330) / 640);
    const x = Math.max(0, Math.min(1280 - width, box.x + box.width / 2 - width / 2));
    const y = Math.max(0, Math.min(800 - height, box.y + box.height / 2 - height / 2));
    return { x, y, width, height };
  };
  const palette = async (title) => {
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").fill(`>${title}`);
    await see(`.quick-input-list .monaco-list-row:has-text("${title}")`);
    await page.keyboard.press("Enter");
  };
  try {
    await see(".monaco-workbench");
    await see('.statusbar-item[id*="cosmosKeyless"]');
    await palette("Cosmos Keyless: Focus on Findings View");
    await see('.tree-explorer-viewlet-tree-view:has-text("files scanned at")');
    await see('.pane-body .monaco-list-row:has-text("report.py")');
    await page.waitForTimeout(800);
    await shot("find", { x: 0, y: 30, width: 640, height: 330 });
    await page.locator('.pane-body .monaco-list-row:has-text("OrderStore.cs")').first().click();
    await see('.view-line:has-text("PrimaryKey")');
    await see(".squiggly-error");
    await palette("Show or Focus Hover");
    await see('.monaco-hover:visible:has-text("Explain")');
    await page.waitForTimeout(600);
    await shot("check", await around(".monaco-hover:visible"));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Period");
    await see('.action-widget .monaco-list-row:has-text("Use managed identity")');
    await page.waitForTimeout(400);
    await shot("fix", await around(".action-widget"));
    if (forMedia) {
      const clip = { x: 0, y: 0, width: 1280, height: 520 };
      await page.screenshot({ path: join(root, "media/screenshot.png"), clip, scale: "css" });
    }
    await page.keyboard.press("Enter");
    await see('.view-line:has-text("DefaultAzureCredential()")');
    await page.waitForTimeout(500);
    await palette("Cosmos Keyless: Show Next Steps");
    await see('.quick-input-list .monaco-list-row:has-text("Rotate the exposed key")');
    await page.waitForTimeout(400);
    await shot("close", { x: 310, y: 0, width: 640, height: 330 });
    await page.keyboard.press("Escape");
    if (!forMedia) {
      await palette("Problems: Focus on Problems View");
      await page.waitForTimeout(800);
      await shot("problems");
      await palette("Cosmos Keyless: Get Started");
      await page.waitForTimeout(2500);
      await shot("walkthrough");
    }
    console.log(`${name}: done`);
  } catch (error) {
    console.log(`${name}: ${error.message.split("\n")[0]}`);
    await page.screenshot({ path: join(root, "test-results/pictures-failed.png") });
  }
  await close();
  await server.stop();
  await removeFolder(data);
}
