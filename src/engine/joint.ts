/** What stands between two pieces of one literal: quotes, operators, comments, line ends, and calls that append. */

/** UTF-16 units between two pieces of one literal, at the most. */
export const LONGEST_JOINT = 400;
export const QUOTES = "\"'`";

/** Quotes that are tried as the end of the piece before: a comment between the pieces may hold some of its own. */
const MOST_QUOTES = 6;

const STEPS: readonly RegExp[] = [
  /[\s+.&,_~^|<>()\\[\]:$@%*-]/y,
  // A new statement that adds to the same text.
  /;?\s{0,40}[\w$.@[\]]{1,60}\s{0,8}(?:\+=|\.=|&=|\|\|=|<<|\.\.=)\s{0,8}/y,
  /;?\s{0,40}(?:set\s{1,4}|let\s{1,4})?([\w$.@]{1,60})\s{0,8}=\s{0,8}[$%{]{0,2}\1[%}]{0,2}\s{0,8}(?:\+|&|\.\.?|\|\||<>|\+\+)\s{0,8}/y,
  /(?:[\w$.]{0,60}\.)?(?:append|appending|concat|concatenate|strcat|join|push|add|write|write_?str(?:ing)?|append_?(?:str(?:ing)?|format)|push_str|plus|paste0?|string|format|str|fmt|println?)\b/iy,
  /;(?=\s{0,40}[\w$.@]{1,60}\.(?:append|push|add|write(?:String)?|push_str)\()/iy,
  /[rRbBuUfFLN](?=$)/y,
  // PowerShell's line goes on behind a backtick.
  /`(?=[ \t]{0,8}\r?\n)/y,
];
const COMMENTS: readonly RegExp[] = [
  /\/\*[^]{0,400}?\*\//y,
  /<!--[^]{0,400}?-->/y,
  /(?:\/\/|#|--|;;|%|')[^\n]{0,400}(?:\n|$)/y,
  /\(\*[^]{0,400}?\*\)/y,
  /\{-[^]{0,400}?-\}/y,
];

/**
 * Where the piece before the one that opens with a quote at `at - 1` ends: on its closing quote, or the backslash that
 * escapes it. `text` is what stands before the piece, at least `LONGEST_JOINT` UTF-16 units of it. Undefined where
 * something stands between the two that does not join them.
 */
export function quotedJointBefore(text: string, at: number): number | undefined {
  if (at < 2 || !QUOTES.includes(text.charAt(at - 1))) return undefined;
  let open = at - 1;
  while (text.charAt(open - 1) === "\\" || isQuote(text, open - 1)) {
    // "" between two pieces is the end of one and the beginning of the other, unless it is the same quote written twice.
    if (isQuote(text, open - 1) && !isQuote(text, open - 2) && text.charAt(open - 2) !== "\\") break;
    open--;
  }
  const floor = Math.max(0, open - LONGEST_JOINT);
  let quote = open;
  for (let tries = 0; tries < MOST_QUOTES; tries++) {
    do quote--;
    while (quote >= floor && !QUOTES.includes(text.charAt(quote)));
    if (quote < floor) return undefined;
    if (goesOn(text, quote)) continue;
    if (!joins(text.slice(quote + 1, open)) || isInComment(text, quote)) continue;
    let end = quote;
    while (end > 0 && (QUOTES.includes(text.charAt(end - 1)) || text.charAt(end - 1) === "\\")) end--;
    return end;
  }
  return undefined;
}

const ADDED = /(?:["'][ \t;]*)?\r?\n[ \t]*(?:(?:export|set|local)[ \t]+)?["']?(\w{1,60})=["']?(?:\$\{\1\}|%\1%)$/;

/** The same where a shell adds a piece to a variable: `KEY="${KEY}…"`, `set KEY=%KEY%…`. */
export function addedJointBefore(text: string, at: number): number | undefined {
  if (at < 1 || !"}%".includes(text.charAt(at - 1))) return undefined;
  const match = ADDED.exec(text.slice(Math.max(0, at - 240), at));
  return match === null ? undefined : at - match[0].length;
}

/** Whether a quote stands at an offset; before a text's first character stands nothing. */
function isQuote(text: string, at: number): boolean {
  return at >= 0 && QUOTES.includes(text.charAt(at));
}

/** A backtick at a line's end, behind white space, quotes nothing. */
function goesOn(text: string, at: number): boolean {
  return text.charAt(at) === "`" && /\s/.test(text.charAt(at - 1)) && /[\r\n]/.test(text.charAt(at + 1));
}

const BEGINS_COMMENT = /(?:\/\/|#|--)\s/g;

/** Whether a quote stands in a comment that goes on to its line's end: behind `//`, `#` or `--` outside of quotes. */
function isInComment(text: string, quote: number): boolean {
  const from = Math.max(0, quote - LONGEST_JOINT);
  const line = text.slice(Math.max(from, text.slice(from, quote).lastIndexOf("\n") + 1 + from), quote);
  let quotes = 0;
  let counted = 0;
  for (const { index } of line.matchAll(BEGINS_COMMENT)) {
    for (; counted < index; counted++) if (QUOTES.includes(line.charAt(counted))) quotes++;
    if (quotes % 2 === 0) return true;
  }
  return false;
}

/** Whether nothing but what joins stands in a text. Linear: no step is tried twice at a place. */
function joins(between: string): boolean {
  for (let at = 0; at < between.length;) {
    const length = stepAt(between, at, COMMENTS) || stepAt(between, at, STEPS);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

function stepAt(text: string, at: number, steps: readonly RegExp[]): number {
  for (const step of steps) {
    step.lastIndex = at;
    const length = step.exec(text)?.[0].length ?? 0;
    if (length > 0) return length;
  }
  return 0;
}
