import { doors, type Subject, subjectAt } from "./belonging";
import type { Account, Api, Span } from "./finding";
import { isStandIn } from "./hosts";
import { type Endpoint, isEmulator } from "./structure/endpoints";
import { handedTo } from "./structure/handedTo";
import { type Beside, inOrder, neighbours, ownersOf, type Part } from "./structure/owner";
import { commonGroup, type Group, isIn, type Page, valueAt, wordsAround } from "./structure/page";
import type { Pages } from "./structure/pages";
import { areTwoThings } from "./structure/twoThings";
import { namesDatabase, ownerWords, wordsOf } from "./structure/words";

/** Which account a key opens: rotate and grant act on it, so that a wrong name is worse than none. */

export interface KeyOwner {
  readonly account: Account | undefined;
  readonly api: Api;
}

const NOBODY: KeyOwner = { account: undefined, api: "unknown" };

/** The account that a key opens and its API, as far as the text says without doubt. */
export function accountOf(text: string, pages: Pages, span: Span): KeyOwner {
  // The URL that holds the key has a host of its own, which is no account's: none of another's name.
  if (/^(?:==|%3D%3D)?@(?:[\w-]+\.){2,}[a-z]{2,}[:/]/i.test(text.slice(span.end, span.end + 200))) return NOBODY;
  const subject = subjectAt(text, pages, span);
  const { account, api } = ownerOf(text, pages, subject);
  return { account, api: api === "nosql" || api === "unknown" ? (apiNamed(subject.words) ?? api) : api };
}

const NAMED_APIS: ReadonlyMap<string, Api> = new Map([
  ["gremlin", "gremlin"],
  ["cassandra", "cassandra"],
  ["mongo", "mongo"],
  ["mongodb", "mongo"],
]);

/** `GREMLIN_KEY` opens a graph, though the account's endpoint beside it is the one that all accounts have. */
function apiNamed(words: readonly string[]): Api | undefined {
  return words.map((word) => NAMED_APIS.get(word)).find((api) => api !== undefined);
}

function ownerOf(text: string, pages: Pages, { page, part }: Subject): KeyOwner {
  const all = doors(text, page, (one) => isEmulator(text, one), true).filter(
    (one) => one.account !== undefined || one.kind === "other" || isHost(text, one) || mayBeRead(text, part, one),
  );
  if (all.length === 0) return NOBODY;
  const taking = onlyOne(all) === undefined ? handedTo(text, page, part, all) : undefined;
  if (taking !== undefined) return withoutStandIn(taking);
  const keys = keysOn(text, page);
  const key = text.slice(part.start, part.end);
  const isTaken = (one: Endpoint): boolean => isTakenByAnother(text, key, part, one, keys);
  const named = ownersOf(part, all, { isTaken });
  const owners = withoutNames(named.length > 0 ? named : ownersOf(part, all, { isTaken, isAnybodys: true }));
  const common = owners[0] === undefined ? part.group : commonGroup(part.group, owners[0].group);
  const whole = new Set(all.map(({ group }) => group));
  const beside = keysIn(keys, part, common).filter(({ group }) => group === part.group || !isWhole(group, whole));
  const owner = inOrder(part, owners, beside);
  if (owner?.kind === "other" || owners.length > 1) return owner ?? NOBODY;
  if (owner !== undefined) {
    const isOne = onlyOne(neighbours(part, all)) !== undefined;
    const isAnothers = !isOne && isNamedForAnother(text, pages, part, key, owner, keysIn(keys, part, common));
    return isAnothers || isTaken(owner) || areTwoThings(part, owner) ? NOBODY : withoutStandIn(owner);
  }
  const only = onlyOne(neighbours(part, all));
  if (only === undefined || areTwoThings(part, only)) return NOBODY;
  const isAnothers =
    isTaken(only) || keysIn(keys, part, common).some((one) => isOwnedBefore(text, pages, key, one, all));
  return isAnothers ? NOBODY : withoutStandIn(only);
}

/** `users.cosmos.uri`, `users.cosmos.key` and `cosmos.key`: what names an endpoint is in another key's name, not in this one's. */
function isNamedForAnother(
  text: string,
  pages: Pages,
  part: Part,
  key: string,
  { words }: Endpoint,
  others: readonly Key[],
): boolean {
  const telling = ownerWords(words);
  const own = new Set([...wordsOf(part.name ?? ""), ...wordsAround(part.group)]);
  if (telling.every((word) => own.has(word))) return false;
  return others.some((one) => {
    if (text.slice(one.start, one.end).includes(key)) return false;
    const theirs = (one.words ??= subjectAt(text, pages, one).words);
    return telling.every((word) => theirs.includes(word));
  });
}

/** An endpoint that is read from elsewhere counts where it is called after an account, or is an argument beside the key. */
function mayBeRead(text: string, part: Part, { isRead, words, start, end, group }: Endpoint): boolean {
  if (!isRead) return false;
  const isAccounts = namesDatabase([...words, ...wordsOf(text.slice(start, end))]);
  return isAccounts || (group.kind === "bracket" && isIn(part.group, group));
}

/** A host whose account a variable names, no setting that holds one. */
function isHost(text: string, { start, end }: Endpoint): boolean {
  return text.slice(start, end).includes(".azure.");
}

/** An owner whose account's name only stands in for one is known by its API alone. */
function withoutStandIn({ account, api }: Endpoint): KeyOwner {
  return { account: account !== undefined && isStandIn(account.name) ? undefined : account, api };
}

/** `COSMOS_URI`, `COSMOS_KEY` and `AUDIT_COSMOS_KEY`: the first of the keys has the endpoint, not every one. */
function isOwnedBefore(text: string, pages: Pages, key: string, other: Key, all: readonly Endpoint[]): boolean {
  if (text.slice(other.start, other.end).includes(key)) return false;
  return (other.isOwned ??= ownersOf(subjectAt(text, pages, other).part, all).length > 0);
}

/** The one account that all of them are. */
function onlyOne(endpoints: readonly Endpoint[]): Endpoint | undefined {
  const [first, ...others] = withoutNames(endpoints).filter(({ account }) => account !== undefined);
  return others.every(({ account }) => account?.name === first?.account?.name) ? first : undefined;
}

/** A bare name of an account counts only where no endpoint does. */
function withoutNames(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const hosts = endpoints.filter(({ isName }) => !isName);
  return hosts.length > 0 ? hosts : endpoints;
}

const HOLDING: ReadonlySet<Group["kind"]> = new Set(["bracket", "string", "row", "tag"]);

function isWhole(group: Group, holding: ReadonlySet<Group>): boolean {
  return HOLDING.has(group.kind) && holding.has(group);
}

/** A call, an object, a connection string that holds an endpoint and its key is whole: a key outside is another's. */
function isTakenByAnother(text: string, key: string, part: Part, one: Endpoint, keys: Keys): boolean {
  const { group, value } = one;
  const whole = value === undefined ? "" : text.slice(value.start, value.end);
  if (whole.length > key.length && ANY_KEY.test(whole)) return !whole.includes(key);
  if (!HOLDING.has(group.kind) || isIn(part.group, group)) return false;
  const own = keys.byGroup.get(group) ?? [];
  return own.length > 0 && own.every((other) => !text.slice(other.start, other.end).includes(key));
}

const ANY_KEY = /[A-Za-z0-9+/]{84,86}(?:==|%3D%3D|\\u003d\\u003d)/i;
const EACH_KEY = new RegExp(
  String.raw`(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]|%2[BF]|\\/){86,140}(?:==|%3D%3D|\\u003d\\u003d)`,
  "gi",
);
const NEIGHBOURS = 24;

interface Key extends Beside {
  /** Whether an endpoint goes with it by name and place; found when it is asked for. */
  isOwned: boolean | undefined;
  /** The words of its name; found when they are asked for. */
  words: readonly string[] | undefined;
}

/** What has a key's shape on a page, in order. */
interface Keys {
  readonly all: readonly Key[];
  readonly byGroup: ReadonlyMap<Group, readonly Key[]>;
}

const known = new WeakMap<Page, Keys>();

function keysOn(text: string, page: Page): Keys {
  const found = known.get(page);
  if (found !== undefined) return found;
  const all: Key[] = [];
  const byGroup = new Map<Group, Key[]>();
  for (const match of text.slice(page.start, page.end).matchAll(EACH_KEY)) {
    const start = page.start + match.index;
    const value = valueAt(page, { start, end: start + 1 });
    const group = value?.group ?? page.groupAt(start);
    const line = value?.line ?? page.lineAt(start);
    const key: Key = { start, end: start + match[0].length, group, line, isOwned: undefined, words: undefined };
    all.push(key);
    byGroup.set(group, [...(byGroup.get(group) ?? []), key]);
  }
  const keys = { all, byGroup };
  known.set(page, keys);
  return keys;
}

/** The keys that a group holds, those nearest on both sides. */
function keysIn({ all }: Keys, part: Part, group: Group): readonly Key[] {
  const at = all.findIndex(({ end }) => end >= part.start);
  return all.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS).filter((one) => isIn(one.group, group));
}
