import type { Candidate } from "../candidate";
import type { Account } from "../finding";
import { type HostPlace, hostsIn, isStandIn } from "../hosts";
import { enclosingValue } from "../lines";
import type { SpelledKey } from "../spelling";
import { globalNameOf } from "../structure/regions";
import type { KeyRule } from "./rule";

/** A NoSQL connection string: an account endpoint and its key in one string, in any order and case. */
export const connectionString: KeyRule = {
  id: "connection-string",
  title: "Connection string",
  help: "A connection string holds the account endpoint and a key that opens the whole account. Keep the endpoint, drop the key: give the client the endpoint and a managed identity, then rotate the key.",
  reads: "key",
  propose: (text, key) => inString(text, key, connectionString.id, /AccountKey/i),
};

/** A MongoDB connection string of a request-unit account: the account key is the password in the URL. */
export const mongoConnectionString: KeyRule = {
  id: "mongo-connection-string",
  title: "MongoDB connection string",
  help: "A MongoDB connection string with the account key as its password. The MongoDB wire protocol of request-unit accounts takes no managed identity: keep the string in Key Vault, then rotate the key.",
  reads: "key",
  propose: (text, key) => inString(text, key, mongoConnectionString.id, /mongodb(?:\+srv)?(?::|%3a)/i),
};

function inString(text: string, key: SpelledKey, rule: string, mark: RegExp): Candidate | undefined {
  const whole = enclosingValue(text, key);
  if (!mark.test(text.slice(whole.start, key.start))) return undefined;
  const host =
    hostIn(text.slice(key.end, whole.end).split(/mongodb|AccountEndpoint=/i)[0] ?? "") ??
    hostIn(text.slice(whole.start, key.start)) ??
    hostIn(text.slice(key.end, whole.end));
  if (host === undefined) return undefined;
  const { api } = host;
  const account = accountIn(text.slice(whole.start, key.start), host.account);
  const isMongo = rule === mongoConnectionString.id && api === "nosql";
  return { ...key, rule, shape: "key", api: isMongo ? "mongo" : api, account, beside: true };
}

/** The account of a string's host; `mongodb://shop:…@shop-westeurope.mongo…`: the user is called what the account is. */
function accountIn(before: string, account: Account | undefined): Account | undefined {
  const user = /(?::\/\/|%3A%2F%2F)([a-z0-9-]{3,50})(?::|%3A)$/i.exec(before)?.[1];
  if (account !== undefined && isStandIn(account.name)) return undefined;
  if (user === undefined || account === undefined || globalNameOf(account.name) !== user) return account;
  return { name: user, host: user + account.host.slice(account.name.length) };
}

function hostIn(text: string): HostPlace | undefined {
  return hostsIn(text).find(({ account }) => account !== undefined);
}
