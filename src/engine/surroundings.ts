import type { Span } from "./finding";
import { type Sign, SignMap } from "./signs";
import { SIGNED_HERE } from "./signRows";
import { columnsOf, Pages } from "./structure/pages";

/** A text to be judged in, and what it is known by as a whole. */

/** A text to be judged in: its signs are found once for all its values. */
export interface Surroundings {
  readonly text: string;
  readonly path: string;
  readonly signs: SignMap;
  /** Its pairs of names and values, a page at a time. */
  readonly pages: Pages;
  /** The first sign of a kind that speaks for the whole text; asked at most once for each kind. */
  readonly fileSign: (kind: FileSign) => Sign | undefined;
}

/** What a whole file may be known by: Cosmos DB's endpoint or SDK, or the blockchain of a like name. */
type FileSign = "cosmos" | "sdk" | "signed request" | "chain" | "amazon" | "master key";

/** The surroundings that a text gives its values. */
export function surroundings(text: string, path: string): Surroundings {
  const signs = new SignMap(text);
  const known = new Map<FileSign, Sign | undefined>();
  const fileSign = (kind: FileSign): Sign | undefined => {
    if (!known.has(kind)) known.set(kind, firstSign(text, signs, FILE_SIGNS[kind]));
    return known.get(kind);
  };
  return { text, path, signs, fileSign, pages: new Pages(text, columnsOf(path)) };
}

/** The same for a value: words that it spells by chance, cut into short pieces, say nothing of the whole text. */
export function surroundingsOf({ start, end }: Span, around: Surroundings): Surroundings {
  const isOutside = (sign: Sign): boolean => sign.end <= start || sign.at >= end;
  const fileSign = (kind: FileSign): Sign | undefined => {
    const first = around.fileSign(kind);
    return first === undefined || isOutside(first)
      ? first
      : firstSign(around.text, around.signs, (sign) => FILE_SIGNS[kind](sign) && isOutside(sign));
  };
  return { ...around, fileSign };
}

const CHAIN = "the Cosmos blockchain";
const AMAZON = "Amazon DocumentDB";
const MASTER_KEY_PRODUCT = "a product with a master key of its own";
const FILE_SIGNS: Readonly<Record<FileSign, (sign: Sign) => boolean>> = {
  cosmos: ({ reach, meaning }) => reach === "file" && meaning === "cosmos",
  "signed request": ({ names }) => names === SIGNED_HERE,
  sdk: ({ names }) => names === "a symbol of the Cosmos DB SDK",
  chain: ({ names }) => names === CHAIN,
  amazon: ({ names }) => names === AMAZON,
  "master key": ({ names }) => names === MASTER_KEY_PRODUCT,
};

function firstSign(text: string, signs: SignMap, is: (sign: Sign) => boolean): Sign | undefined {
  const STEP = 1 << 16;
  for (let at = 0; at < text.length; at += STEP) {
    const sign = signs.within(at, at + STEP + 200).find(is);
    if (sign !== undefined) return sign;
  }
  return undefined;
}
