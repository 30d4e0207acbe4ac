import type { Account, Api, Span } from "../finding";
import { accountNamed, hostsIn } from "../hosts";
import { type Group, type Page, type Value, valueAt } from "./page";
import { isEndpointName, wordsOf } from "./words";

/** What a credential may belong to: an account, a cluster that code sets up, another server. */
export interface Endpoint extends Span {
  /** `account` of Cosmos DB, a `resource` that code sets up, `management` library that sets it up, `other` server. */
  readonly kind: "account" | "resource" | "management" | "other";
  readonly api: Api;
  readonly account: Account | undefined;
  /** Only the account's name stands there, no host. */
  readonly isName: boolean;
  readonly value: Value | undefined;
  readonly group: Group;
  /** The words of its own name. */
  readonly words: readonly string[];
  readonly paragraph: number;
  readonly line: number;
}

const RESOURCE =
  /azurerm_cosmosdb_postgresql_(?:cluster|role)|azurerm_mongo_cluster|DocumentDB\/mongoClusters|DBforPostgreSQL\/serverGroupsv2|az\s+cosmosdb\s+(?:postgres|mongocluster)|document-db\/mongo-cluster|MongoCluster(?=\s*\(|["':]|Args)|(?<=documentdb:|mongocluster:)MongoCluster\b|(?:cosmosdb|dbforpostgresql)[.:/](?:\w+[.:/])?(?:PostgresqlCluster|ServerGroup(?:Cluster)?|Cluster)\b/gi;
/** Libraries that set clusters up, and the address of a request that does. */
const MANAGEMENT =
  /CosmosDBForPostgreSql\w*|armcosmosforpostgresql|MongoCluster(?:Mgmt|Management)Client|MongoCluster(?:Data|Properties)\b|armmongocluster|arm-mongocluster|(?:mgmt|resourcemanager)\.mongocluster|providers\/Microsoft\.(?:DocumentDB\/mongoClusters|DBforPostgreSQL\/serverGroupsv2)\//gi;
/** Containers that are servers themselves. */
const SERVER_IMAGE =
  /(?:^|\/)(?:postgres|postgis|citus|timescaledb|pgvector|mongo|mongodb|mongodb-community-server|mysql|mariadb|redis|rabbitmq)(?:-\w+)?(?=[:@]|$)/;
/** What tools and settings call an account's name. */
const ACCOUNT_NAME =
  /(?<![\w-])(?:(?<=["'; ])Account(?==)|databaseAccount(?:Name)?|accountName|account_name|cosmos(?:db)?_?account(?:_?name)?|forAccountNamed|databaseAccounts(?=\/)|--account-name|(?:--name|-n)(?<=\baz cosmosdb (?:database|collection|keys|list-[\w-]{4,30}|regenerate-key|show|update|create)\b[^\n|;&]{0,200} (?:--name|-n))|-Account(?:Name)?(?= ))["']?\s{0,4}[=: /]\s{0,4}["']?([a-z0-9][a-z0-9-]{1,48}[a-z0-9])(?=["';,\s)/]|$)/gi;
/** Of these names, those that other services' accounts go by, too. */
const ANYBODYS_NAME = /^-{0,2}account/i;
const WHOSE =
  /(cosmos|doc(?:ument)?db|documents\.azure)|storage|(?<![a-z])blobs?(?![a-z])|core\.(?:windows|chinacloudapi|usgov)|azurite|azure[-_]?file|devstoreaccount|(?<![a-z])(?:batch|maps|adls)(?![a-z])/gi;
/** A variable, setting or attribute that holds an endpoint: `process.env.COSMOS_ENDPOINT`, `azurerm_cosmosdb_account.shop.endpoint`. */
const HELD =
  /azurerm_cosmosdb_account\.[\w-]{1,60}(?:\[[^\]\n]{0,40}\])?\.endpoint(?![\w-])|(?<![\w-])[\w:-]{0,40}(?:cosmos|documentdb|docdb)[\w:-]{0,30}(?:endpoint|ur[il]|host)(?![a-z-])/gi;
const ADDRESS =
  /^(?:(?:jdbc:|r2dbc:)?[a-z][a-z0-9+.-]*:\/\/\S+|(?:tcp:)?(?:[a-z0-9_-]+\.)+(?:com|net|org|io|local|internal|lan|dev|cloud|app|co|cn|us|eu|de|uk|fr|svc|test|example|cluster)(?:[:,]\d+)?|localhost(?::\d+)?|\d+(?:\.\d+){3}(?::\d+)?)\/?$/;

const known = new WeakMap<Page, readonly Endpoint[]>();

/** Everything on a page that a credential may belong to, in order; found once a page. */
export function endpointsOf(text: string, page: Page): readonly Endpoint[] {
  const endpoints = known.get(page) ?? find(text, page);
  known.set(page, endpoints);
  return endpoints;
}

function find(text: string, page: Page): readonly Endpoint[] {
  const endpoints: Endpoint[] = [];
  const taken = new Set<Value>();
  const add = (
    kind: Endpoint["kind"],
    span: Span,
    api: Api,
    account: Account | undefined,
    value?: Value,
    isName = false,
  ): void => {
    const group = value?.group ?? page.groupAt(span.start);
    const name = value?.name ?? /([\w$.]+)\((?:new\s+[\w.]+)?[\s[\]{]*$/.exec(group.label)?.[1];
    const words = name === undefined ? [] : wordsOf(name);
    const paragraph = value?.paragraph ?? page.paragraphAt(span.start);
    endpoints.push({
      start: span.start,
      end: span.end,
      isName,
      kind,
      api,
      account,
      value,
      group,
      words,
      paragraph,
      line: value?.line ?? page.lineAt(span.start),
    });
  };
  for (const host of hostsIn(text, page.start, page.end)) {
    const value = valueAt(page, { start: host.start, end: host.start + 1 });
    if (value !== undefined) taken.add(value);
    const isDomain = host.account === undefined && !isTemplate(text, host.start) && !isInUrl(text, host.start);
    if (!isDomain) add("account", host, host.api, host.account, value);
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
  if (endpoints.length > 0 || /cosmos|docdb|documentdb/i.test(own)) {
    const isOthers = namedByOthers(own);
    for (const match of own.matchAll(ACCOUNT_NAME)) {
      if (ANYBODYS_NAME.test(match[0]) && isOthers(match.index, match.index + match[0].length)) continue;
      const start = page.start + match.index + match[0].length - (match[1] ?? "").length;
      const value = valueAt(page, { start, end: start + 1 });
      add(
        "account",
        { start, end: start + (match[1] ?? "").length },
        "nosql",
        accountNamed(match[1] ?? ""),
        value,
        true,
      );
    }
  }
  for (const value of page.values) {
    if (taken.has(value) || value.end - value.start > 300 || value.end - value.start < 4) continue;
    const is = text.slice(value.start, value.end);
    if (hostsIn(is).length > 0) continue;
    const words = value.name === undefined ? [] : wordsOf(value.name);
    const isAddress = ADDRESS.test(is) && (/:\/\/|^localhost|^\d/.test(is) || isEndpointName(words));
    if (isAddress || (value.name === "image" && SERVER_IMAGE.test(is)))
      add("other", value, "unknown", undefined, value);
  }
  return endpoints.sort((a, b) => a.start - b.start);
}

/** UTF-16 units in which a text must speak of Cosmos DB for a name that is any service's, where it speaks of others. */
const SPOKEN_OF = 600;

/** Tells of places, asked in order, whether a name there goes with another service than Cosmos DB. */
function namedByOthers(text: string): (from: number, to: number) => boolean {
  let words: readonly RegExpExecArray[] | undefined;
  let next = 0;
  return (from, to) => {
    words ??= [...text.matchAll(WHOSE)];
    while ((words[next]?.index ?? Infinity) < from) next++;
    let behind = next;
    while ((words[behind]?.index ?? Infinity) < to) behind++;
    // What stands before a name says whose it is more often than what stands behind it.
    const near = [
      { word: words[next - 1], distance: from - (words[next - 1]?.index ?? -Infinity) },
      { word: words[behind], distance: 2 * ((words[behind]?.index ?? Infinity) - to) },
    ].sort((a, b) => a.distance - b.distance)[0];
    if (near?.word?.[1] !== undefined && near.distance <= SPOKEN_OF) return false;
    return words.some((word) => word[1] === undefined);
  };
}

/** `{name}.documents.azure.com`, `" + name + ".documents…`: something stands where the account's name would; `*` is any. */
function isTemplate(text: string, at: number): boolean {
  return /[}>)%\]$_]$|\*\*$|%[a-z]$|[+&]\s*["'`]$/.test(text.slice(Math.max(0, at - 6), at));
}

/** A user and a password stand before the host: it is one, whatever its account is called. */
function isInUrl(text: string, at: number): boolean {
  return /@[^\s"'`@<>]{0,80}$/.test(text.slice(Math.max(0, at - 90), at));
}
