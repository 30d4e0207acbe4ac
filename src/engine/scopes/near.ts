import type { Subject } from "../belonging";
import type { Span } from "../finding";
import { blockLines, bracesAround, lineAround, linesAround } from "../lines";
import type { Sign } from "../signs";
import { type Group, valueAt, valuesAround } from "../structure/page";
import type { Surroundings } from "../surroundings";
import { areNamedApart, isElsewhere, isInOther } from "./apart";
import { enclosingNames } from "./enclosing";
import { type Asked, isForeign, mayBeCredential, namesake, ofProduct, type Opinion, SOMEBODY_ELSES } from "./scope";
import { isSignedUnknown } from "./signing";

/** What stands near a value: the nearest sign of its line, its block, a few lines, its file. */

const NEARBY_LINES = 12;

/** The same line, as far as one looks at: the nearest sign, those in the same braces first. */
export function ofLine(around: Surroundings, { span, subject }: Asked): Opinion | undefined {
  const line = within(lineAround(around.text, span), textAround(subject));
  const signs = around.signs.within(line.start, line.end).filter(({ at, end }) => end <= span.start || at >= span.end);
  if (signs.length === 0) return undefined;
  const braces = bracesAround(around.text, span, line);
  const inside = signs.filter(({ at }) => at >= braces.start && at < braces.end);
  const command = subject.part.isFlag ? signs.find(({ at }) => at < span.start) : undefined;
  const sign = command?.reach === "block" ? command : nearest(inside.length > 0 ? inside : signs, span);
  if (sign === undefined) return undefined;
  if (sign.meaning === "cosmos") {
    const other = namesake(around, sign);
    if (other !== undefined) return other;
    if (isForeign(subject) && isElsewhere(around.text, subject, sign)) return SOMEBODY_ELSES;
    const isApart = isElsewhere(around.text, subject, sign) && isInOther(around.text, subject, sign);
    if (isApart || areNamedApart(subject, sign)) return SOMEBODY_ELSES;
    const elses = ofEnclosing(around.text, subject, sign);
    if (elses !== undefined) return elses;
    if (sign.isWeak) return undefined;
  }
  // What signs says nothing where the text does not tell what is signed: the text around it may.
  else if (sign.reach === "line" && isSignedUnknown(around, span)) return undefined;
  return { meaning: sign.meaning, scope: "line", names: sign.names };
}

/** The string that holds a text of its own, a line of a notebook or a script, around a value. */
function textAround({ page, part: { group } }: Subject): Span | undefined {
  let text: Group | undefined = group;
  while (text !== undefined && text.kind !== "string") text = text.parent;
  const start = text?.start;
  return start === undefined ? undefined : valuesAround(page, start, FEW).find((value) => value.start === start);
}

const FEW = 8;

function within(line: Span, inner: Span | undefined): Span {
  return inner === undefined ? line : { start: Math.max(line.start, inner.start), end: Math.min(line.end, inner.end) };
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
    const signs = around.signs.within(line.start, line.end).filter(({ reach }) => reach !== "line" || line.opens);
    const sign = signs.find(({ meaning }) => meaning === "cosmos") ?? signs[0];
    if (sign !== undefined && !isSelfContained(text.slice(line.start, line.end))) best = { sign, cost: line.cost };
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

/** What holds a value and not the sign, and says that it is another service's. */
function ofEnclosing(text: string, subject: Subject, sign: Sign): Opinion | undefined {
  const { page } = subject;
  const place = { group: page.groupAt(sign.at), paragraph: page.paragraphAt(sign.at), isName: false, words: [] };
  const names = enclosingNames(text, subject, [place]);
  return names === undefined ? undefined : { meaning: "other", scope: "pair", names };
}

/** `account_key: …`, `container: cosmos-exports`: what any account's container is called says nothing of its key. */
function isContainerBeside({ page, part }: Subject, { at, end }: Sign): boolean {
  if (!/^account[-_]?key$/i.test(part.name ?? "")) return false;
  const value = valueAt(page, { start: at, end: at + 1 });
  return (
    /container|bucket|share/i.test(value?.name ?? "") && (value?.start ?? Infinity) <= at && (value?.end ?? 0) >= end
  );
}

/** `if (key != "…")`, `key: "base64:…"`: what others have to say to get in, and Laravel's own key, open no account. */
function isOwnSecret(text: string, { start }: Span): boolean {
  return /[=!]==?\s{0,4}[$@fbru]{0,2}["'`]$|\.equals\(\s{0,4}"$|\s-(?:eq|ne)\s{1,4}["']$|base64:$/.test(
    text.slice(Math.max(0, start - 24), start),
  );
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
    if (isForeign(subject) || isOwnSecret(around.text, span) || isInOther(around.text, subject, sign))
      return SOMEBODY_ELSES;
    const elses = areNamedApart(subject, sign) ? SOMEBODY_ELSES : ofEnclosing(around.text, subject, sign);
    if (elses !== undefined) return elses;
    if (!mayBeCredential(around.text, span, subject)) return undefined;
    const other = namesake(around, sign) ?? ofProduct(around, subject);
    if (other !== undefined) return other;
    if (isContainerBeside(subject, sign)) return undefined;
  }
  return { meaning: sign.meaning, scope, names: sign.names };
}
