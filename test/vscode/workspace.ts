import * as assert from "node:assert";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

/** What the suites share: the sample's folder, and waiting for what the editor does in its own time. */

/** Which way the editor was started: single, multi, packed, untrusted, oldest. */
export const profile = process.env.KEYLESS_TEST_PROFILE ?? "desktop";

/** A file of the sample workspace. */
export function sample(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return vscode.Uri.file(join(folder.uri.fsPath, path));
}

/** Waits until `look` finds something; fails with `what` after so many seconds. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | PromiseLike<T | undefined>,
  seconds = 10,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(50);
  }
  throw new assert.AssertionError({ message: `not within ${seconds} seconds: ${what}` });
}

/** Lets time pass, in ms. */
export async function pause(milliseconds: number): Promise<void> {
  await new Promise((done) => setTimeout(done, milliseconds));
}

/** The extension's own diagnostics of a document. */
export function findings(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "keyless");
}

/** Opens a file and waits for its first finding. */
export async function openWithFinding(
  path: string,
): Promise<{ readonly document: vscode.TextDocument; readonly finding: vscode.Diagnostic }> {
  const document = await vscode.workspace.openTextDocument(sample(path));
  await vscode.window.showTextDocument(document);
  return { document, finding: await eventually(`a finding in ${path}`, () => findings(document.uri)[0]) };
}

/** The extension's code actions on a range, by one question. */
export async function askForActions(
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<readonly vscode.CodeAction[]> {
  const all = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    10,
  );
  return all.filter(({ title }) =>
    /managed identity|Key Vault|environment variable|placeholder|all \d+ places|Why no fix|Ignore,|Explain|Check this key/.test(
      title,
    ),
  );
}

/**
 * What the light bulb shows. The editor withdraws its question where the document is still settling (a revert, a
 * language) and asks again by itself; so does this: a withdrawn question throws "Canceled" or answers nothing.
 */
export async function actions(
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<readonly vscode.CodeAction[]> {
  return eventually("an answer of the light bulb", async () => {
    try {
      const answer = await askForActions(document, range);
      return answer.length > 0 ? answer : undefined;
    } catch (error) {
      if (error instanceof Error && error.name === "Canceled") return undefined;
      throw error;
    }
  });
}

/** Applies a code action as the editor does: its edit, not the notification that follows. */
export async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit, "the action has an edit");
  assert.ok(await vscode.workspace.applyEdit(action.edit), "the edit was applied");
}

/** A person's hands in the window, where the suite's driver lends them: click, pick, type, press. Answers what a dialog said. */
export async function hands(
  deed: "click" | "dismiss" | "pick" | "toggle" | "accept" | "escape" | "type" | "preview" | "notice" | "screenshot",
  argument: string | readonly string[],
): Promise<string> {
  const folder = process.env.KEYLESS_TEST_HANDS ?? "";
  const answer = join(folder, "answer.json");
  rmSync(answer, { force: true });
  writeFileSync(join(folder, "wish.tmp"), JSON.stringify({ deed, with: argument }));
  renameSync(join(folder, "wish.tmp"), join(folder, "wish.json"));
  const done = await eventually(
    `hands: ${deed} ${String(argument)}`,
    () =>
      existsSync(answer) ? (JSON.parse(readFileSync(answer, "utf8")) as { said?: string; failed?: string }) : undefined,
    // A deed waits twice for eight seconds at the most.
    20,
  );
  if (done.failed === undefined) return done.said ?? "";
  if (deed === "notice") return "";
  await vscode.commands.executeCommand("notifications.showList");
  throw new assert.AssertionError({
    message: `${deed} ${String(argument)}: ${done.failed}\n${await hands("notice", "")}`,
  });
}
