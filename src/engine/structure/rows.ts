import type { Span } from "../finding";
import type { Outline } from "./outline";
import { readKeywords } from "./keywords";
import { isPartName, wordsOf } from "./words";

/** Tables: of Markdown, and of values that commas or tabs part. */

interface Cell extends Span {
  /** Its beginning, at most 100 UTF-16 units: enough for a name. */
  readonly text: string;
}

/** No column is called so: a table without a header. */
const VALUE = /:\/\/|^[A-Za-z0-9+/]{80}/;
/** The beginning of a connection string: a keyword, its value, and a second keyword. */
const KEYWORDS = /^[\w ]{2,30}=[^=\s;|]{1,90}[;\s]\s?[\w ]{1,30}(?:=|$)/;
const LONGEST_HEAD = 300;
const DASHES = /^[ \t]*:?-{3,}:?(?:[ \t]*\|[ \t]*:?-{3,}:?)+[ \t]*(?:\r?\n|$)/;
const PADDING = /[\s"'`*]/;

/** The rows of a page; the first of neighbours is the header. */
export class Rows {
  private header: readonly string[] | undefined;
  private headerLine = -2;
  private isSemicolons = false;
  private isBare = false;

  constructor(
    private readonly outline: Outline,
    /** What parts the columns of every line; undefined where only Markdown's tables are rows. */
    private readonly columns: string | undefined,
  ) {}

  get isEveryLine(): boolean {
    return this.columns !== undefined;
  }

  /** Reads the line at a place as a row. Returns its end, or undefined where it is none. */
  read(at: number, stop: number): number | undefined {
    const { outline } = this;
    const isBarred = outline.text[at] === "|";
    const isTable = isBarred || this.isBareRow(at, stop);
    if (!isTable && this.columns === undefined) return undefined;
    const end = Math.min(stop, outline.lineEnd(at));
    const cells = isTable
      ? cellsOf(outline.text, isBarred ? at + 1 : at, end, "|")
      : cellsOf(outline.text, at, end, this.separatorIn(at, end));
    if (isTable && cells.at(-1)?.text === "") cells.pop();
    if (cells.length < 2) return undefined;
    if (cells.every(({ text }) => /^:?-{2,}:?$/.test(text))) {
      this.headerLine = outline.line;
      return end;
    }
    if (isTable && this.headerLine < outline.line - 1) this.header = undefined;
    this.headerLine = outline.line;
    const names = this.header;
    this.header ??= cells.some(({ text }) => VALUE.test(text)) ? [] : cells.map(({ text }) => text);
    if (!isTable || !this.addLabelled(cells, names)) this.addRow(cells, names, at, end);
    return end;
  }

  /** Whether a line is of a table of Markdown's whose rows begin without a bar: its head stands above one of dashes. */
  private isBareRow(at: number, stop: number): boolean {
    const { outline } = this;
    const end = Math.min(stop, outline.lineEnd(at));
    if (!outline.text.slice(at, Math.min(end, at + LONGEST_HEAD)).includes("|")) return false;
    if (this.headerLine === outline.line - 1 && this.isBare) return true;
    this.isBare = DASHES.test(outline.text.slice(end + 1, end + LONGEST_HEAD));
    return this.isBare;
  }

  /** What parts the columns: of a table without commas semicolons. */
  private separatorIn(at: number, end: number): string {
    const { columns = ",", header, outline } = this;
    if (columns !== ",") return columns;
    if (header === undefined) this.isSemicolons = /^[^,]*;[^,]*$/.test(outline.text.slice(at, end));
    return this.isSemicolons ? ";" : columns;
  }

  /** A table of two columns names each value at its left, unless its head names the column. */
  private addLabelled(cells: readonly Cell[], names: readonly string[] | undefined): boolean {
    const [label, value] = cells;
    if (cells.length !== 2 || label === undefined || value === undefined) return false;
    const isNamed = isPartName(wordsOf(this.header?.[1] ?? ""));
    if (isNamed && (names !== undefined || isPartName(wordsOf(value.text)))) return false;
    this.outline.add("cell", value.start, value.end, label.text);
    return true;
  }

  private addRow(cells: readonly Cell[], names: readonly string[] | undefined, at: number, end: number): void {
    this.outline.open("row", at);
    for (const [i, cell] of cells.entries()) {
      this.outline.add("cell", cell.start, cell.end, names?.[i]);
      if (KEYWORDS.test(cell.text)) readKeywords(this.outline, cell.start, cell.end);
    }
    this.outline.closeOne(end);
  }
}

function cellsOf(text: string, from: number, end: number, separator: string): Cell[] {
  const cells: Cell[] = [];
  for (let at = from; at < end;) {
    const found = text.indexOf(separator, at);
    const to = found < 0 || found > end ? end : found;
    let [first, last] = [at, to];
    while (first < last && PADDING.test(text[first] ?? "")) first++;
    while (last > first && PADDING.test(text[last - 1] ?? "")) last--;
    cells.push({ start: first, end: last, text: text.slice(first, Math.min(last, first + 100)) });
    at = to + 1;
  }
  return cells;
}
