import { hostsIn } from "../hosts";
import { type Endpoint, isAddress } from "../structure/endpoints";
import type { Part } from "../structure/owner";
import { commonGroup, type Group, wordsAround } from "../structure/page";
import { wordsOf } from "../structure/words";

/** Passwords of others: of whoever signs in, of machines that code creates, of servers that a request goes to. */

const OF_MONGO = /^(?:mongo|mongodb|mongoose|mongocluster|vcore)$/;
const OF_POSTGRES = /^(?:pg|postgres|postgresql|postgre|psql|citus|npgsql)$/;

/** It is called after another database: `MONGO_PASSWORD` opens no PostgreSQL, `SQL_PASSWORD` nothing called `PG_HOST`. */
export function isAnotherProducts(words: readonly string[], { api, words: theirs }: Endpoint): boolean {
  const other = api === "postgresql" ? OF_MONGO : OF_POSTGRES;
  if (words.some((word) => other.test(word))) return !theirs.some((word) => other.test(word));
  return words.includes("sql") && !theirs.includes("sql") && theirs.some((word) => OF_POSTGRES.test(word));
}

/** `I log in as … with password …`. */
const SIGNS_IN = /\b(?:log|sign)(?:s|ged|ned)?[ -](?:in|on|into)\b[^\n]*$/i;

/** It opens no server, whichever stands near: somebody signs in with it, it opens a store of keys. */
export function isNoServers(text: string, part: Part): boolean {
  return isOfStore(part) || SIGNS_IN.test(text.slice(Math.max(0, part.start - 160), part.start));
}

/** It opens a file of keys: `RELEASE_STORE_PASSWORD`, `keyPassword`. */
function isOfStore({ name = "" }: Part): boolean {
  const words = wordsOf(name);
  const what = words[words.findIndex((word) => word.startsWith("pass")) - 1];
  if (what === "store") return words.length === 2 || /^(?:release|debug|upload|signing)$/.test(words[0] ?? "");
  return what === "key" || what === "alias";
}

/** Calls that take the password of whoever signs in, or that a test makes up. */
const TAKES_OTHERS =
  /(?:log_?(?:in|on)|sign_?(?:in|up|on)|register|users?\.\w+|fill|type|send_?keys|set_?value|create_?transport\w*|set_?field|expect|assert\w*|equals?|compare\w*|hash\w*|bcrypt|headers?\.\w+|verify\w*|mask\w*|redact\w*|validate\w*)$/i;

/** Calls that send a request, and a path as their first argument: `client.post("/login", …)`. */
const SENDS = /(?:^|[._])(?:post|put|patch|request|fetch|get|inject|send|open|ajax)(?:As\w{1,20})?(?:Async)?$/i;
/** The same before another call: `.post("/login").send(…)`. */
const SENT = /\b(?:post|put|patch|get|fetch)\(\s*["'`]\//i;
/** Somebody's record: `new AppUser { … }`, `User(…)`. */
const RECORD =
  /(?:\bnew\s+[\w.]*|^|[\s.(=])(?:(?:App|Application|Identity|Admin|Test|Auth|Demo)?User|Customer|Member|Employee)\s*(?:\(\s*\))?$/;
const TO_PATH = /^\(\s*[fbru$@]{0,2}["'`]\//;
/** The first argument of a call. */
const FIRST = /^\(\s*[fbru$@]{0,2}(["'`])([^\s"'`]{4,200})\1\s*,/;

/** `ssh.connect("bastion.example.com", password="…")`: a call to another server. */
function isToAnother(text: string, { start }: Group): boolean {
  const [, , first = ""] = FIRST.exec(text.slice(start, start + 240)) ?? [];
  return isAddress(first) && hostsIn(first).length === 0;
}

/** Machines and servers that code creates, each with an administrator of its own. */
const CREATES_OTHERS =
  /(?:\b|\\n)new\s+(?![\w.]*(?:cosmos|citus|postgre|pg|mongo|client|pool|conn|options|settings|config))[\w.]+$/i;
/** A request's own line, which does not set up a cluster. */
const REQUEST =
  /^[ \t]*(?:(?:POST|PUT|PATCH)\s(?=\/|\{\{)(?![^\n]*\/providers\/)|(?:POST|PUT|PATCH|curl|wget|http|Invoke-\w+)\s(?:[^\n]|\\\n){0,300}https?:\/\/(?!management\.azure|[^\s"']*cosmos\.azure))/im;

/** The call, the resource or the request that it stands in is another's than the endpoint's. */
export function isElsewhere(text: string, part: Part, endpoint: Endpoint): boolean {
  const common = commonGroup(part.group, endpoint.group);
  let outer: Group | undefined;
  for (let one: Group | undefined = part.group; one !== undefined && one !== common; one = one.parent) {
    const callee = /([\p{L}\p{N}_$.]+)!?$/u.exec(one.label)?.[1];
    if (one.kind === "bracket" && callee !== undefined) {
      if (TAKES_OTHERS.test(callee)) return true;
      if (SENDS.test(callee) && TO_PATH.test(text.slice(one.start, one.start + 12))) return true;
      if (SENT.test(one.label) || isToAnother(text, one)) return true;
    }
    if (one.kind === "bracket" && RECORD.test(one.label)) return true;
    // Another resource has an administrator of its own.
    if ((/^resource\b/.test(one.label) || CREATES_OTHERS.test(one.label)) && isAdministrators(part)) return true;
    outer = one;
  }
  // The body of a request goes to its address.
  return outer !== undefined && REQUEST.test(requestBefore(text, outer.start));
}

const LONGEST_REQUEST = 400;

/** What stands before a place since the last blank line but one: a request's line and its headers. */
function requestBefore(text: string, at: number): string {
  return text
    .slice(Math.max(0, at - LONGEST_REQUEST), at)
    .split(/\n[ \t]*\n/)
    .slice(-2)
    .join("\n");
}

/** The address names who signs in, and the password is the administrator's. */
export function isAnotherUsers(text: string, part: Part, { start }: Endpoint): boolean {
  const user = /:\/\/([^\s:@/"'`]{1,80})@$/.exec(text.slice(Math.max(0, start - 100), start))?.[1];
  return user !== undefined && !/^citus$|adm/i.test(user) && isAdministrators(part);
}

/** A library or a request that sets clusters up speaks for the administrator's password. */
export function isAdministrators({ name, group }: Part): boolean {
  return [...wordsOf(name ?? ""), ...wordsAround(group)].some((word) => /^admin(?:istrator)?$/.test(word));
}
