import type { Span } from "../../engine/finding";
import type { Edit } from "../fix";
import { removal } from "../lines";

/** The structure of Terraform and Bicep: bodies in brackets, and their members, one a line or between commas. */

/** What stands between two brackets, or the whole file. */
export interface Body extends Span {
  readonly members: readonly Member[];
}

/** A statement, a block, a property or an item. */
export interface Member extends Span {
  /** Its brackets, in order. */
  readonly bodies: readonly Body[];
}

/** A member with a name: `app_settings = {`, `name: 'x'`, `secret {`. */
export interface Named {
  readonly name: string;
  /** Where the name is written, without quotes. */
  readonly at: Span;
  /** What follows the sign; of a block its brackets. */
  readonly value: Span;
}

const CLOSES: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };
/** A line that begins so goes on with the expression of the line before. */
const GOES_ON = /^\s*(?:[?:&|.]|==|!=|\+)/;

/** A file's members; undefined where its brackets do not fit. */
export function bodyOf(text: string): Body | undefined {
  const reader = new BodyReader(text);
  const body = reader.read(0, "");
  return reader.failed || body.end !== text.length ? undefined : body;
}

/** Reads bodies from the first character to the last, once. */
class BodyReader {
  failed = false;

  constructor(private readonly text: string) {}

  /** The body from `start` to its closing bracket, or to the end where it has none. */
  read(start: number, close: string, depth = 0): Body {
    const members: Member[] = [];
    let bodies: Body[] = [];
    let from: number | undefined;
    let to = start;
    let at = start;
    const finish = (): void => {
      if (from !== undefined) members.push({ start: from, end: to, bodies });
      [from, bodies] = [undefined, []];
    };
    for (; at < this.text.length;) {
      const sign = this.text.charAt(at);
      if (sign === close) break;
      const comment = this.comment(at);
      if (comment > at) at = comment;
      else if (sign === "\n" || sign === ",") {
        if (sign === "," || !GOES_ON.test(this.text.slice(at + 1, at + 200))) finish();
        at++;
      } else if (/\s/.test(sign)) at++;
      else {
        from ??= at;
        const inside = CLOSES[sign];
        if (inside !== undefined) {
          const body = depth > 200 ? this.fail(at) : this.read(at + 1, inside, depth + 1);
          bodies.push(body);
          at = body.end + 1;
        } else if (sign === "}" || sign === "]" || sign === ")") return this.fail(at);
        else at = this.word(at);
        to = at;
      }
    }
    finish();
    if (close !== "" && at >= this.text.length) return this.fail(start);
    return { start, end: at, members };
  }

  private fail(at: number): Body {
    this.failed = true;
    return { start: at, end: this.text.length, members: [] };
  }

  /** Behind the comment that begins here; `at` itself where none does. A directive (`#disable-next-line`) is one. */
  private comment(at: number): number {
    const sign = this.text.slice(at, at + 2);
    if (sign.startsWith("#") || sign === "//") return this.until("\n", at, 0);
    return sign === "/*" ? this.until("*/", at + 2, 2) : at;
  }

  /** Behind a string, a text of several lines, or one character. */
  private word(at: number): number {
    const { text } = this;
    if (text.startsWith("'''", at)) return this.until("'''", at + 3, 3);
    const heredoc = /^<<-?"?(\w+)"?[^\n]*\n/.exec(text.slice(at, at + 120));
    if (heredoc?.[1] !== undefined) {
      const end = new RegExp(String.raw`^[ \t]*${heredoc[1]}[ \t]*\r?$`, "m").exec(text.slice(at + heredoc[0].length));
      return end === null ? text.length : at + heredoc[0].length + end.index + end[0].trimEnd().length;
    }
    const quote = text.charAt(at);
    return quote === '"' || quote === "'" ? this.string(at, quote) : at + 1;
  }

  /** Behind a string's closing quote; what it fills in may hold strings of its own. */
  private string(start: number, quote: string): number {
    for (let at = start + 1; at < this.text.length; at++) {
      const sign = this.text.charAt(at);
      if (sign === "\\") at++;
      else if (sign === quote) return at + 1;
      else if (sign === "\n") break;
      else if ((sign === "$" || sign === "%") && this.text.charAt(at + 1) === "{" && this.text.charAt(at - 1) !== sign)
        at = this.read(at + 2, "}", 100).end;
    }
    return this.fail(start).end;
  }

  private until(end: string, from: number, more: number): number {
    const found = this.text.indexOf(end, from);
    return found < 0 ? this.text.length : found + more;
  }
}

/** A member's name and value; undefined for an item that has none. */
export function namedOf(member: Member, text: string): Named | undefined {
  const head = text.slice(member.start, member.end);
  const match = /^(["']?)([A-Za-z_][\w.:-]*)\1[ \t]*(?:=(?![=>])|:)\s*/.exec(head);
  const block = match === null ? /^([A-Za-z_]\w*)[ \t]*(?=\{)/.exec(head) : null;
  const name = match?.[2] ?? block?.[1];
  if (name === undefined) return undefined;
  const start = member.start + (match?.[1]?.length ?? 0);
  const value = member.start + (match?.[0] ?? block?.[0] ?? "").length;
  return { name, at: { start, end: start + name.length }, value: { start: value, end: member.end } };
}

/** The brackets that a member ends with: a block's, an object's. */
export function lastBody({ bodies, end }: Member): Body | undefined {
  const last = bodies.at(-1);
  return last !== undefined && last.end + 1 === end ? last : undefined;
}

/** The members around an offset, the outermost first. */
export function wayTo(body: Body, at: number): readonly Member[] {
  const member = body.members.find(({ start, end }) => start <= at && at < end);
  if (member === undefined) return [];
  const inside = member.bodies.find(({ start, end }) => start <= at && at < end);
  return [member, ...(inside === undefined ? [] : wayTo(inside, at))];
}

/** A member of a body by its name, in any case. */
export function memberOf(body: Body | undefined, name: string, text: string): (Member & Named) | undefined {
  for (const member of body?.members ?? []) {
    const named = namedOf(member, text);
    if (named?.name.toLowerCase() === name.toLowerCase()) return { ...member, ...named };
  }
  return undefined;
}

/** What a member of that name says, as it is written. */
export function saysOf(body: Body | undefined, name: string, text: string): string | undefined {
  const member = memberOf(body, name, text);
  return member === undefined ? undefined : text.slice(member.value.start, member.value.end).trim();
}

/** Takes a member away with its comma, and with the blank line that would be left before a closing bracket or the end. */
export function withoutMember(text: string, { start, end }: Span): Edit {
  const behind = /^[ \t]*,/.exec(text.slice(end, end + 200));
  const before = /,[ \t]*$/.exec(text.slice(Math.max(0, start - 200), start));
  const isAlone = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, start - 200), start));
  if (!isAlone && behind !== null)
    return { start, end: end + behind[0].length + blanksAt(text, end + behind[0].length), text: "" };
  if (!isAlone && before !== null) return { start: start - before[0].length, end, text: "" };
  const edit = removal(text, { start, end: end + (behind?.[0].length ?? 0) });
  const blank = /\r?\n([ \t]*\r?\n)$/.exec(text.slice(0, edit.start))?.[1];
  const isLast = /^\s*(?:[}\])]|$)/.test(text.slice(edit.end, edit.end + 200));
  return blank !== undefined && isLast ? { ...edit, start: edit.start - blank.length } : edit;
}

function blanksAt(text: string, at: number): number {
  return /^[ \t]*/.exec(text.slice(at, at + 200))?.[0].length ?? 0;
}
