import { lineEnd, lineStart, removal } from "../lines";
import type { Entry } from "./entry";

/** What Terraform and Bicep have in common: `name = "value"`, `name: 'value'`, and the blocks around them. */

/** A name that is given a string. */
export interface Assignment {
  readonly name: string;
  /** Where the name begins. */
  readonly at: number;
  /** The value with its quotes. */
  readonly start: number;
  readonly end: number;
  readonly lineStart: number;
  /** The line's end without its line end. */
  readonly lineEnd: number;
  /** Whether nothing but a comment stands on the line besides. */
  readonly isAlone: boolean;
  /** The opening lines of the blocks around it, inmost first. */
  readonly blocks: readonly string[];
}

const LONGEST_LINE = 10_000;

/** The assignment whose value holds an offset; undefined where none does. */
export function assignmentAt(text: string, at: number): Assignment | undefined {
  return assignmentsOn(text, at).find(({ start, end }) => start <= at && at < end);
}

/** All assignments on the line of an offset. */
function assignmentsOn(text: string, at: number): readonly Assignment[] {
  const from = lineStart(text, at);
  const to = from + text.slice(from, lineEnd(text, at)).trimEnd().length;
  if (to - from > LONGEST_LINE) return [];
  const line = text.slice(from, to);
  return [...line.matchAll(/(["']?)([A-Za-z_][\w.:-]*)\1\s*[=:]\s*(["'])([^"']*)\3/g)].map((match) => {
    const [all, quote = "", name = "", , value = ""] = match;
    const end = from + match.index + all.length;
    return {
      name,
      at: from + match.index + quote.length,
      start: end - value.length - 2,
      end,
      lineStart: from,
      lineEnd: to,
      isAlone: line.slice(0, match.index).trim() === "" && /^\s*,?\s*(?:(?:#|\/\/).*)?$/.test(line.slice(end - from)),
      blocks: blocksAround(text, from),
    };
  });
}

/** The opening lines of the blocks that a line stands in, by indentation. */
function blocksAround(text: string, from: number): readonly string[] {
  const blocks: string[] = [];
  let indent = indentAt(text, from);
  for (let end = from - 1; end > 0 && indent > 0 && blocks.length < 12;) {
    const start = lineStart(text, end);
    const line = text.slice(start, end);
    if (/[{[]\s*$/.test(line) && indentAt(text, start) < indent) {
      blocks.push(line.trim());
      indent = indentAt(text, start);
    }
    end = start - 1;
  }
  return blocks;
}

function indentAt(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}

/** An item `{ name: 'X', value: '…' }`, or a block that says the same on lines of its own. */
export interface Item {
  readonly name: string;
  /** Where its name is written. */
  readonly label: number;
  readonly start: number;
  readonly end: number;
}

/** The braces around an assignment, with the name in them; undefined where they have none. */
export function itemAround(text: string, line: Assignment): Item | undefined {
  const open = text.lastIndexOf("{", line.at);
  const close = text.indexOf("}", line.end);
  const match = /\bname\s*[:=]\s*(["'])([^"']+)\1/.exec(text.slice(open, close));
  const name = match?.[2];
  if (open < 0 || close < 0 || match === null || name === undefined) return undefined;
  const label = open + match.index + match[0].lastIndexOf(name);
  // A block of Terraform goes with its word, an item of Bicep's list has none.
  const head = /[ \t]*(?:env|secret|app_setting)[ \t]*$/.exec(text.slice(lineStart(text, open), open));
  return { name, label, start: open - (head?.[0].trimStart().length ?? 0), end: close + 1 };
}

/** Every name that is given a string; a list's item goes by the name in it. */
export function entriesIn(_path: string, text: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    for (const line of assignmentsOn(text, at)) {
      const isReference = /^secret(?:Ref|_name)$/.test(line.name);
      const item = line.name === "value" || isReference ? itemAround(text, line) : undefined;
      const start = item?.label ?? line.at;
      const name = item?.name ?? line.name;
      const value = { start: line.start + 1, end: line.end - 1 };
      entries.push({
        names: [name],
        name: { start, end: start + name.length },
        value,
        removes: item !== undefined || line.isAlone ? withoutAssignment(text, line, item) : undefined,
        ...(isReference && item !== undefined ? { from: text.slice(value.start, value.end) } : {}),
      });
    }
  }
  return entries;
}

/** Takes an assignment's line away, or the whole item. */
export function withoutAssignment(text: string, line: Assignment, item: Item | undefined): ReturnType<typeof removal> {
  return removal(text, item ?? { start: line.lineStart, end: line.lineEnd });
}
