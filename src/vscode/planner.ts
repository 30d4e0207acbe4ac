import * as vscode from "vscode";
import type { Choice } from "../fixes/fix";
import type { ChangedFile, Plan } from "../fixes/plan";
import { type Fixer, pathOf, positionsOf, readOnlyOf } from "./fixer";
import type { PlacedFinding } from "./findingStore";
import type { Wanted } from "./fixQuestions";

/** Fixes of many findings at once: planned over all files that they take, applied in one step that undo takes back. */

/** A plan, and the files' addresses that it speaks of by path. */
export interface EditorPlan {
  readonly plan: Plan;
  readonly uriOf: (path: string) => vscode.Uri;
}

/** Plans fixes for files, by what they say now. Rejects where it is cancelled. */
export async function planFor(
  fixer: Fixer,
  uris: readonly vscode.Uri[],
  choices: readonly Choice[],
  wanted: Wanted,
  token: vscode.CancellationToken,
): Promise<EditorPlan> {
  const byPath = new Map(uris.map((uri) => [pathOf(uri), uri]));
  const paths = [...byPath.keys()];
  const closed = new Set(paths.filter((path) => readOnlyOf([path]) !== undefined));
  const asks = { paths, reach: fixer.reachOfAll(uris), choices, wanted, locked: closed };
  const { plan: planned, locked } = await fixer.ask("plan", asks, token);
  const reason = { fixable: false as const, reason: vscode.l10n.t("The file is read-only.") };
  const plan = { ...planned, left: [...planned.left, ...locked.map((place) => ({ ...place, reason }))] };
  return { plan, uriOf: (path) => byPath.get(path) ?? vscode.Uri.file(path) };
}

/** The edits of a plan, all to be applied in one step. */
export async function editOf({ plan, uriOf }: EditorPlan): Promise<vscode.WorkspaceEdit> {
  const { editsOf } = await import("../fixes/lazy");
  const edit = new vscode.WorkspaceEdit();
  for (const file of plan.files)
    for (const { range, text } of rangesOf(file, editsOf(file))) edit.replace(uriOf(file.path), range, text);
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
