import type { Span } from "../finding";
import { paired } from "./pairs";
import type { Form, Group, GroupKind, Page, Value } from "./page";
import { closingQuote, quoteAt } from "./quotes";
import {
  TYPED,
  WORD,
  FLAG,
  FLAG_VALUE,
  TAG,
  ATTRIBUTE,
  ELEMENT_TEXT,
  KEYWORD,
  TYPE_WORDS,
  NAME,
  FALLS_BACK,
  FALLBACK,
  LONGEST_BARE,
  PREFIX,
  isPairName,
  namesInTurn,
  separatorBehind,
  startsValue,
} from "./syntax";
import { isPartName, wordsOf } from "./words";

/** Reads a page, character by character, once; strings that hold text of their own are read again inside, four deep. */

interface Name extends Span {
  readonly text: string;
}

type Open = { -readonly [K in keyof Group]: Group[K] } & { indent: number; closes: string };

const DEEPEST = 40;
const DEEPEST_TEXT = 4;
const LABEL_REACH = 160;
const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

export function readPage(text: string, from: number, to: number, columns: string | undefined): Page {
  const values: Value[] = [];
  const marks: { readonly at: number; readonly group: Group }[] = [];
  const paragraphs: number[] = [];
  const lines: number[] = [];
  const root: Open = {
    kind: "page",
    parent: undefined,
    depth: 0,
    name: undefined,
    label: "",
    start: from,
    indent: -1,
    closes: "",
  };
  const stack: Open[] = [root];
  const isMarkup = /<\/[A-Za-z]|\/>/.test(text.slice(from, to));
  const unclosed = new Map<string, number>();
  let line = 0;
  let paragraph = 0;
  let openName: string | undefined;
  let header: readonly string[] | undefined;
  let headerLine = -2;

  let lineFrom = 0;
  let lineTo = -1;
  /** Where the line of a place ends, or the page; asked for one line after the other it reads each once. */
  const lineEnd = (at: number): number => {
    if (at >= lineFrom && at <= lineTo) return lineTo;
    lineFrom = lineTo = at;
    while (lineTo < to && text.charCodeAt(lineTo) !== 10) lineTo++;
    return lineTo;
  };
  const top = (): Open => stack.at(-1) ?? root;
  const mark = (at: number): void => void marks.push({ at, group: top() });
  const push = (kind: GroupKind, at: number, name?: string, label = "", indent = -1, closes = ""): void => {
    if (stack.length >= DEEPEST) return;
    stack.push({ kind, parent: top(), depth: stack.length, name, label, start: at, indent, closes });
    mark(at);
  };
  const popTo = (length: number, at: number): void => {
    if (stack.length <= length) return;
    stack.length = Math.max(1, length);
    mark(at);
  };
  const add = (form: Form, start: number, end: number, name: string | undefined, quote = "", group = top()): void => {
    if (end > start || form === "quoted") values.push({ start, end, form, name, group, paragraph, line, quote });
  };

  /** A new line: indentation, lists, sections and paragraphs. Returns where its text begins. */
  const startLine = (at: number, stop: number): number => {
    let column = at;
    // A line that goes on the one before is no line of its own.
    if (/[\\`^][ \t]*\r?\n$/.test(text.slice(Math.max(from, at - 8), at))) return at;
    line++;
    lines.push(at);
    while (column < stop && (text[column] === " " || text[column] === "\t")) column++;
    if (column >= stop || text[column] === "\n" || text[column] === "\r") {
      paragraphs.push(column);
      paragraph++;
      return column;
    }
    const rest = text.slice(column, Math.min(stop, column + 200));
    let begin = column;
    const comment = /^(?:#+|\/\/+|--|;|REM\b|<!--|\*|[+-](?=\w+\s*[=:]))[ \t]*/.exec(rest);
    if (comment !== null && !/^(?:#[{[]|--[a-z])/.test(rest)) {
      if (/^[^=:\n]{0,199}(?:\n|$)/.test(rest.slice(comment[0].length))) {
        paragraphs.push(column);
        paragraph++;
      }
      begin += comment[0].length;
    }
    if (/^\[\[?[^\]"'=,]{1,80}\]\]?[ \t]*(?:\r?\n|$)/.test(rest) || /^---[ \t]*\r?\n/.test(rest)) {
      const inBracket = stack.some(({ kind }) => kind === "bracket");
      if (!inBracket) {
        popTo(1, column);
        push("section", column, /[^[\]\s]+/.exec(rest)?.[0]);
        return column + (/^\[+[^\]]*\]+|^---/.exec(rest)?.[0].length ?? 0);
      }
    }
    if (!["bracket", "tag", "string"].includes(top().kind)) {
      const width = column - at;
      const dash = /^-[ \t]+/.exec(rest);
      let length = stack.length;
      while (length > 1 && (stack[length - 1]?.indent ?? -1) > width) length--;
      popTo(length, column);
      if (dash !== null) push("item", column, openName, "", width + dash[0].length);
      else if (width > Math.max(0, top().indent)) push("indent", column, openName, labelAt(at - 1), width);
      if (dash !== null && comment === null) begin += dash[0].length;
    }
    openName = undefined;
    return begin;
  };
  const labelAt = (at: number): string => {
    const head = text.slice(Math.max(from, at - LABEL_REACH), at);
    const cut = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(";"), head.lastIndexOf("{"), head.lastIndexOf("}"));
    return head.slice(cut + 1).trim();
  };

  /** A table's row; the first of neighbours is the header. Returns its end, or undefined where the line is none. */
  const readRow = (at: number, stop: number): number | undefined => {
    const isTable = text[at] === "|";
    if (!isTable && columns === undefined) return undefined;
    const end = Math.min(stop, lineEnd(at));
    const cells: (Span & { text: string })[] = [];
    const split = isTable ? "|" : (columns ?? ",");
    for (let from = isTable ? at + 1 : at; from < end;) {
      let to = text.indexOf(split, from);
      if (to < 0 || to > end) to = end;
      let [a, b] = [from, to];
      while (a < b && /[\s"'`*]/.test(text[a] ?? "")) a++;
      while (b > a && /[\s"'`*]/.test(text[b - 1] ?? "")) b--;
      cells.push({ start: a, end: b, text: text.slice(a, Math.min(b, a + 100)) });
      from = to + 1;
    }
    if (isTable && cells.length > 0 && (cells.at(-1)?.text ?? "") === "") cells.pop();
    if (cells.length < 2) return undefined;
    if (cells.every((cell) => /^:?-{2,}:?$/.test(cell.text))) {
      headerLine = line;
      return end;
    }
    if (isTable && headerLine < line - 1) header = undefined;
    headerLine = line;
    const names = header;
    header ??= cells.map((cell) => cell.text);
    const [label, value] = cells;
    // A table of two columns names each value at its left, unless its head names the column.
    if (isTable && cells.length === 2 && label !== undefined && value !== undefined) {
      if (!isPartName(wordsOf(header[1] ?? "")) || (names === undefined && !isPartName(wordsOf(value.text)))) {
        add("cell", value.start, value.end, label.text);
        return end;
      }
    }
    push("row", at);
    cells.forEach((cell, i) => {
      add("cell", cell.start, cell.end, names?.[i]);
    });
    popTo(stack.length - 1, end);
    return end;
  };

  const readKeywords = (start: number, end: number): void => {
    const isSemicolon = text.slice(start, end).includes(";");
    push("string", start, undefined, text.slice(start, Math.min(end, start + 40)));
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
      const quote = text[from] === "'" || text[from] === '"' ? (text[from] ?? "") : "";
      let to = from;
      const ends = isSemicolon ? /[;\n]/ : /[\s&;,]/;
      while (to < end && (!ends.test(text[to] ?? "") || (to === from && text[to] === " "))) to++;
      const inner = quote !== "" && text[to - 1] === quote && to - from > 1 ? 1 : 0;
      let last = to - inner;
      while (last > from && text[last - 1] === " ") last--;
      add("keyword", from + inner, last, match[1]);
      at = to + 1;
    }
    popTo(stack.length - 1, end);
  };

  const readString = (start: number, end: number, name: string | undefined, quote: string, deep: number): void => {
    add("quoted", start, end, name, quote);
    if (end - start < 6 || deep >= DEEPEST_TEXT) return;
    const content = text.slice(start, end);
    if (/["'`]|\\n|&quot;|&#34;|%22|\\u0022|--\w/.test(content) && /[\s=:,(<>]|\\n/.test(content)) {
      push("string", start, name, labelAt(start));
      const depth = stack.length;
      read(start, end, deep + 1);
      popTo(depth - 1, end);
    } else if (/[\w ]=[^=]/.test(content)) readKeywords(start, end);
  };

  const readMarkup = (at: number, stop: number): number | undefined => {
    if (text.startsWith("</", at)) {
      const name = /^<\/([\w:.-]+)/.exec(text.slice(at, at + 80))?.[1];
      const open = stack.findLastIndex(({ kind, label }) => kind === "tag" && label === name);
      if (open > 0) popTo(open, at);
      return name === undefined ? undefined : at + 2 + name.length;
    }
    TAG.lastIndex = at;
    const match = TAG.exec(text);
    if (match === null || at + match[0].length > stop) return undefined;
    const [whole, label = "", attributes = "", closed = ""] = match;
    const end = at + whole.length;
    const parent = top();
    push("tag", at, label, label);
    const offset = at + 1 + label.length;
    for (const one of attributes.matchAll(ATTRIBUTE)) {
      const value = one[2] ?? one[3] ?? "";
      const last = offset + one.index + one[0].length - 1;
      readString(last - value.length, last, one[1], one[0].at(-1) ?? "", 1);
    }
    if (closed !== "") {
      popTo(stack.length - 1, end);
      return end;
    }
    ELEMENT_TEXT.lastIndex = end;
    const inner = ELEMENT_TEXT.exec(text);
    if (inner === null || end + inner[0].length > stop) return end;
    const first = end + inner[0].indexOf(inner[1] ?? "");
    add("element", first, first + (inner[1] ?? "").length, label, "", parent);
    if (/[\w ]=[^=]/.test(inner[1] ?? "")) readKeywords(first, first + (inner[1] ?? "").length);
    return first + (inner[1] ?? "").length;
  };

  /** The value behind a name and its separator, where it is written without quotes. */
  const readBare = (name: Name, at: number, stop: number): void => {
    const end = Math.min(stop, lineEnd(at));
    const isLine =
      /(?:^|\n)[ \t]*(?:(?:[-#;*+]|\/\/|--|export|set|ENV|SET|env|\$env:|\|)[ \t]*){0,3}[*_]{0,3}$/.test(
        text.slice(Math.max(from, name.start - 60), name.start).replace(/\\n(?=[^\\]*$)/, "\n"),
      ) && !["bracket", "tag"].includes(top().kind);
    const rest = text.slice(at, isLine ? end : Math.min(end, at + LONGEST_BARE));
    const inner = isLine
      ? /^.*?(?=\s+#|\s+\/\/|\\n|[\s,;*]*$)/.exec(rest)?.[0]
      : /^[^\s"'`,;(){}[\]<>&]+/.exec(rest)?.[0];
    let start = at;
    let length = (inner ?? "").length;
    // `PGPASSWORD=… psql`: a command follows.
    if (text[at - 1] === "=") length = /^\S*/.exec(inner ?? "")?.[0].length ?? 0;
    if (/^`[^`]+`$/.test(inner ?? "")) {
      start++;
      length -= 2;
    }
    if (length === 0 || /^[|>][-+]?$/.test(inner ?? "")) openName = name.text;
    else {
      add("bare", start, start + length, name.text);
      if (/^\w[\w ]*=[^;]*;/.test(inner ?? "")) readKeywords(start, start + length);
    }
  };

  const nameBefore = (at: number, previous: Name | undefined): string | undefined => {
    const group = top();
    const head = text.slice(Math.max(from, at - 120), at);
    const fallback = FALLS_BACK.test(head.slice(-16)) ? FALLBACK.exec(head) : null;
    const named = fallback?.[1] ?? fallback?.[2];
    if (named !== undefined && (fallback?.[0].includes(",") !== true || isPairName(named))) return named;
    if (
      previous !== undefined &&
      at - previous.end < 20 &&
      /^[ \t({[*:-]{0,8}[$@frbu]{0,2}\\*["'`]$/.test(text.slice(previous.end, at))
    )
      return previous.text;
    return group.kind === "bracket" ? (/([\p{L}\p{N}_$.]+)$/u.exec(group.label)?.[1] ?? group.name) : group.name;
  };

  function read(start: number, stop: number, deep: number): void {
    let at = deep === 0 ? startLine(start, stop) : start;
    let previous: Name | undefined;
    let pending: Name | undefined;
    let pendingAt = -1;
    let turns: readonly string[] = [];
    if (deep === 0) at = readRow(at, stop) ?? at;
    while (at < stop) {
      const character = text[at] ?? "";
      if (character === "\n" || (deep > 0 && character === "\\" && text[at + 1] === "n")) {
        previous = undefined;
        turns = [];
        const next = at + (character === "\n" ? 1 : 2);
        at = startLine(next, stop);
        at = readRow(at, stop) ?? at;
        continue;
      }
      if (character === " " || character === "\t" || character === "\r") {
        at++;
        continue;
      }
      PREFIX.lastIndex = at;
      const prefix = PREFIX.exec(text)?.[0] ?? "";
      const quote = prefix === "" ? quoteAt(text, at, deep > 0) : quoteAt(text, at + prefix.length, deep > 0);
      if (quote !== undefined) {
        const first = at + prefix.length + quote.length;
        const limit = Math.min(stop, lineEnd(first));
        const last = unclosed.get(quote) === limit ? -1 : closingQuote(text, first, limit, quote);
        if (last < 0) {
          unclosed.set(quote, limit);
          at = first;
          continue;
        }
        const end = last + quote.length;
        const isName = separatorBehind(text, end, stop);
        if (isName === undefined || (pendingAt === at && !isPairName(text.slice(first, last)))) {
          const isPending = pendingAt === at && pending !== undefined;
          const turn = turns[0];
          if (turn !== undefined) turns = turns.slice(1);
          const name = turn ?? (isPending ? pending?.text : nameBefore(first, previous));
          readString(first, last, name, prefix + quote, deep);
          at = end;
        } else {
          pending = { text: text.slice(first, Math.min(last, first + 120)), start: first, end: last };
          pendingAt = at = isName;
          if (!startsValue(text, at)) readBare(pending, at, stop);
        }
        continue;
      }
      if (isMarkup && character === "<") {
        const end = readMarkup(at, stop);
        if (end !== undefined) {
          at = end;
          continue;
        }
      }
      const closer = CLOSERS[character];
      if (closer !== undefined) {
        const name = pendingAt === at && NAME.test(pending?.text ?? "") ? pending?.text : undefined;
        push("bracket", at, name, labelAt(at), -1, closer);
        at++;
        continue;
      }
      if (character === "}" || character === "]" || character === ")") {
        const open = stack.findLastIndex(({ closes, kind }) => closes === character || kind === "string");
        if (open > 0 && stack[open]?.kind !== "string") popTo(open, at + 1);
        at++;
        continue;
      }
      if ((character === "-" || character === "/") && /[\s"'`(,[]/.test(text[at - 1] ?? " ")) {
        FLAG.lastIndex = at;
        const flag = FLAG.exec(text)?.[0];
        if (flag !== undefined) {
          previous = { text: flag, start: at, end: at + flag.length };
          at += flag.length;
          FLAG_VALUE.lastIndex = at;
          const value = FLAG_VALUE.exec(text);
          if (value !== null && at + value[0].length <= stop) {
            const end = at + value[0].length;
            add("flag", end - (value[1] ?? "").length, end, flag);
          } else if (/[=:]/.test(text[at] ?? "")) at++;
          continue;
        }
      }
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0];
      if (word === undefined) {
        at++;
        continue;
      }
      const end = Math.min(stop, at + word.length);
      const isType = TYPE_WORDS.test(word) && previous !== undefined && /^[ \t]+$/.test(text.slice(previous.end, at));
      const name: Name =
        isType && previous !== undefined ? previous : { text: word.replace(/[.-]+$/, ""), start: at, end };
      if (!isType || name.text === "") previous = name;
      at = end;
      const behind = separatorBehind(text, text[at] === "]" || text[at] === "?" ? at + 1 : at, stop);
      if (behind === undefined) continue;
      pending = name;
      turns = namesInTurn(text.slice(Math.max(from, end - 120), end), text.slice(end, behind));
      at = behind;
      TYPED.lastIndex = at;
      const typed = startsValue(text, at) ? null : TYPED.exec(text);
      if (typed !== null && at + typed[0].length <= stop && !typed[0].includes("\n") && text[behind - 1] !== "=")
        if (/[:?]\s*$/.test(text.slice(end, behind))) at += typed[0].length;
      pendingAt = at;
      if (!startsValue(text, at)) readBare(pending, at, stop);
    }
  }

  read(from, to, 0);
  values.sort((a, b) => a.start - b.start || b.end - a.end);
  const lastAt = <T>(list: readonly T[], place: number, placeOf: (one: T) => number): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = list[middle];
      if (one !== undefined && placeOf(one) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  marks.sort((a, b) => a.at - b.at);
  return {
    start: from,
    end: to,
    values: paired(values, text),
    groupAt: (place) => marks[lastAt(marks, place, ({ at }) => at) - 1]?.group ?? root,
    lineAt: (place) => lastAt(lines, place, (at) => at),
    paragraphAt: (place) => lastAt(paragraphs, place, (at) => at),
  };
}
