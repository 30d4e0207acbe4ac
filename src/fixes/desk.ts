import type { Place, Workspace } from "./fix";
import { languageOf } from "./languages/index";
import type { CodeBase, Source } from "./follow/language";
import type { Parsed, Parsers } from "./parsers";

/** What a fix works with: the workspace's files, parsed when asked for and let go together. */
export interface Desk extends CodeBase {
  readonly workspace: Workspace;
  readonly source: (path: string) => Source | undefined;
  readonly sources: (word: string) => readonly Source[];
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
      open.set(
        path,
        language === undefined || parsed === undefined || read === undefined
          ? undefined
          : { parsed, source: { path, text: read, root: parsed.root, language, program: workspace } },
      );
    }
    return open.get(path)?.source;
  };
  const holding = (paths: readonly string[], word: string): readonly Source[] =>
    paths.filter((path) => workspace.read(path)?.includes(word) === true).flatMap((path) => source(path) ?? []);
  return {
    workspace,
    source,
    sources: (word) => holding(codePaths(workspace), word),
    others: ({ path, language }, word) =>
      holding(
        codePaths(workspace).filter((other) => other !== path && languageOf(other) === language),
        word,
      ),
    dispose() {
      for (const opened of open.values()) opened?.parsed.dispose();
    },
  };
}

function codePaths(workspace: Workspace): readonly string[] {
  return workspace.paths.filter(
    (path) => languageOf(path) !== undefined && !/(?:^|\/)(?:node_modules|dist|bin|obj|\.venv)\//.test(path),
  );
}
