import type { Span } from "../finding";
import { hostsIn } from "../hosts";
import { quotedJointBefore } from "../joint";
import { enclosingValue, nameBefore } from "../lines";
import { signsOf } from "../signs";
import { endpointsOf } from "../structure/endpoints";
import { wordsAround } from "../structure/page";
import { foreignWords, namesDatabase } from "../structure/words";
import type { Surroundings } from "../surroundings";
import { credentialOf } from "./credential";
import { type Asked, decisiveIn, isForeign, namesake, type Opinion } from "./scope";
import { isDecoded, isSignedUnknown } from "./signing";
import { ofUse } from "./use";

/** What a value says by itself: its string, its name, its file's name. */

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
  const isField = FIELD.test(value) || (FIRST_FIELD.test(value) && around.text.charAt(span.end) === "&");
  const isForm = host !== undefined && isField && isForeign(asked.subject);
  const decisive =
    (isForm ? undefined : host) ??
    (isConnectionString(value)
      ? (signs.find((sign) => sign.meaning === "other" && !isInAccount(around, asked, sign.at)) ??
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
const FIRST_FIELD = /^[\w.-]{1,60}=$/;
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
function isInAccount({ text }: Surroundings, { subject }: Asked, at: number): boolean {
  return endpointsOf(text, subject.page).some(({ kind, start, end }) => kind === "account" && at >= start && at < end);
}

function isAccount({ text }: Surroundings, { subject }: Asked, name: string): boolean {
  return endpointsOf(text, subject.page).some(({ account }) => account?.name === name);
}

function isConnectionString(valueBefore: string): boolean {
  return (
    /[a-z]\s*=\s*[^;=]+(?:;|&#59;|\\u003b)\s*[\w ]+=\s*$/i.test(valueBefore.slice(-600)) ||
    /Account(?:Key|Endpoint)\s*=/i.test(valueBefore)
  );
}

/** The value's own name, wherever its text writes it: before it, in a field or an element beside it, at a column's top. */
export function ofName(around: Surroundings, asked: Asked): Opinion | undefined {
  const { subject, span } = asked;
  const before = nameBefore(around.text, span.start);
  const word = before === undefined ? undefined : around.text.slice(before.start, before.end);
  for (const name of [subject.name, word, credentialOf(around.text, span)]) {
    // A host before a key, in the cell or the argument beside, is no name.
    if (name === undefined || hostsIn(name).length > 0) continue;
    const sign = decisiveIn(signsOf(name)) ?? decisiveIn(signsOf(name.replaceAll(" ", "_")));
    if (name === word && sign?.meaning === "other" && isAccount(around, asked, word)) continue;
    if (PACKAGE.test(name) || (FILE.test(name) && sign?.meaning !== "cosmos"))
      return { meaning: "other", scope: "name", names: "a file, whose hash it is" };
    if (sign === undefined) continue;
    const other = namesake(around, sign);
    if (other !== undefined) return other;
    if (sign.isWeak && isLikelyAnothers(around, asked)) continue;
    if (sign.meaning === "other" && sign.reach === "line" && isSignedUnknown(around, span)) continue;
    return { meaning: sign.meaning, scope: "name", names: sign.names };
  }
  return undefined;
}

/** Files whose hashes are published, and files that lists of hashes name. */
const PACKAGE =
  /\.(?:zip|t?gz|bz2|xz|7z|exe|msi|msix|deb|rpm|dmg|pkg|jar|war|whl|nupkg|vsix|crate|gem|iso|img|dll|so|apk)$/i;
const FILE = /\.(?:js|mjs|cjs|ts|css|map|html?|md|txt|png|jpe?g|svg|wasm|py|cs|java|go|rs)$/i;

/**
 * A master key that another name claims, that is decoded, that a command takes: any product's; or one in a product's file
 * or section that has its own and does not know Cosmos DB.
 */
function isLikelyAnothers(around: Surroundings, asked: Asked): boolean {
  const { subject, span } = asked;
  if (isForeign(subject) || subject.part.isFlag || isDecoded(around.text, span)) return true;
  if (around.fileSign("master key") !== undefined || ofUse(around, asked)?.meaning === "other") return true;
  if (around.fileSign("cosmos") !== undefined) return false;
  const section = wordsAround(subject.part.group);
  return foreignWords(section).length > 0 || section.includes("vault") || around.fileSign("amazon") !== undefined;
}

/** `  HASH 1234 package.tar.gz`: a file stands behind it, perhaps with its size, and nothing else. */
const FILE_BEHIND = /^[ \t]+(?:[*]|\d{1,12}[ \t]+)?[\w.@+~/-]{1,120}\.[A-Za-z]\w{0,6}[ \t]*\r?(?:\n|$)/;

function isFirst(text: string, at: number): boolean {
  return /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 20), at));
}

/** Files whose values are never an account's keys unless their own name or value says so. */
const OTHERS_FILES: readonly { readonly file: RegExp; readonly names: string }[] = [
  {
    file: /sha\d+|checksums?|\.sum$|^(?:package-lock|npm-shrinkwrap|packages\.lock|pnpm-lock|yarn|composer|cargo|poetry|uv|pipfile|gemfile|deno|bun|flake)\b.*lock|\.(?:integrity|sig|minisig|sigstore|asc|p7s|crt|pem|woff2?)$/i,
    names: "a list of hashes",
  },
  { file: /^wp-config.*\.php$/i, names: "WordPress's own keys" },
];

/** Lists of hashes, lockfiles, and the like. */
export function ofFileName({ path, text }: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const row = OTHERS_FILES.find(({ file }) => file.test(name));
  if (row !== undefined && !namesDatabase(subject.words))
    return { meaning: "other", scope: "file name", names: row.names };
  const follows = /^ [ *](?![a-z]+:\/\/)\S/.test(text.slice(span.end, span.end + 24));
  const startsLine = span.start === 0 || text.charAt(span.start - 1) === "\n";
  const isListed =
    (follows && startsLine) || (isFirst(text, span.start) && FILE_BEHIND.test(text.slice(span.end, span.end + 160)));
  return isListed ? { meaning: "other", scope: "file name", names: "a list of hashes" } : undefined;
}
