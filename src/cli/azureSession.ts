import type { ReachedAccount } from "../azure/accounts";
import { AZURE, type Cloud, cloudOf, type Connection } from "../azure/connection";
import { type AzureFailure, isFailure } from "../azure/failure";
import type * as AzureRoom from "../azure/lazy";
import { askerInWords } from "../azure/asker";
import { type FoundKey, keysIn, type KeySource } from "./azureKeys";
import { UsageError } from "./options";
import type { Terminal } from "./terminal";

/** How the command line reaches a cloud. */
export type Login = (cloud: Cloud, terminal?: Terminal) => Promise<Connection>;

/** By the Azure CLI's login, the environment, or a pipeline's identity. Microsoft's libraries load only now. */
export const login: Login = async (cloud, terminal) => {
  const { commandLineCredential } = await import("./identity/lazy");
  return {
    credential: commandLineCredential(cloud.login),
    cloud,
    waiting: (seconds) => terminal?.progress(seconds === 0 ? "" : `Azure asks to wait ${seconds} s. Ctrl+C cancels.`),
  };
};

/** What a command that asks Azure works with. */
export interface AzureSession {
  readonly azure: typeof AzureRoom;
  readonly signal: AbortSignal;
}

/** Runs something that Ctrl+C cancels: the call under way is given up, and the command ends in its own words. */
export async function inSession(run: (session: AzureSession) => Promise<number>): Promise<number> {
  const azure = await import("../azure/lazy");
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  process.once("SIGINT", stop);
  try {
    return await run({ azure, signal: cancel.signal });
  } finally {
    process.removeListener("SIGINT", stop);
  }
}

/** Says why Azure gave no answer; the exit code of a command that could not run. */
export function fail(terminal: Terminal, { says }: AzureFailure): number {
  terminal.tell(`cosmos-keyless: ${says}`);
  return 2;
}

/** An account that a command is about, and the keys that were found of it. */
export interface ChosenAccount {
  readonly name: string;
  readonly cloud: Cloud;
  readonly keys: readonly FoundKey[];
}

/**
 * The account that a person named, or the only one that the keys in the files name. `named` is an account's name or its
 * host; a host also says which cloud it lies in. Throws a `UsageError` where there is none, or a choice.
 */
async function chosenAccount(named: string | undefined, source: KeySource, terminal: Terminal): Promise<ChosenAccount> {
  const keys = await keysIn(source, terminal);
  const accounts = new Map(
    keys.flatMap(({ account }) => (account === undefined ? [] : [[account.name, account.host]])),
  );
  const name = named?.split(".")[0]?.toLowerCase() ?? [...accounts.keys()][0];
  if (named === undefined && accounts.size > 1)
    throw new UsageError(`say which with --account: ${[...accounts.keys()].join(", ")}`);
  if (name === undefined) throw new UsageError("no key that was found names its account: say which with --account");
  if (!/^[a-z0-9-]{3,50}$/.test(name)) throw new UsageError("--account takes an account's name or host");
  const host = named?.includes(".") === true ? named.toLowerCase() : accounts.get(name);
  return {
    name,
    cloud: host === undefined ? AZURE : cloudOf(host),
    keys: keys.filter(({ account }) => account === undefined || account.name === name),
  };
}

/** Finds and reads an account; an exit code where it cannot be, said already. */
async function reach(
  { azure, signal }: AzureSession,
  connection: Connection,
  name: string,
  terminal: Terminal,
): Promise<ReachedAccount | number> {
  const reached = await azure.reachAccount(connection, name, signal);
  if ("state" in reached) {
    const { asker, silentTenants } = reached;
    const who = asker === undefined ? "" : ` You asked ${askerInWords(asker)}.`;
    const silent = silentTenants === 0 ? "" : ` ${silentTenants} of your tenants gave no answer.`;
    terminal.tell(
      `cosmos-keyless: You cannot see an account ${name}. It was deleted, or it is in a tenant or cloud that you are not signed in to.${silent}${who}`,
    );
    return 2;
  }
  return isFailure(reached) ? fail(terminal, reached) : reached;
}

/** What a command about one account works with. */
export interface AccountSession extends AzureSession, ChosenAccount {
  readonly connection: Connection;
  readonly reached: ReachedAccount;
}

/** Runs something on the account that is named or found, once it has been reached. Its options are checked before. */
export async function onAccount(
  reachCloud: Login,
  named: string | undefined,
  paths: readonly string[],
  terminal: Terminal,
  run: (session: AccountSession) => Promise<number>,
  history = false,
): Promise<number> {
  const chosen = await chosenAccount(named, { paths, includeIgnored: true, history }, terminal);
  return inSession(async (session) => {
    const connection = await reachCloud(chosen.cloud, terminal);
    const reached = await reach(session, connection, chosen.name, terminal);
    return typeof reached === "number"
      ? reached
      : run({ ...session, ...chosen, connection: reached.connection, reached });
  });
}
