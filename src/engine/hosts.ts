import type { Account, Api } from "./finding";

/**
 * Account endpoints of every Cosmos DB API, public and sovereign (learn.microsoft.com, "Azure Cosmos DB endpoints";
 * China ends in `.cn`, US Government in `.us`). Source of one alternation, to be put into larger patterns.
 */
export const HOST_SOURCE = String.raw`(?:documents|(?:mongo|table|gremlin|cassandra|sqlx|sql|mongocluster|postgres|analytics|graph)\.cosmos|gremlin\.cosmosdb)\.azure\.(?:com|cn|us)`;

/** Finds the next account endpoint; group 1 is the labels before the service's suffix, group 2 the suffix. */
export const ACCOUNT_HOST = new RegExp(
  String.raw`([a-z0-9](?:[a-z0-9.-]{0,120}[a-z0-9])?)\.(${HOST_SOURCE})(?![\w-])`,
  "i",
);

const APIS: readonly (readonly [suffix: string, api: Api])[] = [
  ["mongocluster.", "mongo-vcore"],
  ["mongo.", "mongo"],
  ["table.", "table"],
  ["gremlin.", "gremlin"],
  ["graph.", "gremlin"],
  ["cassandra.", "cassandra"],
  ["postgres.", "postgresql"],
];

/** The API an account endpoint's host belongs to; a host that is no account endpoint is `unknown`. */
export function apiOfHost(host: string): Api {
  const match = ACCOUNT_HOST.exec(host);
  if (match === null) return "unknown";
  const suffix = (match[2] ?? "").toLowerCase();
  return APIS.find(([start]) => suffix.startsWith(start))?.[1] ?? "nosql";
}

/** The account whose endpoint stands in `text` first, percent-encoding seen through; undefined where none does. */
export function accountIn(text: string): Account | undefined {
  const match = ACCOUNT_HOST.exec(text.includes("%") ? text.replace(/%(?:25)?2[fF]|%(?:25)?3[aA]/g, "/") : text);
  if (match === null) return undefined;
  const host = match[0].toLowerCase();
  const labels = (match[1] ?? "").toLowerCase().split(".");
  // A PostgreSQL cluster is c-NAME.HASH; a region may stand before or behind an account's name: the first label is it.
  const name = apiOfHost(host) === "postgresql" ? (labels[0] ?? "").replace(/^c-/, "") : (labels[0] ?? "");
  return { name, host };
}
