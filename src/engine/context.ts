import { doorsOf, type Subject, subjectAt } from "./belonging";
import type { Span } from "./finding";
import { blockLines, bracesAround, enclosingValue, lineAround, linesAround, nameBefore } from "./lines";
import type { Meaning } from "./signRows";
import { type Sign, SignMap, signsOf } from "./signs";
import { endpointsOf } from "./structure/endpoints";
import { columnsOf, Pages } from "./structure/pages";
import { valueAt } from "./structure/page";
import { foreignWords, isConversion, isWeakName, ownerWords } from "./structure/words";

/**
 * What stands around a value and says whose it is. Scopes are asked from the inside out, and the first that holds a
 * sign decides: the value itself, its name, its own call, object or section, its line, its block of lines, the file.
 */

/** Where the deciding sign stood. */
export type Scope = "value" | "name" | "file name" | "pair" | "use" | "line" | "block" | "nearby" | "file";

/** What the context says of a value. */
export interface Opinion {
  readonly meaning: Meaning;
  readonly scope: Scope;
  /** The sign, in plain words. */
  readonly names: string;
}

/** A text to be judged in: its signs are found once for all its values. */
export interface Surroundings {
  readonly text: string;
  readonly path: string;
  readonly signs: SignMap;
  /** Its pairs of names and values, a page at a time. */
  readonly pages: Pages;
  /** The first sign of a kind that speaks for the whole text; asked at most once for each kind. */
  readonly fileSign: (kind: FileSign) => Sign | undefined;
}

/** What a whole file may be known by: Cosmos DB's endpoint or SDK, or the blockchain of a like name. */
type FileSign = "cosmos" | "sdk" | "chain" | "amazon" | "master key";

/** The surroundings that a text gives its values. */
export function surroundings(text: string, path: string): Surroundings {
  const signs = new SignMap(text);
  const known = new Map<FileSign, Sign | undefined>();
  const fileSign = (kind: FileSign): Sign | undefined => {
    if (!known.has(kind)) known.set(kind, firstSign(text, signs, FILE_SIGNS[kind]));
    return known.get(kind);
  };
  return { text, path, signs, fileSign, pages: new Pages(text, columnsOf(path)) };
}

const CHAIN = "the Cosmos blockchain";
const AMAZON = "Amazon DocumentDB";
const OLD_NAME = "Cosmos DB's old name";
const MASTER_KEY_PRODUCT = "a product with a master key of its own";
const FILE_SIGNS: Readonly<Record<FileSign, (sign: Sign) => boolean>> = {
  cosmos: ({ reach, meaning }) => reach === "file" && meaning === "cosmos",
  sdk: ({ names }) => names === "a symbol of the Cosmos DB SDK",
  chain: ({ names }) => names === CHAIN,
  amazon: ({ names }) => names === AMAZON,
  "master key": ({ names }) => names === MASTER_KEY_PRODUCT,
};

function firstSign(text: string, signs: SignMap, is: (sign: Sign) => boolean): Sign | undefined {
  const STEP = 1 << 16;
  for (let at = 0; at < text.length; at += STEP) {
    const sign = signs.within(at, at + STEP + 200).find(is);
    if (sign !== undefined) return sign;
  }
  return undefined;
}

/** What `around` says of the value at `span`; undefined where nothing speaks for or against. */
export function opinionOn(around: Surroundings, span: Span): Opinion | undefined {
  let subject: Subject | undefined;
  const asked: Asked = {
    span,
    get subject() {
      return (subject ??= subjectAt(around.text, around.pages, span));
    },
  };
  for (const scope of SCOPES) {
    const opinion = scope(around, asked);
    if (opinion !== undefined) return opinion;
  }
  return undefined;
}

/** A value and what its text calls it, which is read when a scope asks for it. */
interface Asked {
  readonly span: Span;
  readonly subject: Subject;
}

type AskScope = (around: Surroundings, asked: Asked) => Opinion | undefined;

const SCOPES: readonly AskScope[] = [
  ofValue,
  ofSigning,
  ofName,
  ofFileName,
  ofUse,
  ofPair,
  ofLine,
  ofBlock,
  ofNeighbours,
  ofFile,
];

const NEARBY_LINES = 12;

/** The whole connection string or URL that the value is part of. An account endpoint in it outweighs all else. */
function ofValue(around: Surroundings, asked: Asked): Opinion | undefined {
  const { span } = asked;
  const whole = enclosingValue(around.text, span);
  if (/sha-?\d{3}[-:= ]$|base64,$/i.test(around.text.slice(Math.max(0, span.start - 10), span.start))) {
    return { meaning: "other", scope: "value", names: "a hash or binary data" };
  }
  const signs = around.signs
    .within(whole.start, whole.end)
    .filter(({ at, end, reach }) => reach !== "line" && (end <= span.start || at >= span.end));
  const host = signs.find(({ reach, meaning }) => reach === "file" && meaning === "cosmos");
  const value = around.text.slice(whole.start, span.start);
  // A connection string's account name tells: without an endpoint of Cosmos DB it is Storage's.
  const decisive =
    host ??
    (isConnectionString(value)
      ? (signs.find((sign) => sign.meaning === "other" && !isInAccount(around, asked, sign)) ??
        signs.find(({ meaning }) => meaning === "cosmos"))
      : undefined);
  if (decisive !== undefined) return { meaning: decisive.meaning, scope: "value", names: decisive.names };
  return /AccountName\s*=[^;]{1,80};\s*AccountKey\s*=\s*$/i.test(value)
    ? { meaning: "other", scope: "value", names: "a Storage connection string" }
    : undefined;
}

/** What an account is called says nothing of its key. */
function isInAccount({ text }: Surroundings, { subject }: Asked, { at }: Sign): boolean {
  return endpointsOf(text, subject.page).some(({ kind, start, end }) => kind === "account" && at >= start && at < end);
}

function isConnectionString(valueBefore: string): boolean {
  return (
    /[a-z]\s*=\s*[^;=]+(?:;|&#59;|\\u003b)\s*[\w ]+=\s*$/i.test(valueBefore.slice(-600)) ||
    /Account(?:Key|Endpoint)\s*=/i.test(valueBefore)
  );
}

const DECODED =
  /(?:b64decode|decode64|from_?base64(?:string)?|base64_decode|decodestring|decode|toByteArray|Buffer\.from|atob|-d|-D)\s{0,2}\(?\s{0,4}(?:[bu@$]?\\{0,2}["'`]|&quot;|&#34;)$/i;

/**
 * Code that signs requests to an account by itself, as the REST reference says: HMAC-SHA256 under the decoded key. An
 * SDK signs for itself: where one is at work another key is signed with.
 */
function ofSigning(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const { text, signs } = around;
  if (!DECODED.test(text.slice(Math.max(0, span.start - 60), span.start))) return undefined;
  const { start, end } = linesAround(text, span, 2);
  const near = text.slice(start, span.start) + text.slice(span.end, end);
  if (
    !/hmac/i.test(near) ||
    /sha-?(?:512|384|1\b)|webhook|jwt|jws|cookie|session|stripe|slack|twilio|oauth|totp/i.test(near)
  )
    return undefined;
  if (around.fileSign("sdk") !== undefined) return undefined;
  const door = doorsOf(text, { ...subject, part: { ...subject.part, name: undefined }, words: [] }, () => false)[0];
  const isFar = door === undefined && around.fileSign("cosmos") !== undefined && signs.within(start, end).length > 0;
  return door === undefined && !isFar
    ? undefined
    : { meaning: "cosmos", scope: "file", names: "the Cosmos DB endpoint whose requests it signs" };
}

/** The value's own name, wherever its text writes it: before it, in a field or an element beside it, at a column's top. */
function ofName(around: Surroundings, { subject, span }: Asked): Opinion | undefined {
  const before = nameBefore(around.text, span.start);
  const names = [subject.name, before === undefined ? undefined : around.text.slice(before.start, before.end)];
  for (const name of names) {
    const sign = name === undefined ? undefined : decisiveIn(signsOf(name));
    if (sign === undefined) continue;
    const other = namesake(around, sign);
    if (other !== undefined) return other;
    if (sign.isWeak && (isForeign(subject) || around.fileSign("master key") !== undefined)) continue;
    return { meaning: sign.meaning, scope: "name", names: sign.names };
  }
  return undefined;
}

/** Of a name's signs the last that speaks of hashes and signing, else what says Cosmos DB: cosmosKeyHash, kafkaCosmosKey. */
function decisiveIn(signs: readonly Sign[]): Sign | undefined {
  const cosmos = signs.findLast(({ meaning }) => meaning === "cosmos");
  const other = signs.findLast(({ meaning, reach }) => meaning === "other" && reach === "line");
  if (other !== undefined && (cosmos === undefined || other.at > cosmos.at)) return other;
  return cosmos ?? signs.at(-1);
}

/**
 * The blockchain's files speak of cosmos, too, and Amazon's of DocumentDB; a file that knows an account endpoint or the
 * SDK is Cosmos DB's.
 */
function namesake({ fileSign }: Surroundings, sign: Sign): Opinion | undefined {
  if (sign.meaning !== "cosmos" || sign.reach === "file" || fileSign("cosmos") !== undefined) return undefined;
  const kind = sign.names === OLD_NAME ? "amazon" : "chain";
  const other = fileSign(kind);
  return other === undefined ? undefined : { meaning: "other", scope: "file", names: other.names };
}

/** Lists of hashes, lockfiles, and the like: their values are never keys unless their own name or value says so. */
function ofFileName({ path, text }: Surroundings, { span }: Asked): Opinion | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const list =
    /sha\d+|checksums?|\.sum$|^(?:package-lock|npm-shrinkwrap|packages\.lock|pnpm-lock|yarn|composer|cargo|poetry|uv|pipfile|gemfile|deno|bun|flake)\b.*lock|\.(?:integrity|sig|asc|p7s|crt|pem|woff2?)$/i;
  const follows = /^ [ *]\S/.test(text.slice(span.end, span.end + 3));
  const startsLine = span.start === 0 || text.charAt(span.start - 1) === "\n";
  return list.test(name) || (follows && startsLine)
    ? { meaning: "other", scope: "file name", names: "a list of hashes" }
    : undefined;
}

/** The endpoint that the same call, object, section or name holds together with the value. */
function ofPair(around: Surroundings, { subject, span }: Asked): Opinion | undefined {
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

function isSignedWith({ text }: Surroundings, span: Span): boolean {
  const line = lineAround(text, span, 160);
  return (
    /hmac/i.test(text.slice(line.start, span.start)) &&
    DECODED.test(text.slice(Math.max(0, span.start - 60), span.start))
  );
}

const MOST_USES = 8;
const NEXT_USE = 1200;

/** What the variable that holds the value is handed to, elsewhere on its page. */
function ofUse({ text, signs }: Surroundings, { subject, span }: Asked): Opinion | undefined {
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

/** The same line, as far as one looks at: the nearest sign, those in the same braces first. */
function ofLine(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const line = lineAround(around.text, span);
  const signs = around.signs.within(line.start, line.end).filter(({ at, end }) => end <= span.start || at >= span.end);
  if (signs.length === 0) return undefined;
  const braces = bracesAround(around.text, span, line);
  const inside = signs.filter(({ at }) => at >= braces.start && at < braces.end);
  const sign = nearest(inside.length > 0 ? inside : signs, span);
  if (sign === undefined) return undefined;
  if (sign.meaning === "cosmos") {
    const other = namesake(around, sign);
    if (other !== undefined) return other;
    if (isForeign(subject) && isElsewhere(subject, sign)) return SOMEBODY_ELSES;
    if (sign.isWeak) return undefined;
  }
  return { meaning: sign.meaning, scope: "line", names: sign.names };
}

/** A sign in another pair of the line speaks of that pair. */
function isElsewhere({ page, part }: Subject, { at }: Sign): boolean {
  const value = valueAt(page, { start: at, end: at + 1 });
  return value?.name !== undefined && !(value.start <= part.start && value.end >= part.end);
}

function nearest(signs: readonly Sign[], span: Span): Sign | undefined {
  // What stands before a value names it more often than what stands behind it.
  const distance = ({ at, end }: Sign): number => (end <= span.start ? span.start - end : 2 * (at - span.end) + 4);
  return signs.reduce<Sign | undefined>(
    (best, sign) => (best === undefined || distance(sign) < distance(best) ? sign : best),
    undefined,
  );
}

/** The lines of the same block (same indentation) and the lines that open it, nearest first. */
function ofBlock(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const { text } = around;
  let best: { readonly sign: Sign; readonly cost: number } | undefined;
  for (const line of blockLines(text, span)) {
    if (best !== undefined && line.cost >= best.cost) continue;
    if (isSelfContained(text.slice(line.start, line.end))) continue;
    const signs = around.signs.within(line.start, line.end).filter(({ reach }) => reach !== "line" || line.opens);
    const sign = signs.find(({ meaning }) => meaning === "cosmos") ?? signs[0];
    if (sign !== undefined) best = { sign, cost: line.cost };
  }
  if (best === undefined) return undefined;
  return opinion(around, span, subject, best.sign, "block");
}

/** A line with a credential of its own says nothing of its neighbours. */
function isSelfContained(line: string): boolean {
  return /(?:Account|SharedAccess)Key=/i.test(line);
}

/** A few lines up and down, whatever their indentation: for a value whose name at least says "key". */
function ofNeighbours(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  if (!mayBeCredential(around.text, span, subject)) return undefined;
  const { start, end } = linesAround(around.text, span, NEARBY_LINES);
  const sign = nearest(
    around.signs
      .within(start, end)
      .filter(({ reach, at, end: signEnd }) => reach !== "line" && (signEnd <= span.start || at >= span.end)),
    span,
  );
  return sign === undefined ? undefined : opinion(around, span, subject, sign, "nearby");
}

/** Anywhere in the file: only an account endpoint or the SDK's own symbols count from afar. */
function ofFile(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  if (!mayBeCredential(around.text, span, subject)) return undefined;
  const sign = around.fileSign("cosmos");
  if (sign !== undefined) return opinion(around, span, subject, sign, "file");
  const name = around.path.slice(around.path.lastIndexOf("/") + 1);
  return /cosmos/i.test(name) && around.fileSign("chain") === undefined && !isForeign(subject)
    ? { meaning: "cosmos", scope: "file", names: "the file's name" }
    : undefined;
}

/** A sign beyond the value's own line counts for Cosmos DB only where the value's name leaves it free to. */
function opinion(
  around: Surroundings,
  span: Span,
  subject: Subject,
  sign: Sign,
  scope: "block" | "nearby" | "file",
): Opinion | undefined {
  if (sign.meaning === "cosmos") {
    if (isForeign(subject)) return SOMEBODY_ELSES;
    if (!mayBeCredential(around.text, span, subject)) return undefined;
    const other = namesake(around, sign) ?? ofProduct(around, subject);
    if (other !== undefined) return other;
  }
  return { meaning: sign.meaning, scope, names: sign.names };
}

/** A master key in the settings of a product that has its own. */
function ofProduct({ fileSign }: Surroundings, { name }: Subject): Opinion | undefined {
  const isMasterKey = name !== undefined && signsOf(name).some(({ isWeak }) => isWeak);
  const product = isMasterKey ? fileSign("master key") : undefined;
  return product === undefined ? undefined : { meaning: "other", scope: "file", names: product.names };
}

function isForeign({ words }: Subject): boolean {
  return foreignWords(words).length > 0 || isWeakName(words);
}

const SOMEBODY_ELSES: Opinion = { meaning: "other", scope: "name", names: "somebody else's name" };

const CREDENTIAL_NOUN =
  /key|pass(?:word|wd)?|pwd|secret|token|cred|auth|conn|string|value|default|primary|secondary|access|dsn|ur[il]|text|data|content|config|setting|option|print|echo|log|args?$/i;

/** Whether the value's name, if it has one, could be that of any credential; a positional value has none and may. */
function mayBeCredential(text: string, span: Span, { name: called, words }: Subject): boolean {
  if (called === undefined || CREDENTIAL_NOUN.test(called) || isConversion(words)) return true;
  const name = nameBefore(text, span.start);
  if (name === undefined) return called.length <= 3;
  const word = text.slice(name.start, name.end);
  return (
    word.length <= 3 || CREDENTIAL_NOUN.test(word) || ACCOUNT_LIKE.test(word) || isArgumentOfClient(text, name, span)
  );
}

/** `new AzureNamedKeyCredential("contoso", …)`: behind another argument the name that counts is the call's. */
function isArgumentOfClient(text: string, name: Span, span: Span): boolean {
  if (!/^["'`]\s*,\s*["'`@$]*$/.test(text.slice(name.end, span.start))) return false;
  const called = /([\w.]+)\(\s*["'`][^"'`()]*$/.exec(text.slice(Math.max(0, name.end - 200), name.end))?.[1];
  return called !== undefined && /cred|key|auth|client|connect|account|cosmos|login|sign/i.test(called);
}

const ACCOUNT_LIKE = /^[\d.:/-]+$|azure|localhost|^http/i;
