import { cloudOf, type Connection } from "../../azure/connection";
import { accountInWords, agesInWords, stateInWords } from "../../azure/describe";
import type { CheckAnswer } from "../../azure/checkKey";
import { isFailure } from "../../azure/failure";
import type { Account } from "../../engine/finding";
import { inSession, type Login, login } from "../azureSession";
import { type FoundKey, scanForKeys } from "../keysInCode";
import { parse } from "../options";
import type { Terminal } from "../terminal";
import type { Command } from "./command";

/** Asks Azure about the keys found: which they are, whether they are valid, how old. Changes nothing. */
export const check: Command = {
  name: "check",
  usage: "check [PATHS…] [--include-ignored]",
  summary:
    "Asks Azure which keys were found, whether they are still valid, and how old they are. Sends no key; changes nothing. Exit code 1 says that one is live or could not be told.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, { "include-ignored": { type: "boolean", default: false } });
    const keys = scanForKeys(positionals, values["include-ignored"], terminal);
    if (keys.length > 0) return checkFound(keys, login, terminal);
    terminal.out("No Cosmos DB key found.\n");
    return 0;
  },
};

/** Checks keys and writes what Azure says; 1 where one is live or cannot be told, 2 where Azure answered none. */
export async function checkFound(keys: readonly FoundKey[], reachCloud: Login, terminal: Terminal): Promise<number> {
  const answers = await answersFor(keys, reachCloud);
  for (const { places, fingerprint } of keys) {
    terminal.out(`${places.join(", ")}\n`);
    for (const line of linesOf(answers.get(fingerprint))) terminal.out(`  ${line}\n`);
  }
  const all = [...answers.values()];
  if (all.length > 0 && all.every((answer) => isFailure(answer))) return 2;
  const isOpen = (answer: CheckAnswer): boolean =>
    isFailure(answer) || answer.state === "live" || answer.state === "unknown-key";
  return all.length < keys.length || all.some(isOpen) ? 1 : 0;
}

/** What Azure says of each key that names its account, by fingerprint. */
export async function answersFor(
  keys: readonly FoundKey[],
  reachCloud: Login,
): Promise<ReadonlyMap<string, CheckAnswer>> {
  const answers = new Map<string, CheckAnswer>();
  const asked = keys.flatMap(({ fingerprint, account }) =>
    account === undefined ? [] : [{ fingerprint, account: account.name, host: account.host }],
  );
  if (asked.length === 0) return answers;
  await inSession(async ({ azure, signal }) => {
    const connections = await connectionsTo(keys, reachCloud);
    const connectionOf = ({ host }: { readonly host: string }): Connection => connections(host);
    await azure.checkKeys(asked, connectionOf, ({ fingerprint }, answer) => answers.set(fingerprint, answer), signal);
    return 0;
  });
  return answers;
}

/** One connection for each cloud that the keys' accounts lie in. */
async function connectionsTo(
  keys: readonly { readonly account: Account | undefined }[],
  reachCloud: Login,
): Promise<(host: string) => Connection> {
  const clouds = new Map(
    keys.flatMap(({ account }) => (account === undefined ? [] : [[cloudOf(account.host).name, cloudOf(account.host)]])),
  );
  const connections = new Map<string, Connection>();
  for (const [name, cloud] of clouds) connections.set(name, await reachCloud(cloud));
  return (host) => {
    const connection = connections.get(cloudOf(host).name);
    if (connection === undefined) throw new Error("a cloud without a connection");
    return connection;
  };
}

function linesOf(answer: CheckAnswer | undefined): readonly string[] {
  if (answer === undefined) return ["The text names no account, so Azure cannot be asked."];
  if (isFailure(answer)) return [answer.says];
  if (answer.state === "unknown-account") return [stateInWords(answer)];
  return [stateInWords(answer), accountInWords(answer), ...agesInWords(answer, new Date())];
}
