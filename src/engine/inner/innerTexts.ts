import { countUpTo } from "../countUpTo";
import type { Inner } from "./inner";
import { LinedTexts } from "./linedText";
import { MailTexts } from "./mailText";
import { MarkupTexts } from "./markupText";
import { PercentTexts } from "./percentText";
import { QuotedTexts } from "./quotedText";

/** The texts that a text holds. Places must be asked for in ascending order: so each character is read once. */
export class InnerTexts {
  private kinds: readonly { readonly around: (place: number) => readonly Inner[] }[] | undefined;
  private readonly found: Inner[] = [];

  /** Of a text, from a place on. Reads nothing before it is asked: nearly no change of a text is near a credential. */
  constructor(
    private readonly text: string,
    private readonly from: number,
  ) {}

  /** The texts that hold a place, those aside that one of them holds; none where the place is nowhere but in the text. */
  around(place: number): readonly Inner[] {
    let widest: readonly Inner[] = [];
    this.kinds ??= this.read();
    for (const kind of this.kinds) {
      const inners = kind.around(place);
      if (inners[0] !== undefined && inners[0].start < (widest[0]?.start ?? Infinity)) widest = inners;
    }
    if (widest[0] !== undefined && widest[0] !== this.found.at(-1)) this.found.push(widest[0]);
    return widest;
  }

  private read(): NonNullable<typeof this.kinds> {
    const { text, from } = this;
    const quoted = ['"', "'", "`"].map((quote) => new QuotedTexts(text, from, quote));
    return [new MailTexts(text), new LinedTexts(text), new MarkupTexts(text, from), new PercentTexts(text), ...quoted];
  }

  /** Whether one of the texts that were found holds a place. */
  hold(place: number): boolean {
    const last = this.found[countUpTo(this.found, place, ({ start }) => start) - 1];
    return last !== undefined && place < last.end;
  }
}
