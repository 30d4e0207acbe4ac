import { countUpTo } from "../countUpTo";
import { paired } from "./pairs";
import type { Form, Group, GroupKind, Page, Value } from "./page";

/** What a reader notes of a page: its values, and which groups, lines and paragraphs are open where. */

/** A group that may still be open. */
export type Open = { -readonly [K in keyof Group]: Group[K] } & { indent: number };

/** What a group is opened with, where it is more than a kind and a place. */
export interface Opening {
  readonly name?: string | undefined;
  readonly label?: string;
  readonly indent?: number;
  /** The bracket that ends it. */
  readonly closes?: string;
}

const DEEPEST = 40;
const A_FEW_WORDS = /^\W*(?:[\p{L}\p{N}_-]+\W*){1,3}$/u;
const LABEL_REACH = 160;

export class Outline {
  /** The groups that are open, the page first. */
  readonly stack: Open[];
  readonly isMarkup: boolean;
  line = 0;
  /** The name whose value begins on the next line: `cosmos:` above a list. */
  openName: string | undefined;
  private paragraph = 0;
  private readonly root: Open;
  private readonly values: Value[] = [];
  private readonly marks: { readonly at: number; readonly group: Group }[] = [];
  private readonly lines: number[] = [];
  private readonly paragraphs: number[] = [];
  private lineFrom = 0;
  private lineTo = -1;

  constructor(
    readonly text: string,
    readonly from: number,
    readonly to: number,
  ) {
    this.root = {
      kind: "page",
      parent: undefined,
      depth: 0,
      name: undefined,
      label: "",
      start: from,
      indent: -1,
      closes: "",
    };
    this.stack = [this.root];
    this.isMarkup = /<\/[A-Za-z]|\/>/.test(text.slice(from, to));
  }

  get top(): Open {
    return this.stack.at(-1) ?? this.root;
  }

  open(kind: GroupKind, at: number, { name, label = "", indent = -1, closes = "" }: Opening = {}): void {
    if (this.stack.length >= DEEPEST) return;
    const parent = this.top;
    this.stack.push({ kind, parent, depth: this.stack.length, name, label, start: at, indent, closes });
    this.marks.push({ at, group: this.top });
  }

  /** Closes all but the outermost `length` groups. */
  closeTo(length: number, at: number): void {
    if (this.stack.length <= length) return;
    this.stack.length = Math.max(1, length);
    this.marks.push({ at, group: this.top });
  }

  closeOne(at: number): void {
    this.closeTo(this.stack.length - 1, at);
  }

  add(form: Form, start: number, end: number, name: string | undefined, quote = "", group: Group = this.top): void {
    if (end < start || (end === start && form !== "quoted" && form !== "bare")) return;
    this.values.push({ start, end, form, name, group, paragraph: this.paragraph, line: this.line, quote });
  }

  beginLine(at: number): void {
    this.line++;
    this.lines.push(at);
  }

  beginParagraph(at: number): void {
    this.paragraphs.push(at);
    this.paragraph++;
  }

  /** Where the line of a place ends, or the page; asked for one line after the other it reads each once. */
  lineEnd(at: number): number {
    if (at >= this.lineFrom && at <= this.lineTo) return this.lineTo;
    this.lineFrom = this.lineTo = at;
    while (this.lineTo < this.to && this.text.charCodeAt(this.lineTo) !== 10) this.lineTo++;
    return this.lineTo;
  }

  /** What stands before a group's beginning on its line, in the same statement; before a brace alone, on the line above. */
  labelAt(at: number): string {
    const head = this.text.slice(Math.max(this.from, at - LABEL_REACH), at);
    const label = statementOf(head);
    return label === "" && this.text.charAt(at) === "{" ? statementOf(head.trimEnd()) : label;
  }

  page(): Page {
    const { text, from, to, values, marks, lines, paragraphs, root } = this;
    values.sort((a, b) => a.start - b.start || b.end - a.end);
    marks.sort((a, b) => a.at - b.at);
    return {
      start: from,
      end: to,
      values: paired(values, text),
      groupAt: (place) => marks[countUpTo(marks, place, ({ at }) => at) - 1]?.group ?? root,
      lineAt: (place) => countUpTo(lines, place, (at) => at),
      paragraphAt: (place) => countUpTo(paragraphs, place, (at) => at),
      titleAt: (place) => {
        const begins = paragraphs[countUpTo(paragraphs, place, (at) => at) - 1] ?? place;
        const title = /^[^\n]*/.exec(text.slice(begins, Math.min(begins + 120, place)))?.[0] ?? "";
        // A sentence in the midst of lines is a remark.
        const isBehindBlank = /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(Math.max(from, begins - 40), begins));
        return isBehindBlank || A_FEW_WORDS.test(title) ? title : "";
      },
    };
  }
}

/** The end of a text since its last statement. */
function statementOf(head: string): string {
  const cut = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(";"), head.lastIndexOf("{"), head.lastIndexOf("}"));
  return head.slice(cut + 1).trim();
}
