import { type Inner, InnerText } from "./inner";

/** Texts in literals: a script in a template, settings in a JSON string, a notebook's cell, of which each line is a string. */

const BACKSLASH = 0x5c;
/** UTF-16 units of a text in literals, at the most: longer ones are data. */
const LONGEST = 1 << 18;
/** What stands between two strings of a list, at the most. */
const LONGEST_GAP = 402;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g;
const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Finds the texts around places, which must be asked for in ascending order: so each character is read once. */
export class QuotedTexts {
  private readonly quoteOrLine: RegExp;
  private readonly behind: RegExp;
  private readonly before: RegExp;
  /** The last quote before `at`, and the next behind it; -1 where there is none. */
  private last: number;
  private next: number;
  /** How far what was looked at goes, and what it came to. */
  private seenTo = -1;
  private seen: readonly Inner[] = [];

  /** Of a text, from a place on, in literals of one kind of quote. */
  constructor(
    private readonly text: string,
    from: number,
    private readonly quote: string,
  ) {
    this.quoteOrLine = new RegExp(`\\\\[n${quote}]`);
    this.behind = new RegExp(`${quote}\\s{0,200},\\s{0,200}${quote}`, "y");
    this.before = new RegExp(`\\\\n(${quote}\\s*,\\s*${quote})$`);
    this.last = from === 0 ? -1 : this.unescapedBefore(from);
    this.next = this.unescapedFrom(from);
  }

  /** The text in the literal that holds a place; none where it is in no literal, or in one of a single line without quotes. */
  around(place: number): readonly Inner[] {
    if (place < this.seenTo) return this.seen;
    while (this.next >= 0 && this.next < place) {
      this.last = this.next;
      this.next = this.unescapedFrom(this.next + 1);
    }
    if (this.last < 0 || this.next < 0) return [];
    const list = this.listAround({ open: this.last, close: this.next });
    this.seenTo = list.at(-1)?.close ?? this.next;
    this.seen = this.read(list);
    return this.seen;
  }

  /** The strings of a list that make one text: all but the last end in a spelt line's end. */
  private listAround(own: Literal): readonly Literal[] {
    const list = [own];
    let size = own.close - own.open;
    for (let { open } = own; size < LONGEST;) {
      const gap = this.text.slice(Math.max(0, open - LONGEST_GAP), open + 1);
      const close = open + 1 - (this.before.exec(gap)?.[1]?.length ?? Infinity);
      if (close < Math.max(0, this.seenTo)) break;
      open = this.unescapedBefore(close);
      // What was read before is not read again: a longer list is read a stretch at a time.
      if (open < this.seenTo) break;
      size += close - open;
      list.unshift({ open, close });
    }
    for (let { close } = own; size < LONGEST && this.text.startsWith("\\n", close - 2);) {
      this.behind.lastIndex = close;
      if (!this.behind.test(this.text)) break;
      const open = this.behind.lastIndex - 1;
      close = this.unescapedFrom(open + 1);
      if (close < 0) break;
      size += close - open;
      list.push({ open, close });
    }
    return list;
  }

  private read(list: readonly Literal[]): readonly Inner[] {
    const [first] = list;
    const last = list.at(-1);
    if (first === undefined || last === undefined || last.close - first.open > 2 * LONGEST) return [];
    const inner = new InnerText();
    let isText = false;
    for (const { open, close } of list) {
      const literal = this.text.slice(open + 1, close);
      if (literal.includes("\n")) return [];
      isText ||= this.quoteOrLine.test(literal);
      inner.addSpelt(literal, open + 1, ESCAPE, ([, wide, narrow, letter = ""]) => {
        const code = wide ?? narrow;
        return code === undefined ? (LETTERS[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
      });
    }
    return isText ? [inner.of({ start: first.open + 1, end: last.close })] : [];
  }

  /** The next quote from a place on that no backslash spells; -1 where there is none. */
  private unescapedFrom(place: number): number {
    let at = this.text.indexOf(this.quote, place);
    while (at >= 0 && isEscaped(this.text, at)) at = this.text.indexOf(this.quote, at + 1);
    return at;
  }

  /** The last such quote before a place and not far from it; -1 where there is none. */
  private unescapedBefore(place: number): number {
    const floor = Math.max(0, place - LONGEST);
    const part = this.text.slice(floor, place);
    let at = part.lastIndexOf(this.quote);
    while (at >= 0 && isEscaped(part, at)) at = at === 0 ? -1 : part.lastIndexOf(this.quote, at - 1);
    return at < 0 ? -1 : floor + at;
  }
}

/** A literal between its quotes. */
interface Literal {
  readonly open: number;
  readonly close: number;
}

function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (from > 0 && text.charCodeAt(from - 1) === BACKSLASH) from--;
  return (at - from) % 2 === 1;
}
