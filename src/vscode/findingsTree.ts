import * as vscode from "vscode";
import { stateInWords } from "../azure/describe";
import { SEVERITIES } from "../engine/finding";
import { ruleOf } from "../engine/rules/index";
import { type FindingStore, type PlacedFinding, rangeOf } from "./findingStore";
import type { KeyChecks } from "./keyChecks";
import { isEnabled, onSettingsChanged, shownSeverity } from "./settings";

/** Findings by account and credential: one key found in many places is one item. */

type Item =
  | { readonly kind: "account"; readonly name: string; readonly credentials: readonly Credential[] }
  | Credential
  | ({ readonly kind: "place" } & PlacedFinding);

/** One credential with all its places. */
export interface Credential {
  readonly kind: "credential";
  readonly fingerprint: string;
  readonly places: readonly PlacedFinding[];
}

/** The findings that are shown, refused and switched-off ones left out. */
export function shownFindings(store: FindingStore): readonly PlacedFinding[] {
  return store.all().filter(({ uri, finding }) => isEnabled(uri) && shownSeverity(uri, finding) !== undefined);
}

/** The view's content, and a badge that counts credentials. */
export function showFindingsTree(store: FindingStore, checks: KeyChecks): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.TreeDataProvider<Item> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: (item) => treeItem(item, checks),
    getChildren: (item) => (item === undefined ? accounts(store) : childrenOf(item)),
  };
  const view = vscode.window.createTreeView("cosmosKeyless.findings", {
    treeDataProvider: provider,
    showCollapseAll: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const refresh = (): void => {
    // A scan reports in bursts; the view is drawn once for each.
    timer ??= setTimeout(() => {
      timer = undefined;
      changed.fire(undefined);
      view.description = descriptionOf(store);
    }, 50);
  };
  return vscode.Disposable.from(
    view,
    changed,
    store.onDidChange(refresh),
    checks.onDidChange(refresh),
    onSettingsChanged(refresh),
  );
}

function descriptionOf(store: FindingStore): string {
  const count = new Set(shownFindings(store).map(({ finding }) => finding.fingerprint)).size;
  return count === 0 ? "" : count === 1 ? vscode.l10n.t("1 credential") : vscode.l10n.t("{0} credentials", count);
}

function accounts(store: FindingStore): Item[] {
  const credentials = new Map<string, PlacedFinding[]>();
  for (const place of shownFindings(store)) {
    const places = credentials.get(place.finding.fingerprint) ?? [];
    credentials.set(place.finding.fingerprint, [...places, place]);
  }
  const byAccount = new Map<string, Credential[]>();
  for (const [fingerprint, places] of credentials) {
    const name = places.map(({ finding }) => finding.account?.name).find((one) => one !== undefined) ?? "";
    byAccount.set(name, [...(byAccount.get(name) ?? []), { kind: "credential", fingerprint, places }]);
  }
  return [...byAccount]
    .sort(([a], [b]) => Number(a === "") - Number(b === "") || a.localeCompare(b))
    .map(([name, list]) => ({ kind: "account", name, credentials: list }));
}

function childrenOf(item: Item): Item[] {
  if (item.kind === "account") return [...item.credentials];
  return item.kind === "credential" ? item.places.map((place) => ({ kind: "place", ...place })) : [];
}

const ICONS = {
  error: new vscode.ThemeIcon("key", new vscode.ThemeColor("problemsErrorIcon.foreground")),
  warning: new vscode.ThemeIcon("key", new vscode.ThemeColor("problemsWarningIcon.foreground")),
  information: new vscode.ThemeIcon("key", new vscode.ThemeColor("problemsInfoIcon.foreground")),
  hint: new vscode.ThemeIcon("key"),
};

function treeItem(item: Item, checks: KeyChecks): vscode.TreeItem {
  if (item.kind === "account") {
    const tree = new vscode.TreeItem(
      item.name === "" ? vscode.l10n.t("Account not named") : item.name,
      vscode.TreeItemCollapsibleState.Expanded,
    );
    tree.iconPath = new vscode.ThemeIcon("database");
    tree.description =
      item.credentials.length === 1
        ? vscode.l10n.t("1 credential")
        : vscode.l10n.t("{0} credentials", item.credentials.length);
    return tree;
  }
  return item.kind === "credential" ? credentialItem(item, checks) : placeItem(item);
}

function credentialItem({ fingerprint, places }: Credential, checks: KeyChecks): vscode.TreeItem {
  const [first] = places;
  const findings = places.map(({ finding }) => finding);
  const access = findings.find((finding) => finding.access !== "unknown")?.access;
  const severity = SEVERITIES.find((one) => findings.some((finding) => finding.severity === one)) ?? "hint";
  const title = first === undefined ? "" : (ruleOf(first.finding.rule)?.title ?? first.finding.rule);
  const tree = new vscode.TreeItem(
    access === undefined ? title : `${title} (${access})`,
    vscode.TreeItemCollapsibleState.Expanded,
  );
  const check = checks.of(fingerprint);
  const count = places.length === 1 ? vscode.l10n.t("1 place") : vscode.l10n.t("{0} places", places.length);
  tree.description = check === undefined ? count : `${count} · ${check.state}`;
  tree.tooltip = check === undefined ? (first?.finding.reasons[0] ?? "") : stateInWords(check);
  tree.iconPath = ICONS[severity];
  tree.contextValue = findings.some(({ account }) => account !== undefined) ? "credential.account" : "credential";
  tree.accessibilityInformation = { label: `${severity}: ${title}, ${count}` };
  return tree;
}

function placeItem({ uri, finding }: PlacedFinding): vscode.TreeItem {
  const path = vscode.workspace.asRelativePath(uri);
  const tree = new vscode.TreeItem(`${path}:${finding.from.line + 1}`, vscode.TreeItemCollapsibleState.None);
  tree.description = finding.reasons[0] ?? "";
  tree.iconPath = vscode.ThemeIcon.File;
  tree.resourceUri = uri;
  tree.command = {
    command: "vscode.open",
    title: vscode.l10n.t("Open"),
    arguments: [uri, { selection: rangeOf(finding) } satisfies vscode.TextDocumentShowOptions],
  };
  return tree;
}
