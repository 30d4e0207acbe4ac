import type { Account, Api, Span } from "../finding";
import { type Endpoint, endpointsOf } from "../structure/endpoints";
import { isPlaceholder } from "../placeholder";
import { inOrder, type Part } from "../structure/owner";
import type { Page, Value } from "../structure/page";
import { isPasswordName, wordsOf } from "../structure/words";
import { passwordInUrl, type UrlPassword } from "./connectionUrl";
import { formattedPassword, replacingPassword } from "./formatted";
import { Holders, type Named, withOwners } from "./held";
import { isReference, isStrong, lastSegment, mayBeLiteral } from "./literal";
import { namedPasswords } from "./named";
import { placedPasswords } from "./placed";

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

function isCluster({ api, kind }: Endpoint): boolean {
  return kind !== "other" && (api === "mongo-vcore" || api === "postgresql");
}

function find(text: string, page: Page, path: string): readonly Password[] {
  const endpoints = endpointsOf(text, page);
  if (!endpoints.some(isCluster)) return [];
  const found = new Map<number, Password>();
  const add = (span: Span, { api, account }: Pick<Endpoint, "api" | "account">): void => {
    if (!found.has(span.start)) found.set(span.start, { start: span.start, end: span.end, api, account });
  };
  const named = namedPasswords(text, page);
  const addNamed = (names: readonly string[], endpoint: Endpoint, isNot?: (value: Value) => boolean): void => {
    for (const value of [...named, ...page.values])
      if (names.includes(lastSegment(value.name ?? "")) && isNot?.(value) !== true && mayBePassword(text, value, path))
        add(value, endpoint);
  };
  /** Endpoints that do not yet have their password in their own string. */
  const open: Endpoint[] = [];
  for (const endpoint of endpoints) {
    const own = isCluster(endpoint) ? ownPassword(text, endpoint, named) : undefined;
    if (own === undefined || isBlank(text, own, path)) open.push(endpoint);
    if (own?.kind === "literal") {
      add(own, endpoint);
      const replacing = isPlaceholder(text.slice(own.start, own.end)) ? replacingPassword(text, own) : undefined;
      if (replacing !== undefined) add(replacing, endpoint);
    }
    if (own?.kind === "names") addNamed(own.names, endpoint);
  }
  const all = withOwners(named, open, text, path);
  const holders = new Holders(text, page, all);
  for (const one of all) {
    const { value, part } = one;
    if (found.has(value.start)) continue;
    const owners = holders.of(one);
    if (mayBeLiteral(text, value, path)) {
      const owner = inOrder(part, owners, sameNamed(all, part));
      const [first] = owners;
      if (owner !== undefined) {
        if (isCluster(owner)) add(value, owner);
      } else if (first !== undefined && owners.every(isCluster)) add(value, { api: first.api, account: undefined });
    }
    const setUp = owners.find(({ kind }) => kind === "resource" || kind === "management");
    if (setUp !== undefined) addNamed(namesIn(text.slice(value.start, value.end)), setUp, isOfResource);
  }
  for (const endpoint of open) {
    if (!isCluster(endpoint)) continue;
    const formatted = formattedPassword(text, page, endpoint);
    if (formatted !== undefined) add(formatted, endpoint);
    else for (const span of placedPasswords(text, page, endpoint)) add(span, endpoint);
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** A resource's own property is no variable, whatever it is called: `resource vm … { adminPassword: '…' }`. */
function isOfResource({ group }: Value): boolean {
  for (let one: Value["group"] | undefined = group; one !== undefined; one = one.parent)
    if (/^resource\b/.test(one.label)) return true;
  return false;
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
function sameNamed(all: readonly Named[], part: Part): readonly Part[] {
  const at = all.findIndex((one) => one.part === part);
  return all
    .slice(Math.max(0, at - 24), at + 24)
    .map((one) => one.part)
    .filter(({ group }) => group === part.group);
}

/** The variable or parameter that a reference names: `var.admin_password`, `[parameters('adminPassword')]`, `$PG_PW`. */
function namesIn(reference: string): readonly string[] {
  const name = /^(?:\$?\{?|var\.|local\.|\[(?:parameters|variables)\(')([A-Za-z_]\w*)(?:\}?|'\)\])$/.exec(
    reference,
  )?.[1];
  return name === undefined ? [] : [name];
}

/** A placeholder stands in the URL: outside of documents the password may stand beside it. */
function isBlank(text: string, own: Own, path: string): boolean {
  return (
    own.kind === "literal" && isPlaceholder(text.slice(own.start, own.end)) && !/\.(?:md|mdx|rst|adoc)$/i.test(path)
  );
}

/** `…@${azurerm_cosmosdb_postgresql_cluster.shop.servers[0].fqdn}`: the cluster's host in a URL. */
const HOST_OF_RESOURCE = /@\$\{(?:data\.)?$/;

type Own = UrlPassword | { readonly kind: "none" };

/** The password that stands in the same string as the host; undefined where none has a place there. */
function ownPassword(text: string, endpoint: Endpoint, named: readonly Value[]): Own | undefined {
  if (
    endpoint.kind === "resource" &&
    HOST_OF_RESOURCE.test(text.slice(Math.max(0, endpoint.start - 12), endpoint.start))
  )
    return passwordInUrl(text, endpoint);
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
