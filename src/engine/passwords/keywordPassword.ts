import type { Span } from "../finding";
import { JOINT, namesIn, type UrlNames } from "./connectionUrl";

/** Passwords of connection strings that keywords make, where a string's own keywords do not show them. */

const REACH = 600;
const ENCODED_PASSWORD =
  /(?:^|%3B|%26|%3F|%22|[?&;=])(?:%20)?(?:Password|Pwd|Pass)(?:%3D|%22%3A(?:%20)?%22)((?:(?!%3B|%26|%22)[^\s"'`<>&;])+)/i;

/** `Host%3D…%3BPassword%3DPASSWORD`: a connection string, a query or JSON, percent-encoded as a whole. */
export function passwordInEncoded(text: string, { start, end }: Span): Span | undefined {
  if (!/%(?:3D|2F|40|22)$/i.test(text.slice(start - 3, start))) return undefined;
  const before = /[^\s"'`<>]*$/.exec(text.slice(Math.max(0, start - REACH), start))?.[0] ?? "";
  const behind = /^[^\s"'`<>]*/.exec(text.slice(end, end + REACH))?.[0] ?? "";
  const from = start - before.length;
  const match = ENCODED_PASSWORD.exec(text.slice(from, end + behind.length));
  if (match?.[1] === undefined) return undefined;
  const last = from + match.index + match[0].length;
  return { start: last - match[1].length, end: last };
}

/** `…;Password=" + pw + ";…`: what a connection string is put together with behind the keyword. */
const JOINED =
  /^[^"'`\n]{0,400}?\b(?:password|pwd)\s?=\s?["'`]\s*(?:\+{1,2}|\.{1,2}|&|,|<>)\s*([^"'`\n;]{1,120}?)\s*(?:(?:\+{1,2}|\.{1,2}|&|,|<>)\s*[a-z$@]{0,2}["'`]|\)*(?:[;\n]|$))/i;

/** `…;Password=${PG_PW};…` without quotes. */
const REFERRED = /^[^\s"'`]{0,400}?\b(?:password|pwd)=(\$\{[\w.]{1,60}\}|\$\(\w{1,60}\)|\$\w{1,60}|%\w{1,60}%)/i;

/** What a connection string takes its password from behind the host; undefined where it is not put together so. */
export function joinedPassword(text: string, { end }: Span): UrlNames | undefined {
  const behind = text.slice(end, end + REACH);
  const expression = (REFERRED.exec(behind) ??
    (/["'`]/.test(behind) ? JOINED.exec(behind.replace(JOINT, "")) : null))?.[1];
  if (expression === undefined) return undefined;
  const found = namesIn(expression);
  return found.names.length === 0 ? undefined : { kind: "names", ...found };
}
