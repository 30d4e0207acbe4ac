import { mayHoldKeywords, readKeywords } from "./keywords";
import { startLine } from "./lineStart";
import { behindSet, indexesBefore, isTypeOf, type Name, nameBefore, readBare } from "./names";
import { Outline } from "./outline";
import type { Page } from "./page";
import { closingOverLines, closingQuote, quoteAt } from "./quotes";
import { Rows } from "./rows";
import {
  directiveAt,
  FLAG,
  FLAG_VALUE,
  KEYWORD_FIRST,
  isPairName,
  NAME,
  namesInTurn,
  PREFIX,
  separatorBehind,
  startsValue,
  TYPED,
  WORD,
} from "./syntax";
import { readTag } from "./tags";
import { Turns } from "./turns";

/** Reads a page, character by character, once; strings that hold text of their own are read again inside, four deep. */
export function readPage(text: string, from: number, to: number, columns: string | undefined): Page {
  const outline = new Outline(text, from, to);
  const unclosed = new Map<string, number>();
  new Reader(outline, new Rows(outline, columns), unclosed, 0).read(from, to);
  return outline.page();
}

const DEEPEST_TEXT = 4;
const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** One text being read: the page, or a string in it, a level deeper. */
class Reader {
  private at = 0;
  private stop = 0;
  /** The last word or flag on the line. */
  private previous: Name | undefined;
  /** The name whose value begins at `pendingAt`. */
  private pending: Name | undefined;
  private pendingAt = -1;
  private bareEnd = -1;
  private readonly turns: Turns;

  constructor(
    private readonly outline: Outline,
    private readonly rows: Rows,
    /** By quote, the line's end before which it is known not to close. */
    private readonly unclosed: Map<string, number>,
    private readonly deep: number,
  ) {
    this.turns = new Turns(outline);
  }

  read(start: number, stop: number): void {
    this.at = start;
    this.stop = stop;
    if (this.deep === 0) this.newLine(start);
    while (this.at < stop) this.step();
  }

  private step(): void {
    const { outline, at } = this;
    const character = outline.text[at] ?? "";
    if (character === "\n") this.newLine(at + 1);
    else if (this.deep > 0 && character === "\\" && outline.text[at + 1] === "n") this.newLine(at + 2);
    else if (character === " " || character === "\t" || character === "\r") this.at++;
    else if (!this.quote() && !this.tag(character) && !this.bracket(character) && !this.flag(character)) this.word();
  }

  private newLine(at: number): void {
    this.previous = undefined;
    this.turns.newLine(at);
    const begin = startLine(this.outline, at, this.stop);
    // A key that begins with // or + is no comment.
    this.at = this.rows.read(this.rows.isEveryLine ? at : begin, this.stop) ?? begin;
    const directive = directiveAt(this.outline.text, this.at);
    if (directive === undefined || directive.behind > this.stop) return;
    const { name, start, end, behind } = directive;
    this.expect({ text: name, start, end }, behind);
  }

  /** A name's value begins at a place. */
  private expect(name: Name, at: number): void {
    this.pending = name;
    this.pendingAt = this.at = at;
    if (!startsValue(this.outline.text, at)) this.bareEnd = readBare(this.outline, name, at, this.stop);
  }

  /** A quote opens a name or a value. */
  private quote(): boolean {
    const { outline, at, deep, stop } = this;
    const { text } = outline;
    PREFIX.lastIndex = at;
    const prefix = PREFIX.exec(text)?.[0] ?? "";
    const quote = quoteAt(text, at + prefix.length, deep > 0);
    if (quote === undefined) return false;
    const first = at + prefix.length + quote.length;
    const limit = Math.min(stop, outline.lineEnd(first));
    let last = this.unclosed.get(quote) === limit ? -1 : closingQuote(text, first, limit, quote);
    if (last < 0 && deep === 0) last = closingOverLines(text, first, stop, quote, prefix);
    if (last < 0) {
      this.unclosed.set(quote, limit);
      this.at = first;
      return true;
    }
    const end = last + quote.length;
    // `{:host "…" :user "…"}`: a keyword of its own follows.
    const isAlone = text[end] === " " && /^ +:[A-Za-z]/.test(text.slice(end, end + 8));
    const behind =
      (isAlone ? undefined : separatorBehind(text, end, stop)) ?? behindSet(text, this.previous, first, last, end);
    const isPending = this.pendingAt === at && this.pending !== undefined;
    // `isProduction ? "…" : "…"`
    const isChoice = text[at - 1] === "?" || (text[at - 1] === " " && text[at - 2] === "?");
    const isValue = isChoice || (isPending && !isPairName(text.slice(first, last)));
    if (behind === undefined || isValue) {
      const name = this.turns.next() ?? (isPending ? this.pending?.text : nameBefore(outline, first, this.previous));
      this.readString(first, last, name, prefix + quote, deep);
      this.at = end;
    } else {
      const own = text.slice(first, Math.min(last, first + 120));
      const isIndex = text[end] === "]";
      if (isIndex) this.closeBracket("]", end);
      this.expect({ text: isIndex ? indexesBefore(text, at) + own : own, start: first, end: last }, behind);
    }
    return true;
  }

  private readonly readString = (
    start: number,
    end: number,
    name: string | undefined,
    quote: string,
    deep: number,
  ): void => {
    const { outline } = this;
    outline.add("quoted", start, end, name, quote);
    if (end - start < 6 || deep >= DEEPEST_TEXT) return;
    const content = outline.text.slice(start, end);
    const isOverLines = content.includes("\n") && !KEYWORD_FIRST.test(content);
    const isText =
      /["'`]|\\n|&quot;|&#34;|%22|\\u0022|--\w| -[a-z][ =]/.test(content) && /[\s=:,(<>]|\\n/.test(content);
    if (isText || isOverLines) {
      outline.open("string", start, { name, label: outline.labelAt(start) });
      const depth = outline.stack.length;
      new Reader(outline, this.rows, this.unclosed, deep + 1).read(start, end);
      outline.closeTo(depth - 1, end);
    } else if (mayHoldKeywords(content)) readKeywords(outline, start, end);
  };

  private tag(character: string): boolean {
    if (character !== "<" || !this.outline.isMarkup) return false;
    const end = readTag(this.outline, this.at, this.stop, this.readString);
    this.at = end ?? this.at;
    return end !== undefined;
  }

  private bracket(character: string): boolean {
    const { outline, at, pending } = this;
    const closes = CLOSERS[character];
    if (closes !== undefined) {
      const name = this.pendingAt === at && NAME.test(pending?.text ?? "") ? pending?.text : undefined;
      outline.open("bracket", at, { name, label: outline.labelAt(at), closes });
      if (character === "(") this.turns.openBracket(at);
    } else if (character === "}" || character === "]" || character === ")") this.closeBracket(character, at);
    else return false;
    this.at++;
    return true;
  }

  private closeBracket(character: string, at: number): void {
    const { stack } = this.outline;
    const open = stack.findLastIndex(({ closes, kind }) => closes === character || kind === "string");
    if (open > 0 && stack[open]?.kind !== "string") this.outline.closeTo(open, at + 1);
  }

  /** A command's option, and what follows it. */
  private flag(character: string): boolean {
    const { at, outline } = this;
    const { text } = outline;
    // A key may begin with a slash: `…==,/a4F…`.
    const before = character === "-" ? /[\s"'`(,[]/ : character === "/" ? /[\s"'`(]/ : undefined;
    if (before?.test(text[at - 1] ?? " ") !== true) return false;
    FLAG.lastIndex = at;
    const flag = FLAG.exec(text)?.[0];
    if (flag === undefined) return false;
    this.at += flag.length;
    this.previous = { text: flag, start: at, end: this.at };
    FLAG_VALUE.lastIndex = this.at;
    const value = FLAG_VALUE.exec(text);
    if (value !== null && this.at + value[0].length <= this.stop) {
      const end = this.at + value[0].length;
      this.bareEnd = end;
      outline.add("flag", end - (value[1] ?? "").length, end, flag);
    } else if (/[=:]/.test(text[this.at] ?? "")) this.at++;
    return true;
  }

  /** A word, which a separator makes a name. */
  private word(): void {
    const { at, outline, stop, previous } = this;
    const { text } = outline;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) {
      this.at++;
      return;
    }
    const end = (this.at = Math.min(stop, at + word.length));
    // `Password As String = "…"`.
    if (word === "As" && previous !== undefined) return;
    const isType = isTypeOf(text, previous, word, at);
    const name = isType ? previous : { text: word.replace(/[.-]+$/, ""), start: at, end };
    if (!isType || name.text === "") this.previous = name;
    const behind = separatorBehind(text, text[end] === "]" || text[end] === "?" ? end + 1 : end, stop);
    if (behind === undefined || this.isScheme(end, behind)) return;
    if (text[end] === "]") this.closeBracket("]", end);
    this.turns.begin(namesInTurn(text.slice(Math.max(outline.from, end - 120), end), text.slice(end, behind)));
    this.expect(name, this.behindType(end, behind));
  }

  /** `base64:…`, `jdbc:…` inside a value without quotes: what the value is written in, no name in it. */
  private isScheme(end: number, behind: number): boolean {
    return behind <= this.bareEnd && behind === end + 1 && this.outline.text[end] === ":";
  }

  /** Where the value begins behind a separator and, perhaps, a type: `key: string = "…"`. */
  private behindType(end: number, behind: number): number {
    const { text } = this.outline;
    if (startsValue(text, behind) || text[behind - 1] === "=" || !/[:?]\s*$/.test(text.slice(end, behind)))
      return behind;
    TYPED.lastIndex = behind;
    const typed = TYPED.exec(text)?.[0] ?? "";
    const last = behind + typed.length;
    // `uri: aHR0cHM6Ly9hLmNvbS8=`: nothing stands behind it.
    const isLast = typed !== "" && /^\s*(?:\n|$)/.test(text.slice(last, last + 40));
    return last > this.stop || typed.includes("\n") || isLast ? behind : last;
  }
}
