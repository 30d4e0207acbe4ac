import { doorsOf, type Subject } from "../belonging";
import type { Span } from "../finding";
import { lineAround } from "../lines";
import { SIGNED_REQUEST, SIGNING } from "../signRows";
import { type Sign, type SignMap, signsOf } from "../signs";
import type { Endpoint } from "../structure/endpoints";
import { valueAt, valuesAround } from "../structure/page";
import { ownerWords } from "../structure/words";
import type { Surroundings } from "../surroundings";
import { type Asked, mayBeCredential, ofProduct, type Opinion, SOMEBODY_ELSES } from "./scope";
import { enclosingSign } from "./enclosing";
import { isDecoded, isLeftToSdk, SIGNS_OTHERS } from "./within";

/** What a value stands together with: the endpoint of its call, object, section or name, and what it is handed to. */

/** The endpoint that the same call, object, section or name holds together with the value. */
export function ofPair(around: Surroundings, { subject, span }: Asked): Opinion | undefined {
  if (!mayBeCredential(around.text, span, subject) && !isArgument(subject)) return undefined;
  const owners = doorsOf(around.text, subject, ({ kind, start, end }) => {
    return kind === "other" && around.signs.within(start, end).some(({ meaning }) => meaning === "other");
  });
  const [owner] = owners;
  if (owner === undefined) return undefined;
  if (owners.every(({ kind }) => kind === "other"))
    return { meaning: "other", scope: "pair", names: "another service's endpoint" };
  if (!owners.every(({ kind }) => kind === "account")) return undefined;
  // MongoDB's drivers know no master key.
  const product = owners.every(({ api }) => api === "mongo") ? ofProduct(around, subject) : undefined;
  if (product !== undefined) return product;
  const online = lineSign(around, span, owners);
  if (online !== undefined) return { meaning: "other", scope: "line", names: online.names };
  const other = enclosingSign(around.text, subject, owners);
  if (other !== undefined) return { meaning: "other", scope: "pair", names: other.names };
  if (!mayBeCredential(around.text, span, subject) && !owners.some(({ group }) => group === subject.part.group))
    return undefined;
  if (hasItsKey(around.text, span, subject)) return SOMEBODY_ELSES;
  return { meaning: "cosmos", scope: "pair", names: "a Cosmos DB endpoint" };
}

/** `SECRET_KEY`, `apiKey`: what applications call a key of their own. */
const OF_APPLICATION = /^(?:app(?:lication)?|api|secret|flask|django)[-_]?(?:secret|key)(?:[-_]?key)?$/i;
/** `key = os.environ["COSMOS_KEY"]`: the account's key comes from elsewhere. */
const FROM_ELSEWHERE =
  /(?:^|\n)[^\n"'`=:]{0,60}key["']?\s{0,8}[:=][^\n"'`=]{0,80}\b(?:env\w*|environ|getenv|secrets?|config\w*)\b[^\n=]{0,20}(?:cosmos|doc(?:ument)?db)\w{0,20}key/i;
const ELSEWHERE_REACH = 600;

/** Whether the account has its key already, and what the value is called is an application's own. */
function hasItsKey(text: string, { start, end }: Span, { name }: Subject): boolean {
  if (name === undefined || !OF_APPLICATION.test(name)) return false;
  return [text.slice(Math.max(0, start - ELSEWHERE_REACH), start), text.slice(end, end + ELSEWHERE_REACH)].some(
    (near) => FROM_ELSEWHERE.test(near),
  );
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

/** The sign of another service that begins a value's own line, where no endpoint of the value's stands on it. */
function lineSign({ text, signs }: Surroundings, span: Span, owners: readonly Endpoint[]): Sign | undefined {
  const line = lineAround(text, span);
  if (owners.some(({ isName, start }) => !isName && start >= line.start && start < line.end)) return undefined;
  // What an account is called says nothing.
  const before = signs
    .within(line.start, span.start)
    .filter(({ at }) => !owners.some(({ start, end }) => at >= start && at < end));
  return before.some(({ meaning }) => meaning === "cosmos") ? undefined : before.find(({ reach }) => reach === "block");
}

/** An argument without a name is called like its call: `new DocumentRepository("https://…", "…")`. */
function isArgument({ name, part: { group } }: Subject): boolean {
  return group.kind === "bracket" && name !== undefined && group.label.endsWith(name);
}

/** `cosmosKey = parts.join("")`: the name that takes it says Cosmos DB. */
function isGivenToKey(text: string, signs: readonly Sign[], use: Span): boolean {
  return signs.some(
    ({ meaning, isWeak, end }) =>
      meaning === "cosmos" &&
      !isWeak &&
      end <= use.start &&
      /^\w{0,40}\s{0,4}:?=>?\s{0,4}[\w.(]{0,40}$/.test(text.slice(end, use.start)),
  );
}

const DECODES = /decod|base_?64|atob|\s-d\b/i;

function isHmac(text: string, { at, end }: Sign): boolean {
  return /hmac/i.test(text.slice(at, end));
}

const MOST_USES = 8;
/** A comment's beginning: what it speaks of uses nothing. */
const REMARK = /^\s*(?:---[ \t]*)?(?:#(?![{[])|\/\/|--[ \t]|\/?\*|<!--|;)/;
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
export function ofUse(around: Surroundings, { subject, span }: Asked): Opinion | undefined {
  const { text, signs } = around;
  const call = ofCall(signs, subject);
  if (call !== undefined) return call;
  const { name, page, words } = subject;
  if (name === undefined || !/^[$@]?[\p{L}_][\p{L}\p{N}_]{1,60}$/u.test(name)) return undefined;
  const part = text.slice(page.start, page.end);
  // "key" is a word of many: only where it is handed on next.
  const isPlain = ownerWords(words).length === 0;
  let at = isPlain ? span.end - page.start : -1;
  let signing: Opinion | undefined;
  for (let uses = 0; uses < MOST_USES; uses++) {
    at = part.indexOf(name, at + 1);
    if (at < 0 || (isPlain && at > span.end - page.start + NEXT_USE)) return signing;
    const use = { start: page.start + at, end: page.start + at + name.length };
    if (/[\p{L}\p{N}_]/u.test(`${text[use.start - 1] ?? ""}${text[use.end] ?? ""}`)) continue;
    const line = lineAround(text, use);
    if (line.start <= span.start && line.end >= span.end) continue;
    if (REMARK.test(text.slice(line.start, use.start))) continue;
    // A name that takes another value, or that an argument goes by, is no use.
    if (/^["']?\s*[=:](?!=)/.test(text.slice(use.end, use.end + 8))) continue;
    const on = signs.within(line.start, line.end).filter(({ at, end }) => end <= use.start || at >= use.end);
    if (isGivenToKey(text, on, use)) return { meaning: "cosmos", scope: "use", names: "a Cosmos DB setting" };
    const sdk = on.find(({ reach, meaning }) => reach === "file" && meaning === "cosmos");
    const other = on.find(({ reach, meaning }) => reach === "block" && meaning === "other");
    const sign = sdk ?? other;
    if (sign !== undefined) return { meaning: sign.meaning, scope: "use", names: sign.names };
    const signed = on.find(({ names }) => names === SIGNING);
    // Requests to an account are signed by HMAC, too, under the decoded key, but not beside an SDK, which signs for itself.
    const statement = text.slice(line.start, line.end);
    const isOurs =
      signed !== undefined &&
      isHmac(text, signed) &&
      !SIGNS_OTHERS.test(statement) &&
      !isLeftToSdk(around) &&
      (DECODES.test(statement) || isDecoded(text, span));
    if (signed !== undefined && !isOurs) signing ??= { meaning: "other", scope: "use", names: SIGNING };
  }
  return signing;
}
