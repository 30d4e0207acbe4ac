import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient } from "@azure/core-rest-pipeline";
import type { UnknownAccount } from "../../azure/accounts";
import type { KeyCheck } from "../../azure/checkKey";
import { cloudOf } from "../../azure/connection";
import { accountInWords, agesInWords, stateInWords } from "../../azure/describe";
import { type AzureFailure, isFailure } from "../../azure/failure";
import type { Account } from "../../engine/finding";
import type { ScannedFile } from "../../files/scanFile";
import { DEFAULT_MOST_BYTES, scanTree } from "../../files/scanTree";
import { DEFAULT_EXCLUDE } from "../../files/exclude";
import { noteLog } from "../noteLog";
import { parse } from "../options";
import { shownPath } from "../shownPath";
import type { Terminal } from "../terminal";
import type { Command } from "./command";

/** Asks Azure about the keys found: which they are, whether they are valid, how old. Changes nothing. */
export const check: Command = {
  name: "check",
  usage: "check [PATHS…] [--include-ignored]",
  summary:
    "Asks Azure which keys were found, whether they are still valid, and how old they are. Sends no key; changes nothing.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, { "include-ignored": { type: "boolean", default: false } });
    const settings = {
      exclude: DEFAULT_EXCLUDE,
      includeIgnored: values["include-ignored"],
      mostBytes: DEFAULT_MOST_BYTES,
    };
    const { found } = scanTree(positionals.length === 0 ? ["."] : positionals, settings, {
      note: noteLog(terminal).note,
    });
    const keys = keysIn(found);
    if (keys.length === 0) {
      terminal.out("No Cosmos DB key found.\n");
      return 0;
    }
    const { commandLineCredential } = await import("../identity/lazy");
    return checkKeys(keys, commandLineCredential(), terminal);
  },
};

/** A key that was found, once for all its places. */
export interface FoundKey {
  readonly fingerprint: string;
  readonly account: Account | undefined;
  readonly places: readonly string[];
}

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

const KEY_RULES = new Set(["account-key", "connection-string", "mongo-connection-string"]);

/** Checks keys one after the other and writes what Azure says; 1 where one is live or cannot be told, 2 where none could be asked about. */
export async function checkKeys(
  keys: readonly FoundKey[],
  credential: TokenCredential,
  terminal: Terminal,
  httpClient?: HttpClient,
): Promise<number> {
  const { checkKey } = await import("../../azure/lazy");
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  process.once("SIGINT", stop);
  let failures = 0;
  let open = 0;
  for (const { fingerprint, account, places } of keys) {
    terminal.out(`${places.join(", ")}\n`);
    if (account === undefined) {
      terminal.out("  The text names no account, so Azure cannot be asked.\n");
      open++;
      continue;
    }
    const connection = {
      credential,
      cloud: cloudOf(account.host),
      ...(httpClient === undefined ? {} : { httpClient }),
    };
    const answer = await checkKey(connection, account.name, fingerprint, cancel.signal);
    for (const line of linesOf(answer)) terminal.out(`  ${line}\n`);
    if (isFailure(answer)) failures++;
    else if (answer.state === "live" || answer.state === "unknown-key") open++;
  }
  process.removeListener("SIGINT", stop);
  if (failures === keys.length) return 2;
  return open + failures > 0 ? 1 : 0;
}

function linesOf(answer: KeyCheck | UnknownAccount | AzureFailure): readonly string[] {
  if (isFailure(answer)) return [answer.says];
  if (answer.state === "unknown-account") return [stateInWords(answer)];
  return [stateInWords(answer), accountInWords(answer), ...agesInWords(answer, new Date())];
}
