import * as vscode from "vscode";
import type { Choice, Place } from "../fixes/fix";
import type { ChangedFile, Plan } from "../fixes/plan";
import { type Fixer, pathOf, positionsOf, readOnlyOf } from "./fixer";
import type { PlacedFinding } from "./findingStore";

/** Fixes of many findings at once: planned over all files that they take, applied in one step that undo takes back. */

/** A plan, and the files' addresses that it speaks of by path. */
export interface EditorPlan {
  readonly plan: Plan;
  readonly uriOf: (path: string) => vscode.Uri;
}

/** What names a credential in a file: a plan's items are left out and put in by it. */
export function itemOf({ path, finding }: Place): string {
  return `${path}\n${finding.fingerprint}`;
}

/** Plans fixes for files, by what they say now; `wanted` names the findings. Loads the parsers. */
export async function planFor(
  fixer: Fixer,
  uris: readonly vscode.Uri[],
  choices: readonly Choice[],
  wanted: (place: Place) => boolean,
  token: vscode.CancellationToken,
): Promise<EditorPlan> {
  const cancel = new AbortController();
  const subscription = token.onCancellationRequested(() => {
    cancel.abort();
  });
  try {
    const { room, parsers } = await fixer.load();
    const workspace = await fixer.workspaceOf(uris);
    const byPath = new Map(uris.map((uri) => [pathOf(uri), uri]));
    const locked: Place[] = [];
    const open = (place: Place): boolean => {
      if (readOnlyOf([place.path]) === undefined) return wanted(place);
      locked.push(place);
      return false;
    };
    const planned = await room.planFixes(workspace, [...byPath.keys()], choices, parsers, open, cancel.signal);
    const reason = { fixable: false as const, reason: vscode.l10n.t("The file is read-only.") };
    const plan = { ...planned, left: [...planned.left, ...locked.map((place) => ({ ...place, reason }))] };
    return { plan, uriOf: (path) => byPath.get(path) ?? vscode.Uri.file(path) };
  } finally {
    subscription.dispose();
  }
}

/** The edits of a plan, all to be applied in one step. */
export async function editOf({ plan, uriOf }: EditorPlan, fixer: Fixer): Promise<vscode.WorkspaceEdit> {
  const { room } = await fixer.load();
  const edit = new vscode.WorkspaceEdit();
  for (const file of plan.files)
    for (const { range, text } of rangesOf(file, room.editsOf(file))) edit.replace(uriOf(file.path), range, text);
  return edit;
}

function rangesOf(
  { before }: ChangedFile,
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): readonly { readonly range: vscode.Range; readonly text: string }[] {
  const positionAt = positionsOf(before);
  return edits.map(({ start, end, text }) => ({ range: new vscode.Range(positionAt(start), positionAt(end)), text }));
}

/** The files that findings stand in, each once. The cells of an open notebook are left to their light bulbs. */
export function urisOf(places: readonly PlacedFinding[]): readonly vscode.Uri[] {
  const files = places.filter(({ uri }) => uri.scheme !== "vscode-notebook-cell");
  return [...new Map(files.map(({ uri }) => [uri.toString(), uri])).values()];
}
