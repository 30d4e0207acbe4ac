import { type Inner, InnerText } from "./inner";

/** Percent-encoded texts: a connection string in a query, in a form, in a link. */

/** UTF-16 units of an encoded text, at the most. */
const LONGEST = 1 << 13;
/** A scheme or a name stands in it, not only a key's own signs. */
const TELLING = /%(?:25)?3A%(?:25)?2F%(?:25)?2F|(?<!%(?:25)?3)[A-Za-z_]%(?:25)?3D(?!%)/i;
const ENDS = /[\s"'`<>(){}|&?=;,#]/;
const ESCAPE = /%([0-9a-f]{2})/gi;

/** Finds the texts around places, which must be asked for in ascending order: so each character is read once. */
export class PercentTexts {
  private isTold: boolean | undefined;
  private seenTo = -1;
  private seen: readonly Inner[] = [];

  constructor(private readonly text: string) {}

  /** The encoded text that holds a place; none where what holds it is not encoded. */
  around(place: number): readonly Inner[] {
    if (!(this.isTold ??= TELLING.test(this.text))) return [];
    if (place < this.seenTo) return this.seen;
    const { text } = this;
    const floor = Math.max(0, this.seenTo, place - LONGEST);
    const most = Math.min(text.length, place + LONGEST);
    let start = place;
    while (start > floor && !ENDS.test(text.charAt(start - 1))) start--;
    let end = place;
    while (end < most && !ENDS.test(text.charAt(end))) end++;
    this.seenTo = end;
    const run = text.slice(start, end);
    this.seen = TELLING.test(run) ? [decoded(run, start)] : [];
    return this.seen;
  }
}

function decoded(run: string, start: number): Inner {
  const inner = new InnerText();
  inner.addSpelt(run, start, ESCAPE, ([, code = ""]) => String.fromCharCode(Number.parseInt(code, 16)));
  return inner.of({ start, end: start + run.length });
}
