// npm test [-- --no-editor]: everything, on a fresh clone too. The last line says how many tests passed and failed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, installPackages, root, step } from "./editor/install.mjs";

const withEditor = !process.argv.includes("--no-editor");
let passed = 0;
let failed = 0;
const count = (results) => {
  passed += results.passed;
  failed += results.failed;
};

installPackages();
mkdirSync(join(root, "test-results"), { recursive: true });
build({ tests: true });
check("lint", ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings=0"]);
check("format", ["node_modules/prettier/bin/prettier.cjs", "--check", "."]);
check("types", ["node_modules/typescript/bin/tsc", "--noEmit"]);
pureTests();
if (withEditor) await editorTests();
else console.log("The editor's tests did not run: --no-editor.");
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** A check that counts as one test. */
function check(title, args) {
  try {
    step(title, process.execPath, args);
    passed++;
  } catch {
    console.log(`  failed: ${title}`);
    failed++;
  }
}

function pureTests() {
  const report = join(root, "test-results/unit.json");
  rmSync(report, { force: true });
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
    count({ passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) });
  } catch {
    console.log("  failed: the pure tests gave no report");
    failed++;
  }
}

async function editorTests() {
  const { runSuites } = await import("./editor/runSuites.mjs");
  const { walk } = await import("./ui/walk.mjs");
  for (const run of [() => runSuites(), walk]) {
    try {
      count(await run());
    } catch (error) {
      console.log(`  failed: the editor's tests: ${error.message.split("\n")[0]}`);
      failed++;
    }
  }
}
