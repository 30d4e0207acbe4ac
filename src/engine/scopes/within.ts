import { doorsOf } from "../belonging";
import { enclosingValue, linesAround, nameBefore } from "../lines";
import { type Sign, signsOf } from "../signs";
import { endpointsOf } from "../structure/endpoints";
import type { Surroundings } from "../surroundings";
import { type Asked, isForeign, namesake, type Opinion } from "./scope";

/** What a value says by itself: its string, what is done with it on the spot, its name, its file's name. */

/** The whole connection string or URL that the value is part of. An account endpoint in it outweighs all else. */
export function ofValue(around: Surroundings, asked: Asked): Opinion | undefined {
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

export const DECODED =
  /(?:b64decode|decode64|from_?base64(?:string)?|base64_decode|decodestring|decode|toByteArray|Buffer\.from|atob|-d|-D)\s{0,2}\(?\s{0,4}(?:[bu@$]?\\{0,2}["'`]|&quot;|&#34;)$/i;

/**
 * Code that signs requests to an account by itself, as the REST reference says: HMAC-SHA256 under the decoded key. An
 * SDK signs for itself: where one is at work another key is signed with.
 */
export function ofSigning(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
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
export function ofName(around: Surroundings, { subject, span }: Asked): Opinion | undefined {
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
export function decisiveIn(signs: readonly Sign[]): Sign | undefined {
  const ours = signs.filter(({ meaning }) => meaning === "cosmos");
  const cosmos = ours.findLast(({ isWeak }) => !isWeak) ?? ours.at(-1);
  const other = signs.findLast(({ meaning, reach }) => meaning === "other" && reach === "line");
  if (other !== undefined && (cosmos === undefined || other.at > cosmos.at)) return other;
  return cosmos ?? signs.at(-1);
}

/** Lists of hashes, lockfiles, and the like: their values are never keys unless their own name or value says so. */
export function ofFileName({ path, text }: Surroundings, { span }: Asked): Opinion | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const list =
    /sha\d+|checksums?|\.sum$|^(?:package-lock|npm-shrinkwrap|packages\.lock|pnpm-lock|yarn|composer|cargo|poetry|uv|pipfile|gemfile|deno|bun|flake)\b.*lock|\.(?:integrity|sig|asc|p7s|crt|pem|woff2?)$/i;
  const follows = /^ [ *]\S/.test(text.slice(span.end, span.end + 3));
  const startsLine = span.start === 0 || text.charAt(span.start - 1) === "\n";
  return list.test(name) || (follows && startsLine)
    ? { meaning: "other", scope: "file name", names: "a list of hashes" }
    : undefined;
}
