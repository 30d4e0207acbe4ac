import type { Account, Api, Span } from "./finding";
import { nameBefore } from "./lines";
import { type Endpoint, endpointsOf } from "./structure/endpoints";
import { inOrder, neighbours, ownersOf, type Part } from "./structure/owner";
import { commonGroup, isIn, type Page, type Value, valueAt, wordsAround } from "./structure/page";
import type { Pages } from "./structure/pages";
import {
  isAuthName,
  isConversion,
  isDecoding,
  isWeakName,
  namesDatabase,
  ownerWords,
  wordsOf,
} from "./structure/words";

/** Whose an account key is: what it is called, and which account's endpoint its call, object, section or name holds. */

/** A value as its text presents it. */
export interface Subject {
  readonly page: Page;
  readonly part: Part;
  /** Its own name, or, where only a conversion stands around it, the name of what that gives. */
  readonly name: string | undefined;
  readonly words: readonly string[];
}

/** What the text at a span is called and where it stands. */
export function subjectAt(text: string, pages: Pages, span: Span): Subject {
  const page = pages.at(span.start);
  const first = { start: span.start, end: Math.min(span.end, span.start + 1) };
  const value = valueAt(page, first);
  const group = value?.group ?? page.groupAt(span.start);
  const before = nameBefore(text, span.start);
  const own = value?.name ?? (before === undefined ? undefined : text.slice(before.start, before.end));
  const call =
    own !== undefined && group.kind === "bracket" && group.label.trimEnd().endsWith(own)
      ? wordsOf(own.slice(own.lastIndexOf(".") + 1))
      : [];
  const given = own === undefined || isConversion(wordsOf(own)) || isDecoding(call) ? nameAround(group) : own;
  const name = given ?? own;
  const part: Part = {
    ...span,
    name,
    group,
    paragraph: value?.paragraph ?? page.paragraphAt(span.start),
    line: value?.line,
    isFlag: value?.form === "flag" || value?.name?.startsWith("--") === true,
  };
  // `.unwrap_or_else(|_| "…")`: a conversion whose result nothing names says nothing of whose its argument is.
  const saysNothing = name === undefined || (given === undefined && isDecoding(call));
  return { page, part, name, words: saysNothing ? [] : wordsOf(name) };
}

/** What a call's result is given to: `key = base64.b64decode("…")`. */
export function nameAround(group: Part["group"]): string | undefined {
  for (let one: Part["group"] | undefined = group; one?.kind === "bracket"; one = one.parent) {
    const given = /([\p{L}_$@][\p{L}\p{N}_$.-]*)\s*(?::[^=]*)?(?:=|<-)\s*[\p{L}\p{N}_$.:[\]\s]*$/u.exec(one.label)?.[1];
    if (one.name ?? given) return one.name ?? given;
  }
  return undefined;
}

/** The endpoints of accounts that open with an account key, and of other services that do with one of theirs. */
function doors(text: string, page: Page, isOther: (endpoint: Endpoint) => boolean): readonly Endpoint[] {
  return endpointsOf(text, page).filter(
    (one) => (one.kind === "account" && one.api !== "postgresql" && one.api !== "mongo-vcore") || isOther(one),
  );
}

/** `new Uri("…")` is the address that stands in it. */
const IN_URL = /\bur[il](?:\.\w+)?$/i;

/** The endpoints that hold a key most tightly; none where its name says that it belongs elsewhere. */
export function doorsOf(
  text: string,
  { page, part, words }: Subject,
  isOther: (endpoint: Endpoint) => boolean,
): readonly Endpoint[] {
  // A bare name of an account speaks for its own call, object or section alone.
  const owners = ownersOf(part, doors(text, page, isOther)).filter(
    (one) => (!one.isName || one.group.kind === "string" || isIn(part.group, one.group)) && !isAuthBeside(part, one),
  );
  if (!isWeakName(words)) return owners;
  const own = ownerWords([...words, ...wordsAround(part.group)]);
  return owners.filter((one) => {
    if (!one.isName && !(isHandedTo(text, part, one.group) && isHandedTo(text, called(one), part.group))) return false;
    const common = commonGroup(part.group, one.group);
    const isApart = common !== part.group && common !== one.group;
    const apart = ownerWords([...words, ...wordsAround(part.group, common)]);
    if (isApart && apart.every((word) => word.length === 1)) return false;
    const theirs = ownerWords([...one.words, ...wordsAround(one.group)]);
    return (
      own.every((word) => word.length === 1 || theirs.includes(word)) &&
      theirs.every((word) => word.length === 1 || own.includes(word))
    );
  });
}

/** `"Auth": { "Key": … }` beside `"Cosmos": { … }`: what checks tokens has a key of its own. */
function isAuthBeside({ group }: Part, endpoint: Endpoint): boolean {
  const common = commonGroup(group, endpoint.group);
  return isAuthName(wordsAround(group, common)) && namesDatabase(wordsAround(endpoint.group, common));
}

/** An endpoint by its name, as a value. */
function called({ value, group }: Endpoint): Pick<Part, "name" | "group"> {
  return { name: value?.name, group };
}

/**
 * Whether the call that an endpoint stands in has a part in a value outside of it, by name:
 * `session({ secret: "…", store: new CosmosStore({ endpoint: "…" }) })` has none.
 */
function isHandedTo(
  text: string,
  { name = "", group }: Pick<Part, "name" | "group">,
  endpoints: Part["group"],
): boolean {
  for (let one: Part["group"] | undefined = endpoints; one !== undefined && !isIn(group, one); one = one.parent) {
    if (text.charAt(one.start) !== "(" || IN_URL.test(one.label)) continue;
    const word = name.slice(name.lastIndexOf(".") + 1);
    return word !== "" && callAt(text, one.start).includes(word);
  }
  return true;
}

const CALL_REACH = 600;

/** A call from its opening bracket to its closing one, at most 600 UTF-16 units. */
function callAt(text: string, start: number): string {
  let depth = 0;
  for (const { 0: bracket, index } of text.slice(start, start + CALL_REACH).matchAll(/[()]/g)) {
    depth += bracket === "(" ? 1 : -1;
    if (depth === 0) return text.slice(start, start + index);
  }
  return text.slice(start, start + CALL_REACH);
}

/** The account that a key opens and its API, as far as the text says without doubt. */
export function accountOf(
  text: string,
  pages: Pages,
  span: Span,
): { readonly account: Account | undefined; readonly api: Api } {
  const subject = subjectAt(text, pages, span);
  const { page, part } = subject;
  const all = doors(text, page, () => false);
  const owners = withoutNames(ownersOf(part, all));
  const owner = inOrder(part, owners, keysBeside(text, page, part));
  const near = withoutNames(neighbours(part, all)).filter(({ account }) => account !== undefined);
  const only = near.every((one) => one.account?.name === near[0]?.account?.name) ? near[0] : undefined;
  const found = owner?.account === undefined && owners.length <= 1 ? (only ?? owner) : owner;
  const api = found?.api ?? "unknown";
  return {
    account: found?.account,
    api: api === "nosql" || api === "unknown" ? (apiNamed(subject.words) ?? api) : api,
  };
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

/** A bare name of an account counts only where no endpoint does. */
function withoutNames(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const hosts = endpoints.filter(({ isName }) => !isName);
  return hosts.length > 0 ? hosts : endpoints;
}

const KEY = /^[^\s"']{0,60}[A-Za-z0-9+/]{84,86}(?:==|%3D%3D|\\u003d\\u003d)/i;
const keyValues = new WeakMap<Page, readonly Value[]>();
const NEIGHBOURS = 24;

/** The values of a key's group that have a key's shape, nearest on both sides. */
function keysBeside(text: string, page: Page, part: Part): readonly Span[] {
  const all =
    keyValues.get(page) ?? page.values.filter(({ start, end }) => end - start > 86 && KEY.test(text.slice(start, end)));
  keyValues.set(page, all);
  const at = all.findIndex(({ end }) => end >= part.start);
  return all.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS).filter(({ group }) => group === part.group);
}
