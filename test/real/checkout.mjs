// Brings a repository at its commit into a folder, plants keys in it, and makes it a repository of its own there.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { replaceKeys, spellings } from "./keys.mjs";

const LARGEST_TEXT = 5_000_000;
/** Full of hashes that look like keys. */
const LOCK = /lock\.json$|\.lock$|lock\.yaml$|go\.sum$/;

export function run(cwd, command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...options,
    env: { ...process.env, NO_COLOR: "1", GIT_TERMINAL_PROMPT: "0", ...options.env },
  });
  return { status: error === undefined ? status : -1, out: stdout ?? "", said: `${stdout ?? ""}${stderr ?? ""}` };
}

export function git(cwd, ...args) {
  const { status, said, out } = run(cwd, "git", args);
  if (status !== 0) throw new Error(`git ${args[0]}: ${said.slice(0, 400)}`);
  return out;
}

/** The git directory of a clone: as given, or fetched into `fetched`. */
function gitDirectory(repository, commit, clones, fetched) {
  const flat = repository.replace("/", "+");
  const places =
    clones === undefined ? [] : [join(clones, flat), join(clones, repository), join(clones, `${flat}.git`)];
  const candidates = [...places, join(fetched, flat)]
    .flatMap((place) => [join(place, "repo", ".git"), join(place, "repo"), join(place, ".git"), place])
    .filter((place) => existsSync(join(place, "HEAD")));
  const has = (place) => run(place, "git", ["--git-dir", place, "cat-file", "-e", `${commit}^{commit}`]).status === 0;
  const found = candidates.find(has);
  if (found !== undefined) return found;
  const target = join(fetched, flat);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  git(target, "init", "--quiet", "--bare");
  git(target, "fetch", "--quiet", "--depth", "1", `https://github.com/${repository}.git`, commit);
  return target;
}

/** Lays a commit's files into an empty folder. A blob that the clone lacks (a large picture) is left out. */
export function checkOut({ repository, commit, without = [] }, folder, clones, fetched) {
  const directory = gitDirectory(repository, commit, clones, fetched);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = { GIT_INDEX_FILE: `${folder}.index`, GIT_DIR: directory, GIT_WORK_TREE: folder };
  run(folder, "git", ["read-tree", commit], { env });
  run(folder, "git", ["-c", "core.autocrlf=false", "checkout-index", "--all", "--force", "--quiet"], { env });
  rmSync(`${folder}.index`, { force: true });
  for (const path of [...without, ".git"]) rmSync(join(folder, path), { recursive: true, force: true });
}

/** Every file's path, without what packages and builds lay down. */
export function filesOf(folder, under = "") {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = under === "" ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === ".git" || entry.name === "node_modules" ? [] : filesOf(folder, path);
    return entry.isFile() ? [path] : [];
  });
}

/** A file's text (Latin-1 keeps every byte), or nothing for what is binary or too large to be written by hand. */
export function textOf(folder, path) {
  const file = join(folder, path);
  if (!existsSync(file) || statSync(file).size > LARGEST_TEXT) return undefined;
  const bytes = readFileSync(file);
  return bytes.subarray(0, 8000).includes(0) ? undefined : bytes.toString("latin1");
}

/** Plants one case's keys, and replaces keys that stood there before. Says which of the account's keys stand in the folder now. */
export function plant(folder, plants, { keys, texts }) {
  const made = new Map();
  for (const path of filesOf(folder).filter((one) => !LOCK.test(one))) {
    const text = textOf(folder, path);
    const changed = text === undefined ? undefined : replaceKeys(text, made);
    if (changed !== text) writeFileSync(join(folder, path), changed, "latin1");
  }
  for (const { file, find, pattern, put } of plants) {
    const target = join(folder, file);
    const planted = put.replaceAll(/\{(\w+)\}/g, (all, name) => texts[name] ?? all);
    if (find === undefined && pattern === undefined) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, planted);
      continue;
    }
    const text = readFileSync(target, "latin1");
    const lines = text.includes("\r\n") ? planted.replaceAll("\n", "\r\n") : planted;
    const changed = text.replace(pattern === undefined ? find : new RegExp(pattern, "m"), () => lines);
    if (changed === text) throw new Error(`${file}: nothing to plant at`);
    writeFileSync(target, changed, "latin1");
  }
  git(folder, "init", "--quiet");
  git(folder, "config", "core.autocrlf", "false");
  git(folder, "add", "--all", "--force");
  git(
    folder,
    "-c",
    "user.name=real",
    "-c",
    "user.email=real@example.com",
    "commit",
    "--quiet",
    "--no-verify",
    "-m",
    "planted",
  );
  const everything = filesOf(folder).map((path) => textOf(folder, path) ?? "");
  return keys.filter((key) => everything.some((text) => spellings(key).some((one) => text.includes(one))));
}
