import * as vscode from "vscode";
import type { Certainty, Finding, Severity } from "../engine/finding";
import { isQuiet } from "../engine/rules/index";
import type { TreeSettings } from "../files/scanTree";

const SECTION = "cosmosKeyless";

/** Whether findings are shown at all, for a place. */
export function isEnabled(uri: vscode.Uri): boolean {
  return get(uri, "enable", true);
}

/** Whether a folder is scanned by itself when it opens, and its closed files are followed. */
export function scansInBackground(uri: vscode.Uri): boolean {
  return get(uri, "scanInBackground", true);
}

/** The exclude globs and size limit for a folder. Files that git ignores are walked where the setting says so. */
export function treeSettings(uri: vscode.Uri): TreeSettings {
  return {
    exclude: [...get<readonly string[]>(uri, "exclude", []), "**/.git/**"],
    includeIgnored: get(uri, "scanIgnoredFiles", false),
    mostBytes: get(uri, "maxFileSize", 50) * 1_000_000,
  };
}

/** Documents longer than this are not scanned while typing, in UTF-16 units. */
export function mostCharacters(uri: vscode.Uri): number {
  return get(uri, "maxFileSize", 50) * 1_000_000;
}

/** How loud a finding is shown; undefined where a person wants its kind not shown. */
export function shownSeverity(uri: vscode.Uri, { rule, certainty, severity }: Finding): Severity | undefined {
  if (isQuiet(rule) && !get<boolean>(uri, "showHandedOutKeys", false)) return undefined;
  const asked = get<Severity | "automatic" | "off">(uri, `severity.${certainty}`, DEFAULTS[certainty]);
  return asked === "off" ? undefined : asked === "automatic" ? severity : asked;
}

const DEFAULTS: Readonly<Record<Certainty, "automatic" | "off">> = {
  certain: "automatic",
  likely: "automatic",
  possible: "automatic",
  hint: "off",
};

/** Calls back when any of the extension's settings has changed. */
export function onSettingsChanged(changed: () => void): vscode.Disposable {
  return onChanged([SECTION], changed);
}

/** Those that say what of a workspace is scanned. */
const OF_SCANS = ["enable", "scanInBackground", "exclude", "scanIgnoredFiles", "maxFileSize"];

/** Calls back when it is another part of the workspace that is to be scanned. */
export function onScanSettingsChanged(changed: () => void): vscode.Disposable {
  return onChanged(
    OF_SCANS.map((name) => `${SECTION}.${name}`),
    changed,
  );
}

function onChanged(names: readonly string[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!names.some((name) => event.affectsConfiguration(name))) return;
    known.clear();
    changes++;
    changed();
  });
}

/** Another number after every change of the settings. */
export function settingsVersion(): number {
  return changes;
}

let changes = 0;

/** Values by folder and name: a setting is asked for each finding, and looked up once. */
const known = new Map<string, unknown>();

function get<T>(uri: vscode.Uri, name: string, otherwise: T): T {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const key = `${folder?.toString() ?? ""} ${name}`;
  if (!known.has(key))
    known.set(key, vscode.workspace.getConfiguration(SECTION, folder ?? uri).get<T>(name, otherwise));
  return known.get(key) as T;
}
