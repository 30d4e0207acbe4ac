import type { Endpoint } from "./endpoints";
import { neighbours, type Part } from "./owner";
import { type Group, isIn, type Page } from "./page";
import { isRemark } from "./remark";
import { isAssigned } from "./syntax";

/** A value in a variable goes with the endpoint of the call that takes the variable, wherever either stands. */

/** UTF-16 units of a call that are looked at. */
const LONGEST_CALL = 400;
const VARIABLE = /^[$@]?([\p{L}_][\p{L}\p{N}_]{1,60})$/u;

/** The one account whose endpoint stands in a call with the value's variable; undefined where none or several do. */
export function handedTo(text: string, page: Page, part: Part, endpoints: readonly Endpoint[]): Endpoint | undefined {
  const name = isVariables(text, part) ? VARIABLE.exec(part.name ?? "")?.[1] : undefined;
  if (name === undefined) return undefined;
  const isOut = isRemark(text, part.start);
  let only: Endpoint | undefined;
  for (const one of neighbours(part, endpoints)) {
    // A function with an endpoint of its own.
    if (one.group === part.group && one.group.kind === "bracket") return undefined;
    const call = callOf(one.group);
    if (one.account === undefined || call === undefined || isIn(part.group, call) || !takes(text, page, call, name))
      continue;
    if (!isOut && isRemark(text, one.start)) continue;
    if (only !== undefined && only.account?.name !== one.account.name) return undefined;
    only ??= one;
  }
  return only;
}

/** Whether a statement gives the value to a variable: no argument, no property. */
function isVariables(text: string, { group, start }: Part): boolean {
  const isListed = group.kind === "bracket" && text[group.start] !== "{";
  return !isListed && isAssigned(text, start);
}

/** What holds an endpoint together with a key: its call or object; `new Uri("…")` is an argument of one. */
function callOf(group: Group): Group | undefined {
  if (group.kind !== "bracket") return undefined;
  return group.parent?.kind === "bracket" && group.parent.closes === ")" ? group.parent : group;
}

/** Whether a variable is an argument of a call: no name that an argument goes by, no member, no text. */
function takes(text: string, page: Page, call: Group, name: string): boolean {
  const inside = text.slice(call.start, call.start + LONGEST_CALL);
  for (let at = inside.indexOf(name); at >= 0; at = inside.indexOf(name, at + 1)) {
    const isWhole = !/[\p{L}\p{N}_."'`-]/u.test(`${inside[at - 1] ?? ""}${inside[at + name.length] ?? ""}`);
    const isName = /^\s*[=:](?!=)/.test(inside.slice(at + name.length, at + name.length + 8));
    if (isWhole && !isName && isIn(page.groupAt(call.start + at), call)) return true;
  }
  return false;
}
