// Runs the Mocha suite inside real VS Codes: the newest and the oldest supported, in each profile. Then the walk.
//   node test/editor/runSuites.mjs [PROFILE…]
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browser as findBrowser, build, editor as findEditor, root } from "./install.mjs";
import { lendHands, openWindow, removeFolder, startServer } from "./workbench.mjs";

const PROFILES = {
  single: { editor: "newest" },
  multi: { editor: "newest", multi: true },
  packed: { editor: "newest", packed: true },
  untrusted: { editor: "newest", untrusted: true },
  oldest: { editor: "oldest" },
  dialogs: { editor: "newest", packed: true, dialogs: true },
};

/** Figures of the extension in its host: not among the tests, which assert no time. */
const BENCH = {
  bench: { editor: "newest", bench: true },
  activation: { editor: "newest", bench: true, race: true },
};

const TIMEOUT_MS = 360_000;

/** Runs the named profiles, all by default; resolves to { passed, failed }. Throws where there is no editor. */
export async function runSuites(names = Object.keys(PROFILES)) {
  const browser = findBrowser();
  if (browser === undefined) throw new Error("there is no browser for the editor's tests");
  const profiles = { ...PROFILES, ...BENCH };
  const unknown = names.filter((name) => profiles[name] === undefined);
  if (unknown.length > 0) throw new Error(`no profile ${unknown.join(", ")}: ${Object.keys(profiles).join(", ")}`);
  const needed = [...new Set(names.map((name) => profiles[name].editor))];
  const editors = Object.fromEntries(needed.map((name) => [name, findEditor(name)]));
  if (Object.values(editors).includes(undefined)) throw new Error("there is no VS Code server for this platform");
  const vsix = build({ tests: true, packed: names.some((name) => profiles[name].packed === true) });
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const results = await runProfile(name, profiles[name], editors[profiles[name].editor], browser, vsix);
    const bad = results.filter(({ state }) => state !== "passed");
    passed += results.length - bad.length;
    failed += bad.length;
    for (const { title, state, error } of bad) console.log(`  ${state}: ${name}: ${title}\n${error ?? ""}`);
  }
  return { passed, failed };
}

async function runProfile(name, { multi, packed, untrusted, dialogs, bench, race }, editor, browser, vsix) {
  const began = Date.now();
  const data = mkdtempSync(join(tmpdir(), "keyless-editor-"));
  const { writeSample } = await import(pathToFileURL(join(root, "dist/test/sample.mjs")).href);
  const folders = (multi ? ["first", "second"] : ["sample"]).map((folder) => join(data, folder));
  // What starting costs is told before the first finding: there is none.
  for (const folder of folders) race ? mkdirSync(folder) : writeSample(folder);
  const workspace = join(data, "all.code-workspace");
  if (multi) writeFileSync(workspace, JSON.stringify({ folders: folders.map((path) => ({ path })) }));
  let extension = root;
  if (packed) {
    // The extension comes from its package; an empty one gives the tests a place to start from.
    const server = join(editor.folder, "lib/vscode/out/server-main.js");
    const args = ["--accept-server-license-terms", "--server-data-dir", data, "--install-extension", vsix];
    execFileSync(editor.node, [server, ...args], { stdio: "pipe" });
    extension = join(data, "empty");
    mkdirSync(extension);
    const manifest = { name: "empty", publisher: "test", version: "0.0.1", engines: { vscode: "^1.100.0" } };
    writeFileSync(join(extension, "package.json"), JSON.stringify(manifest));
  }
  if (race) {
    // Neither starts by itself: the suite does it, the one beside the other. A window takes but one under development.
    cpSync(join(root, "dist/test/race/empty"), join(data, "extensions/test.empty-0.0.1"), { recursive: true });
    extension = join(root, "dist/test/race/ours");
  }
  const report = join(data, "report.json");
  const figures = join(data, "figures.txt");
  const hands = join(data, "hands");
  mkdirSync(hands);
  const env = {
    KEYLESS_TEST_HANDS: hands,
    KEYLESS_TEST_REPORT: report,
    KEYLESS_TEST_FIGURES: figures,
    KEYLESS_TEST_PROFILE: name,
    KEYLESS_TEST_FOLDER: folders[0],
    ...(bench ? { KEYLESS_BENCH: race ? "activation" : (process.env.KEYLESS_BENCH ?? "!activation") } : {}),
    // Rotations and the audit log: not the person's own.
    KEYLESS_STATE: join(data, "records"),
  };
  const settings = {
    // In the browser a file is else saved while a test still looks at it.
    "files.autoSave": "off",
    "security.workspace.trust.enabled": untrusted === true,
    "security.workspace.trust.startupPrompt": "never",
    ...(dialogs ? { "microsoft-sovereign-cloud.environment": "ChinaCloud" } : {}),
  };
  const server = await startServer({ editor, data, env, settings, driven: true });
  let exited;
  const ended = new Promise((resolve) => (exited = resolve));
  const lines = [];
  const window = await openWindow({
    port: server.port,
    browser,
    ...(multi ? { workspace } : { folder: folders[0] }),
    payload: dialogs
      ? { extensionDevelopmentPath: join(root, "dist/test/dialogs") }
      : {
          extensionDevelopmentPath: extension,
          extensionTestsPath: join(root, bench ? "dist/test/bench/index" : "dist/test/vscode/index"),
        },
    onExit: exited,
    onLog: (_type, args) => lines.push([args].flat().join(" ")),
  });
  const rest = lendHands(window.page, hands);
  const timeout = new Promise((resolve) =>
    setTimeout(() => resolve("timeout"), bench ? 3 * TIMEOUT_MS : TIMEOUT_MS).unref(),
  );
  const code = await Promise.race([dialogs ? reported(report) : ended, timeout]);
  if (code === "timeout")
    await window.page.screenshot({ path: join(root, `test-results/${name}-timeout.png`) }).catch(() => undefined);
  rest();
  await window.close();
  await server.stop();
  // Exit code 0 also comes when the host died early: only a report with tests in it counts.
  const results = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : [];
  if (results.length === 0) {
    results.push({
      title: "the suite",
      state: "failed",
      error: `no report (${code})\n${lines.slice(-40).join("\n")}\n${server.log().slice(-2000)}`,
    });
  }
  if (existsSync(figures)) console.log(readFileSync(figures, "utf8").replace(/^(?=.)/gm, "  "));
  await removeFolder(data);
  console.log(
    `editor ${name}: ${results.filter(({ state }) => state === "passed").length} of ${results.length} passed, ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
  return results;
}

/** Waits for the report of a suite that cannot end the window itself. */
async function reported(report) {
  while (!existsSync(report)) await new Promise((resolve) => setTimeout(resolve, 100));
  return "reported";
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2);
  mkdirSync(join(root, "test-results"), { recursive: true });
  const { passed, failed } = await runSuites(names.length > 0 ? names : undefined);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}
