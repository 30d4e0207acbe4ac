import type { Span } from "../finding";
import { type Endpoint, endpointsOf } from "../structure/endpoints";
import { isPlaceholder } from "../placeholder";
import { inOrder, type Part } from "../structure/owner";
import type { Page, Value } from "../structure/page";
import { passwordInUrl } from "./connectionUrl";
import { Found, type Opened, type Password } from "./found";
import { formattedPassword, replacingPassword } from "./formatted";
import { addressesOf } from "./hostVariable";
import { Holders, type Named, withOwners } from "./held";
import { mayBeLiteral } from "./literal";
import { namedPasswords } from "./named";
import { isBlank, ownPassword } from "./own";
import { placedPasswords } from "./placed";
import { toldPasswords } from "./told";
import { anchored, isVariables, nameReferredTo, Variables } from "./variables";

/** Chosen passwords have no shape: what makes a value one is the connection that it is part of. */

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

/** A page that is read for passwords. */
interface Reading {
  readonly text: string;
  readonly page: Page;
  readonly path: string;
  /** The values that are called a password. */
  readonly named: readonly Value[];
  readonly variables: Variables;
  readonly add: (span: Span, of: Opened) => void;
  readonly isFound: (span: Span) => boolean;
}

function find(text: string, page: Page, path: string): readonly Password[] {
  const endpoints = endpointsOf(text, page);
  if (!endpoints.some(isCluster)) return [];
  const found = new Found(text);
  const named = namedPasswords(text, page);
  const reading: Reading = {
    text,
    page,
    path,
    named,
    variables: new Variables(text, [...named, ...page.values], path),
    add: (span, of) => {
      found.add(span, of);
    },
    isFound: (span) => found.has(span),
  };
  const open = readOwn(reading, endpoints);
  readNamed(reading, open);
  readPlaced(reading, open.filter(isCluster));
  return found.inOrder();
}

/**
 * Passwords in the endpoints' own strings. Returns the endpoints that may have theirs elsewhere; an address that takes a
 * cluster's host is one, too.
 */
function readOwn(
  { text, page, path, named, variables, add }: Reading,
  endpoints: readonly Endpoint[],
): readonly Endpoint[] {
  const addresses = addressesOf(text, page, endpoints);
  const closed = new Set(addresses.map(({ address }) => address));
  const mentions: Endpoint[] = [];
  for (const { address, cluster, host } of addresses) {
    if (!isCluster(cluster)) continue;
    const own = formattedPassword(text, page, address) ?? passwordInUrl(text, host);
    if (own === undefined) {
      mentions.push({ ...address, kind: cluster.kind, api: cluster.api, account: cluster.account });
      continue;
    }
    closed.add(cluster);
    for (const span of own.kind === "literal" ? [own] : variables.referredTo(own)) add(span, cluster);
  }
  const open = endpoints.filter((endpoint) => {
    // A name without its host is an account's, of which keys are asked.
    if (closed.has(endpoint) || endpoint.isName) return false;
    const own = isCluster(endpoint)
      ? (ownPassword(text, endpoint, named) ?? formattedPassword(text, page, endpoint))
      : undefined;
    if (own?.kind === "literal") {
      add(own, endpoint);
      const replacing = isPlaceholder(text.slice(own.start, own.end)) ? replacingPassword(text, own) : undefined;
      if (replacing !== undefined) add(replacing, endpoint);
    }
    if (own?.kind === "names") for (const value of variables.referredTo(own)) add(value, endpoint);
    return own === undefined || isBlank(text, own, path);
  });
  return [...open, ...mentions];
}

/** Passwords that are called so, and what they refer to. */
function readNamed(reading: Reading, endpoints: readonly Endpoint[]): void {
  const { text, page, path, named, add, isFound } = reading;
  const all = withOwners(named, endpoints, text, path);
  const holders = new Holders(text, page, all);
  const held = all.map((one) => ({ ...one, owners: isFound(one.value) ? [] : holders.of(one) }));
  // What a connection refers to is its own, whatever stands nearer.
  for (const { value, owners } of held) {
    const [first] = owners;
    if (first !== undefined && isCluster(first)) readReference(reading, value, first);
  }
  for (const { value, part, owners } of held) {
    const [first] = owners;
    if (first !== undefined && !isFound(value) && mayBeLiteral(text, value, path)) {
      const owner = inOrder(part, owners, sameNamed(all, part));
      if (owner !== undefined) {
        if (isCluster(owner)) add(value, owner);
      } else if (owners.every(isCluster)) add(value, { api: first.api, account: undefined });
    }
  }
}

/** What a reference in a password's place stands for: `var.admin_password`, `dbPassword`, `*pw`. */
function readReference({ text, page, path, variables, add }: Reading, value: Value, owner: Endpoint): void {
  const is = text.slice(value.start, value.end);
  const isSetUp = owner.kind !== "account";
  for (const other of variables.called(nameReferredTo(is)))
    if (isSetUp ? !isOfResource(other) : isVariables(text, other, path)) add(other, owner);
  const anchor = anchored(text, page.values, is);
  if (anchor !== undefined) add(anchor, owner);
}

/** Passwords by their place, and those that notes tell. */
function readPlaced({ text, page, path, add }: Reading, clusters: readonly Endpoint[]): void {
  for (const cluster of clusters)
    for (const span of [...placedPasswords(text, page, cluster), ...toldPasswords(text, cluster, path)])
      add(span, cluster);
}

/** A resource's own property is no variable, whatever it is called: `resource vm … { adminPassword: '…' }`. */
function isOfResource({ group }: Value): boolean {
  for (let one: Value["group"] | undefined = group; one !== undefined; one = one.parent)
    if (/^resource\b/.test(one.label)) return true;
  return false;
}

/** Neighbours with whom a value may take turns: those of its group. */
function sameNamed(all: readonly Named[], part: Part): readonly Part[] {
  const at = all.findIndex((one) => one.part === part);
  return all
    .slice(Math.max(0, at - 24), at + 24)
    .map((one) => one.part)
    .filter(({ group }) => group === part.group);
}
