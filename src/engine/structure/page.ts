import { countUpTo } from "../countUpTo";
import type { Span } from "../finding";
import { wordsOf } from "./words";

/**
 * A stretch of text as pairs of names and values in groups: what brackets, indentation, tags, sections, rows and
 * quotes hold together. Read without knowing the language, so that code, settings and prose have one shape.
 */

export type GroupKind = "page" | "bracket" | "indent" | "item" | "section" | "tag" | "row" | "string";

/** What holds values together. */
export interface Group {
  readonly kind: GroupKind;
  readonly parent: Group | undefined;
  readonly depth: number;
  /** The name of the pair whose value the group is: `cosmos: { … }`. */
  readonly name: string | undefined;
  /** What stands before an opening bracket on its line, at most 160 UTF-16 units: a call, a block's header. */
  readonly label: string;
  readonly start: number;
  /** The bracket that ends it; empty where none does. */
  readonly closes: string;
}

/** How a value is written. */
export type Form = "quoted" | "bare" | "keyword" | "flag" | "cell" | "element";

/** A value, without its quotes. */
export interface Value extends Span {
  readonly form: Form;
  /** What the value is called: by a pair, a sibling, a flag, a column, a call; undefined where nothing names it. */
  readonly name: string | undefined;
  readonly group: Group;
  /** Counts up with blank lines and titles. */
  readonly paragraph: number;
  readonly line: number;
  /** The letters before the opening quote: `f`, `$`, `@`; the quote is last. */
  readonly quote: string;
}

/** All of a page, in order of place. */
export interface Page extends Span {
  readonly values: readonly Value[];
  /** The innermost group at a place. */
  readonly groupAt: (at: number) => Group;
  /** The line of a place, lines that go on counting as one. */
  readonly lineAt: (at: number) => number;
  /** The paragraph of a place. */
  readonly paragraphAt: (at: number) => number;
  /** The title of a place's paragraph, at most 120 UTF-16 units; empty where it has none. */
  readonly titleAt: (at: number) => string;
}

/** The values that begin nearest to a place, at most so many on each side of it, in order. */
export function valuesAround({ values }: Page, at: number, each: number): readonly Value[] {
  const before = countUpTo(values, at, ({ start }) => start);
  return values.slice(Math.max(0, before - each), before + each);
}

/** The innermost value that a place lies in. */
export function valueAt(page: Page, { start, end }: Span): Value | undefined {
  let best: Value | undefined;
  for (const value of valuesAround(page, start, 24)) {
    if (value.start > start || value.end < Math.max(end, value.start + 1)) continue;
    if (best === undefined || value.end - value.start <= best.end - best.start) best = value;
  }
  return best;
}

const wordsOfNames = new WeakMap<Group, readonly string[]>();

/** The words of the names around a value, below `outermost`: of the pairs, objects and blocks that its groups are. */
export function wordsAround(group: Group, outermost?: Group): readonly string[] {
  const words: string[] = [];
  for (let one: Group | undefined = group; one !== undefined && one !== outermost; one = one.parent) {
    const own = wordsOfNames.get(one) ?? wordsOf(one.name ?? blockName(one) ?? "");
    wordsOfNames.set(one, own);
    words.push(...own);
  }
  return words;
}

const BLOCK =
  /\b[Nn]ew\s+(?![\w.]*HMAC)([\w.]{1,60})\s*(?:\([^()]*\))?(?:\s+With)?$|^(?:resource|data)\s+["']([\w-]{1,80})["']|^(?!(?:try|else|do|finally|static|init|main|loop|unsafe|begin|apply|run|also|with|object|setup|describe|test|it)$)([a-z][\w-]{1,40})$/;

/** `Session: Session{`, `signing: Signing {`: a field and the type of its value; not what declares a type. */
const TYPED_FIELD =
  /^(?!.*\b(?:class|struct|interface|object|enum|record|trait|impl|fn|func|fun|def|protocol|extension|actor|type)\b)(?:.*[,\s&])?([A-Za-z_]\w{0,60})\s?:\s*&?[\w.]{1,60}$/;
/** `options.Jwt = new() {`: what takes an object whose type it has. */
const GIVEN = /([A-Za-z_]\w{0,60})\s?=\s?new\s?\(\)$/;
/** `jwt <- list(`, `jwt = dict(`: what takes a collection. */
const COLLECTION = /([A-Za-z_]\w{0,60})\s?(?:<-|:?=)\s?(?:list|dict|c|struct|array|hash|Map|Map\.of|mapOf|table)$/;
const CLIENT = /([A-Za-z]\w{1,60}Client)$/;

/** What a block is of, or whose client a call makes: `new License {`, `resource "vendor_license" "a" {`, `aws {`, `new SearchClient(`. */
function blockName({ kind, closes, label }: Group): string | undefined {
  if (kind !== "bracket") return undefined;
  if (closes === ")") return CLIENT.exec(label)?.[1] ?? COLLECTION.exec(label)?.[1];
  if (closes !== "}") return undefined;
  const match = BLOCK.exec(label);
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? TYPED_FIELD.exec(label)?.[1] ?? GIVEN.exec(label)?.[1];
}

/** Whether two groups stand in different items of a list: `[{ … }, { … }]` are two things, but a notebook's cells one. */
export function areItemsApart(a: Group, b: Group): boolean {
  const list = commonGroup(a, b);
  return list.closes === "]" && list.name !== "cells" && isItem(a, list) && isItem(b, list);
}

function isItem(group: Group, list: Group): boolean {
  let one = group;
  while (one.parent !== undefined && one.parent !== list) one = one.parent;
  return one.parent === list && one.closes === "}";
}

/** The innermost group that holds both. */
export function commonGroup(a: Group, b: Group): Group {
  let [one, other] = [a, b];
  while (one !== other) {
    if (one.depth >= other.depth && one.parent !== undefined) one = one.parent;
    else if (other.parent !== undefined) other = other.parent;
    else break;
  }
  return one;
}

/** Whether `group` is `outer` or stands in it. */
export function isIn(group: Group, outer: Group): boolean {
  let one: Group | undefined = group;
  while (one !== undefined && one.depth > outer.depth) one = one.parent;
  return one === outer;
}
