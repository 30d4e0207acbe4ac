/** Quotes as texts write them: plain, escaped once or more, doubled, as entities and in percent-encoding. */

const QUOTE = /\\{0,7}["'`]|\\{1,7}u002[27]|&quot;|&#34;|&apos;|&#39;|%22/y;

/** The quote that opens a string at a place, as it is written; undefined where none does. `inside` of another string. */
export function quoteAt(text: string, at: number, inside: boolean): string | undefined {
  QUOTE.lastIndex = at;
  const quote = QUOTE.exec(text)?.[0];
  if (quote === undefined) return undefined;
  if (
    quote === "'" &&
    /[\p{L}\p{N}]/u.test(text[at - 1] ?? "") &&
    !/(?<![\p{L}\p{N}])[a-zA-Z]$/u.test(text.slice(Math.max(0, at - 2), at))
  )
    return undefined;
  if (quote === '"' && text[at + 1] === '"') {
    if (text[at + 2] === '"') return '"""';
    if (inside && text[at + 2] !== undefined && /[\w/]/.test(text[at + 2] ?? "")) return '""';
  }
  return quote;
}

/** UTF-16 units of a string that goes on over lines, at the most. */
const LONGEST_OVER_LINES = 4000;

/** Where a string ends whose quote lets it go on over lines: `"""`, C#'s `@"`, a template's; -1 where none does. */
export function closingOverLines(text: string, from: number, stop: number, quote: string, prefix: string): number {
  const before = text.slice(Math.max(0, from - 8), from - 1);
  const isOpen =
    quote === '"""' || (quote === '"' && prefix.includes("@")) || (quote === "`" && /[=(:,[?]\s*$/.test(before));
  if (!isOpen) return -1;
  const limit = Math.min(stop, from + LONGEST_OVER_LINES);
  const found = text.slice(from, limit).indexOf(quote);
  return found < 0 ? -1 : from + found;
}

/** Where the closing quote of a string begins, before `limit`; -1 where it does not end there. */
export function closingQuote(text: string, from: number, limit: number, quote: string): number {
  if (quote.length > 1 && !quote.startsWith("\\")) {
    const found = text.indexOf(quote, from);
    return found < 0 || found >= limit ? -1 : found;
  }
  const mark = quote.at(-1) ?? "";
  const slashes = quote.length - 1;
  if (slashes > 0 && quote.includes("u00")) {
    const found = text.indexOf(quote, from);
    return found < 0 || found >= limit ? -1 : found;
  }
  for (let at = from; at < limit; at++) {
    const character = text[at];
    if (character === "\\") {
      let run = at;
      while (text[run] === "\\") run++;
      if (slashes > 0 && run - at === slashes && text[run] === mark) return at;
      // An even number of backslashes escapes itself and leaves the quote its meaning.
      if (slashes === 0 && text[run] === mark && (run - at) % 2 === 0) return run;
      at = run;
    } else if (slashes === 0 && character === mark) {
      if (mark === '"' && text[at + 1] === '"' && at > from && /\w/.test(text[at + 2] ?? "")) {
        at++;
        continue;
      }
      return at;
    }
  }
  return -1;
}
