import type { Span } from "../finding";
import type { Page } from "./page";
import { readPage } from "./reader";

/** UTF-16 units of a page's own part, and of what it sees on each side of it. */
const OWN = 1 << 14;
const REACH = 6000;
/** How far a page's edge moves to begin with a line. */
const LONGEST_LINE = 2000;

const own = new WeakMap<Page, Span>();

/** Whether a place is a page's own: what a page sees beyond is its neighbours'. */
export function isOwn(page: Page, { start }: Span): boolean {
  const part = own.get(page);
  return part !== undefined && start >= part.start && start < part.end;
}

/** The pages of a text, each read when it is asked for, and once: linear however many values ask. */
export class Pages {
  private readonly pages = new Map<number, Page>();

  constructor(
    private readonly text: string,
    /** What parts the columns of the text's lines, where it is a table. */
    private readonly columns: string | undefined,
  ) {}

  /** The page whose own part holds a place. */
  at(place: number): Page {
    const number = Math.floor(Math.max(0, Math.min(place, this.text.length - 1)) / OWN);
    const known = this.pages.get(number);
    if (known !== undefined) return known;
    const from = lineStart(this.text, Math.max(0, number * OWN - REACH));
    const page = readPage(this.text, from, Math.min(this.text.length, (number + 1) * OWN + REACH), this.columns);
    own.set(page, { start: number * OWN, end: (number + 1) * OWN });
    this.pages.set(number, page);
    return page;
  }
}

function lineStart(text: string, at: number): number {
  if (at === 0) return 0;
  const found = text.slice(at, at + LONGEST_LINE).indexOf("\n");
  return found < 0 ? at : at + found + 1;
}

/** What parts the columns of a table of values, by the file's name. */
export function columnsOf(path: string): string | undefined {
  if (/\.csv$/i.test(path)) return ",";
  return /\.(?:tsv|tab)$/i.test(path) ? "\t" : undefined;
}
