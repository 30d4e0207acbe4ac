import type { Account } from "../engine/finding";
import { DEFAULT_EXCLUDE } from "../files/exclude";
import type { ScannedFile } from "../files/scanFile";
import { DEFAULT_MOST_BYTES, scanTree } from "../files/scanTree";
import { noteLog } from "./noteLog";
import { shownPath } from "./shownPath";
import type { Terminal } from "./terminal";

/** A key that was found, once for all its places. */
export interface FoundKey {
  readonly fingerprint: string;
  readonly account: Account | undefined;
  /** Files and lines, as a person reads them. */
  readonly places: readonly string[];
}

/** The account keys in files and folders, each once. */
export function scanForKeys(
  paths: readonly string[],
  includeIgnored: boolean,
  terminal: Terminal,
): readonly FoundKey[] {
  const settings = { exclude: DEFAULT_EXCLUDE, includeIgnored, mostBytes: DEFAULT_MOST_BYTES };
  const notes = noteLog(terminal);
  const { found } = scanTree(paths.length === 0 ? ["."] : paths, settings, { note: notes.note });
  notes.finish();
  return keysIn(found);
}

const KEY_RULES = new Set(["account-key", "connection-string", "mongo-connection-string"]);

/** The account keys among findings, each once. */
export function keysIn(found: readonly ScannedFile[]): readonly FoundKey[] {
  const keys = new Map<string, { account: Account | undefined; places: string[] }>();
  for (const { path, findings } of found) {
    for (const { fingerprint, rule, account, certainty, suppression, from } of findings) {
      if (certainty === "hint" || suppression !== undefined || !KEY_RULES.has(rule)) continue;
      const known = keys.get(fingerprint) ?? { account: undefined, places: [] };
      known.account ??= account;
      known.places.push(`${shownPath(path)}:${from.line + 1}`);
      keys.set(fingerprint, known);
    }
  }
  return [...keys].map(([fingerprint, key]) => ({ fingerprint, ...key }));
}
