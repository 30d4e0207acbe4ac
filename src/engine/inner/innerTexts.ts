import type { Inner } from "./inner";
import { LinedTexts } from "./linedText";
import { MarkupTexts } from "./markupText";
import { QuotedTexts } from "./quotedText";

/** The texts that a text holds. Places must be asked for in ascending order: so each character is read once. */
export class InnerTexts {
  private readonly quoted: QuotedTexts;
  private readonly lined: LinedTexts;
  private readonly markup: MarkupTexts;
  private readonly found: Inner[] = [];

  /** Of a text, from a place on. */
  constructor(text: string, from: number) {
    this.quoted = new QuotedTexts(text, from);
    this.lined = new LinedTexts(text);
    this.markup = new MarkupTexts(text, from);
  }

  /** The texts that hold a place, those aside that one of them holds; none where the place is nowhere but in the text. */
  around(place: number): readonly Inner[] {
    const [inners = []] = [this.lined, this.markup, this.quoted]
      .map((one) => one.around(place))
      .filter(([first]) => first !== undefined)
      .sort(([a], [b]) => (a?.start ?? 0) - (b?.start ?? 0));
    if (inners[0] !== undefined && inners[0] !== this.found.at(-1)) this.found.push(inners[0]);
    return inners;
  }

  /** Whether one of the texts that were found holds a place. */
  hold(place: number): boolean {
    let low = 0;
    let high = this.found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.found[middle]?.start ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return place < (this.found[low - 1]?.end ?? 0);
  }
}
