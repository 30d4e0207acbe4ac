import { doorsOf, type Subject } from "../belonging";
import type { Span } from "../finding";
import { lineAround } from "../lines";
import { SIGNED_REQUEST } from "../signRows";
import { type SignMap, signsOf } from "../signs";
import { valueAt, valuesAround } from "../structure/page";
import { ownerWords } from "../structure/words";
import type { Surroundings } from "../surroundings";
import { type Asked, mayBeCredential, type Opinion } from "./scope";
import { DECODED } from "./within";

/** What a value stands together with: the endpoint of its call, object, section or name, and what it is handed to. */

/** The endpoint that the same call, object, section or name holds together with the value. */
export function ofPair(around: Surroundings, { subject, span }: Asked): Opinion | undefined {
  if (!mayBeCredential(around.text, span, subject)) return undefined;
  const owners = doorsOf(around.text, subject, ({ kind, start, end }) => {
    return kind === "other" && around.signs.within(start, end).some(({ meaning }) => meaning === "other");
  });
  const [owner] = owners;
  if (owner === undefined) return undefined;
  if (owners.every(({ kind }) => kind === "other"))
    return { meaning: "other", scope: "pair", names: "another service's endpoint" };
  // An SDK signs for itself: where one is at work, what is signed with is not the account's key.
  if (isSignedWith(around, span) && around.fileSign("sdk") !== undefined)
    return { meaning: "other", scope: "line", names: "a signing, session or encryption secret" };
  return owners.every(({ kind }) => kind === "account")
    ? { meaning: "cosmos", scope: "pair", names: "a Cosmos DB endpoint" }
    : undefined;
}

const NEAR = 12;

/** What only an account of Cosmos DB has beside its key: what the key is called, and what its neighbours are. */
const COMPANY: readonly { readonly key: RegExp; readonly beside: readonly RegExp[]; readonly names: string }[] = [
  {
    key: /^(?:account|auth|primary|secondary|master|db)?[-_ ]?key$/i,
    beside: [/^(?:database|db)[-_]?(?:id|name)?$/i, /^(?:container|collection|graph)[-_]?(?:id|name)?$/i],
    names: "a database and a container",
  },
  {
    key: /^auth(?:orization)?[-_]?key$/i,
    beside: [/^end[-_]?point(?:[-_]?(?:ur[il]))?$/i],
    names: "an endpoint that takes an authorization key",
  },
];

/** The names that stand beside the value in its call, object or section. */
export function ofCompany(
  { text, signs }: Surroundings,
  { subject: { page, part }, span }: Asked,
): Opinion | undefined {
  const { name, group } = part;
  const rows = name === undefined || group.kind === "page" ? [] : COMPANY.filter(({ key }) => key.test(name));
  if (rows.length === 0) return undefined;
  const beside = valuesAround(page, span.start, NEAR).filter((one) => one.group === group);
  const row = rows.find((one) => one.beside.every((pattern) => beside.some((value) => pattern.test(value.name ?? ""))));
  if (row === undefined) return undefined;
  const end = beside.at(-1)?.end ?? span.end;
  const isOthers = signs
    .within(group.start, end)
    .some(({ meaning, reach }) => meaning === "other" && reach === "block");
  return isOthers || /:\/\/(?!localhost)[\w-]+\./.test(text.slice(group.start, end))
    ? undefined
    : { meaning: "cosmos", scope: "pair", names: row.names };
}

function isSignedWith({ text }: Surroundings, span: Span): boolean {
  const line = lineAround(text, span, 160);
  return (
    /hmac/i.test(text.slice(line.start, span.start)) &&
    DECODED.test(text.slice(Math.max(0, span.start - 60), span.start))
  );
}

const MOST_USES = 8;
const NEXT_USE = 1200;

/** The SDK's own call that takes the value as it stands, whatever the result is called: `token = AuthorizationToken::new_master("…")`. */
function ofCall(signs: SignMap, { part, page }: Subject): Opinion | undefined {
  const { label, kind } = part.group;
  const called = /[\w:.]+$/.exec(label)?.[0];
  if (kind !== "bracket" || called === undefined) return undefined;
  const own = valueAt(page, { start: part.start, end: part.start + 1 })?.name;
  if (own !== undefined && !called.endsWith(own)) return undefined;
  const sign =
    signsOf(called).find(({ reach, meaning }) => reach === "file" && meaning === "cosmos") ??
    signs.within(part.group.start, part.start).find(({ names }) => names === SIGNED_REQUEST);
  return sign === undefined ? undefined : { meaning: "cosmos", scope: "use", names: sign.names };
}

/** What the value is handed to: where it stands, or by its variable elsewhere on its page. */
export function ofUse({ text, signs }: Surroundings, { subject, span }: Asked): Opinion | undefined {
  const call = ofCall(signs, subject);
  if (call !== undefined) return call;
  const { name, page, words } = subject;
  if (name === undefined || !/^[$@]?[\p{L}_][\p{L}\p{N}_]{1,60}$/u.test(name)) return undefined;
  const part = text.slice(page.start, page.end);
  // "key" is a word of many: only where it is handed on next.
  const isPlain = ownerWords(words).length === 0;
  let at = isPlain ? span.end - page.start : -1;
  for (let uses = 0; uses < MOST_USES; uses++) {
    at = part.indexOf(name, at + 1);
    if (at < 0 || (isPlain && at > span.end - page.start + NEXT_USE)) return undefined;
    const use = { start: page.start + at, end: page.start + at + name.length };
    if (/[\p{L}\p{N}_]/u.test(`${text[use.start - 1] ?? ""}${text[use.end] ?? ""}`)) continue;
    const line = lineAround(text, use);
    if (line.start <= span.start && line.end >= span.end) continue;
    // A name that takes another value, or that an argument goes by, is no use.
    if (/^["']?\s*[=:](?!=)/.test(text.slice(use.end, use.end + 8))) continue;
    const on = signs.within(line.start, line.end).filter(({ at, end }) => end <= use.start || at >= use.end);
    const sdk = on.find(({ reach, meaning }) => reach === "file" && meaning === "cosmos");
    const other = on.find(({ reach, meaning }) => reach === "block" && meaning === "other");
    const sign = sdk ?? other;
    if (sign !== undefined) return { meaning: sign.meaning, scope: "use", names: sign.names };
  }
  return undefined;
}
