import { type Inner, InnerText } from "./inner";

/** Quoted-printable texts, as mail carries them: `=3D` for an equals sign, and lines that end where they like. */

/** UTF-16 units of a mail's part, at the most. */
const LONGEST = 1 << 17;
const HEADER = /quoted-printable/i;
/** What parts a mail: the end of a header, a boundary. */
const BOUNDARY = /^(?:--[\w=]|content-)/i;
/** An equals sign behind another is itself: some who write such a text spare the padding of base64. */
const ESCAPE = /(?<!=)=(?:([0-9A-F]{2})|\r?\n)/g;

/** Finds the texts around places, which must be asked for in ascending order: so each character is read once. */
export class MailTexts {
  private isMail: boolean | undefined;
  private seenTo = -1;
  private seen: readonly Inner[] = [];

  constructor(private readonly text: string) {}

  /** The part of a mail that holds a place; none where it is no quoted-printable text. */
  around(place: number): readonly Inner[] {
    if (!(this.isMail ??= HEADER.test(this.text))) return [];
    if (place < this.seenTo) return this.seen;
    const { text } = this;
    const floor = Math.max(0, this.seenTo, place - LONGEST);
    let start = place;
    while (start > floor) {
      const line = text.lastIndexOf("\n", start - 1) + 1;
      if (BOUNDARY.test(text.slice(line, line + 8))) break;
      start = Math.max(floor, line - 1);
      if (line === 0) break;
    }
    let end = text.indexOf("\n", place);
    while (end >= 0 && end - start < LONGEST && !BOUNDARY.test(text.slice(end + 1, end + 9)))
      end = text.indexOf("\n", end + 1);
    if (end < 0) end = text.length;
    this.seenTo = end;
    const part = text.slice(start, end);
    this.seen = part.search(ESCAPE) < 0 ? [] : [decoded(part, start)];
    return this.seen;
  }
}

function decoded(part: string, start: number): Inner {
  const inner = new InnerText();
  inner.addSpelt(part, start, ESCAPE, ([, code]) =>
    code === undefined ? "" : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return inner.of({ start, end: start + part.length });
}
