import { doorsOf, type Subject } from "../belonging";
import type { Span } from "../finding";
import { lineAround } from "../lines";
import type { Sign } from "../signs";
import { type Endpoint, endpointsOf } from "../structure/endpoints";
import { type Page, type Value, valuesAround } from "../structure/page";
import { namesDatabase, wordsOf } from "../structure/words";
import type { Surroundings } from "../surroundings";
import { type Asked, mayBeCredential, ofProduct, type Opinion, SOMEBODY_ELSES } from "./scope";
import { enclosingNames } from "./enclosing";

/** What a value stands together with: the endpoint of its call, object, section or name, and its company there. */

/** The endpoint that the same call, object, section or name holds together with the value. */
export function ofPair(around: Surroundings, asked: Asked): Opinion | undefined {
  const { subject, span } = asked;
  if (!mayBeCredential(around.text, span, subject) && !isArgument(subject)) return undefined;
  const owners = doorsOf(around.text, subject, ({ kind, start, end }) => {
    return kind === "other" && around.signs.within(start, end).some(({ meaning }) => meaning === "other");
  });
  const [owner] = owners;
  if (owner === undefined) return undefined;
  if (owners.every(({ kind }) => kind === "other"))
    return { meaning: "other", scope: "pair", names: "another service's endpoint" };
  if (!owners.every(({ kind }) => kind === "account")) return undefined;
  // MongoDB's drivers know no master key.
  const product = owners.every(({ api }) => api === "mongo") ? ofProduct(around, subject) : undefined;
  if (product !== undefined) return product;
  const online = lineSign(around, asked, owners);
  if (online !== undefined) return { meaning: "other", scope: "line", names: online.names };
  if (isAnotherAccounts(around.text, subject))
    return { meaning: "other", scope: "pair", names: "the name of another account" };
  const other = enclosingNames(around.text, subject, owners) ?? commandBetween(around, span, owners)?.names;
  if (other !== undefined) return { meaning: "other", scope: "pair", names: other };
  if (!mayBeCredential(around.text, span, subject) && !owners.some(({ group }) => group === subject.part.group))
    return undefined;
  if (hasItsKey(around.text, span, subject)) return SOMEBODY_ELSES;
  return { meaning: "cosmos", scope: "pair", names: "a Cosmos DB endpoint" };
}

/** Of Storage's SDKs, which open tables of Cosmos DB, too: `new StorageCredentials("shop", "…")`, `storage_access_key: "…"`. */
const TABLE_CLIENT = /Storage(?:SharedKey)?Credentials?$/;
const TABLE_KEY = /^:?storage_?(?:access|account)_?key$/i;

/** A key in Storage's own class, where the account it names, or the same call, has an endpoint of Cosmos DB for tables. */
export function ofTables({ text }: Surroundings, { subject: { name = "", page, part } }: Asked): Opinion | undefined {
  const isKey = TABLE_KEY.test(name);
  if (!isKey && !TABLE_CLIENT.test(part.group.label)) return undefined;
  const [first] = valuesAround(page, part.start, NEAR).filter(({ group }) => group === part.group);
  const called = first === undefined ? "" : text.slice(first.start, first.end).toLowerCase();
  const is = endpointsOf(text, page).some(
    ({ api, account, group }) =>
      api === "table" && (account?.name === called || (isKey && group.kind === "bracket" && group === part.group)),
  );
  return is ? { meaning: "cosmos", scope: "pair", names: "a Cosmos DB endpoint" } : undefined;
}

/** `SECRET_KEY`, `apiKey`: what applications call a key of their own. */
const OF_APPLICATION = /^(?:app(?:lication)?|api|secret|flask|django)[-_]?(?:secret|key)(?:[-_]?key)?$/i;
/** `key = os.environ["COSMOS_KEY"]`: the account's key comes from elsewhere. */
const FROM_ELSEWHERE =
  /(?:^|\n)[^\n"'`=:]{0,60}key["']?\s{0,8}[:=][^\n"'`=]{0,80}\b(?:env\w*|environ|getenv|secrets?|config\w*)\b[^\n=]{0,20}(?:cosmos|doc(?:ument)?db)\w{0,20}key/i;
const ELSEWHERE_REACH = 600;

/** Whether the account has its key already, and what the value is called is an application's own. */
function hasItsKey(text: string, { start, end }: Span, { name }: Subject): boolean {
  if (name === undefined || !OF_APPLICATION.test(name)) return false;
  return [text.slice(Math.max(0, start - ELSEWHERE_REACH), start), text.slice(end, end + ELSEWHERE_REACH)].some(
    (near) => FROM_ELSEWHERE.test(near),
  );
}

const NEAR = 12;
/** As Storage's and many others' accounts are called; Cosmos DB's may be, too. */
const PLAIN_NAME = /^[a-z0-9]{3,24}$/;

/** Of the SDK that opens Storage's tables, too. */
const NAMED_KEY = /(?:Named|Shared)KeyCredentials?$/;

/**
 * `ACCOUNT_NAME=shopimages`, `ACCOUNT_KEY=…`, `new AzureNamedKeyCredential("shopimages", "…")`: an account that goes by a
 * name that none of the endpoints on its page has.
 */
function isAnotherAccounts(text: string, { page, part }: Subject): boolean {
  const named = accountBeside(page, part);
  const called = named === undefined ? "" : text.slice(named.start, named.end);
  if (!PLAIN_NAME.test(called)) return false;
  const hosts = endpointsOf(text, page).filter(({ kind, isName }) => kind === "account" && !isName);
  // One whose account a variable names may be this.
  return hosts.length > 0 && hosts.every(({ account }) => account !== undefined && account.name !== called);
}

/** The name of an account that its key's own name, or the call that takes both, speaks of. */
function accountBeside(page: Page, { start, name, group }: Subject["part"]): Value | undefined {
  const beside = valuesAround(page, start, NEAR).filter((one) => one.group === group);
  if (NAMED_KEY.test(group.label)) return beside[0];
  const whose = /^(.*account)[-_]?(?:access[-_]?)?key$/i.exec(name ?? "")?.[1]?.toLowerCase();
  if (whose === undefined || namesDatabase(wordsOf(whose.slice(0, -"account".length)))) return undefined;
  return beside.find((one) => [whose, `${whose}name`, `${whose}_name`].includes((one.name ?? "").toLowerCase()));
}

/** What only an account of Cosmos DB has beside its key: what the key is called, and what its neighbours are. */
const COMPANY: readonly { readonly key: RegExp; readonly beside: readonly RegExp[]; readonly names: string }[] = [
  {
    key: /^(?:account|auth|primary|secondary|master|db)?[-_ ]?key$/i,
    beside: [/^(?:database|db)[-_]?(?:id|name)?$/i, /^(?:container|collection|graph)[-_]?(?:id|name)?$/i],
    names: "a database and a container",
  },
  {
    key: /^auth(?:orization)?[-_]?key$/i,
    beside: [/^end[-_]?point(?:[-_]?(?:ur[il]))?$/i],
    names: "an endpoint that takes an authorization key",
  },
];

/** The names that stand beside the value in its call, object or section. */
export function ofCompany(
  { text, signs }: Surroundings,
  { subject: { page, part }, span }: Asked,
): Opinion | undefined {
  const { name, group } = part;
  const rows = name === undefined || group.kind === "page" ? [] : COMPANY.filter(({ key }) => key.test(name));
  if (rows.length === 0) return undefined;
  const beside = valuesAround(page, span.start, NEAR).filter((one) => one.group === group);
  const row = rows.find((one) => one.beside.every((pattern) => beside.some((value) => pattern.test(value.name ?? ""))));
  if (row === undefined) return undefined;
  const end = beside.at(-1)?.end ?? span.end;
  const isOthers = signs
    .within(group.start, end)
    .some(({ meaning, reach }) => meaning === "other" && reach === "block");
  return isOthers || /:\/\/(?!localhost)[\w-]+\./.test(text.slice(group.start, end))
    ? undefined
    : { meaning: "cosmos", scope: "pair", names: row.names };
}

/**
 * The sign of another service that begins a value's own line, or that a comment at its end speaks of, where no endpoint of
 * the value's stands on it.
 */
function lineSign(
  { text, signs }: Surroundings,
  { span, subject }: Asked,
  owners: readonly Endpoint[],
): Sign | undefined {
  const line = lineAround(text, span);
  if (owners.some(({ isName, start }) => !isName && start >= line.start && start < line.end)) return undefined;
  // What an account is called says nothing.
  const comment = subject.words.some((word) => DATABASE.test(word))
    ? undefined
    : COMMENT.exec(text.slice(span.end, line.end));
  const said = comment ? signs.within(span.end + comment.index, line.end) : [];
  const before = [...signs.within(line.start, span.start), ...said].filter(
    ({ at }) => !owners.some(({ start, end }) => at >= start && at < end),
  );
  return before.some(({ meaning }) => meaning === "cosmos") ? undefined : before.find(({ reach }) => reach === "block");
}

/** A command of another service, `az storage account keys list`, between a command that names the account and a value. */
function commandBetween({ text, signs }: Surroundings, span: Span, owners: readonly Endpoint[]): Sign | undefined {
  const last = owners.at(-1);
  if (last?.isName !== true || last.end > span.start) return undefined;
  const between = signs.within(last.end, span.start);
  return between.findLast(({ at, end }) => /^az\s/i.test(text.slice(at, end)));
}

const COMMENT = /\s(?:#|\/\/|--|\/\*|<!--)\s/;
const DATABASE = /^(?:db|database)$|cosmos|documentdb|docdb/;

/** An argument without a name is called like its call: `new DocumentRepository("https://…", "…")`. */
function isArgument({ name, part: { group } }: Subject): boolean {
  return group.kind === "bracket" && name !== undefined && group.label.endsWith(name);
}
