import type { Subject } from "../belonging";
import { SIGNING } from "../signRows";
import { type Sign, signsOf } from "../signs";
import type { Endpoint } from "../structure/endpoints";
import type { Part } from "../structure/owner";
import { commonGroup, type Group, type Page, valuesAround } from "../structure/page";
import { headOf } from "../structure/titles";
import { namesDatabase, ownerWords } from "../structure/words";

/** What holds a value and not its endpoint, and says by a type or a title that it is another service's. */

/** UTF-16 units of an object's beginning in which its type stands. */
const HEAD = 300;
const TYPE =
  /(?<![\w-])["']?(?:type|kind|resource_?type|provider|service|product)["']?\s{0,4}[:=]\s{0,4}["']?([\w./:@-]{2,80})/gi;

/** Where what would open with a value stands. */
export type Place = Pick<Endpoint, "group" | "paragraph" | "isName" | "words">;

/**
 * What the type of an object around the value, `{ "type": "azurerm_storage_account", … }`, what it is called, or the title
 * above its paragraph names, where that is another service and no endpoint of the value's stands in the same object or
 * paragraph.
 */
export function enclosingNames(text: string, subject: Subject, owners: readonly Place[]): string | undefined {
  const { page, part, words } = subject;
  const isNamedAlike = owners.some((one) => ownerWords(words).some((word) => ownerWords(one.words).includes(word)));
  if (!isNamedAlike && owners.every(({ paragraph }) => paragraph !== part.paragraph)) {
    const title = other(page.titleAt(part.start));
    if (title !== undefined) return title.names;
  }
  const account = accountBefore(page, part);
  if (account !== undefined) return account.names;
  // A bare name of an account is anybody's: what it stands in says whose.
  const depth = Math.max(0, ...owners.map(({ isName, group }) => (isName ? 0 : commonGroup(part.group, group).depth)));
  for (let group: Group | undefined = part.group; group !== undefined && group.depth > depth; group = group.parent) {
    const named = group.name === undefined ? undefined : other(group.name);
    if (named !== undefined) return named.names;
    const called = namesDatabase(words) ? undefined : (calledNames(text, group) ?? other(headOf(group) ?? "")?.names);
    if (called !== undefined) return called;
    const head = text.slice(group.start, Math.min(part.start, group.start + HEAD));
    for (const { 1: type = "", index } of head.matchAll(TYPE)) {
      const sign = page.groupAt(group.start + index) === group ? other(type) : undefined;
      if (sign !== undefined) return sign.names;
    }
  }
  return undefined;
}

const CALLEE = /(?<!\b(?:function|def|fun|func|fn|sub)\s{1,4})(?<![\w$.:])(?:[\w$]+(?:\(\))?(?:\.|::|->))*[\w$]+$/;
/** `class Session`, `let jwt = Jwt`, `$jwt = @`, `resource "kubernetes_secret" "jwt"`: what a block's fields are of. */
const TYPE_OF_FIELDS =
  /\b(?:class|struct|record|object|enum)\s+(\w+)|[=:(,&]\s*(?:new\s+)?&?(\w+)\s*$|\$(\w+)\s*=\s*@$|^resource\s+"[\w-]+"\s+"([\w-]+)"$/;

/** Of what a call, `cookieSession({ keys: ["…"] })`, or a type is called after: what signs, or another service. */
function calledNames(text: string, { kind, label, start }: Group): string | undefined {
  if (kind !== "bracket") return undefined;
  const type = text.charAt(start) === "{" ? TYPE_OF_FIELDS.exec(label) : null;
  const named = text.charAt(start) === "{" ? type?.slice(1).find(Boolean) : CALLEE.exec(label)?.[0];
  if (named === undefined || /hmac/i.test(named)) return undefined;
  if (type !== null && /^(?:session|auth)/i.test(named)) return SIGNING;
  const sign = other(named);
  return sign?.reach === "block" || sign?.names === SIGNING ? sign.names : undefined;
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
