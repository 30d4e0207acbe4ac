import type { Subject } from "../belonging";
import type { Span } from "../finding";
import { lineAround, linesAround } from "../lines";
import { SIGNED_REQUEST, SIGNING } from "../signRows";
import { type Sign, type SignMap, signsOf } from "../signs";
import { valueAt } from "../structure/page";
import { isRemark } from "../structure/remark";
import { foreignWords, ownerWords } from "../structure/words";
import type { Surroundings } from "../surroundings";
import type { Asked, Opinion } from "./scope";
import { isDecoded, isLeftToSdk, OTHERS_REQUEST, SIGNS_OTHERS } from "./signing";

/** What a value is handed to: where it stands, or by its variable elsewhere on its page. */

/** `cosmosKey = parts.join("")`: the name that takes it says Cosmos DB. */
function isGivenToKey(text: string, signs: readonly Sign[], use: Span): boolean {
  return signs.some(
    ({ meaning, isWeak, end }) =>
      meaning === "cosmos" &&
      !isWeak &&
      end <= use.start &&
      /^\w{0,40}\s{0,4}:?=>?\s{0,4}[\w.("'`$@]{0,40}$/.test(text.slice(end, use.start)),
  );
}

const DECODES = /decod|base_?64|atob|\s-d\b/i;

function isHmac(text: string, { at, end }: Sign): boolean {
  return /hmac/i.test(text.slice(at, end));
}

function textNear(text: string, span: Span): string {
  const { start, end } = linesAround(text, span, 2);
  return text.slice(start, end);
}

const ADDS = /\.(?:append|push|add|write)\w{0,8}$/i;
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

/** What stands before a value in code and names it not. */
const KEYWORD =
  /^(?:return|yield|await|throw|new|in|is|as|else|then|case|when|default|const|let|var|val|final|static)$/;

/** Whether a value goes by the name of the call that it is an argument of, which adds to nothing. */
function isCalled({ name, group }: Subject["part"]): boolean {
  return name !== undefined && group.kind === "bracket" && group.label.endsWith(name) && !ADDS.test(name);
}

/** What stands before a row of SQL's values. */
const INSERTED = /(?:\bvalues|\),)\s{0,40}$/i;

/** What the value is handed to: where it stands, or by its variable elsewhere on its page. */
export function ofUse(around: Surroundings, { subject, span }: Asked): Opinion | undefined {
  const { text, signs } = around;
  const call = ofCall(signs, subject);
  if (call !== undefined) return call;
  const { page, words, part: own } = subject;
  // A call's name is no variable, nor is a column's.
  if (isCalled(own)) return undefined;
  if (own.group.kind === "row" || INSERTED.test(text.slice(Math.max(0, own.group.start - 48), own.group.start)))
    return undefined;
  // `parts.append("…")` goes on in what is made of `parts`.
  const name = subject.name?.replace(ADDS, "");
  if (name === undefined || KEYWORD.test(name) || !/^[$@]?[\p{L}_][\p{L}\p{N}_]{1,60}$/u.test(name)) return undefined;
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
    // `<key>`: an element of that name.
    if (text[use.end] === ">" && /<\/?$/.test(text.slice(use.start - 2, use.start))) continue;
    const line = lineAround(text, use);
    if (line.start <= span.start && line.end >= span.end) continue;
    // What a comment speaks of uses nothing.
    if (isRemark(text, use.start)) continue;
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
      !OTHERS_REQUEST.test(textNear(text, use)) &&
      !isLeftToSdk(around) &&
      (DECODES.test(statement) || isDecoded(text, span));
    if (isOurs && foreignWords(words).length === 0 && around.fileSign("cosmos") !== undefined)
      return { meaning: "cosmos", scope: "use", names: "the signature of a request to Cosmos DB" };
    if (signed !== undefined && !isOurs) signing ??= { meaning: "other", scope: "use", names: SIGNING };
  }
  return signing;
}
