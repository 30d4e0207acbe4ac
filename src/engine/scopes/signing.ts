import { doorsOf } from "../belonging";
import type { Span } from "../finding";
import { lineAround, linesAround } from "../lines";
import { SIGNING } from "../signRows";
import { signsOf } from "../signs";
import type { Surroundings } from "../surroundings";
import { type Asked, decisiveIn, type Opinion } from "./scope";

/** What is done with a value on the spot: code that decodes it and signs with it. */

const DECODED =
  /(?:b64decode|unb64|decode_?\w{0,16}!?|base64[-_.]?dec(?:ode)?|base64Encoded:|(?:from|a2b|parse)_?base64(?:string|binary)?|base64\.(?:parse|toBits)|toByteArray|Buffer\.from|atob|-d|-D)\s{0,2}(?:\(|<<<)?\s{0,24}(?:[bu@$]?\\{0,2}["'`]|&quot;|&#34;)$/i;

/** `echo '…' | base64 -d`, `"…" |> Base.decode64!()`: what stands behind a value decodes it. */
const DECODED_BEHIND =
  /^["'`]{0,3}\s{0,4}(?:\|>?|%>%|\.)\s{0,4}[\w.:]{0,30}(?:base-?64\s{1,4}-{1,2}d|decode_?(?:base)?64|from_?base_?64|b64_?dec|base64_?dec|unpack1?\(\s?["']m)|^",\s?BinaryEncoding\.Base64/i;

/** The bytes of a text: a request to an account is signed under the decoded key. */
const ENCODED = /(?:\.GetBytes|TextEncoder\(\)\.encode|\[\]byte|utf8\.encode|Utf8\.parse)\(\s{0,4}["'`]$/i;
const ENCODED_BEHIND = /^["'`]\.(?:getBytes|encode|toByteArray|bytes|utf8|as_bytes|data\(using)(?![a-z])/i;

/** What signs or checks tokens takes a key that is decoded, too. */
const TOKENS = /jwt|SymmetricSecurityKey|SigningCredentials|hmacShaKeyFor/i;

/** What is signed that is no request to an account, or by another hash than an account's. */
export const SIGNS_OTHERS =
  /sha-?(?:512|384|1\b)|webhook|hub-signature|jwt|jws|cookie|session|stripe|slack|twilio|oauth|totp/i;

/** The authorization of requests to other services, which is signed alike. */
export const OTHERS_REQUEST = /SharedAccessSignature|SharedKey(?=[\s"'`{:])|SignedHeaders|x-ms-content-sha256/i;

/** Whether the value is made bytes on the spot, and not by the SDK. */
export function isDecoded(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  if (DECODED_BEHIND.test(text.slice(end, end + 80))) return true;
  return DECODED.test(before) && !/AuthorizationToken|primary_from|secondary_from/.test(before);
}

/** An SDK takes a key as it is and signs for itself: what is decoded beside it is not the account's key. */
export function isLeftToSdk({ fileSign }: Surroundings): boolean {
  return fileSign("sdk") !== undefined && fileSign("signed request") === undefined;
}

function lineOf(text: string, span: Span): string {
  const { start, end } = lineAround(text, span);
  return text.slice(start, span.start) + text.slice(span.end, end);
}

function isEncoded(text: string, { start, end }: Span): boolean {
  return ENCODED.test(text.slice(Math.max(0, start - 60), start)) || ENCODED_BEHIND.test(text.slice(end, end + 24));
}

/**
 * Code that signs requests to an account by itself, as the REST reference says: HMAC-SHA256 under the decoded key. An
 * SDK signs for itself: where one is at work another key is signed with.
 */
export function ofSigning(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const { text, signs } = around;
  const isBytes = isDecoded(text, span);
  if (!isBytes && !isEncoded(text, span)) return undefined;
  const isCosmos = subject.name !== undefined && decisiveIn(signsOf(subject.name))?.meaning === "cosmos";
  if (!isBytes || isLeftToSdk(around) || TOKENS.test(lineOf(text, span)))
    return isCosmos ? undefined : { meaning: "other", scope: "line", names: SIGNING };
  const { start, end } = linesAround(text, span, 2);
  const near = text.slice(start, span.start) + text.slice(span.end, end);
  if (!HMAC.test(near)) return undefined;
  if (SIGNS_OTHERS.test(near) || OTHERS_REQUEST.test(near))
    return isCosmos ? undefined : { meaning: "other", scope: "line", names: SIGNING };
  const door = doorsOf(text, { ...subject, part: { ...subject.part, name: undefined }, words: [] }, () => false)[0];
  const isFar = door === undefined && around.fileSign("cosmos") !== undefined && signs.within(start, end).length > 0;
  return door === undefined && !isFar
    ? undefined
    : { meaning: "cosmos", scope: "file", names: "the Cosmos DB endpoint whose requests it signs" };
}

const HMAC = /hmac/i;

/**
 * Whether a value signs as requests to an account are signed, in a text that does not tell what is signed: its names say
 * nothing, for another text around it may tell.
 */
export function isSignedUnknown({ text, fileSign }: Surroundings, span: Span): boolean {
  if (fileSign("cosmos") !== undefined || !isDecoded(text, span)) return false;
  const { start, end } = linesAround(text, span, 2);
  const near = text.slice(start, span.start) + text.slice(span.end, end);
  return HMAC.test(near) && !SIGNS_OTHERS.test(near) && !OTHERS_REQUEST.test(near);
}
