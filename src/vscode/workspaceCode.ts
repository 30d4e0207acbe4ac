import * as vscode from "vscode";
import type { KeysInWorkspace } from "../azure/keylessReadiness";
import { isOf, linesThatUseKeys } from "../azure/usesKeys";
import { isQuiet } from "../engine/rules/index";
import { isCode, textsBelow } from "../files/textsBelow";
import type { FindingStore } from "./findingStore";

/** The workspace's code, as far as it decides something of Azure's: which role it needs, whether it hangs on keys. */

/** Files looked at before the editor gets its turn. */
const AT_ONCE = 50;

function roots(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === "file")
    .map(({ uri }) => uri.fsPath);
}

/** Every text of the workspace's code. */
export function* programTexts(): Generator<string> {
  if (roots().length === 0) return;
  for (const { path, text } of textsBelow(roots())) if (isCode(path)) yield text;
}

/** What of the workspace hangs on the keys of an account. */
export async function keysInWorkspace(
  { store }: { readonly store: FindingStore },
  account: string,
  signal: AbortSignal,
): Promise<KeysInWorkspace> {
  const keys = new Set<string>();
  const handedOut: string[] = [];
  for (const { uri, finding } of store.all())
    if (!isQuiet(finding.rule) && (finding.account === undefined || finding.account.name === account))
      keys.add(`${vscode.workspace.asRelativePath(uri)}:${finding.from.line + 1}`);
  const unseen: string[] = [];
  const note = (path: string): void => {
    unseen.push(vscode.workspace.asRelativePath(path));
  };
  let files = 0;
  for (const { path, text } of roots().length === 0 ? [] : textsBelow(roots(), note)) {
    if (++files % AT_ONCE === 0) await new Promise((done) => setImmediate(done));
    if (signal.aborted) break;
    for (const one of linesThatUseKeys(text, path)) {
      if (!isOf(account, one)) continue;
      const place = `${vscode.workspace.asRelativePath(path)}:${one.line}`;
      if (one.what === "uses") keys.add(place);
      else handedOut.push(place);
    }
  }
  return { keys: [...keys], handedOut, lookedAt: files > 0, unseen };
}
