import type { Subject } from "../belonging";
import type { Span } from "../finding";
import { blockLines, bracesAround, lineAround, linesAround } from "../lines";
import type { Sign } from "../signs";
import { valueAt } from "../structure/page";
import { foreignWords } from "../structure/words";
import type { Surroundings } from "../surroundings";
import { type Asked, isForeign, mayBeCredential, namesake, ofProduct, type Opinion, SOMEBODY_ELSES } from "./scope";

/** What stands near a value: the nearest sign of its line, its block, a few lines, its file. */

const NEARBY_LINES = 12;

/** The same line, as far as one looks at: the nearest sign, those in the same braces first. */
export function ofLine(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const line = lineAround(around.text, span);
  const signs = around.signs.within(line.start, line.end).filter(({ at, end }) => end <= span.start || at >= span.end);
  if (signs.length === 0) return undefined;
  const braces = bracesAround(around.text, span, line);
  const inside = signs.filter(({ at }) => at >= braces.start && at < braces.end);
  const sign = nearest(inside.length > 0 ? inside : signs, span);
  if (sign === undefined) return undefined;
  if (sign.meaning === "cosmos") {
    const other = namesake(around, sign);
    if (other !== undefined) return other;
    if (isForeign(subject) && isElsewhere(subject, sign)) return SOMEBODY_ELSES;
    if (sign.isWeak) return undefined;
  }
  return { meaning: sign.meaning, scope: "line", names: sign.names };
}

/** A sign in another pair of the line speaks of that pair. */
function isElsewhere({ page, part, words }: Subject, { at }: Sign): boolean {
  const value = valueAt(page, { start: at, end: at + 1 });
  if (value?.name === undefined) return false;
  // A row says whose its secret is: `cosmosdb,key,…`.
  if (value.form === "cell" && value.group === part.group && foreignWords(words).length === 0) return false;
  return !(value.start <= part.start && value.end >= part.end);
}

function nearest(signs: readonly Sign[], span: Span): Sign | undefined {
  // What stands before a value names it more often than what stands behind it.
  const distance = ({ at, end }: Sign): number => (end <= span.start ? span.start - end : 2 * (at - span.end) + 4);
  return signs.reduce<Sign | undefined>(
    (best, sign) => (best === undefined || distance(sign) < distance(best) ? sign : best),
    undefined,
  );
}

/** The lines of the same block (same indentation) and the lines that open it, nearest first. */
export function ofBlock(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const { text } = around;
  let best: { readonly sign: Sign; readonly cost: number } | undefined;
  for (const line of blockLines(text, span)) {
    if (best !== undefined && line.cost >= best.cost) continue;
    if (isSelfContained(text.slice(line.start, line.end))) continue;
    const signs = around.signs.within(line.start, line.end).filter(({ reach }) => reach !== "line" || line.opens);
    const sign = signs.find(({ meaning }) => meaning === "cosmos") ?? signs[0];
    if (sign !== undefined) best = { sign, cost: line.cost };
  }
  if (best === undefined) return undefined;
  return opinion(around, span, subject, best.sign, "block");
}

/** A line with a credential of its own says nothing of its neighbours. */
function isSelfContained(line: string): boolean {
  return /(?:Account|SharedAccess)Key=/i.test(line);
}

/** A few lines up and down, whatever their indentation: for a value whose name at least says "key". */
export function ofNeighbours(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  if (!mayBeCredential(around.text, span, subject)) return undefined;
  const { start, end } = linesAround(around.text, span, NEARBY_LINES);
  const sign = nearest(
    around.signs
      .within(start, end)
      .filter(({ reach, at, end: signEnd }) => reach !== "line" && (signEnd <= span.start || at >= span.end)),
    span,
  );
  return sign === undefined ? undefined : opinion(around, span, subject, sign, "nearby");
}

/** Anywhere in the file: only an account endpoint or the SDK's own symbols count from afar. */
export function ofFile(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  if (!mayBeCredential(around.text, span, subject)) return undefined;
  const sign = around.fileSign("cosmos");
  if (sign !== undefined) return opinion(around, span, subject, sign, "file");
  const name = around.path.slice(around.path.lastIndexOf("/") + 1);
  return /cosmos/i.test(name) && around.fileSign("chain") === undefined && !isForeign(subject)
    ? { meaning: "cosmos", scope: "file", names: "the file's name" }
    : undefined;
}

/** A sign beyond the value's own line counts for Cosmos DB only where the value's name leaves it free to. */
function opinion(
  around: Surroundings,
  span: Span,
  subject: Subject,
  sign: Sign,
  scope: "block" | "nearby" | "file",
): Opinion | undefined {
  if (sign.meaning === "cosmos") {
    if (isForeign(subject)) return SOMEBODY_ELSES;
    if (!mayBeCredential(around.text, span, subject)) return undefined;
    const other = namesake(around, sign) ?? ofProduct(around, subject);
    if (other !== undefined) return other;
  }
  return { meaning: sign.meaning, scope, names: sign.names };
}
