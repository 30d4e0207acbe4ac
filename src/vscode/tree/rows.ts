import * as vscode from "vscode";
import { counted } from "../counted";
import { stateInWords } from "../../azure/describe";
import type { Severity } from "../../engine/finding";
import { messageOf, shortSubjectOf } from "../../engine/message";
import type { KeyChecks } from "../keyChecks";
import type { Credential, Item, PlaceItem } from "./items";

/** How the view's rows look and what they are called, for eyes and for screen readers. */

const COLOURS: Readonly<Record<Severity, string | undefined>> = {
  error: "problemsErrorIcon.foreground",
  warning: "problemsWarningIcon.foreground",
  information: "problemsInfoIcon.foreground",
  hint: undefined,
};

const GIT = {
  staged: () => vscode.l10n.t("Staged for the next commit"),
  uncommitted: () => vscode.l10n.t("Not committed"),
  committed: () => vscode.l10n.t("Committed"),
  none: () => vscode.l10n.t("Not in a repository"),
};

/** A row. */
export function rowOf(item: Item, checks: KeyChecks): vscode.TreeItem {
  if (item.kind === "steps") return stepsRow(item.count);
  if (item.kind === "group") return groupRow(item);
  return item.kind === "credential" ? credentialRow(item, checks) : placeRow(item);
}

function stepsRow(count: number): vscode.TreeItem {
  const label = counted(count, "next step");
  const row = new vscode.TreeItem(label);
  row.description = vscode.l10n.t("after your fixes");
  row.iconPath = new vscode.ThemeIcon("checklist");
  row.contextValue = "steps";
  row.command = { command: "cosmosKeyless.nextSteps", title: label };
  return row;
}

function groupRow({ by, label, uri, credentials, host, severity }: Extract<Item, { kind: "group" }>): vscode.TreeItem {
  const name = nameOf(by, label);
  const row = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  if (uri !== undefined) row.resourceUri = vscode.Uri.parse(uri);
  row.iconPath =
    by === "file" ? vscode.ThemeIcon.File : new vscode.ThemeIcon(by === "account" ? "database" : "git-commit");
  row.description = counted(credentials, "credential");
  row.tooltip = host ?? name;
  row.contextValue = by === "account" && host !== undefined ? "account" : "group";
  row.accessibilityInformation = { label: `${name}, ${counted(credentials, "credential")}, ${severity}` };
  return row;
}

function nameOf(by: string, label: string): string {
  if (by === "account" && label === "") return vscode.l10n.t("Unknown account");
  return by === "git" && label in GIT ? GIT[label as keyof typeof GIT]() : label;
}

function credentialRow({ fingerprint, places, severity, host }: Credential, checks: KeyChecks): vscode.TreeItem {
  const [first] = places;
  const title = first === undefined ? "" : shortSubjectOf(first.finding);
  const row = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
  const check = checks.of(fingerprint);
  const count = counted(places.length, "place");
  row.description = check === undefined ? count : `${count} · ${check.state}`;
  row.tooltip = check === undefined ? (first === undefined ? "" : `${messageOf(first.finding)}.`) : stateInWords(check);
  row.iconPath = keyIcon(severity);
  row.contextValue = host === undefined ? "credential" : "credential.account";
  row.accessibilityInformation = { label: `${severity}: ${title}, ${count}` };
  return row;
}

/** The line first, so that a narrow view cuts the name and the folder off and not the number. */
function placeRow({ place: { uri, finding }, inFile, fingerprint, start, host, ...rest }: PlaceItem): vscode.TreeItem {
  const path = vscode.workspace.asRelativePath(uri);
  const slash = path.lastIndexOf("/");
  const line = finding.from.line + 1;
  const label = inFile ? vscode.l10n.t("Line {0}", line) : `${line}: ${path.slice(slash + 1)}`;
  const row = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  row.description = inFile ? shortSubjectOf(finding) : path.slice(0, Math.max(0, slash));
  row.tooltip = `${path}:${line}\n${messageOf(finding)}.`;
  row.iconPath = inFile ? keyIcon(finding.severity) : vscode.ThemeIcon.File;
  row.contextValue = host === undefined ? "place" : "place.account";
  row.command = {
    command: "cosmosKeyless.open",
    title: vscode.l10n.t("Open"),
    arguments: [{ fingerprint, start, uri: rest.uri }],
  };
  row.accessibilityInformation = { label: `${finding.severity}: ${path}, ${vscode.l10n.t("line {0}", line)}` };
  return row;
}

function keyIcon(severity: Severity): vscode.ThemeIcon {
  const colour = COLOURS[severity];
  return new vscode.ThemeIcon("key", colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
