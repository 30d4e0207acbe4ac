import { mayHoldKeywords, readKeywords } from "./keywords";
import type { Outline } from "./outline";
import { ATTRIBUTE, ELEMENT_CDATA, ELEMENT_TEXT, TAG } from "./syntax";

/** Reads what stands in quotes, itself and what it holds. */
export type ReadString = (start: number, end: number, name: string | undefined, quote: string, deep: number) => void;

/** `<li>Password: …</li>` */
const LABELLED = /^([\p{L}][\p{L} ]{1,40}?)\s*[:：]\s+(?=\S+$)/u;

/** Elements of HTML that hold nothing. */
const VOID = /^(?:br|hr|wbr|img)$/i;

/** Elements that only hold others together. */
const TRANSPARENT = /^(?:security|configuration|properties|parameters|settings)$/i;

/** In a property list the key before it names what holds others. */
const LISTED = /<key>([^<]{1,100})<\/key>\s{0,40}$/;

/** Markup: elements are groups, attributes and an element's text are values. Returns where reading goes on, if it does. */
export function readTag(outline: Outline, at: number, stop: number, readString: ReadString): number | undefined {
  const { text, top: parent } = outline;
  if (text.startsWith("</", at)) return readEndTag(outline, at);
  TAG.lastIndex = at;
  const match = TAG.exec(text);
  if (match === null || at + match[0].length > stop) return undefined;
  const [whole, label = "", attributes = "", closed = ""] = match;
  const end = at + whole.length;
  const listed = /^(?:dict|array)$/.test(label) ? LISTED.exec(text.slice(Math.max(0, at - 160), at))?.[1] : undefined;
  outline.open("tag", at, { name: TRANSPARENT.test(label) ? undefined : (listed ?? label), label });
  const offset = at + 1 + label.length;
  for (const one of attributes.matchAll(ATTRIBUTE)) {
    const value = one[2] ?? one[3] ?? "";
    const last = offset + one.index + one[0].length - 1;
    readString(last - value.length, last, one[1], one[0].at(-1) ?? "", 1);
  }
  if (closed !== "" || VOID.test(label)) {
    outline.closeOne(end);
    return end;
  }
  const inner = textIn(text, end);
  const content = inner?.[1] ?? "";
  if (inner === null || end + inner[0].length > stop) return end;
  const first = end + inner[0].indexOf(content);
  const called = /\s(?:name|key)\s*=\s*["']([\w:.-]{1,120})["']/.exec(attributes)?.[1];
  const labelled = LABELLED.exec(content);
  if (labelled !== null)
    outline.add("bare", first + labelled[0].length, first + content.length, labelled[1], "", parent);
  outline.add("element", first, first + content.length, called ?? label, "", parent);
  if (mayHoldKeywords(content)) readKeywords(outline, first, first + content.length);
  return first + content.length;
}

/** What stands between a start tag and the end tag behind it, as it is or as `<![CDATA[…]]>`. */
function textIn(text: string, at: number): RegExpExecArray | null {
  const pattern = text.startsWith("<![CDATA[", at) ? ELEMENT_CDATA : ELEMENT_TEXT;
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readEndTag(outline: Outline, at: number): number | undefined {
  const name = /^<\/([\w:.-]+)/.exec(outline.text.slice(at, at + 80))?.[1];
  const open = outline.stack.findLastIndex(({ kind, label }) => kind === "tag" && label === name);
  if (open > 0) outline.closeTo(open, at);
  return name === undefined ? undefined : at + 2 + name.length;
}
