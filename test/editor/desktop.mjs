// The same Mocha suite in a desktop VS Code, which @vscode/test-electron downloads: needs the internet.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runTests } from "@vscode/test-electron";
import { build, root } from "./install.mjs";

build({ tests: true });
const folder = join(mkdtempSync(join(tmpdir(), "keyless-desktop-")), "sample");
const { writeSample } = await import(pathToFileURL(join(root, "dist/test/sample.mjs")).href);
writeSample(folder);
await runTests({
  extensionDevelopmentPath: root,
  extensionTestsPath: join(root, "dist/test/vscode/index"),
  launchArgs: [folder, "--disable-extensions", "--disable-workspace-trust"],
});
