import { isAbsolute } from "node:path";
import type { Account, Api } from "../engine/finding";
import { DEFAULT_EXCLUDE } from "../files/exclude";
import type { FileFinding } from "../files/fileFinding";
import { NoRepository, scanGit } from "../files/git/scanGit";
import { countNotes, type Omissions } from "../files/note";
import type { ScannedFile } from "../files/scanFile";
import { DEFAULT_MOST_BYTES, scanTree } from "../files/scanTree";
import { noteLog } from "./noteLog";
import { UsageError } from "./options";
import { shownPath } from "./shownPath";
import { withIgnoreLists } from "./suppressed";
import type { Terminal } from "./terminal";

/** What the Azure commands know of the code: its credentials, each once for all its places. */

/** A credential that was found. */
export interface FoundKey {
  readonly fingerprint: string;
  readonly account: Account | undefined;
  /** Files and lines, as a person reads them. */
  readonly places: readonly string[];
  /** An account key, of which Azure can be asked; else a password or token, which has no state there. */
  readonly isKey: boolean;
  readonly rule: string;
  readonly api: Api;
  /** Why a person refused it; undefined where nobody did, at one place at least. */
  readonly suppressed: string | undefined;
}

/** Where keys are looked for. */
export interface KeySource {
  readonly paths: readonly string[];
  readonly includeIgnored: boolean;
  /** Every version in git as well: a key that was taken out of the code still works. */
  readonly history?: boolean;
}

/** What was found, and in how many files it was looked for. */
export interface FoundCredentials {
  readonly credentials: readonly FoundKey[];
  readonly files: number;
  /** What was not looked at, and why. */
  readonly omissions: Omissions;
}

/** The credentials in files and folders, and in git's history where asked for. */
export async function credentialsIn(
  { paths, includeIgnored, history }: KeySource,
  terminal: Terminal,
): Promise<FoundCredentials> {
  const settings = { exclude: DEFAULT_EXCLUDE, includeIgnored, mostBytes: DEFAULT_MOST_BYTES };
  const wanted = paths.length === 0 ? ["."] : paths;
  const notes = noteLog(terminal);
  const omissions = countNotes(notes.note);
  const tree = scanTree(wanted, settings, { note: omissions.note });
  const found: ScannedFile[] = [...tree.found];
  let { files } = tree;
  if (history === true) {
    const past = await scanGit("history", paths, settings, { note: omissions.note }).catch((error: unknown) => {
      throw error instanceof NoRepository ? new UsageError(`--history: ${error.message}`) : error;
    });
    found.push(...past.found);
    files += past.files;
  }
  notes.finish();
  const listed = await withIgnoreLists(found, wanted);
  for (const problem of listed.problems) terminal.tell(`note: ${problem}`);
  return { credentials: credentialsAmong(listed.found), files, omissions };
}

/** The account keys that nobody refused. */
export async function keysIn(source: KeySource, terminal: Terminal): Promise<readonly FoundKey[]> {
  const { credentials } = await credentialsIn(source, terminal);
  return credentials.filter(({ isKey, suppressed }) => isKey && suppressed === undefined);
}

const KEY_RULES = new Set(["account-key", "connection-string", "mongo-connection-string"]);

/** The credentials among findings, each once. The emulator's key, which opens nothing, is none. */
export function credentialsAmong(found: readonly ScannedFile[]): readonly FoundKey[] {
  const keys = new Map<
    string,
    { first: FileFinding; account: Account | undefined; places: Set<string>; open: boolean }
  >();
  for (const { path, findings } of found) {
    for (const finding of findings) {
      if (finding.certainty === "hint") continue;
      const { fingerprint, account, suppression, from } = finding;
      const known = keys.get(fingerprint) ?? { first: finding, account, places: new Set<string>(), open: false };
      known.account ??= account;
      known.open ||= suppression === undefined;
      known.places.add(`${isAbsolute(path) ? shownPath(path) : path}:${from.line + 1}`);
      keys.set(fingerprint, known);
    }
  }
  return [...keys].map(([fingerprint, { first, account, places, open }]) => ({
    fingerprint,
    account,
    places: [...places],
    isKey: KEY_RULES.has(first.rule),
    rule: first.rule,
    api: first.api,
    suppressed: open ? undefined : (first.suppression?.reason ?? ""),
  }));
}
