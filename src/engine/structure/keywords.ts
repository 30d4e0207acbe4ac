import type { Outline } from "./outline";
import { KEYWORD } from "./syntax";

/** Whether a text may hold keywords and their values. */
export function mayHoldKeywords(content: string): boolean {
  return /[\w ]=[^=]/.test(content);
}

const PARTED_BY_BLANKS = /^\s*[a-z_]{2,20}\s?=\s?[^\s=&]+\s+[a-z_]{2,20}\s?=/;

/** A connection string: keywords and their values, parted by semicolons, or else by blanks. */
export function readKeywords(outline: Outline, start: number, end: number): void {
  const { text } = outline;
  const isSemicolon = text.slice(start, end).includes(";");
  // `host=… password=…`: in a list that blanks part, `&` is a password's.
  const isBlanks = !isSemicolon && PARTED_BY_BLANKS.test(text.slice(start, Math.min(end, start + 200)));
  const ends = isSemicolon ? /[;\n]/ : isBlanks ? /[\s,]/ : /[\s&;,]/;
  outline.open("string", start, { label: text.slice(start, Math.min(end, start + 40)) });
  for (let at = start; at < end;) {
    KEYWORD.lastIndex = at;
    const match = KEYWORD.exec(text);
    if (match === null || at + match[0].length > end) {
      at++;
      continue;
    }
    const from = at + match[0].length;
    // `password= host=…`: nothing stands there.
    if (!isSemicolon && /\s$/.test(match[0]) && /^[\w-]+\s*=/.test(text.slice(from, Math.min(end, from + 60)))) {
      at = from;
      continue;
    }
    let to = from;
    while (to < end && (!ends.test(text[to] ?? "") || (to === from && text[to] === " "))) to++;
    const isQuoted = /['"]/.test(text[from] ?? "") && text[to - 1] === text[from] && to - from > 1;
    let last = isQuoted ? to - 1 : to;
    while (last > from && text[last - 1] === " ") last--;
    // `cross-env COSMOS_KEY=… node .`: where blanks part the keywords, none stands in one.
    const keyword = isSemicolon ? match[1] : match[1]?.slice(match[1].lastIndexOf(" ") + 1);
    outline.add("keyword", isQuoted ? from + 1 : from, last, keyword);
    at = to + 1;
  }
  outline.closeOne(end);
}
