import { parentPort, workerData } from "node:worker_threads";
import type { Place, Workspace } from "../fixes/fix";
import { canHoldComment, findFix, Parsers, planFixes } from "../fixes/lazy";
import { DEFAULT_EXCLUDE } from "../files/exclude";
import { isReadOnly, readText } from "../files/textFiles";
import { treeFiles } from "../files/treeFiles";
import { type Answered, type Asked, type Forget, itemOf, type Questions, type Reach } from "./fixQuestions";

/** Works out fixes in a thread of its own: the closed world is large, and the editor's thread is everybody's. */

/** What no person writes; the fixes' room leaves it out too. */
const MADE_FOLDERS = ["dist", "bin", "obj", ".venv", "vendor", "site-packages"].map((name) => `**/${name}/**`);
const MADE =
  /\.min\.(?:js|css)$|\.(?:map|png|jpe?g|gif|ico|svg|pdf|woff2?|ttf|eot|zip|gz|tgz|jar|dll|exe|pdb|so|wasm|mp4|mp3|vsix)$/i;
const MOST_BYTES = 2_000_000;
// A key and its reader stand in files that git ignores as well as in others.
const SETTINGS = { exclude: [...DEFAULT_EXCLUDE, ...MADE_FOLDERS], includeIgnored: true, mostBytes: MOST_BYTES };
/** UTF-16 units of texts that are kept from one fix to the next. */
const MOST_KEPT = 150_000_000;
/** How long a list of a folder's files is used again, in ms. */
const LIST_LASTS_MS = 10_000;

/** Answers what the editor asks, one question after the other; `workerData` is the folder of the grammars. */
export function answerFixes(): void {
  const parsers = new Parsers(String(workerData));
  const disk = new Disk();
  let last: Promise<unknown> = Promise.resolve();
  parentPort?.on("message", (message: Asked | Forget) => {
    if ("forget" in message) {
      disk.forget(message);
      return;
    }
    last = last.then(async () => {
      const { number } = message;
      try {
        const answered: Answered = { number, answer: await answerTo(message, disk, parsers) };
        parentPort?.postMessage(answered);
      } catch {
        // In words of ours: an error of a parser's may quote the text.
        parentPort?.postMessage({ number, broke: true } satisfies Answered);
      }
    });
  });
}

async function answerTo(asked: Asked, disk: Disk, parsers: Parsers): Promise<Questions[keyof Questions]["answer"]> {
  switch (asked.name) {
    case "find": {
      const { place, reach, choice } = asked.asks;
      const workspace = disk.workspace(reach);
      let fix = await findFix(place, workspace, parsers, choice);
      if (fix.fixable && disk.hasMissed(fix.edits)) fix = await findFix(place, workspace, parsers, choice);
      const paths = fix.fixable ? fix.edits.map(({ path }) => path) : fix.lookAt === undefined ? [] : [fix.lookAt.path];
      return { fix, texts: new Map(paths.map((path) => [path, workspace.read(path) ?? ""])) };
    }
    case "plan": {
      const { paths, reach, choices, wanted, locked } = asked.asks;
      const left: Place[] = [];
      const isWanted = (place: Place): boolean => {
        const item = itemOf(place);
        if (wanted.only?.has(item) === false || wanted.not?.has(item) === true) return false;
        if (!locked.has(place.path)) return true;
        left.push(place);
        return false;
      };
      const workspace = { ...disk.workspace(reach), isLocked: isReadOnly };
      const plan = await planFixes(workspace, paths, choices, parsers, isWanted);
      return { plan, locked: left };
    }
    case "comment": {
      const { path, text, at } = asked.asks;
      return canHoldComment(path, text, at, parsers);
    }
  }
}

/** The folders' files and their texts, kept from one question to the next until they are told to have changed. */
class Disk {
  private readonly lists = new Map<string, { readonly at: number; readonly paths: readonly string[] }>();
  private readonly texts = new Map<string, string | undefined>();
  private kept = 0;

  workspace({ paths, folders, open }: Reach): Workspace {
    return {
      paths: [...new Set([...paths, ...folders.flatMap((folder) => this.filesOf(folder))])],
      read: (path) => open.get(path) ?? this.textOf(path),
    };
  }

  forget({ forget, isList }: Forget): void {
    if (isList) this.lists.clear();
    for (const path of forget === "all" ? [...this.texts.keys()] : forget) {
      this.kept -= this.texts.get(path)?.length ?? 0;
      this.texts.delete(path);
    }
  }

  /** Whether one of the files was changed on disk without word of it so far; its text is forgotten then. */
  hasMissed(files: readonly { readonly path: string }[]): boolean {
    let missed = false;
    for (const { path } of files) {
      if (!this.texts.has(path) || this.texts.get(path) === readText(path, MOST_BYTES)?.text) continue;
      this.forget({ forget: [path], isList: false });
      missed = true;
    }
    return missed;
  }

  private filesOf(folder: string): readonly string[] {
    const known = this.lists.get(folder);
    if (known !== undefined && Date.now() - known.at < LIST_LASTS_MS) return known.paths;
    const paths: string[] = [];
    for (const { path } of treeFiles([folder], SETTINGS, () => undefined))
      if (!MADE.test(path)) paths.push(path.replaceAll("\\", "/"));
    this.lists.set(folder, { at: Date.now(), paths });
    return paths;
  }

  private textOf(path: string): string | undefined {
    if (this.texts.has(path)) return this.texts.get(path);
    const text = readText(path, MOST_BYTES)?.text;
    const length = text?.length ?? 0;
    if (this.kept + length > MOST_KEPT) return text;
    this.texts.set(path, text);
    this.kept += length;
    return text;
  }
}
