import type { Subject } from "../belonging";
import { SIGNING } from "../signRows";
import { type Sign, signsOf } from "../signs";
import type { Endpoint } from "../structure/endpoints";
import type { Part } from "../structure/owner";
import { commonGroup, type Group, type Page, valuesAround } from "../structure/page";
import { namesDatabase } from "../structure/words";

/** What holds a value and not its endpoint, and says by a type or a title that it is another service's. */

/** UTF-16 units of an object's beginning in which its type stands. */
const HEAD = 300;
const TYPE =
  /(?<![\w-])["']?(?:type|kind|resource_?type|provider|service|product)["']?\s{0,4}[:=]\s{0,4}["']?([\w./:@-]{2,80})/gi;

/** Where what would open with a value stands. */
export type Place = Pick<Endpoint, "group" | "paragraph" | "isName">;

/**
 * The sign of another service in the type of an object around the value, `{ "type": "azurerm_storage_account", … }`, or
 * in the title above its paragraph, where no endpoint of the value's stands in the same object or paragraph.
 */
export function enclosingSign(text: string, subject: Subject, owners: readonly Place[]): Sign | undefined {
  const { page, part, words } = subject;
  if (owners.every(({ paragraph }) => paragraph !== part.paragraph)) {
    const title = other(page.titleAt(part.start));
    if (title !== undefined) return title;
  }
  const account = accountBefore(page, part);
  if (account !== undefined) return account;
  // A bare name of an account is anybody's: what it stands in says whose.
  const depth = Math.max(0, ...owners.map(({ isName, group }) => (isName ? 0 : commonGroup(part.group, group).depth)));
  for (let group: Group | undefined = part.group; group !== undefined && group.depth > depth; group = group.parent) {
    const named = group.name === undefined ? undefined : other(group.name);
    if (named !== undefined) return named;
    const called = namesDatabase(words) ? undefined : calledSign(text, group);
    if (called !== undefined) return called;
    const head = text.slice(group.start, Math.min(part.start, group.start + HEAD));
    for (const { 1: type = "", index } of head.matchAll(TYPE)) {
      const sign = page.groupAt(group.start + index) === group ? other(type) : undefined;
      if (sign !== undefined) return sign;
    }
  }
  return undefined;
}

const CALLEE = /(?<!\b(?:function|def|fun|func|fn|sub)\s{1,4})(?<![\w$.:])(?:[\w$]+(?:\(\))?(?:\.|::|->))*[\w$]+$/;
const CLASS = /\b(?:class|struct|record|object)\s+(\w+)/;

/** The sign of what signs or of another service in the name of a call, `cookieSession({ keys: ["…"] })`, or of a class. */
function calledSign(text: string, { kind, label, start }: Group): Sign | undefined {
  if (kind !== "bracket") return undefined;
  const named = text.charAt(start) === "{" ? CLASS.exec(label)?.[1] : CALLEE.exec(label)?.[0];
  const sign = named === undefined || /hmac/i.test(named) ? undefined : other(named);
  return sign?.reach === "block" || sign?.names === SIGNING ? sign : undefined;
}

const FEW = 3;

/** `STORAGE_ACCOUNT=…` right before `ACCOUNT_KEY=…`: the key is that account's. */
function accountBefore(page: Page, part: Part): Sign | undefined {
  if (part.name === undefined || !/account/i.test(part.name)) return undefined;
  const before = valuesAround(page, part.start, FEW).findLast(
    ({ start, name, group }) => start < part.start && group === part.group && name !== undefined && name !== part.name,
  );
  return before?.name !== undefined && /account/i.test(before.name) ? other(before.name) : undefined;
}

function other(name: string): Sign | undefined {
  const signs = signsOf(name);
  return signs.some(({ meaning }) => meaning === "cosmos")
    ? undefined
    : signs.find(({ meaning }) => meaning === "other");
}
