import { dirname, join, relative, resolve, sep } from "node:path";
import { repositoryAbove, textOf } from "../files/git/repository";
import { IGNORE_LIST, type IgnoreList, ignoreListFolder, readIgnoreList, withIgnoreList } from "../files/ignoreList";
import { kindOf } from "../files/pathKind";
import type { ScannedFile } from "../files/scanFile";
import { shownPath } from "./shownPath";

/** What a repository's `.keyless.json` says of what was found in it. */
export interface Listed {
  readonly found: readonly ScannedFile[];
  /** What of the lists does not count, each in a line for a person. */
  readonly problems: readonly string[];
}

/**
 * Suppresses what the `.keyless.json` of the scanned repositories name, with its reason. A list counts in the folder
 * that was asked for, or in the root of its repository: not in one that lies deeper and may be another's.
 */
export async function withIgnoreLists(found: readonly ScannedFile[], paths: readonly string[]): Promise<Listed> {
  const folders = new Set(paths.map((path) => ignoreListFolder(folderOf(resolve(path)))));
  let left = found;
  const problems: string[] = [];
  for (const folder of folders) {
    const path = join(folder, IGNORE_LIST);
    if (kindOf(path) === "nothing") continue;
    const text = textOf(path);
    const list: IgnoreList =
      text === undefined
        ? { entries: [], problems: [{ line: 1, text: "cannot be read: nothing in it counts" }] }
        : await readIgnoreList(text);
    problems.push(...list.problems.map((problem) => `${shownPath(path)}:${problem.line}: ${problem.text}`));
    left = left.map((file) => {
      if (!file.path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return file;
      const name = relative(folder, file.path).replaceAll(sep, "/");
      return { ...file, findings: withIgnoreList(list, name, file.findings) };
    });
  }
  return { found: left, problems };
}

/** Where paths of reports, baselines and lists begin: the repository's root, else the folder of the command. */
export function rootOf(paths: readonly string[]): string {
  return repositoryAbove(folderOf(resolve(paths[0] ?? ".")))?.root ?? process.cwd();
}

function folderOf(path: string): string {
  return kindOf(path) === "folder" ? path : dirname(path);
}
