import { decodeBase64 } from "../base64";
import type { Account, Api, Span } from "../finding";
import { type HostPlace, hostsIn } from "../hosts";
import { accountNamesOn, nameOfVariable } from "./accountNames";
import { type Group, type Page, type Value, valueAt } from "./page";
import { hasMongoPort } from "./ports";
import { readingsOn } from "./readings";
import { globalNameOf } from "./regions";
import { serversOn } from "./servers";
import { isEndpointName, wordsOf } from "./words";

/** What a credential may belong to: an account, a cluster that code sets up, another server. */
export interface Endpoint extends Span {
  /** `account` of Cosmos DB, a `resource` that code sets up, `management` library that sets it up, `other` server. */
  readonly kind: "account" | "resource" | "management" | "other";
  readonly api: Api;
  readonly account: Account | undefined;
  /** Only the account's name stands there, no host. */
  readonly isName: boolean;
  /** It is read from the environment or from settings: which account it is stands elsewhere. */
  readonly isRead: boolean;
  readonly value: Value | undefined;
  readonly group: Group;
  /** The words of its own name. */
  readonly words: readonly string[];
  readonly paragraph: number;
  readonly line: number;
}

const RESOURCE =
  /azurerm_cosmosdb_postgresql_(?:cluster|role)|azurerm_mongo_cluster|DocumentDB\/mongoClusters|DBforPostgreSQL\/serverGroupsv2|az\s+cosmosdb\s+(?:postgres|mongocluster)|document-db\/mongo-cluster|MongoCluster(?=\s*\(|["':]|Args)|(?<=documentdb:|mongocluster:)MongoCluster\b|(?:cosmosdb|dbforpostgresql)[.:/](?:\w+[.:/])?(?:New)?(?:PostgresqlCluster|ServerGroup(?:Cluster)?|Cluster)(?:Args)?\b|CosmosdbPostgresql(?:Cluster|Role)(?=\(|Config)|(?<!\w)PostgresqlCluster(?=\(|Args)/gi;
/** Libraries that set clusters up, and the address of a request that does. */
const MANAGEMENT =
  /CosmosDBForPostgreSql\w*|armcosmosforpostgresql|MongoCluster(?:Mgmt|Management)Client|MongoCluster(?:Data|Properties)\b|armmongocluster|arm-mongocluster|(?:mgmt|resourcemanager)\.mongocluster|providers\/Microsoft\.(?:DocumentDB\/mongoClusters|DBforPostgreSQL\/serverGroupsv2)\//gi;
/** A variable, setting or attribute that holds an endpoint: `process.env.COSMOS_ENDPOINT`, `azurerm_cosmosdb_account.shop.endpoint`. */
const HELD =
  /azurerm_cosmosdb_account\.[\w-]{1,60}(?:\[[^\]\n]{0,40}\])?\.endpoint(?![\w-])|(?:cosmos|documentdb|docdb)[\w:-]{0,30}(?:endpoint|ur[il]|host)(?![a-z-])/gi;
const ADDRESS =
  /^(?:(?:jdbc:|r2dbc:)?[a-z][a-z0-9+.-]*:\/\/\S+|(?:tcp:)?(?:[a-z0-9_-]+\.)+(?:com|net|org|io|local|internal|lan|dev|cloud|app|co|cn|us|eu|de|uk|fr|svc|test|example|cluster)(?:[:,]\d+)?|localhost(?::\d+)?|\d+(?:\.\d+){3}(?::\d+)?)\/?$/;

/** An address that is still to be put together: it ends before the host, or an argument takes the host's place. */
const NO_HOST = /:\/\/(?:[^/]*[:@]$|(?:[^/]*@)?(?:%[sdvq]|\{\d*\})(?:[:/]|$))/;

const known = new WeakMap<Page, readonly Endpoint[]>();
const knownOfKeys = new WeakMap<Page, readonly Endpoint[]>();

/**
 * Everything on a page that a credential may belong to, in order; found once a page. Names without a host are accounts'
 * where the page speaks of Cosmos DB, or where that is known.
 */
export function endpointsOf(text: string, page: Page, isKnown = false): readonly Endpoint[] {
  const cache = isKnown ? knownOfKeys : known;
  const endpoints = cache.get(page) ?? find(text, page, isKnown);
  cache.set(page, endpoints);
  return endpoints;
}

function find(text: string, page: Page, isKnown: boolean): readonly Endpoint[] {
  const endpoints: Endpoint[] = [];
  const taken = new Set<Value>();
  const add = (
    kind: Endpoint["kind"],
    span: Span,
    api: Api,
    account: Account | undefined,
    value?: Value,
    isName = false,
    readAs?: string,
  ): void => {
    const group = value?.group ?? page.groupAt(span.start);
    // What stands before a command is no name of the account in it.
    const isCommands = isName && value?.start !== span.start;
    const call = /([\w$.]+)\((?:new\s+[\w.]+)?[\s[\]{]*$/.exec(group.label)?.[1];
    const name = isCommands ? undefined : (readAs ?? value?.name ?? call ?? nameOnLine(text, span.start));
    endpoints.push({
      start: span.start,
      end: span.end,
      isName,
      isRead: readAs !== undefined,
      kind,
      api,
      account,
      value,
      group,
      words: name === undefined ? [] : wordsOf(name),
      paragraph: value?.paragraph ?? page.paragraphAt(span.start),
      line: value?.line ?? page.lineAt(span.start),
    });
  };
  for (const host of hostsIn(text, page.start, page.end)) {
    const value = valueAt(page, { start: host.start, end: host.start + 1 });
    if (value !== undefined) taken.add(value);
    const account = host.account ?? accountOfVariable(text, page, host);
    const isDomain = account === undefined && !isTemplate(text, host.start) && !isInUrl(text, host.start);
    const api = host.api === "nosql" && hasMongoPort(text, page, host) ? "mongo" : host.api;
    if (!isDomain) add("account", host, api, account, value);
  }
  const own = text.slice(page.start, page.end);
  for (const match of own.matchAll(RESOURCE)) {
    const start = page.start + match.index;
    // `source_id = azurerm_mongo_cluster.first.id` tells of another cluster.
    if (/^\.\w{1,80}\.(?:id|name)\b/.test(text.slice(start + match[0].length, start + match[0].length + 90))) continue;
    const api = /mongo/i.test(match[0]) ? "mongo-vcore" : "postgresql";
    const value = valueAt(page, { start, end: start + 1 });
    if (value !== undefined) taken.add(value);
    add("resource", { start, end: start + match[0].length }, api, undefined, value);
  }
  for (const match of own.matchAll(MANAGEMENT)) {
    const start = page.start + match.index;
    const api = /mongo/i.test(match[0]) ? "mongo-vcore" : "postgresql";
    add("management", { start, end: start + match[0].length }, api, undefined);
  }
  for (const match of own.matchAll(HELD)) {
    const start = page.start + match.index;
    const value = valueAt(page, { start, end: start + match[0].length });
    if (value?.name === undefined || taken.has(value) || !isEndpointName(wordsOf(value.name))) continue;
    taken.add(value);
    add("account", { start, end: start + match[0].length }, "nosql", undefined, value);
  }
  if (isKnown)
    for (const { name, given, ...span } of readingsOn(text, page, endpoints.filter(isOfAccount))) {
      // The text itself sets what it reads.
      const isSet = endpoints.some((one) => isOfAccount(one) && one.value?.name === name);
      if (!isSet) add("account", span, "nosql", undefined, undefined, false, given);
    }
  for (const { account, value, ...span } of accountNamesOn(text, page, isKnown || endpoints.length > 0))
    add("account", span, "nosql", account, value, true);
  for (const value of page.values) {
    if (taken.has(value) || value.end - value.start > 300 || value.end - value.start < 4) continue;
    const is = text.slice(value.start, value.end);
    const [inside] = is.startsWith(BASE64_URL) ? hostsIn(String.fromCharCode(...decodeBase64(is))) : [];
    if (inside?.account !== undefined) add("account", value, inside.api, inside.account, value);
    if (hostsIn(is).length > 0) continue;
    const words = value.name === undefined ? [] : wordsOf(value.name);
    if (isAddress(is) && (/:\/\/|^localhost|^\d/.test(is) || isEndpointName(words)))
      add("other", value, "unknown", undefined, value);
  }
  for (const server of serversOn(text, page)) add("other", server, "unknown", undefined, valueAt(page, server));
  return withOneName(endpoints).sort((a, b) => a.start - b.start);
}

/** Whether a string is nothing but a server's address. */
export function isAddress(is: string): boolean {
  return ADDRESS.test(is) && !NO_HOST.test(is);
}

function isOfAccount({ account }: Endpoint): boolean {
  return account !== undefined;
}

/** An account goes by one name: a region's endpoint is its account's, and a bare name has the host that stands elsewhere. */
function withOneName(endpoints: readonly Endpoint[]): Endpoint[] {
  const hosts = new Map<string, Endpoint>();
  for (const one of endpoints)
    if (one.account !== undefined && !one.isName && !hosts.has(one.account.name)) hosts.set(one.account.name, one);
  return endpoints.map((one) => {
    if (one.account === undefined) return one;
    const account = hosts.get(globalNameOf(one.account.name) ?? "")?.account;
    if (account !== undefined) return { ...one, account };
    const host = one.isName ? hosts.get(one.account.name) : undefined;
    return host === undefined ? one : { ...one, account: host.account, api: host.api };
  });
}

/** `spark.cosmos.accountEndpoint https://…`: what begins a line and is parted from the value by blanks alone. */
function nameOnLine(text: string, at: number): string | undefined {
  return /(?:^|\n)[ \t]*([\w.-]{2,100})[ \t]+["']?[a-z+]{0,12}(?::\/\/)?$/.exec(
    text.slice(Math.max(0, at - 160), at),
  )?.[1];
}

/** The account of a host in which a variable stands for its name, by the value that the page gives the variable. */
function accountOfVariable(text: string, page: Page, { suffix, end }: HostPlace): Account | undefined {
  const name = nameOfVariable(text, page, suffix);
  return name === undefined ? undefined : { name, host: `${name}${text.slice(suffix, end).toLowerCase()}` };
}

/** `https://` in base64. */
const BASE64_URL = "aHR0cHM6Ly";
const EMULATOR =
  /^(?:[a-z+]+:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal|[a-z-]*(?:cosmos|emulator)[a-z-]*):(?:8081|8901|8902|10250|10255|10350)\b/i;

/** Whether an address is one at which the emulator answers. */
export function isEmulator(text: string, { kind, start, end }: Endpoint): boolean {
  return kind === "other" && EMULATOR.test(text.slice(start, end));
}

/** `{name}.documents.azure.com`, `" + name + ".documents…`: something stands where the account's name would; `*` is any. */
function isTemplate(text: string, at: number): boolean {
  return /[}>)%\]$_]$|\*\*$|%[a-z]$|[+&]\s*["'`]$/.test(text.slice(Math.max(0, at - 6), at));
}

/** A user and a password stand before the host: it is one, whatever its account is called. */
function isInUrl(text: string, at: number): boolean {
  return /@[^\s"'`@<>]{0,80}$/.test(text.slice(Math.max(0, at - 90), at));
}
