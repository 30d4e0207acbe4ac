import type { Outline } from "./outline";

/** A line's beginning: its indentation, list, section and paragraph. */

const COMMENT = /^(?:#+|\/\/+|--|;|REM\b|<!--|\*|[+-](?=\w+\s*[=:]))[ \t]*/;
const SECTION = /^\[\[?[^\]"'=,]{1,80}\]\]?[ \t]*(?:\r?\n|$)/;
/** A heading of a text, below its title; anywhere else a comment. */
const HEADING = /^#{2,6}[ \t]+([^\n]{1,80})/;
const DOCUMENT = /^---[ \t]*\r?\n/;
/** `- `, `2. `: what an item of a list begins with. */
const BULLET = /^(?:-|\d{1,2}[.)])[ \t]+/;
/** `Storage account shopimages`, `**Storage**:`: words alone, which are the title of what the lines below hold. */
const HEAD = /^[*_]{0,3}(\p{L}[^:=\n"'{}[\]<>;,]{1,60}?):?[*_]{0,3}:?[ \t]*\r?(?:\n|$)/u;
/** `Storage account:`, at the beginning of a text or behind a blank line. */
const FEW_WORDS = /^\p{L}[\p{L}\p{N}-]{0,40}(?: \p{L}[\p{L}\p{N}-]{0,40}){0,2}:?[ \t]*\r?(?:\n|$)/u;
/** What stands below a title. */
const UNDERLINE = /^-{4,}[ \t]*\r?(?:\n|$)/;
/** What indentation does not end: its own closing does. */
const CLOSED: ReadonlySet<string> = new Set(["bracket", "tag", "string"]);

/** Begins a line. Returns where its text begins. */
export function startLine(outline: Outline, at: number, stop: number): number {
  const { text, from } = outline;
  // A line that goes on the one before is no line of its own.
  if (/(?:[\\^]|[ \t]`|["'][ \t]*[+&])[ \t]*\r?\n$/.test(text.slice(Math.max(from, at - 8), at))) return at;
  outline.beginLine(at);
  let column = at;
  while (column < stop && (text[column] === " " || text[column] === "\t")) column++;
  if (column >= stop || text[column] === "\n" || text[column] === "\r") {
    outline.beginParagraph(column);
    return column;
  }
  const rest = text.slice(column, Math.min(stop, column + 200));
  const comment = commentOf(rest);
  if (isBreak(rest)) outline.beginParagraph(column);
  // Words behind a comment's mark are a title.
  const isTitle = comment !== "" && !UNDERLINE.test(rest) && /^[^=:\n]{0,199}(?:\n|$)/.test(rest.slice(comment.length));
  if (isTitle || (FEW_WORDS.test(rest) && isFirst(text, at, from))) outline.beginParagraph(column);
  const section = startSection(outline, column, rest);
  if (section !== undefined) return section;
  const dash = indent(outline, at, column, rest);
  outline.openName = undefined;
  return column + comment.length + (comment === "" ? dash : 0);
}

/** Whether a line is the first of a text or of a paragraph. */
function isFirst(text: string, at: number, from: number): boolean {
  return at === from || /\n[ \t]*\r?\n$/.test(text.slice(Math.max(from, at - 20), at));
}

/** `EOF`: a file that a script writes ends; `case "production":` begins what is another's. */
function isBreak(rest: string): boolean {
  if (rest.startsWith("EO")) return /^EO[FTS]\s*(?:\n|$)/.test(rest);
  return rest.startsWith("case ") && /^case [^\n]{1,80}:[ \t]*\r?\n/.test(rest);
}

function commentOf(rest: string): string {
  return /^(?:#[{[]|--[a-z])/.test(rest) ? "" : (COMMENT.exec(rest)?.[0] ?? "");
}

/** `[cosmos]`, `---`: where its line's text begins; undefined where the line is none, or stands in brackets. */
function startSection(outline: Outline, column: number, rest: string): number | undefined {
  const heading = HEADING.exec(rest)?.[1];
  if (heading !== undefined && outline.stack.every(({ kind }) => kind === "page" || kind === "section")) {
    outline.closeTo(1, column);
    outline.open("section", column, { name: heading });
    return undefined;
  }
  if (!rest.startsWith("[") && !rest.startsWith("-")) return undefined;
  if (!SECTION.test(rest) && !DOCUMENT.test(rest)) return undefined;
  if (outline.stack.some(({ kind }) => kind === "bracket")) return undefined;
  outline.closeTo(1, column);
  outline.open("section", column, { name: /[^[\]\s]+/.exec(rest)?.[0] });
  return column + (/^\[+[^\]]*\]+|^---/.exec(rest)?.[0].length ?? 0);
}

/** Opens and closes what indentation holds together. Returns the length of a list's dash. */
function indent(outline: Outline, at: number, column: number, rest: string): number {
  const { stack, openName } = outline;
  if (CLOSED.has(outline.top.kind)) return 0;
  const width = column - at;
  const dash = BULLET.exec(rest)?.[0].length ?? 0;
  let length = stack.length;
  while (length > 1 && (stack[length - 1]?.indent ?? -1) > width) length--;
  outline.closeTo(length, column);
  if (dash > 0)
    outline.open("item", column, {
      name: openName,
      label: HEAD.exec(rest.slice(dash))?.[1] ?? "",
      indent: width + dash,
    });
  else if (width > Math.max(0, outline.top.indent))
    outline.open("indent", column, { name: openName, label: outline.labelAt(at - 1), indent: width });
  return dash;
}
