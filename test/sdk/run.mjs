// npm run test:sdk: fixes small programs and compiles what comes out, with the real toolchains and packages.
//   node test/sdk/run.mjs [LANGUAGE…]
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, hasCommand, root } from "../editor/install.mjs";
import { SAMPLES } from "./samples.mjs";

build({});
const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
let passed = 0;
let failed = 0;

for (const sample of SAMPLES.filter(({ name }) => wanted.length === 0 || wanted.includes(name.toLowerCase()))) {
  const missing = sample.needs.filter((command) => !hasCommand(command));
  if (missing.length > 0) {
    console.log(`${sample.name}: not checked, ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing`);
    continue;
  }
  const around = sample.around?.() ?? {};
  if (!builds(sample, around)) continue;
  for (const kind of sample.fixes) check(sample, kind, around);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** Whether a sample that says so compiles as it stands: what does not proves nothing once it is fixed. */
function builds({ name, files, untouched = [], env }, around) {
  if (untouched.length === 0) return true;
  const began = Date.now();
  const folder = written({ ...files, ...around }, randomBytes(64).toString("base64"));
  const stopped = untouched
    .map(([command, args]) => run(folder, command, args, env))
    .find(({ status }) => status !== 0);
  rmSync(folder, { recursive: true, force: true });
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(`${name}, as it stands: ${stopped === undefined ? "compiles" : "FAILED"} (${seconds} s)`);
  if (stopped === undefined) return true;
  console.log(stopped.said.slice(-6000));
  failed++;
  return false;
}

function written(files, key) {
  const folder = mkdtempSync(join(tmpdir(), "keyless-sdk-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text.replaceAll(/\bKEY\b(?=["';])/g, key));
  }
  return folder;
}

/** Writes a sample, fixes it by the built command line, and compiles it. */
function check({ name, files, install, before = [], check: checks, env }, kind, around) {
  const began = Date.now();
  const key = randomBytes(64).toString("base64");
  const folder = written({ ...files, ...around }, key);
  // A program that really runs does so with its key, too.
  const ran = before.length === 0 ? [] : [...install, ...before];
  const stopped = ran.map(([command, args]) => run(folder, command, args)).find(({ status }) => status !== 0);
  const vault = kind === "key-vault" ? ["--vault", "https://contoso-vault.vault.azure.net"] : [];
  const fix = run(folder, process.execPath, [
    join(root, "dist/cli.js"),
    "fix",
    "--with",
    kind === "key-vault" ? "key-vault,environment" : kind,
    ...vault,
    "--write",
  ]);
  const left = Object.keys(files).filter((path) => readFileSync(join(folder, path), "utf8").includes(key.slice(0, 8)));
  let problem =
    stopped !== undefined
      ? `before the fix: ${stopped.said.slice(-3000)}`
      : fix.status === 0 && left.length === 0
        ? undefined
        : `not fixed: ${left.join(", ")}\n${fix.said}`;
  const steps = problem === undefined ? install : [];
  if (steps.some(([command, args]) => run(folder, command, args).status !== 0)) {
    console.log(`${name}, ${kind}: not checked, its packages could not be installed`);
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  for (const [command, args, instead] of problem === undefined ? checks : []) {
    let result = run(folder, command, args, env);
    if (result.status !== 0 && instead !== undefined) result = run(folder, instead[0], instead[1], env);
    if (result.status !== 0) problem ??= `${command} ${args.join(" ")}\n${result.said.slice(-3000)}`;
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(
    `${name}, ${kind}: ${problem === undefined ? (before.length === 0 ? "compiles" : "runs") : "FAILED"} (${seconds} s)`,
  );
  if (problem === undefined) passed++;
  else {
    failed++;
    console.log(problem);
    for (const path of Object.keys(files).filter((one) => /\.(?:ts|mjs|py|go|java|rs|cs|csproj)$/.test(one)))
      console.log(`--- ${path}\n${readFileSync(join(folder, path), "utf8").replaceAll(key, "(key)")}`);
  }
  rmSync(folder, { recursive: true, force: true });
}

function run(cwd, command, args, env = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  return { status, said: `${stdout ?? ""}${stderr ?? ""}` };
}
