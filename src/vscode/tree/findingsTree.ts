import * as vscode from "vscode";
import { counted } from "../counted";
import type { Desk } from "../commands/command";
import { nextSteps } from "../commands/nextSteps";
import type { GitStates } from "../gitState";
import type { ScanState } from "../scanStatus";
import { onSettingsChanged } from "../settings";
import { shownFindings } from "../shownFindings";
import { type Grouping, type Item, itemsOf, matches, placesOf } from "./items";
import { rowOf } from "./rows";

/** The view of all findings: grouped as a person likes, narrowed to what they type, its badge counting credentials. */

const REFRESH_MS = 100;
const GROUPINGS: readonly { readonly by: Grouping; readonly label: () => string }[] = [
  { by: "account", label: () => vscode.l10n.t("Account") },
  { by: "file", label: () => vscode.l10n.t("File") },
  { by: "git", label: () => vscode.l10n.t("Git state") },
];

/** Shows the view until disposed. `memory` keeps how a person groups. */
export function showFindingsTree(
  { store, checks, scans, followUps }: Desk,
  git: GitStates,
  memory: vscode.Memento,
): vscode.Disposable {
  let by = memory.get<Grouping>("grouping", "account");
  let filter = "";
  const changed = new vscode.EventEmitter<undefined>();
  const shown = () => shownFindings(store).filter((place) => matches(place, filter));
  const view = vscode.window.createTreeView<Item>("cosmosKeyless.findings", {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (item) => rowOf(item, checks),
      getChildren: (item) =>
        item === undefined ? [...stepsOf(), ...itemsOf(shown(), by, (uri) => git.of(uri))] : childrenOf(item),
    },
    showCollapseAll: true,
  });
  const stepsOf = (): readonly Item[] => {
    const count = nextSteps(followUps.all()).length;
    return count === 0 ? [] : [{ kind: "steps", count }];
  };
  const describe = (): void => {
    const all = shownFindings(store);
    const count = new Set(all.map(({ finding }) => finding.fingerprint)).size;
    view.badge = count === 0 ? undefined : { value: count, tooltip: counted(count, "hardcoded credential") };
    const scan = scanInWords(scans.status.current);
    // A message takes the place of what an empty view says: then the title alone tells what was looked at.
    view.description = scan;
    view.message =
      filter !== ""
        ? vscode.l10n.t('Filtered by "{0}": {1} of {2}.', filter, shown().length, all.length)
        : all.length > 0
          ? scan
          : "";
  };
  let timer: NodeJS.Timeout | undefined;
  const refresh = (): void => {
    // A scan reports in bursts; the view is drawn once for each.
    timer ??= setTimeout(() => {
      timer = undefined;
      changed.fire(undefined);
      describe();
    }, REFRESH_MS);
  };
  const setFilter = (value: string): void => {
    filter = value;
    void vscode.commands.executeCommand("setContext", "cosmosKeyless.filtered", filter !== "");
    refresh();
  };
  describe();
  return vscode.Disposable.from(
    view,
    changed,
    store.onDidChange(refresh),
    checks.onDidChange(refresh),
    followUps.onDidChange(refresh),
    git.onDidChange(() => {
      if (by === "git") refresh();
    }),
    scans.status.onDidChange(describe),
    onSettingsChanged(refresh),
    vscode.commands.registerCommand("cosmosKeyless.groupBy", async () => {
      const rows = GROUPINGS.map((one) => ({ by: one.by, label: one.label(), picked: one.by === by }));
      const placeHolder = vscode.l10n.t("Group findings by");
      const picked = await vscode.window.showQuickPick(rows, { placeHolder });
      if (picked === undefined) return;
      by = picked.by;
      await memory.update("grouping", by);
      refresh();
    }),
    vscode.commands.registerCommand("cosmosKeyless.filter", async () => {
      const prompt = vscode.l10n.t("Show findings whose account, file or severity contains these words");
      const typed = await vscode.window.showInputBox({ prompt, value: filter, placeHolder: "error contoso" });
      if (typed !== undefined) setFilter(typed.trim());
    }),
    vscode.commands.registerCommand("cosmosKeyless.clearFilter", () => {
      setFilter("");
    }),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}

function childrenOf(item: Item): Item[] {
  if (item.kind === "group") return [...item.children];
  return item.kind === "credential" ? [...placesOf(item)] : [];
}

/** What was looked at, in few words: a view's title has little room. */
function scanInWords(state: ScanState): string {
  switch (state.kind) {
    case "never":
      return vscode.l10n.t("Open files only");
    case "running":
      return vscode.l10n.t("Scanning, {0} so far", counted(state.files, "file"));
    case "failed":
      return vscode.l10n.t("The scan failed");
    case "done": {
      const { files, unreadable, cancelled, at } = state.outcome;
      const time = at.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" });
      const looked = vscode.l10n.t("{0} scanned at {1}", counted(files, "file"), time);
      if (cancelled) return vscode.l10n.t("{0}, then cancelled", looked);
      return unreadable.length === 0 ? looked : vscode.l10n.t("{0}, {1} could not be read", looked, unreadable.length);
    }
  }
}
