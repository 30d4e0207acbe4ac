import type { Span } from "../finding";
import { type Inner, InnerText } from "./inner";

/** Texts in markup: code in a page, settings in an attribute, whose quotes and brackets are entities. */

/** UTF-16 units of a text in markup, at the most: longer ones are data. */
const LONGEST = 1 << 18;
const TELLING = /&(?:quot|apos|lt|#(?:34|39|10|13)|#x(?:22|27|0?[ad]));/i;
const CODE = /<(?:pre|code|samp|textarea)\b[^<>]{0,200}>/i;
const ENTITY = /&(?:(quot|apos|lt|gt|amp|nbsp)|#(\d{2,3})|#x([0-9a-f]{1,2}));/gi;
const NAMED: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&", nbsp: " " };

/** Finds the texts around places, which must be asked for in ascending order: so each character is read once. */
export class MarkupTexts {
  private readonly angle = /[<>]/g;
  private last: number;
  private next: number;
  private seenTo = -1;
  private seen: readonly Inner[] = [];
  private readonly isTold: boolean;

  /** Of a text, from a place on. */
  constructor(
    private readonly text: string,
    from: number,
  ) {
    this.isTold = TELLING.test(text) || CODE.test(text);
    const before = text.slice(Math.max(0, from - LONGEST), from);
    const near = Math.max(before.lastIndexOf("<"), before.lastIndexOf(">"));
    this.last = near < 0 ? -1 : from - before.length + near;
    this.next = this.isTold ? this.angleFrom(from) : -1;
  }

  /** The text between the tags, or in the attribute, that holds a place; none where it is no code and has no entities. */
  around(place: number): readonly Inner[] {
    if (!this.isTold) return [];
    if (place < this.seenTo) return this.seen;
    while (this.next >= 0 && this.next < place) {
      this.last = this.next;
      this.next = this.angleFrom(this.next + 1);
    }
    const isTag = this.text.charAt(this.last) === "<";
    const to = this.next < 0 ? this.text.length : this.next;
    const { start, end } = isTag ? this.attribute(place, to) : { start: this.last, end: to };
    this.seenTo = end;
    const inner = this.last < 0 || start < this.last || end - start > LONGEST ? undefined : this.read(start + 1, end);
    this.seen = inner === undefined ? [] : [isTag ? { ...inner, isValue: true } : inner];
    return this.seen;
  }

  /** The quotes around a place in a tag; where one is not there, what is looked at has no beginning. */
  private attribute(place: number, to: number): Span {
    if (to - this.last > LONGEST) return { start: -1, end: to };
    const before = this.text.slice(this.last, place).lastIndexOf('"');
    const behind = this.text.slice(place, to).indexOf('"');
    return { start: before < 0 ? -1 : this.last + before, end: behind < 0 ? to : place + behind };
  }

  private angleFrom(place: number): number {
    this.angle.lastIndex = place;
    return this.angle.exec(this.text)?.index ?? -1;
  }

  private read(start: number, end: number): Inner | undefined {
    const part = this.text.slice(start, end);
    const tag = this.text.slice(Math.max(0, start - 220), start);
    if (!TELLING.test(part) && !CODE.test(tag.slice(tag.lastIndexOf("<")))) return undefined;
    const inner = new InnerText();
    inner.addSpelt(part, start, ENTITY, ([, name, decimal, hexadecimal = ""]) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? "";
      return String.fromCharCode(decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal));
    });
    return inner.of({ start, end });
  }
}
