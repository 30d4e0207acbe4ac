import type { Span } from "../finding";
import type { Endpoint } from "../structure/endpoints";
import { type Page, type Value, valuesAround } from "../structure/page";
import { isAssigned } from "../structure/syntax";
import { isStrong, lastSegment } from "./literal";

/** Passwords by their place alone: behind URL and user in a call, before an object with the host, in a `.pgpass`. */

/** What stands in a password's place behind or around an endpoint. */
export function placedPasswords(text: string, page: Page, endpoint: Endpoint): readonly Span[] {
  const inFile = inPasswordFile(text, endpoint);
  if (inFile !== undefined) return [inFile];
  const inCall = behindVariable(text, page, endpoint);
  if (inCall !== undefined) return [inCall];
  const value = argumentWith(page, endpoint);
  const call = value === undefined ? undefined : callWith(text, value);
  if (value === undefined || call === undefined) return [];
  const strings = stringsOf(page, call, value.start).filter(
    (one) => one === value || one.name === undefined || one.name === calleeOf(call),
  );
  if (call !== value.group) {
    const third = strings.filter(({ end }) => end <= value.start)[2];
    return third !== undefined && isStrong(text.slice(third.start, third.end)) ? [third] : [];
  }
  const strong = (one: Value): boolean => isStrong(text.slice(one.start, one.end));
  const behind = strings.slice(strings.indexOf(value) + 1);
  const second = behind[1];
  if (second !== undefined && strong(second)) return [second];
  const [first] = behind;
  if (first !== undefined && behind.length === 1 && strong(first) && isBehindUser(text, value, first)) return [first];
  const only = behind.filter(strong);
  if (behind.length > 1 && only.length === 1) return only;
  const before = strings.filter((one) => one.end <= value.start && strong(one));
  return strings.length > 2 && before.length === 1 ? before : [];
}

/** `("jdbc:…", user, "…")`: a variable stands in the user's place between an address and a value. */
function isBehindUser(text: string, address: Value, { start }: Value): boolean {
  const between = text.slice(address.end, Math.min(start, address.end + 120));
  const isAddress = text.slice(address.start, address.end).includes(":");
  return isAddress && /^["'`]\s*,\s*[\w.$>()-]{1,60}\s*,\s*[\w@$]?["'`]$/.test(between);
}

/** Calls that open a connection to what they are given. */
const CONNECTS = /connect|pdo$|data_?source|sql|jdbi|pool|database|\bdb\b|transactor|open/i;
/** A variable, or a text that takes its host from one: `"pgsql:host=$host;dbname=citus"`. */
const FIRST_ARGUMENT =
  /^\(\s*(?:\$?(?:\w{1,40}[.:]{1,2})?(\w{1,60})\s*,|[$@f]{0,2}["'`][^"'`\n]{0,60}?\b(?:host|server)=[$\#]?\{?\$?(\w{1,60})[};\s"'`])/i;
const callsOf = new WeakMap<Page, ReadonlyMap<string, readonly Value["group"][]>>();

/** The calls that open a connection to a variable, which is or stands in their first argument, by what it is called. */
function callsOn(text: string, page: Page): ReadonlyMap<string, readonly Value["group"][]> {
  const known = callsOf.get(page);
  if (known !== undefined) return known;
  const calls = new Map<string, Value["group"][]>();
  let last: Value["group"] | undefined;
  for (const { group, form } of page.values) {
    if (form !== "quoted" || group === last || text[group.start] !== "(") continue;
    last = group;
    if (!CONNECTS.test(calleeOf(group) ?? "")) continue;
    const [, variable, host] = FIRST_ARGUMENT.exec(text.slice(group.start, group.start + 160)) ?? [];
    const name = variable ?? host;
    if (name !== undefined) calls.set(name, [...(calls.get(name) ?? []), group]);
  }
  callsOf.set(page, calls);
  return calls;
}

/** `url = "…"` and then `getConnection(url, "citus", "…")`. */
function behindVariable(text: string, page: Page, { start, value }: Endpoint): Span | undefined {
  const whole =
    value?.form === "quoted" ? value : valuesAround(page, start, 12).find((one) => isQuotedAround(one, start));
  if (whole?.name === undefined || !isVariable(text, whole)) return undefined;
  const [call] = callsOn(text, page).get(lastSegment(whole.name)) ?? [];
  if (call === undefined) return undefined;
  const strings = stringsOf(page, call, call.start).filter(({ start, end }) => !HOST.test(text.slice(start, end)));
  const strong = strings.filter((one) => isStrong(text.slice(one.start, one.end)));
  const [first] = strong;
  return strong.length === 1 && (first !== strings[0] || strings.length === 1) ? first : undefined;
}

/** A text that says where its host stands. */
const HOST = /\b(?:host|server)=/i;

/** Whether a value is a variable's, a class's or a page's, and no property of an object, which other things are called like. */
function isVariable(text: string, { group, start }: Value): boolean {
  return group.kind !== "bracket" || (text[group.start] === "{" && isAssigned(text, start));
}

function isQuotedAround({ form, start, end }: Value, at: number): boolean {
  return form === "quoted" && start <= at && end > at;
}

/** A line of a `.pgpass`: host, port, database, user, password. */
function inPasswordFile(text: string, { end: from }: Endpoint): Span | undefined {
  const line = /^[:\\]*(?::\d+|:\*):[^:\n]*:[^:\n]+:([^\s:"'`\\]{1,200})/.exec(text.slice(from, from + 400));
  if (line?.[1] === undefined) return undefined;
  const end = from + line[0].length;
  return { start: end - line[1].length, end };
}

/** The quoted argument that holds an endpoint, or is it. */
function argumentWith(page: Page, { start, value }: Endpoint): Value | undefined {
  if (value?.form === "quoted" && value.group.kind === "bracket") return value;
  return valuesAround(page, start, 24).find((one) => one.group.kind === "bracket" && isQuotedAround(one, start));
}

/** The call that an argument stands in, or whose object it stands in under a name of its own. */
function callWith(text: string, { name, group }: Value): Value["group"] | undefined {
  const isArgument = name === undefined || name === calleeOf(group) || text[group.start] === "(";
  const call = isArgument ? group : group.parent;
  return call?.kind === "bracket" && calleeOf(call) !== undefined ? call : undefined;
}

/** What a call calls, its type arguments aside: `connect`, `Transactor.fromDriverManager[IO]`. */
function calleeOf({ label }: Value["group"]): string | undefined {
  return /([\p{L}\p{N}_$.]+)(?:!|[[<][\w.,\s]{1,60}[\]>])?$/u.exec(label)?.[1];
}

/** The quoted values directly in a call, near a place. */
export function stringsOf(page: Page, call: Value["group"], near: number): readonly Value[] {
  return valuesAround(page, near, 12).filter(({ group, form }) => group === call && form === "quoted");
}
