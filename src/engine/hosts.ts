import type { Account, Api, Span } from "./finding";

/**
 * Account endpoints of every Cosmos DB API, public and sovereign (learn.microsoft.com, "Azure Cosmos DB endpoints";
 * China ends in `.cn`, US Government in `.us`). Source of one alternation, to be put into larger patterns.
 */
export const HOST_SOURCE = String.raw`(?:documents|graphs|(?:mongo|table|gremlin|cassandra|sqlx|sql|mongocluster|postgres|analytics|graph)\.cosmos(?:db)?)\.azure\.(?:com|cn|us)`;

/** A host of Cosmos DB in a text. */
export interface HostPlace extends Span {
  readonly api: Api;
  /** The account it names; undefined where a placeholder or nothing stands in the name's place. */
  readonly account: Account | undefined;
  /** Where the service's own part of the host begins: the account's name stands before it. */
  readonly suffix: number;
}

const SUFFIXES = new RegExp(String.raw`\.${HOST_SOURCE}(?![\w-])(:10255)?`, "gi");
const LONGEST_HOST = 120;

const APIS: readonly (readonly [suffix: string, api: Api])[] = [
  ["mongocluster.", "mongo-vcore"],
  ["mongo.", "mongo"],
  ["table.", "table"],
  ["gremlin.", "gremlin"],
  ["graph", "gremlin"],
  ["cassandra.", "cassandra"],
  ["postgres.", "postgresql"],
];

/** The Cosmos DB hosts in [from, to) of a text, in order. Linear. */
export function hostsIn(text: string, from = 0, to = text.length): readonly HostPlace[] {
  const hosts: HostPlace[] = [];
  for (const match of text.slice(from, to).matchAll(SUFFIXES)) {
    const suffix = from + match.index;
    const end = suffix + match[0].length - (match[1]?.length ?? 0);
    const start = labelsStart(text, Math.max(from, suffix - LONGEST_HOST), suffix);
    const host = text.slice(start, end).toLowerCase();
    const api = match[1] === undefined ? apiOfSuffix(host.slice(suffix - start + 1)) : "mongo";
    hosts.push({
      start,
      end,
      suffix,
      api,
      account: start < suffix && !isTemplate(text, start, end) ? accountOf(host, api) : undefined,
    });
  }
  return hosts;
}

function accountOf(host: string, api: Api): Account | undefined {
  const labels = host.split(".");
  // A PostgreSQL cluster is c-NAME.HASH; a region may stand before or behind an account's name: the first label is it.
  const name = api === "postgresql" ? (labels[0] ?? "").replace(/^c-/, "") : (labels[0] ?? "");
  const isNone = name === "" || name === "privatelink" || host.startsWith(TOKENS);
  return isNone ? undefined : { name, host };
}

/** What tokens are asked for, whichever the cluster: `https://token.postgres.cosmos.azure.com/.default`. */
const TOKENS = "token.postgres.";

/** Where the labels before a service's suffix begin; escapes that end where they begin are no part of them. */
function labelsStart(text: string, floor: number, suffix: number): number {
  let at = suffix;
  while (at > floor && isLabel(text.charCodeAt(at - 1))) at--;
  const before = text.charAt(at - 1);
  const head = text.slice(at, at + 5);
  if (before === "%" && /^[0-9a-f]{2}/i.test(head)) at += /^25(?:2f|3a|40|3d)/i.test(head) ? 4 : 2;
  else if (before === "\\") at += /^(?:u00\w\w)/i.exec(head)?.[0].length ?? (/^[ntr]/.test(head) ? 1 : 0);
  else if (before === "=" && /^(?:3d|40|2f)/i.test(head) && /^=[0-9A-F]{2}/i.test(text.slice(at - 1))) {
    if (text.slice(Math.max(0, at - 4), at - 1) === "=3D") at += 2;
  }
  while (at < suffix && /[.-]/.test(text.charAt(at))) at++;
  return Math.min(at, suffix);
}

/** A variable goes on as the account's name: `${prefix}-orders.documents…`, `%d.documents…`. */
function isTemplate(text: string, start: number, end: number): boolean {
  const before = /(.)[.-]?$/.exec(text.slice(Math.max(0, start - 2), start))?.[1] ?? "";
  if (before === "" || !"}>)]$#*_%".includes(before)) return false;
  if (before === ">" && IN_ELEMENT.test(text.slice(end, end + 60))) return false;
  return before !== "%" || !/^%(?:25)?[0-9a-f]{2}/i.test(text.slice(start - 1, start + 4));
}

/** An element ends behind the host: it is all that stands in it. */
const IN_ELEMENT = /^(?::\d{1,5})?[\w/]{0,40}<\//;

function isLabel(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    (code >= 0x41 && code <= 0x5a)
  );
}

function apiOfSuffix(suffix: string): Api {
  return APIS.find(([start]) => suffix.startsWith(start))?.[1] ?? "nosql";
}

/** The API an account endpoint's host belongs to; a host that is no account endpoint is `unknown`. */
export function apiOfHost(host: string): Api {
  return hostsIn(host)[0]?.api ?? "unknown";
}

/** The account whose endpoint stands in `text` first, percent-encoding seen through; undefined where none does. */
export function accountIn(text: string): Account | undefined {
  return hostsIn(text).find(({ account }) => account !== undefined)?.account;
}

/** Whether a name stands in for an account's: `your-account`, `xxxxx`. */
export function isStandIn(name: string): boolean {
  return STAND_IN.test(name);
}

const STAND_IN =
  /^your|-your-|^x{3,}|placeholder|change-?me|replace-?(?:me|this|with)|account-?name|^(?:my|some|the)-?(?:cosmos(?:-?db)?-?)?account$/;

/** The account of a name alone, in the public cloud: what tools take behind `--account-name`. */
export function accountNamed(name: string): Account {
  return { name: name.toLowerCase(), host: `${name.toLowerCase()}.documents.azure.com` };
}
