import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join, resolve, sep } from "node:path";
import { type Repository, textOf } from "./repository";

/**
 * Git, run so that nothing of a repository runs with it. It is given a folder of ours for its own, with a configuration
 * of ours, which points to the repository's objects, refs and index: the repository's configuration, hooks, attributes
 * and remotes are not there to be obeyed, neither those that we know to be dangerous nor those that we do not.
 */
export interface CleanRoom {
  /** Runs git to its end; undefined where it could not be started. */
  readonly run: (
    args: readonly string[],
    input?: string,
  ) => { readonly code: number; readonly out: Buffer } | undefined;
  /** Starts git; its standard error is dropped. */
  readonly start: (args: readonly string[]) => ChildProcessWithoutNullStreams;
  readonly close: () => void;
}

/** What of a repository's folders git may see, the objects and the index aside. */
const SHARED = ["packed-refs", "shallow", "reftable"] as const;

/** What is said where git is not there. */
export const NO_GIT = "git could not be started";

/** No folder of ours can be made: the disk is full, or the place for temporary files is not there. */
export class NoRoom extends Error {}

/** Opens a clean room for a repository. Close it in the end. Throws `NoRoom` where that cannot be. */
export function openCleanRoom(repository: Repository): CleanRoom {
  let room: string | undefined;
  try {
    room = mkdtempSync(join(tmpdir(), "keyless-git-"));
    furnish(room, repository);
    return gitIn(room, repository);
  } catch {
    if (room !== undefined) rmSync(room, { recursive: true, force: true });
    throw new NoRoom("no temporary folder can be made for git");
  }
}

/** Puts into the room what git needs of the repository. */
function furnish(room: string, { gitFolder, commonFolder }: Repository): void {
  const link = (target: string, name: string, isFolder = false): void => {
    if (existsSync(target)) symlinkSync(target, join(room, name), isFolder ? "junction" : "file");
  };
  writeFileSync(join(room, "HEAD"), textOf(join(gitFolder, "HEAD")) ?? "ref: refs/heads/main\n");
  writeFileSync(join(room, "config"), configFor(commonFolder));
  link(join(commonFolder, "refs"), "refs", true);
  if (!existsSync(join(commonFolder, "refs"))) mkdirSync(join(room, "refs"));
  for (const name of SHARED) link(join(commonFolder, name), name, name === "reftable");
  for (const name of namesIn(gitFolder)) if (name.startsWith("sharedindex.")) link(join(gitFolder, name), name);
}

function gitIn(room: string, repository: Repository): CleanRoom {
  const options = { cwd: room, env: environmentFor(repository, room), windowsHide: true } as const;
  return {
    run(args, input = "") {
      const { status, stdout, error } = spawnSync("git", args, { ...options, input, maxBuffer: 1 << 30 });
      return error === undefined && status !== null ? { code: status, out: stdout } : undefined;
    },
    start(args) {
      const child = spawn("git", args, options);
      child.stderr.resume();
      // Where git is not there, or gone in the middle of a sentence, the exit code says so.
      child.on("error", () => undefined);
      child.stdin.on("error", () => undefined);
      return child;
    },
    close: () => {
      rmSync(room, { recursive: true, force: true });
    },
  };
}

/** Git's environment: nothing that the caller's says of git, and no program from inside the repository. */
function environmentFor({ root, gitFolder, commonFolder }: Repository, room: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:GIT|SSH)_|^path$/i.test(name));
  const path = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && resolve(entry) !== root && !resolve(entry).startsWith(root + sep));
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    HOME: room,
    XDG_CONFIG_HOME: room,
    LC_ALL: "C",
    GIT_DIR: room,
    GIT_OBJECT_DIRECTORY: given("GIT_OBJECT_DIRECTORY", commonFolder) ?? join(commonFolder, "objects"),
    GIT_INDEX_FILE: given("GIT_INDEX_FILE", gitFolder) ?? join(gitFolder, "index"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
  };
}

/** Git tells a hook where the index and the objects of this very commit are: obeyed where they are the repository's. */
function given(name: string, folder: string): string | undefined {
  const value = process.env[name];
  if (value === undefined || value === "") return undefined;
  const path = resolve(value);
  return path.startsWith(folder + sep) ? path : undefined;
}

/** The formats that git must know to read the repository; of all that its configuration says nothing else counts. */
function configFor(commonFolder: string): string {
  const text = textOf(join(commonFolder, "config")) ?? "";
  const value = (name: string, allowed: string): string => {
    const found = new RegExp(`^\\s*${name}\\s*=\\s*(${allowed})\\s*$`, "im").exec(text)?.[1];
    return found === undefined ? "" : `\t${name} = ${found.toLowerCase()}\n`;
  };
  const formats = value("objectformat", "sha1|sha256") + value("refstorage", "files|reftable");
  return `[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tcommitGraph = false\n[extensions]\n${formats}`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
