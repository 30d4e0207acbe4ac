import type { Span } from "../finding";
import { isPartName, wordsOf } from "./words";

/** How texts write names, separators, flags and tags, whatever their language. Patterns look no further than they say. */

const SEPARATOR =
  /[ \t]*(?:[*_]{1,3}[ \t]*)?(?:=>|->|:=|<-|[+?]=|=(?![=~])|:(?![:/\\])|：|::(?=[ \t])|(?<=[ \t])to(?=[ \t]["'`]))[ \t]*(?:\*\*[ \t]*|(?:\*|__?)[ \t]+)?/y;
/** A type between a name and its value; a variable in capitals that takes a value at once is a command's. */
export const TYPED = /(?!(?:[\w-]+ +)?[A-Z][A-Z\d_]*=\S)(?:readonly +)?[\w.<>[\]|&?*' ]{1,60}=(?![=>])[ \t]*/y;
export const WORD = /\$env:\w+|[\p{L}_$@](?:[\p{L}\p{N}_$.-]|\[\d{1,3}\](?=\.))*/uy;
/** `ENV NAME value`, `SetEnv NAME value`, `set -gx NAME value`, `setenv NAME value`: a name and its value, parted by a blank. */
const DIRECTIVE =
  /(?:ENV|ARG|[Ss]et[Ee]nv|fastcgi_param|setx|set(?:[ \t]+-{1,2}[a-z]{1,12}){1,3}|gh[ \t]+(?:secret|variable)[ \t]+set|dotnet[ \t]+user-secrets[ \t]+set)[ \t]+["']?([A-Za-z_][\w:.-]{1,80})["']?[ \t]+(?:(?:--body|-b)[ \t=]+)?(?=[^\s=])/y;
/** A label and its value in columns, or with a dash between them: `Password    …`, `Password - …`. */
const COLUMNS =
  /\*{0,2}([A-Za-z][A-Za-z_]{1,20}(?: [A-Za-z]{1,20})?)\*{0,2}(?: {2,}|\t+| [-–—] )(?=\S+[ \t]*(?:\r?\n|$))/y;

/** A name that a blank or a dash parts from its value at a line's beginning, and where the value begins. */
export function directiveAt(
  text: string,
  at: number,
): ({ readonly name: string; readonly behind: number } & Span) | undefined {
  for (const pattern of [DIRECTIVE, COLUMNS]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const name = match?.[1];
    if (match === null || name === undefined) continue;
    if (pattern === COLUMNS && !isPartName(wordsOf(name))) continue;
    const start = at + match[0].lastIndexOf(name);
    return { name, start, end: start + name.length, behind: pattern.lastIndex };
  }
  return undefined;
}

export const FLAG = /(?:--?|\/)[A-Za-z][\w-]*/y;
export const FLAG_VALUE = /[ \t]*[=:]?[ \t]*(?![-|&>\\])([^\s"'`|;&]{1,400})/y;
export const TAG = /<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]{0,4000}"|'[^'<]{0,4000}'))*)\s*(\/?)>/y;
export const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
export const ELEMENT_TEXT = /\s*([^<>]{1,4000}?)\s*<\/[\w:.-]+>/y;
export const ELEMENT_CDATA = /<!\[CDATA\[\s*([^\]]{1,4000}?)\s*\]\]>\s*<\/[\w:.-]+>/y;
export const KEYWORD = /([A-Za-z][\w .-]{0,40}?)\s*=\s*/y;
/** A connection string's beginning. */
export const KEYWORD_FIRST = /^\s*[A-Za-z][\w ]{0,40}=[^=]/;
export const TYPE_WORDS =
  /^(?:string|str|text|char|varchar|nvarchar|object|securestring|secret|String|SecureString|any|&str|auto|val|var|let|const)$/;
/** Behind these a type's word is a name: `const secret = "…"`, `string text = "…"`. */
export const DECLARES =
  /^(?:const|let|var|val|auto|mut|final|static|my|local|dim|set|def|global|export|[Ss]tring|object|private|public|protected|internal|readonly|override)$/i;
/** What a pair may be called whose value is a group. */
export const NAME = /^[\p{L}\p{N}_.:$ -]{1,80}$/u;
export const FALLS_BACK = /(?:\?\?|\|\||\?:|\bor|\/\/|,)\s*(?:\(\) ?[-=]>\s*)?[$@frbus]*\\*["'`]$/;
export const FALLBACK =
  /(?:["'`]([\w.:-]{2,80})\\*["'`]\s*[)\]]*|([\w.$]{2,80})\s*)\s*(?:\?\?|\|\||\?:|\bor|\/\/|,)\s*(?:\(\) ?[-=]>\s*)?[$@frbus]*\\*["'`]$/;
/** UTF-16 units of an unquoted value inside a line, at the most. */
export const LONGEST_BARE = 400;
export const PREFIX = /[a-zA-Z@$&]{1,3}(?=["'`])/y;

/** A string that names the one behind it in a call or tuple: `("password", "…")`. */
export function isPairName(text: string): boolean {
  return (
    /^[\w.:$-]{2,80}$/.test(text) &&
    /pass|pwd|(?:^|[_.:-]|[a-z](?=P))pw$|key|secret|host|endpoint|ur[il]|token|cred|--/i.test(text)
  );
}

/** `user, password = "…", "…"`: the names that values take in turn; none where one name stands alone. */
export function namesInTurn(before: string, separator: string): readonly string[] {
  if (!separator.includes("=") || separator.includes(">")) return [];
  const list = /(?:(?:^|\n|;)[ \t]*|\b(?:var|const|let)[ \t]+)([\w$.]+(?:[ \t]*,[ \t]*[\w$.]+)+)$/.exec(before)?.[1];
  return list === undefined ? [] : list.split(/[ \t]*,[ \t]*/);
}

const REMARK = /^ \([\p{L}\d ]{1,24}\)(?=[ *_]{0,3}:)/u;

export function separatorBehind(text: string, at: number, stop: number): number | undefined {
  const from = text[at] === "]" ? at + 1 : at;
  // `Password (new): …`
  const remark = text.startsWith(" (", from) ? REMARK.exec(text.slice(from, from + 30))?.[0].length : 0;
  SEPARATOR.lastIndex = from + (remark ?? 0);
  const match = SEPARATOR.exec(text);
  const end = SEPARATOR.lastIndex;
  return match === null || end > stop ? undefined : end;
}

export function startsValue(text: string, at: number): boolean {
  return /^(?:[a-zA-Z@$&]{0,3}(?:\\*["'`]|&quot;|&#34;|%22|\\+u0022)|[{([])/.test(text.slice(at, at + 12));
}

/** Whether a statement gives the quoted value that begins at a place to a variable: `pw = "…"`, `pw := "…"`, `pw <- "…"`. */
export function isAssigned(text: string, start: number): boolean {
  return /(?::=|<-|[^=!<>]=)[ \t]*[\w@$]{0,2}["'`]$/.test(text.slice(Math.max(0, start - 12), start));
}
