// Fixes one planted folder by the command line, and judges by machine what came out.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build, newComplaints } from "./build.mjs";
import { filesOf, git, run, textOf } from "./checkout.mjs";
import { masked, spellings } from "./keys.mjs";
import { mentions, removedNames, wanted } from "./names.mjs";
import { changedSettings } from "./settings.mjs";
import { brokenPromises, trapsOf } from "./traps.mjs";

const PROSE = /\.(?:md|txt|rst|adoc|html|ipynb):/i;
const VAULT = "https://contoso-vault.vault.azure.net";
export const KINDS = {
  identity: ["--with", "managed-identity"],
  vault: ["--with", "key-vault,environment", "--vault", VAULT],
};

const differences = (folder) => git(folder, "-c", "core.fileMode=true", "diff", "--no-color", "--no-ext-diff");

/** What git would leave out is looked at where a key was planted there: people commit it all the same. */
const ignoredToo = (folder, plants) =>
  run(folder, "git", ["check-ignore", "--no-index", ...plants.map(({ file }) => file)]).status === 0
    ? ["--include-ignored"]
    : [];

/** Verdict: right, refused, or wrong with what failed. `before` is what the builds said before, or nothing. */
export function judge(folder, kind, keys, { cli, entry, keep, builds, before, buildFolder }) {
  const keyless = (...args) => run(folder, process.execPath, [cli, ...args], { timeout: 300_000 });
  const { plants, codeless } = entry;
  const command = ["fix", ...KINDS[kind], ...ignoredToo(folder, plants), "--write"];
  const began = Date.now();
  const fix = keyless(...command);
  const seconds = (Date.now() - began) / 1000;
  git(folder, "add", "--all", "--intent-to-add", "--force");
  const diff = differences(folder);
  const left = keysLeft(folder, keys);
  const failed = [];
  const notes = [];
  if (fix.status !== 0 && fix.status !== 1) failed.push(`the command ended with ${String(fix.status)}`);
  const edited = diff !== "";
  if (edited) {
    const again = keyless(...command);
    git(folder, "add", "--all", "--intent-to-add", "--force");
    const diffAgain = differences(folder);
    if (diffAgain !== diff) failed.push("a second run changes more");
    if (again.status !== fix.status) failed.push(`a second run ends with ${again.status} after ${fix.status}`);
    if (fix.status === 0 && left.length > 0) failed.push(`exit 0, and the key stands in ${left.join(", ")}`);
    const check = run(folder, "git", ["-c", "core.whitespace=cr-at-eol", "diff", "--check"]);
    if (check.status !== 0) failed.push(`diff --check: ${check.out.split("\n")[0]}`);
    if (/^(?:old|new) mode /m.test(diff)) failed.push("a file's mode changed");
    const ends = mixedLineEnds(folder, diff);
    if (ends.length > 0) failed.push(`line ends: ${ends.join(", ")}`);
    failed.push(
      ...trapsOf(folder, diff),
      ...brokenPromises(folder, diff, kind === "identity" ? entry : { program: entry.program }),
    );
    const settings = changedSettings(folder, diff);
    const changed = [...settings.gone, ...settings.other];
    if (kind === "identity" && !codeless && !settings.code && changed.length > 0)
      failed.push(`no code changed, which reads ${changed.map(({ name }) => name).join(", ")}`);
    const { reads, left: named } = mentions(folder, wanted(removedNames(diff), settings.gone), diff, entry.program);
    // Without the line the environment or the vault gives the value: who read it reads on, unless one reader was rewritten.
    const given = kind === "vault" && (!settings.code || /^\+.*AddAzureKeyVault|^\+.*@Microsoft\.KeyVault/m.test(diff));
    // Where a row says that code goes on taking a key, for the emulator, it may read it.
    const kept = (entry.keeps ?? []).map(({ find }) => find.split(".").at(-1));
    const read = reads.filter((one) => !kept.includes(one.split(/[. ]/).at(-1)));
    // Where a row says that the code stays as it is, it reads on, as it did.
    const asBefore = kind === "identity" && codeless && !settings.code;
    if (read.length > 0 && !given && !asBefore)
      failed.push(`still read: ${read.slice(0, 4).join("; ")}${read.length > 4 ? "; …" : ""}`);
    const unsaid = named.filter((one) => !PROSE.test(one) && !fix.said.includes(basename(one.split(":")[0])));
    if (kind === "identity" && unsaid.length > 0 && !asBefore)
      failed.push(`left without a word: ${unsaid.slice(0, 4).join("; ")}`);
    else if (named.length > 0) notes.push(`still named: ${named.slice(0, 4).join("; ")}`);
    for (const [index, one] of builds.entries()) {
      const earlier = before()[index];
      if (earlier.missing !== undefined) {
        notes.push(`not checked: ${one.tool}, ${earlier.missing}`);
        continue;
      }
      const after = inside(folder, buildFolder, diff, () => build(buildFolder, one));
      if (earlier.note !== undefined) notes.push(earlier.note);
      const more = newComplaints(earlier.complaints, after.complaints);
      const broken = after.missing ?? (more.length > 0 ? more.slice(0, 3).join("; ") : undefined);
      if (broken !== undefined) (/^warning/.test(broken) && after.ok ? notes : failed).push(`${one.tool}: ${broken}`);
    }
  }
  if (/environment variable where/.test(fix.said)) notes.push("the variable is not named");
  const unseen = !edited && fix.status === 0;
  if (edited && fix.status === 0) {
    const scan = keyless("scan", ...ignoredToo(folder, plants));
    if (scan.status !== 0) failed.push(`exit 0, and scan finds: ${masked(scan.out).split("\n")[0]}`);
  }
  write(`${keep}.diff`, masked(diff));
  write(`${keep}.txt`, masked(`exit ${String(fix.status)}, ${seconds.toFixed(1)} s\n${fix.said}`));
  const verdict =
    failed.length > 0 ? "WRONG" : unseen ? "not found" : !edited ? "refused" : fix.status === 0 ? "right" : "part";
  return { verdict, failed, notes, seconds, reason: fix.status === 0 ? "" : reasonOf(masked(fix.said)) };
}

function keysLeft(folder, keys) {
  const wanted = keys.flatMap(spellings);
  return filesOf(folder).filter((path) => {
    const text = textOf(folder, path);
    return text !== undefined && wanted.some((one) => text.includes(one));
  });
}

/** Edited files of one line end before, which have two now. */
function mixedLineEnds(folder, diff) {
  const paths = [...diff.matchAll(/^\+\+\+ b\/(.*)$/gm)].map((match) => match[1]);
  return paths.filter((path) => {
    const before = run(folder, "git", ["show", `HEAD:${path}`]).out;
    const now = textOf(folder, path) ?? "";
    const kinds = (text) => new Set([...text.matchAll(/\r?\n/g)].map(([end]) => end)).size;
    return before !== "" && kinds(before) === 1 && kinds(now) > 1;
  });
}

/** Lays the changed files over the folder that builds, and puts them back afterwards. */
function inside(folder, buildFolder, diff, work) {
  const paths = [...new Set([...diff.matchAll(/^(?:\+\+\+ b|--- a)\/(.*)$/gm)].map((match) => match[1]))];
  const copy = (from, path) => {
    rmSync(join(buildFolder, path), { force: true });
    if (from === undefined) return;
    mkdirSync(dirname(join(buildFolder, path)), { recursive: true });
    writeFileSync(join(buildFolder, path), from);
  };
  const earlier = paths.map((path) => read(join(buildFolder, path)));
  for (const path of paths) copy(read(join(folder, path)), path);
  try {
    return work();
  } finally {
    for (const [index, path] of paths.entries()) copy(earlier[index], path);
  }
}

const read = (path) => (existsSync(path) ? readFileSync(path) : undefined);

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The lines that say why something is left. */
function reasonOf(said) {
  const lines = said.split("\n").filter((line) => /cannot|can't|not |left|no /i.test(line) && !/^[-+ @]/.test(line));
  return (lines.length > 0 ? lines : said.split("\n")).slice(-3).join(" ").trim().slice(0, 300);
}
