import type { Account, Api, Span } from "./finding";
import { passwordInUrl, type UrlPassword } from "./connectionUrl";
import { formattedPassword } from "./formatted";
import { isReference, isStrong, mayBeLiteral } from "./literal";
import { type Endpoint, endpointsOf } from "./structure/endpoints";
import { inOrder, neighbours, ownersOf, type Part } from "./structure/owner";
import { isIn, type Page, type Value, valuesAround } from "./structure/page";
import { nameAround } from "./belonging";
import { isPasswordName, wordsOf } from "./structure/words";

/** Chosen passwords have no shape: what makes a value one is the connection that it is part of. */

/** A value in a password's place, and the cluster that it opens. */
export interface Password extends Span {
  readonly api: Api;
  readonly account: Account | undefined;
}

const known = new WeakMap<Page, readonly Password[]>();

/** The values in a password's place on a page, placeholders too; found once a page. */
export function passwordsOn(text: string, page: Page, path: string): readonly Password[] {
  const passwords = known.get(page) ?? find(text, page, path);
  known.set(page, passwords);
  return passwords;
}

/** Calls that give a password on as they were given it. */
const CONVERSION =
  /(?:^|\.)(?:encodeURI(?:Component)?|quote(?:_plus)?|url_?encode|urlencode|QueryEscape|PathEscape|EscapeDataString|escape|to_?s(?:tring)?|from|SecretString|Secret|SecureString|ConvertTo|AsPlainText|toCharArray|secret|of)$/i;

/** The last of a credential's arguments: `MongoCredential.createCredential("app", "admin", "…")`. */
function isCredential(text: string, page: Page, { name, form, group, start, end }: Value): boolean {
  if (form !== "quoted" || name === undefined || !/credential|basic_?auth|authenticat|set_?auth/i.test(name))
    return false;
  const strings = stringsOf(page, group, start);
  return strings.length > 1 && strings.at(-1)?.start === start && isStrong(text.slice(start, end));
}

/** `New-Object PSCredential("citus", (ConvertTo-SecureString "…"))`. */
function isSecureString(text: string, { name, group, start, end }: Value): boolean {
  if (!/secure-?string/i.test(name ?? "") || !isStrong(text.slice(start, end))) return false;
  return /credential/i.test(`${group.label} ${group.parent?.label ?? ""}`);
}

function isCluster({ api, kind }: Endpoint): boolean {
  return kind !== "other" && (api === "mongo-vcore" || api === "postgresql");
}

function find(text: string, page: Page, path: string): readonly Password[] {
  const endpoints = endpointsOf(text, page);
  if (!endpoints.some(isCluster)) return [];
  const found = new Map<number, Password>();
  const add = (span: Span, endpoint: Endpoint): void => {
    if (!found.has(span.start)) found.set(span.start, { ...span, api: endpoint.api, account: endpoint.account });
  };
  const named: Value[] = [];
  for (const value of page.values) {
    if (value.name === undefined || value.end - value.start > 300) continue;
    if (isPasswordName(wordsOf(value.name)) || isPasswordFlag(text, value)) named.push(value);
    else if (CONVERSION.test(value.name)) {
      const name = nameAround(value.group);
      if (name !== undefined && isPasswordName(wordsOf(name))) named.push({ ...value, name });
    } else if (isCredential(text, page, value) || isSecureString(text, value))
      named.push({ ...value, name: "password" });
  }
  /** Endpoints that do not yet have their password in their own string. */
  const open: Endpoint[] = [];
  for (const endpoint of endpoints) {
    if (!isCluster(endpoint)) {
      open.push(endpoint);
      continue;
    }
    const own = ownPassword(text, endpoint, named);
    if (own === undefined) open.push(endpoint);
    else if (own.kind === "literal") add(own, endpoint);
    else if (own.kind === "names")
      for (const value of [...named, ...page.values])
        if (own.names.includes(lastSegment(value.name ?? "")) && mayBePassword(text, value, path)) add(value, endpoint);
  }
  const parts = named.map((value) => ({ value, part: partOf(value) }));
  for (const { value, part } of parts) {
    if (found.has(value.start) || !mayBeLiteral(text, value, path)) continue;
    // A reference to another resource holds nothing that stands beside it: it is no owner to choose from.
    const owners = ownersOf(
      part,
      neighbours(part, open).filter((one) => isHeldBy(text, one, part, path)),
    );
    const owner = inOrder(part, owners, sameNamed(parts, part));
    const [first] = owners;
    if (owner !== undefined) {
      if (isCluster(owner)) add(value, owner);
    } else if (first !== undefined && owners.every(isCluster)) add(value, { ...first, account: undefined });
  }
  for (const endpoint of open) {
    if (!isCluster(endpoint)) continue;
    const formatted = formattedPassword(text, page, endpoint);
    if (formatted !== undefined) add(formatted, endpoint);
    else for (const span of positional(text, page, endpoint)) add(span, endpoint);
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** A literal whose name says that it is a password, or that looks like one. */
function mayBePassword(text: string, value: Value, path: string): boolean {
  if (!mayBeLiteral(text, value, path)) return false;
  return (
    isPasswordName(wordsOf(value.name ?? "")) ||
    (value.form === "quoted" && isStrong(text.slice(value.start, value.end)))
  );
}

/** Neighbours with whom a value may take turns: those of its group. */
function sameNamed(parts: readonly { readonly part: Part }[], part: Part): readonly Part[] {
  const at = parts.findIndex((one) => one.part === part);
  return parts
    .slice(Math.max(0, at - 24), at + 24)
    .map((one) => one.part)
    .filter(({ group }) => group === part.group);
}

function partOf({ start, end, name, group, paragraph, line, form }: Value): Part {
  const isFlag = form === "flag" || name?.startsWith("-") === true;
  return { start, end, name, group, paragraph, line, isFlag };
}

/** A resource speaks for what stands in its own block, or on its command's line. */
function isHeldBy(text: string, { kind, group, start, line }: Endpoint, part: Part, path: string): boolean {
  if (kind !== "resource") return true;
  if (part.line === line && part.isFlag) return true;
  for (
    let one: typeof part.group | undefined = part.group;
    one !== undefined && one.kind !== "page";
    one = one.parent
  ) {
    if (one === group) return true;
    if (one.start > start && !text.slice(start, one.start).includes("\n")) return true;
    if (one.kind === "item" && isIn(group, one)) return true;
  }
  return group.kind !== "page" && isIn(part.group, group) && !/\.md$/i.test(path);
}

type Own = UrlPassword | { readonly kind: "none" };

/** The password that stands in the same string as the host; undefined where none has a place there. */
function ownPassword(text: string, endpoint: Endpoint, named: readonly Value[]): Own | undefined {
  if (endpoint.kind !== "account") return undefined;
  const url = passwordInUrl(text, endpoint);
  if (url !== undefined) return url;
  const { value } = endpoint;
  if (value === undefined) return undefined;
  const whole = text.slice(Math.max(value.start, endpoint.start - 600), Math.min(value.end, endpoint.end + 600));
  if (/MONGODB-OIDC|MONGODB-X509|authMechanism=(?:GSSAPI|OIDC)|gssencmode=require/i.test(whole))
    return { kind: "none" };
  const key = named.find(
    (one) =>
      one.form === "keyword" &&
      (one.group === value.group ? value.form === "keyword" : one.start > value.start && one.end <= value.end),
  );
  if (key === undefined) return undefined;
  const is = text.slice(key.start, key.end);
  if (!isReference(is)) return { kind: "literal", start: key.start, end: key.end };
  const names = is.match(/[A-Za-z_]\w*/g) ?? [];
  return names.length === 0 ? { kind: "none" } : { kind: "names", names };
}

function lastSegment(name: string): string {
  return /[\w$]*$/.exec(name)?.[0].replace(/^\$/, "") ?? "";
}

/** `-p` of MongoDB's tools; `psql -p` is a port. */
function isPasswordFlag(text: string, { name, start }: Value): boolean {
  if (name !== "-p") return false;
  const line = text.slice(Math.max(0, start - 400), start);
  return /\b(?:mongosh|mongo|mongodump|mongorestore|mongoimport|mongoexport|mongostat|mongotop|mongofiles)\b(?:[^\n]|[\\`^]\r?\n)*$/.test(
    line,
  );
}

/** Passwords by their place alone: behind URL and user in a call, before an object with the host, in a `.pgpass`. */
function positional(text: string, page: Page, endpoint: Endpoint): readonly Span[] {
  const pgpass = /^[:\\]*(?::\d+|:\*):[^:\n]*:[^:\n]+:([^\s:]{1,200})/.exec(
    text.slice(endpoint.end, endpoint.end + 400),
  );
  if (pgpass?.[1] !== undefined) {
    const end = endpoint.end + pgpass[0].length;
    return [{ start: end - pgpass[1].length, end }];
  }
  const value = argumentWith(page, endpoint);
  if (value === undefined) return [];
  const call = value.name === lastWord(value.group.label) ? value.group : value.group.parent;
  if (call?.kind !== "bracket" || !/[\w$)]$/.test(call.label)) return [];
  const isNested = call !== value.group;
  const strings = stringsOf(page, call, value.start).filter(
    (one) => one === value || one.name === lastWord(call.label),
  );
  const third = isNested ? strings.filter(({ end }) => end <= value.start)[2] : strings[strings.indexOf(value) + 2];
  if (third !== undefined && isStrong(text.slice(third.start, third.end))) return [third];
  const before = isNested ? [] : strings.filter((one) => one.end <= value.start).slice(-1);
  return strings.length > 2 ? before.filter(({ start, end }) => isStrong(text.slice(start, end))) : [];
}

/** The quoted argument that holds an endpoint, or is it. */
function argumentWith(page: Page, { start, value }: Endpoint): Value | undefined {
  if (value?.form === "quoted" && value.group.kind === "bracket") return value;
  return valuesAround(page, start, 24).find(
    (one) => one.form === "quoted" && one.group.kind === "bracket" && one.start <= start && one.end > start,
  );
}

function lastWord(label: string): string | undefined {
  return /([\p{L}\p{N}_$.]+)$/u.exec(label)?.[1];
}

/** The quoted values directly in a call, near a place. */
function stringsOf(page: Page, call: Value["group"], near: number): readonly Value[] {
  return valuesAround(page, near, 12).filter(({ group, form }) => group === call && form === "quoted");
}
