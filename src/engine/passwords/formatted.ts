import type { Span } from "../finding";
import { namesIn, type UrlPassword } from "./connectionUrl";
import { isStrong } from "./literal";
import type { Endpoint } from "../structure/endpoints";
import { type Group, type Page, type Value, valuesAround } from "../structure/page";

/** Passwords that a format string takes: `Sprintf("host=%s password=%s", "…", "…")`, `"…{}:{}@…".format("…", "…")`. */

const PLACEHOLDER = /%%|%(?:(\d+)\$)?[-+#0 ]{0,3}\d{0,3}[sdvq]|\{(\d{0,2})(?::[^{}]{0,20})?\}/g;
const PASSWORD_BEFORE = /(?:pass(?:word|wd)?|pwd)\s?=\s?$|:\/\/[^\s:@/]{1,80}:$/i;
/** What stands between a format string and its arguments. */
const TAKES = /^["'`]{1,3}\s*(?:%|\.format(?:ted)?|\.formatf)\s*$/;
/** `"…%s…" % password`, F#'s `sprintf "…%s…" password`: one argument without brackets. */
const ALONE =
  /^["'`]{1,3}[ \t]*(?:%[ \t]*)?(?!or\b|and\b|if\b|else\b|in\b|as\b|for\b)([A-Za-z_][\w.]{0,60}(?:\([^()\n]{0,60}\))?)[ \t;]*(?:\r?\n|$)/;
/** A literal, as it is or encoded: `"…"`, `password="…"`, `url.QueryEscape("…")`. */
const GIVEN = /^((?:\w{1,40}\s?=\s?)?(?:[\w.:]{1,60}\(){0,3}[bu@]?)(["'`])([^"'`]+)\2[)\s]*$/;
const LONGEST_CALL = 1200;
const NEAR = 12;

/** What takes the password's place in the format string that an endpoint stands in, or is an argument of. */
export function formattedPassword(text: string, page: Page, { start, value }: Endpoint): UrlPassword | undefined {
  const near = valuesAround(page, start, NEAR).filter(({ form }) => form === "quoted");
  const host = value?.form === "quoted" ? value : near.find((one) => one.start <= start && one.end > start);
  if (host === undefined) return undefined;
  const inside = callOf(text, host.group);
  const format =
    placeOf(text, host) !== undefined
      ? host
      : near.find((one) => one.end <= host.start && (one.group === inside || isBefore(text, one, inside)));
  const place = format === undefined ? undefined : placeOf(text, format);
  if (format === undefined || place === undefined) return undefined;
  const alone = ALONE.exec(text.slice(format.end, format.end + 160))?.[1];
  if (alone !== undefined) return { kind: "names", ...namesIn(alone) };
  const call = TAKES.exec(text.slice(format.end, openingBehind(text, format.end)));
  const from = call === null ? behindComma(text, format.end) : openingBehind(text, format.end) + 1;
  const argument = from === undefined ? undefined : argumentsFrom(text, from)[place];
  const literal =
    argument === undefined
      ? null
      : GIVEN.exec(text.slice(argument.start, Math.min(argument.end, argument.start + 400)));
  if (argument === undefined) return undefined;
  if (literal?.[3] === undefined) {
    const found = namesIn(text.slice(argument.start, Math.min(argument.end, argument.start + 200)));
    return found.names.length === 0 ? undefined : { kind: "names", ...found };
  }
  if (!isStrong(literal[3])) return undefined;
  const first = argument.start + (literal[1] ?? "").length + 1;
  return { kind: "literal", start: first, end: first + literal[3].length };
}

const NEXT_REPLACE = 2000;

/** `uri.replace("<password>", "…")`: the literal that is put in the place of a URL's placeholder. */
export function replacingPassword(text: string, { start, end }: Span): Span | undefined {
  const behind = text.slice(end, end + NEXT_REPLACE);
  for (const match of behind.matchAll(
    /replace(?:All|_all)?\(\s*["'`/]([^"'`/\s]{1,80})["'`/]g?i?\s*,\s*["'`]([^"'`\s]{6,200})["'`]/g,
  )) {
    if (match[1] !== text.slice(start, end)) continue;
    const last = end + match.index + match[0].length - 1;
    return { start: last - (match[2] ?? "").length, end: last };
  }
  return undefined;
}

/** How many arguments stand before the password's; undefined where a text is no format string with a password. */
function placeOf(text: string, { start, end }: Value): number | undefined {
  const is = text.slice(start, Math.min(end, start + LONGEST_CALL));
  let before = 0;
  for (const match of is.matchAll(PLACEHOLDER)) {
    if (match[0] === "%%") continue;
    if (PASSWORD_BEFORE.test(is.slice(Math.max(0, match.index - 120), match.index))) {
      if (match[1] !== undefined) return Number(match[1]) - 1;
      return match[2] === undefined || match[2] === "" ? before : Number(match[2]);
    }
    before++;
  }
  return undefined;
}

/** The bracket around a place. */
function callOf(text: string, group: Group): Group | undefined {
  for (let one: Group | undefined = group; one !== undefined; one = one.parent)
    if (one.kind === "bracket") return text.charAt(one.start) === "(" ? one : undefined;
  return undefined;
}

function isBefore(text: string, { end }: Value, call: Group | undefined): boolean {
  return call !== undefined && end < call.start && TAKES.test(text.slice(end, Math.min(call.start, end + 40)));
}

function openingBehind(text: string, at: number): number {
  const open = text.indexOf("(", at);
  return open < 0 || open - at > 40 ? at : open;
}

function behindComma(text: string, at: number): number | undefined {
  const comma = /^["'`]{1,3}\s{0,40},/.exec(text.slice(at, at + 48));
  return comma === null ? undefined : at + comma[0].length;
}

/** The arguments of a call from one of them on, without the blanks around them. */
function argumentsFrom(text: string, from: number): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let quote = "";
  let start = from;
  const add = (end: number): void => {
    const is = text.slice(start, end);
    spans.push({ start: start + is.length - is.trimStart().length, end: start + is.trimEnd().length });
  };
  for (let at = from; at < Math.min(text.length, from + LONGEST_CALL); at++) {
    const character = text.charAt(at);
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (/["'`]/.test(character)) quote = character;
    else if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) {
      if (depth-- > 0) continue;
      add(at);
      return spans;
    } else if (character === "," && depth === 0) {
      add(at);
      start = at + 1;
    }
  }
  return spans;
}
