import type { Span } from "../finding";
import type { Endpoint } from "../structure/endpoints";
import { isStrong } from "./literal";

/** Passwords that notes tell beside a cluster's host: in a sentence, behind the user's name. */

const NOTES = /\.(?:mdx?|markdown|txt|rst|adoc|log|html?|eml)$|[._]netrc$|(?:^|\/)[^./]+$/i;
const REACH = 300;
const PARAGRAPHS = /\n[ \t]*\r?\n/;
/** `the password is …`, `user citus, password …`. */
const IN_SENTENCE =
  /(?<![\w-])(?:password|passwort|passwd|pwd|pw)(?:\s+(?:is|was|ist|lautet))?[ \t]+["'`]?([^\s"'`]{8,100})/giu;
/** `Login: citus / …`, to the line's end. */
const BEHIND_USER =
  /(?:^|\n)[ \t>*_#-]{0,6}(?:log-?in|user(?:name)?(?:[ \t]?\/[ \t]?pass(?:word)?)?|credentials?|creds|account|access)[*_]{0,3}[ \t]*[:=][*_]{0,3}[ \t]*`?[\w.@-]{1,60}`?(?:[ \t]+[/|][ \t]+|\/)`?([^\s`/]{8,100})(?=`?[ \t]*(?:\r?\n|$))/giu;

/** The passwords that the paragraph of a cluster's host tells; none in code and settings, in which words are names. */
export function toldPasswords(text: string, { start, end }: Endpoint, path: string): readonly Span[] {
  if (!NOTES.test(path)) return [];
  const before =
    text
      .slice(Math.max(0, start - REACH), start)
      .split(PARAGRAPHS)
      .at(-1) ?? "";
  const behind = text.slice(end, end + REACH).split(PARAGRAPHS)[0] ?? "";
  const from = start - before.length;
  const told = text.slice(from, end + behind.length);
  return [...told.matchAll(IN_SENTENCE), ...told.matchAll(BEHIND_USER)].flatMap(
    ({ index, 0: whole, 1: given = "" }) => {
      const is = given.replace(/[.,;:)]+$/, "");
      const first = from + index + whole.length - given.length;
      return isMixed(is) ? [{ start: first, end: first + is.length }] : [];
    },
  );
}

/** Stronger than what sentences consist of: letters of both cases and a digit. */
function isMixed(is: string): boolean {
  return isStrong(is) && /\p{Ll}/u.test(is) && /\p{Lu}/u.test(is) && /\d/.test(is);
}
