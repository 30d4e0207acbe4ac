import * as vscode from "vscode";
import { counted } from "./counted";
import { scan } from "../engine/scan";
import { subjectOf } from "../engine/message";
import { placed } from "../files/fileFinding";
import type { PlacedFinding } from "./findingStore";
import { rangeOf } from "./findingStore";
import type { GitStates, Repository } from "./gitState";
import type { IgnoreLists } from "./ignoreLists";
import { isEnabled, mostCharacters, shownSeverity } from "./settings";

/**
 * What is staged and holds a key, said in the source control view before a commit. It reads what git has staged, not
 * what the file says by now, and never holds a commit up.
 */

const SETTLES_MS = 700;
/** More staged files than this are looked at by the command line's hook, not while a person works. */
const MOST_FILES = 200;

/** Keeps a view of staged keys, there only while there are any. */
export function showStagedKeys(git: GitStates, lists: IgnoreLists): vscode.Disposable {
  let staged: readonly PlacedFinding[] = [];
  let timer: NodeJS.Timeout | undefined;
  let round = 0;
  const changed = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<PlacedFinding>("cosmosKeyless.staged", {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (item) => (item === undefined ? [...staged] : []),
      getTreeItem: rowOf,
    },
  });
  const look = async (): Promise<void> => {
    const own = ++round;
    const { found, unread } = await stagedFindings(git, lists);
    if (own !== round) return;
    staged = found;
    view.message = unread === 0 ? "" : vscode.l10n.t("Not looked at: {0}.", counted(unread, "staged file"));
    view.badge =
      staged.length === 0
        ? undefined
        : { value: staged.length, tooltip: vscode.l10n.t("Staged Cosmos DB credentials") };
    await vscode.commands.executeCommand("setContext", "cosmosKeyless.staged", staged.length > 0);
    changed.fire(undefined);
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), SETTLES_MS);
  };
  return vscode.Disposable.from(
    view,
    changed,
    git.onDidChange(later),
    lists.onDidChange(later),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}

/** The findings in what is staged, and how many staged files were not looked at. */
export async function stagedFindings(
  git: GitStates,
  lists: IgnoreLists,
): Promise<{ readonly found: readonly PlacedFinding[]; readonly unread: number }> {
  const found: PlacedFinding[] = [];
  let unread = 0;
  for (const repository of git.repositories()) {
    const changes = repository.state.indexChanges;
    unread += Math.max(0, changes.length - MOST_FILES);
    for (const { uri } of changes.slice(0, MOST_FILES)) found.push(...(await stagedIn(repository, uri, lists)));
  }
  return { found, unread };
}

async function stagedIn(
  repository: Repository,
  uri: vscode.Uri,
  lists: IgnoreLists,
): Promise<readonly PlacedFinding[]> {
  if (!isEnabled(uri)) return [];
  // What was deleted, or is binary, has no text.
  const text = await repository.show("", uri.fsPath).catch(() => "");
  if (text === "" || text.length > mostCharacters(uri)) return [];
  const findings = lists.applied(uri, placed(text, scan(text, { path: uri.path }), false));
  return findings
    .filter((finding) => finding.suppression === undefined && shownSeverity(uri, finding) !== undefined)
    .map((finding) => ({ uri, finding }));
}

function rowOf({ uri, finding }: PlacedFinding): vscode.TreeItem {
  const path = vscode.workspace.asRelativePath(uri);
  const row = new vscode.TreeItem(`${path.slice(path.lastIndexOf("/") + 1)}:${finding.from.line + 1}`);
  row.description = subjectOf(finding);
  row.tooltip = `${path}: ${subjectOf(finding)}`;
  row.iconPath = new vscode.ThemeIcon("key", new vscode.ThemeColor("problemsWarningIcon.foreground"));
  row.command = {
    command: "vscode.open",
    title: vscode.l10n.t("Open"),
    arguments: [uri, { selection: rangeOf(finding) } satisfies vscode.TextDocumentShowOptions],
  };
  return row;
}
