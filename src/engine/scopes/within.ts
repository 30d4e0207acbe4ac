import { doorsOf } from "../belonging";
import type { Span } from "../finding";
import { quotedJointBefore } from "../joint";
import { enclosingValue, linesAround, nameBefore } from "../lines";
import { SIGNING } from "../signRows";
import { type Sign, signsOf } from "../signs";
import { endpointsOf } from "../structure/endpoints";
import { wordsAround } from "../structure/page";
import { foreignWords } from "../structure/words";
import type { Surroundings } from "../surroundings";
import { type Asked, isForeign, namesake, type Opinion } from "./scope";

/** What a value says by itself: its string, what is done with it on the spot, its name, its file's name. */

/** The whole connection string or URL that the value is part of. An account endpoint in it outweighs all else. */
export function ofValue(around: Surroundings, asked: Asked): Opinion | undefined {
  const { span } = asked;
  const whole = joined(around.text, enclosingValue(around.text, span), span);
  if (
    /sha-?\d{3}[-:= ]$|base64,$|(?:bearer|basic|digest)\s+$/i.test(
      around.text.slice(Math.max(0, span.start - 10), span.start),
    )
  ) {
    return { meaning: "other", scope: "value", names: "a hash or binary data" };
  }
  const signs = around.signs
    .within(whole.start, whole.end)
    .filter(({ at, end, reach }) => reach !== "line" && (end <= span.start || at >= span.end));
  const host = signs.find(({ reach, meaning }) => reach === "file" && meaning === "cosmos");
  const value = around.text.slice(whole.start, span.start);
  // A connection string's account name tells: without an endpoint of Cosmos DB it is Storage's.
  // `endpoint=…&webhook_secret=…`: two values of one form.
  const isForm = host !== undefined && FIELD.test(value) && isForeign(asked.subject);
  const decisive =
    (isForm ? undefined : host) ??
    (isConnectionString(value)
      ? (signs.find((sign) => sign.meaning === "other" && !isInAccount(around, asked, sign)) ??
        signs.find(({ meaning }) => meaning === "cosmos"))
      : undefined);
  if (decisive !== undefined) return { meaning: decisive.meaning, scope: "value", names: decisive.names };
  const parameter = /^[a-z][a-z+]*:\/\/[^\s?#]{3,200}\?(?:[^\s#]*&)?([\w.-]{1,60})=$/i.exec(value)?.[1];
  if (parameter !== undefined && !signsOf(value.slice(0, 12) + parameter).some(({ meaning }) => meaning === "cosmos"))
    return { meaning: "other", scope: "value", names: "another service's address" };
  return /AccountName\s*=[^;]{1,80};\s*AccountKey\s*=\s*$/i.test(value)
    ? { meaning: "other", scope: "value", names: "a Storage connection string" }
    : undefined;
}

const FIELD = /&[\w.-]{1,60}=$/;
const MOST_PIECES = 6;

/** A connection string in pieces, `"AccountName=…;" + "AccountKey=…;" + …`, as far as six of them stand before the key's. */
function joined(text: string, { start, end }: Span, span: Span): Span {
  let first = start;
  if (/[\w ]=\s*$/.test(text.slice(Math.max(start, span.start - 40), span.start)))
    for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
      const joint = quotedJointBefore(text, first);
      // Arguments of a command stand side by side, too, but on one line.
      if (joint === undefined || !/^["'`][\s+.&\\|$@fu]*[+.&\\|\n][\s+.&\\|$@fu]*["'`]$/.test(text.slice(joint, first)))
        break;
      first = text.lastIndexOf(text.charAt(first - 1), joint - 1) + 1;
      if (start - first > 1200) return { start, end };
    }
  return { start: first, end };
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
  /(?:b64decode|decode64!?|decode_?base64|base64[-_.]?dec(?:ode)?|base64Encoded:|from_?base64(?:string)?|base64_decode|decodestring|decode|toByteArray|Buffer\.from|atob|-d|-D)\s{0,2}\(?\s{0,4}(?:[bu@$]?\\{0,2}["'`]|&quot;|&#34;)$/i;

/** What is signed that is no request to an account, or by another hash than an account's. */
export const SIGNS_OTHERS =
  /sha-?(?:512|384|1\b)|webhook|hub-signature|jwt|jws|cookie|session|stripe|slack|twilio|oauth|totp/i;

/** Whether the value is made bytes on the spot, and not by the SDK. */
export function isDecoded(text: string, { start }: Span): boolean {
  const before = text.slice(Math.max(0, start - 60), start);
  return DECODED.test(before) && !/AuthorizationToken|primary_from|secondary_from/.test(before);
}

/** An SDK takes a key as it is and signs for itself: what is decoded beside it is not the account's key. */
export function isLeftToSdk({ fileSign }: Surroundings): boolean {
  return fileSign("sdk") !== undefined && fileSign("signed request") === undefined;
}

/**
 * Code that signs requests to an account by itself, as the REST reference says: HMAC-SHA256 under the decoded key. An
 * SDK signs for itself: where one is at work another key is signed with.
 */
export function ofSigning(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const { text, signs } = around;
  if (!isDecoded(text, span)) return undefined;
  const isCosmos = subject.name !== undefined && decisiveIn(signsOf(subject.name))?.meaning === "cosmos";
  if (isLeftToSdk(around)) return isCosmos ? undefined : { meaning: "other", scope: "line", names: SIGNING };
  const { start, end } = linesAround(text, span, 2);
  const near = text.slice(start, span.start) + text.slice(span.end, end);
  if (!/hmac/i.test(near)) return undefined;
  if (SIGNS_OTHERS.test(near)) return isCosmos ? undefined : { meaning: "other", scope: "line", names: SIGNING };
  const door = doorsOf(text, { ...subject, part: { ...subject.part, name: undefined }, words: [] }, () => false)[0];
  const isFar = door === undefined && around.fileSign("cosmos") !== undefined && signs.within(start, end).length > 0;
  return door === undefined && !isFar
    ? undefined
    : { meaning: "cosmos", scope: "file", names: "the Cosmos DB endpoint whose requests it signs" };
}

/** The value's own name, wherever its text writes it: before it, in a field or an element beside it, at a column's top. */
export function ofName(around: Surroundings, asked: Asked): Opinion | undefined {
  const { subject, span } = asked;
  const before = nameBefore(around.text, span.start);
  const names = [subject.name, before === undefined ? undefined : around.text.slice(before.start, before.end)];
  for (const name of names) {
    if (name === undefined) continue;
    const sign = decisiveIn(signsOf(name));
    if (PACKAGE.test(name) || (FILE.test(name) && sign?.meaning !== "cosmos"))
      return { meaning: "other", scope: "name", names: "a file, whose hash it is" };
    if (sign === undefined) continue;
    const other = namesake(around, sign);
    if (other !== undefined) return other;
    if (sign.isWeak && (isForeign(subject) || isOfProduct(around, asked))) continue;
    return { meaning: sign.meaning, scope: "name", names: sign.names };
  }
  return undefined;
}

/** Files whose hashes are published, and files that lists of hashes name. */
const PACKAGE =
  /\.(?:zip|t?gz|bz2|xz|7z|exe|msi|msix|deb|rpm|dmg|pkg|jar|war|whl|nupkg|vsix|crate|gem|iso|img|dll|so|apk)$/i;
const FILE = /\.(?:js|mjs|cjs|ts|css|map|html?|md|txt|png|jpe?g|svg|wasm|py|cs|java|go|rs)$/i;

/** A product with a master key of its own, or a section called after one in a file that does not know Cosmos DB. */
function isOfProduct({ fileSign }: Surroundings, { subject: { part } }: Asked): boolean {
  if (fileSign("master key") !== undefined) return true;
  return foreignWords(wordsAround(part.group)).length > 0 && fileSign("cosmos") === undefined;
}

/** Of a name's signs the last that speaks of hashes and signing, else what says Cosmos DB: cosmosKeyHash, kafkaCosmosKey. */
export function decisiveIn(signs: readonly Sign[]): Sign | undefined {
  const said = signs.filter(({ meaning }) => meaning === "cosmos");
  const cosmos = said.findLast(({ isWeak }) => !isWeak) ?? said.at(-1);
  const other = signs.findLast(({ meaning, reach, isWeak }) => meaning === "other" && reach === "line" && !isWeak);
  if (other !== undefined && (cosmos === undefined || other.at > cosmos.at)) return other;
  return cosmos ?? signs.at(-1);
}

/** `  HASH 1234 package.tar.gz`: a file stands behind it, perhaps with its size, and nothing else. */
const FILE_BEHIND = /^[ \t]+(?:[*]|\d{1,12}[ \t]+)?[\w.@+~/-]{1,120}\.[A-Za-z]\w{0,6}[ \t]*\r?(?:\n|$)/;

function isFirst(text: string, at: number): boolean {
  return /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 20), at));
}

/** Lists of hashes, lockfiles, and the like: their values are never keys unless their own name or value says so. */
export function ofFileName({ path, text }: Surroundings, { span }: Asked): Opinion | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const list =
    /sha\d+|checksums?|\.sum$|^(?:package-lock|npm-shrinkwrap|packages\.lock|pnpm-lock|yarn|composer|cargo|poetry|uv|pipfile|gemfile|deno|bun|flake)\b.*lock|\.(?:integrity|sig|minisig|sigstore|asc|p7s|crt|pem|woff2?)$/i;
  const follows = /^ [ *]\S/.test(text.slice(span.end, span.end + 3));
  const startsLine = span.start === 0 || text.charAt(span.start - 1) === "\n";
  const isListed =
    (follows && startsLine) || (isFirst(text, span.start) && FILE_BEHIND.test(text.slice(span.end, span.end + 160)));
  return list.test(name) || isListed ? { meaning: "other", scope: "file name", names: "a list of hashes" } : undefined;
}
