import type { Place, Workspace } from "./fix";
import { languageOf } from "./languages/index";
import type { CodeBase, Source } from "./follow/language";
import { remember } from "./follow/tree";
import type { Entry } from "./formats/entry";
import { isGenerated } from "./formats/format";
import { FORMATS } from "./formats/index";
import type { Parsed, Parsers } from "./parsers";
import { programsIn } from "./project/program";

/** What a fix works with: the workspace's files, parsed when asked for and let go together. */
export interface Desk extends CodeBase {
  readonly workspace: Workspace;
  readonly source: (path: string) => Source | undefined;
  /** Files of code that hold one of the words, or something that binds settings to a class. */
  readonly readersOf: (words: readonly string[]) => readonly Source[];
  /** The program's files of configuration: every text that is no code, no document, and not made by a tool. */
  readonly configuration: readonly string[];
  /** What a file of configuration gives values to; none where its format is not known. */
  readonly entries: (path: string) => readonly Entry[];
  /** A path as people read it: from the folder on that all of the program's files share. */
  readonly shown: (path: string) => string;
  /** The program's text files that hold a word. */
  readonly holding: (word: string) => readonly string[];
  readonly dispose: () => void;
}

/** Opens a desk for a fix: loads the parsers that it may need. `dispose` lets go of all trees. */
export async function openDesk(place: Place, text: string, workspace: Workspace, parsers: Parsers): Promise<Desk> {
  const own = languageOf(place.path);
  const involved =
    own === undefined
      ? codePaths(workspace)
      : [place.path, ...codePaths(workspace).filter((path) => languageOf(path) === own)];
  await parsers.load(involved.flatMap((path) => languageOf(path)?.grammar(path) ?? []));
  const open = new Map<string, { readonly source: Source; readonly parsed: Parsed } | undefined>();
  const source = (path: string): Source | undefined => {
    if (!open.has(path)) {
      const language = languageOf(path);
      const read = path === place.path ? text : workspace.read(path);
      const parsed =
        language === undefined || read === undefined ? undefined : parsers.parse(language.grammar(path), read);
      if (parsed !== undefined) remember(parsed.root);
      open.set(
        path,
        language === undefined || parsed === undefined || read === undefined
          ? undefined
          : { parsed, source: { path, text: read, root: parsed.root, language, program: workspace } },
      );
    }
    return open.get(path)?.source;
  };
  const all = new Set(workspace.paths);
  const isMade = (path: string): boolean =>
    path.endsWith(".json") && all.has(path.replace(/json$/, "bicep")) && isGenerated(workspace.read(path) ?? "");
  const texts = workspace.paths.filter((path) => isWritten(path) && !isMade(path));
  const entries = new Map<string, readonly Entry[]>();
  const holding = (paths: readonly string[], word: string): readonly Source[] =>
    paths.filter((path) => workspace.read(path)?.includes(word) === true).flatMap((path) => source(path) ?? []);
  return {
    workspace,
    source,
    readersOf: (words) =>
      codePaths(workspace).flatMap((path) => {
        const read = workspace.read(path) ?? "";
        const may = words.some((word) => includesWord(read, word)) || languageOf(path)?.binders?.test(read) === true;
        return may ? (source(path) ?? []) : [];
      }),
    configuration: texts.filter((path) => languageOf(path) === undefined),
    entries: (path) => {
      const known = entries.get(path);
      if (known !== undefined) return known;
      const read = workspace.read(path) ?? "";
      const found = FORMATS.find((format) => format.entries !== undefined && format.matches(path, read));
      const made = found?.entries?.(path, read) ?? [];
      entries.set(path, made);
      return made;
    },
    shown: (path) => path.slice(sharedFolder(workspace.paths).length),
    holding: (word) => texts.filter((path) => includesWord(workspace.read(path) ?? "", word)),
    others: ({ path, language }, word) =>
      holding(
        codePaths(workspace).filter((other) => other !== path && languageOf(other) === language),
        word,
      ),
    around: ({ path }) => programsIn(workspace).around(path),
    dispose() {
      for (const opened of open.values()) opened?.parsed.dispose();
    },
  };
}

/** The folder that all paths lie in, with its slash; "" where they share none. */
function sharedFolder(paths: readonly string[]): string {
  let shared = paths[0] ?? "";
  for (const path of paths)
    while (!path.startsWith(shared)) shared = shared.slice(0, shared.lastIndexOf("/", shared.length - 2) + 1);
  return shared.slice(0, shared.lastIndexOf("/") + 1);
}

/** Names in mixed case are .NET's, which reads them in any case. */
function includesWord(text: string, word: string): boolean {
  const isMixed = /[a-z]/.test(word) && /[A-Z]/.test(word);
  return text.includes(word) || (isMixed && text.toLowerCase().includes(word.toLowerCase()));
}

function codePaths(workspace: Workspace): readonly string[] {
  return workspace.paths.filter((path) => languageOf(path) !== undefined && isWritten(path));
}

/** Whether people wrote a file, as far as its name tells: no package, no build's output, no lock file. */
function isWritten(path: string): boolean {
  return (
    !/(?:^|\/)(?:node_modules|dist|bin|obj|\.venv|vendor|site-packages|\.git)\//.test(path) &&
    !/\.min\.(?:js|css)$|\.map$|(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|go\.sum|[\w-]+\.lock)$|\.(?:png|jpe?g|gif|ico|svg|pdf|woff2?|ttf|zip|dll|exe|tfstate(?:\.backup)?)$/i.test(
      path,
    )
  );
}
