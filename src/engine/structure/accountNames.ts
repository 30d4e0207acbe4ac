import type { Account, Span } from "../finding";
import { accountNamed } from "../hosts";
import { type Group, type Page, type Value, valueAt } from "./page";
import { foreignWords, wordsOf } from "./words";

/** Where a page names an account without its host. */
export interface AccountName extends Span {
  readonly account: Account;
  readonly value: Value | undefined;
}

const NAME = /^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/;
/** What tools and settings call an account's name. */
const WRITTEN =
  /(?<![\w-])(?:(?<=["'; ])Account(?==)|databaseAccount(?:Name)?|accountName|account_name|cosmos(?:db)?_?account(?:_?name)?|forAccountNamed|databaseAccounts(?=\/)|--account-name|(?:--name|-n)(?<=\baz cosmosdb (?:database|collection|keys|list-[\w-]{4,30}|regenerate-key|show|update|create)\b[^\n|;&]{0,200} (?:--name|-n))|-Name(?<=-AzCosmosDBAccount\w{0,20} [^\n|;]{0,200}-Name)|-Account(?:Name)?(?= ))["']?\s{0,4}[=: /]\s{0,4}["']?([a-z0-9][a-z0-9-]{1,48}[a-z0-9])(?=["';,\s)/]|$)/gi;
/** What stands behind a name that is declared. */
const TYPES: ReadonlySet<string> = new Set(
  "string str text varchar nvarchar char bool boolean int number object any null none undefined true false optional".split(
    " ",
  ),
);
/** Of these names, those that other services' accounts go by, too. */
const ANYBODYS_NAME = /^-{0,2}account/i;
const WHOSE =
  /(cosmos|doc(?:ument)?db|documents\.azure)|storage|(?<![a-z])blobs?(?![a-z])|core\.(?:windows|chinacloudapi|usgov)|azurite|azure[-_]?file|devstoreaccount|(?<![a-z])(?:batch|maps|adls)(?![a-z])/gi;
/** What speaks of Cosmos DB; what any account's container is called does not. */
const ABOUT =
  /(?<!(?:container|bucket|share)(?:[-_]?name)?["']?[ \t]{0,4}[:= ][ \t]{0,4}["']?)cosmos|docdb|documentdb|databaseAccount|MasterKey|forAccountNamed|(?<!\w)10(?:350|255)(?!\w)/i;

/** The accounts that a page names in a setting, an argument, an address of a resource; each place once. */
export function accountNamesOn(text: string, page: Page, isKnown: boolean): readonly AccountName[] {
  const own = text.slice(page.start, page.end);
  if (!isKnown && !ABOUT.test(own)) return [];
  const names = new Map<number, AccountName>();
  const add = (span: Span, value: Value | undefined): void => {
    const account = accountNamed(text.slice(span.start, span.end));
    if (!names.has(span.start)) names.set(span.start, { start: span.start, end: span.end, account, value });
  };
  const isOthers = namedByOthers(own);
  for (const match of own.matchAll(WRITTEN)) {
    if (ANYBODYS_NAME.test(match[0]) && isOthers(match.index, match.index + match[0].length)) continue;
    const [whole, called = ""] = match;
    const end = page.start + match.index + whole.length;
    const start = end - called.length;
    if (TYPES.has(called) || isProse(own, match.index, whole, called)) continue;
    const value = valueAt(page, { start, end: start + 1 });
    if (value === undefined || !isReference(text, page, value)) add({ start, end }, value);
  }
  const isUser = /cassandra|(?<!\w)10(?:350|255)(?!\w)/i.test(own);
  const isOutput = /Storage\/DocumentDB/i.test(own);
  const named = new Set<Group>();
  for (const { name, group } of page.values) if (name !== undefined && RESOURCE_GROUP.test(name)) named.add(group);
  const isValueOthers = namedByOthers(own);
  let storages: ReadonlySet<string> | undefined;
  let last: Value | undefined;
  for (const value of page.values) {
    const isFirst = last?.group !== value.group && last?.start !== value.group.start;
    last = value;
    const called = text.slice(value.start, value.end);
    if (value.end - value.start > 50 || !NAME.test(called) || TYPES.has(called) || isReference(text, page, value))
      continue;
    const { name = "", group, form } = value;
    const is =
      isNamedSo(name) ||
      (isUser && isUserName(name) && !EVERYBODY.test(called)) ||
      (/^name$/i.test(name) && named.has(group) && !OF_ANOTHER.test(group.label)) ||
      (/^accountId$/i.test(name) && isOutput) ||
      (isFirst && form === "quoted" && group.kind === "bracket" && CALL.test(group.label));
    const isAnybodys = is && ((isNamedSo(name) && !OURS.test(name)) || ANYBODYS_CALL.test(group.label));
    if (isAnybodys) {
      storages ??= new Set(Array.from(own.matchAll(STORAGE_HOST), ({ 1: account = "" }) => account));
      if (storages.has(called)) continue;
    }
    if (is && !(isAnybodys && isValueOthers(value.start - page.start, value.end - page.start))) add(value, value);
  }
  return [...names.values()];
}

/** `{ account: name }`, `account = getAccount(…)`: what stands without quotes in code is a variable or a call. */
function isReference(text: string, { values }: Page, { form, start, end, group }: Value): boolean {
  if (form !== "bare") return false;
  if (group.kind === "bracket" || /[(.[]/.test(text.charAt(end))) return true;
  const called = text.slice(start, end);
  return /^[a-z]+$/.test(called) && values.some(({ name }) => name === called);
}

/** `COSMOS_ACCOUNT_NAME  Cosmos DB account`: blanks alone part a name from what it is given at a line's end only. */
function isProse(text: string, at: number, whole: string, called: string): boolean {
  if (
    whole.startsWith("-") ||
    !/[ \t]$/.test(whole.slice(0, -called.length)) ||
    /[=:][ \t]*$/.test(whole.slice(0, -called.length))
  )
    return false;
  return called !== called.toLowerCase() || /^[ \t]+\S/.test(text.slice(at + whole.length, at + whole.length + 8));
}

/** `shopimages.table.core.windows.net`: an account that is called so is Storage's. */
const STORAGE_HOST = /(?<![a-z0-9-])([a-z0-9]{3,24})\.(?:table|blob|queue|file|dfs)\.core\./g;
const RESOURCE_GROUP = /^resource_?group(?:_?name)?$/i;
/** Resources that are no account: a cluster has a name in a resource group, too. */
const OF_ANOTHER = /^(?:resource|data)\s+"(?!azurerm_cosmosdb_account")|(?:postgresql_?|mongo_?)cluster|servergroup/i;
/** What takes an account's name and its key, in this order. */
const CALL =
  /(?:CosmosClient::(?:new|with_\w+)|(?:Named|Shared)KeyCredentials?|StorageCredentials|createTableService|[wW]ithCredentials|with_credentials|(?:PlainText|Password)Auth\w*)$/;
const OURS = /cosmos|doc(?:ument)?db|database/i;
/** Of these calls, those that open Storage's tables, too. */
const ANYBODYS_CALL = /(?:KeyCredentials?|StorageCredentials|createTableService|[wW]ithCredentials|with_credentials)$/;
/** Accounts of another kind. */
const NOT_THE_DATABASE = new Set(["service", "user", "login", "admin", "email", "default", "current", "selected"]);
const DATABASE = /cosmos|^(?:db|database|docdb|documentdb)$/;
const EVERYBODY = /^(?:admin|root|user|username|cassandra|mongo|postgres|test|default|\w+-?user)$/;

/** `account`, `cosmosAccountName`, `COSMOS_ACCOUNT_1`, `COSMOS_ACCOUNT_NAME_ORDERS`. */
function isNamedSo(name: string): boolean {
  const words = wordsOf(name);
  const at = words.findLastIndex((word) => word === "account" || word === "acct");
  if (at < 0 || words.some((word) => NOT_THE_DATABASE.has(word))) return false;
  const isDatabases = words.some((word) => DATABASE.test(word));
  const [first, ...behind] = words.slice(at + 1);
  const isWhole = behind.length === 0 && (first === undefined || first === "name");
  const isOneOf = isDatabases && (first === "name" ? behind.length === 1 : /^\d+$/.test(first ?? ""));
  return (isWhole || isOneOf) && (isDatabases || foreignWords(words).length === 0);
}

/** What the drivers of Cassandra and MongoDB call the account. */
function isUserName(name: string): boolean {
  const words = wordsOf(name);
  return /^user(?:name)?$/.test(words.at(-1) ?? "") && foreignWords(words).length === 0;
}

const IN_BRACES = /(?:\$?\{\{?|\$\(|#\{|\\\(|%)\s*[$@]?(?:\w+\.)*(\w+)\s*(?:\}\}?|\)|%)([a-z0-9-]{0,40})$/;
const BARE = /\$(\w+)()$/;
const JOINED = /["'`]\s*[+.&]\s*\$?(?:\w+\.)*(\w+)\s*[+.&]\s*["'`]([a-z0-9-]{0,40})$/;

/** The account's name before a host's own part at `suffix`, where a variable stands there whose one value the page knows. */
export function nameOfVariable(text: string, page: Page, suffix: number): string | undefined {
  const before = text.slice(Math.max(0, suffix - 120), suffix);
  const match = IN_BRACES.exec(before) ?? BARE.exec(before) ?? JOINED.exec(before);
  // Another piece of the name stands before the variable.
  if (match === null || !/(?:\/\/|["'`@=\s])$/.test(before.slice(0, match.index + (match[0].startsWith('"') ? 1 : 0))))
    return undefined;
  const [, variable = "", tail = ""] = match;
  const values = new Set<string>();
  for (const { name, start, end } of page.values)
    if (name !== undefined && end - start < 50 && name.split(/[.:$@]/).at(-1) === variable)
      values.add(text.slice(start, end));
  const [only] = values;
  return values.size === 1 && only !== undefined && NAME.test(only) ? only + tail : undefined;
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
