import type { Span } from "./finding";
import { blockLines, bracesAround, enclosingValue, lineAround, linesAround, nameBefore } from "./lines";
import type { Meaning } from "./signRows";
import { type Sign, SignMap } from "./signs";

/**
 * What stands around a value and says whose it is. Scopes are asked from the inside out, and the first that holds a
 * sign decides: the value itself, its name, its line, its block of lines, the file.
 */

/** Where the deciding sign stood. */
export type Scope = "value" | "name" | "file name" | "line" | "block" | "nearby" | "file";

/** What the context says of a value. */
export interface Opinion {
  readonly meaning: Meaning;
  readonly scope: Scope;
  /** The sign, in plain words. */
  readonly names: string;
}

/** A text to be judged in: its signs are found once for all its values. */
export interface Surroundings {
  readonly text: string;
  readonly path: string;
  readonly signs: SignMap;
  /** Whether any file-wide Cosmos DB sign stands in the text; asked at most once. */
  readonly fileSign: () => Sign | undefined;
}

/** The surroundings that a text gives its values. */
export function surroundings(text: string, path: string): Surroundings {
  const signs = new SignMap(text);
  let known: { readonly sign: Sign | undefined } | undefined;
  const fileSign = (): Sign | undefined => {
    known ??= { sign: firstFileSign(text, signs) };
    return known.sign;
  };
  return { text, path, signs, fileSign };
}

/** What `around` says of the value at `span`; undefined where nothing speaks for or against. */
export function opinionOn(around: Surroundings, span: Span): Opinion | undefined {
  for (const scope of SCOPES) {
    const opinion = scope(around, span);
    if (opinion !== undefined) return opinion;
  }
  return undefined;
}

type AskScope = (around: Surroundings, span: Span) => Opinion | undefined;

const SCOPES: readonly AskScope[] = [ofValue, ofName, ofFileName, ofLine, ofBlock, ofNeighbours, ofFile];

const NEARBY_LINES = 12;

/** The whole connection string or URL that the value is part of. An account endpoint in it outweighs all else. */
function ofValue(around: Surroundings, span: Span): Opinion | undefined {
  const whole = enclosingValue(around.text, span);
  if (/sha-?\d{3}[-:= ]$|base64,$/i.test(around.text.slice(Math.max(0, span.start - 10), span.start))) {
    return { meaning: "other", scope: "value", names: "a hash or binary data" };
  }
  const signs = around.signs
    .within(whole.start, whole.end)
    .filter(({ at, end, reach }) => reach !== "line" && (end <= span.start || at >= span.end));
  const host = signs.find(({ reach, meaning }) => reach === "file" && meaning === "cosmos");
  const value = around.text.slice(whole.start, span.start);
  // A connection string's account name tells: without an endpoint of Cosmos DB it is Storage's.
  const decisive =
    host ??
    (isConnectionString(value)
      ? (signs.find(({ meaning }) => meaning === "other") ?? signs.find(({ meaning }) => meaning === "cosmos"))
      : undefined);
  if (decisive !== undefined) return { meaning: decisive.meaning, scope: "value", names: decisive.names };
  return /AccountName\s*=[^;]{1,80};\s*AccountKey\s*=\s*$/i.test(value)
    ? { meaning: "other", scope: "value", names: "a Storage connection string" }
    : undefined;
}

function isConnectionString(valueBefore: string): boolean {
  return (
    /[a-z]\s*=\s*[^;=]+(?:;|&#59;|\\u003b)\s*[\w ]+=\s*$/i.test(valueBefore.slice(-600)) ||
    /Account(?:Key|Endpoint)\s*=/i.test(valueBefore)
  );
}

/** The value's own name: the last word before it. */
function ofName(around: Surroundings, span: Span): Opinion | undefined {
  const name = nameBefore(around.text, span.start);
  if (name === undefined) return undefined;
  const signs = around.signs.within(name.start, name.end);
  const sign =
    signs.findLast(({ reach, meaning }) => meaning === "other" && reach === "line") ?? // cosmosKeyHash
    signs.find(({ meaning }) => meaning === "cosmos") ??
    signs.at(-1);
  return sign === undefined ? undefined : { meaning: sign.meaning, scope: "name", names: sign.names };
}

/** Lists of hashes, lockfiles, and the like: their values are never keys unless their own name or value says so. */
function ofFileName({ path, text }: Surroundings, span: Span): Opinion | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const list =
    /sha\d+|checksums?|\.sum$|^(?:package-lock|npm-shrinkwrap|packages\.lock|pnpm-lock|yarn|composer|cargo|poetry|uv|pipfile|gemfile|deno|bun|flake)\b.*lock|\.(?:map|integrity|sig|asc|p7s|crt|pem|woff2?)$/i;
  const follows = /^ [ *]\S/.test(text.slice(span.end, span.end + 3));
  const startsLine = span.start === 0 || text.charAt(span.start - 1) === "\n";
  return list.test(name) || (follows && startsLine)
    ? { meaning: "other", scope: "file name", names: "a list of hashes" }
    : undefined;
}

/** The same line, as far as one looks at: the nearest sign, those in the same braces first. */
function ofLine(around: Surroundings, span: Span): Opinion | undefined {
  const line = lineAround(around.text, span);
  const signs = around.signs.within(line.start, line.end).filter(({ at, end }) => end <= span.start || at >= span.end);
  if (signs.length === 0) return undefined;
  const braces = bracesAround(around.text, span, line);
  const inside = signs.filter(({ at }) => at >= braces.start && at < braces.end);
  const sign = nearest(inside.length > 0 ? inside : signs, span);
  return sign === undefined ? undefined : { meaning: sign.meaning, scope: "line", names: sign.names };
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
function ofBlock(around: Surroundings, span: Span): Opinion | undefined {
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
  if (best.sign.meaning === "cosmos" && !mayBeCredential(text, span)) return undefined;
  return { meaning: best.sign.meaning, scope: "block", names: best.sign.names };
}

/** A line with a credential of its own says nothing of its neighbours. */
function isSelfContained(line: string): boolean {
  return /(?:Account|SharedAccess)Key=/i.test(line);
}

/** A few lines up and down, whatever their indentation: for a value whose name at least says "key". */
function ofNeighbours(around: Surroundings, span: Span): Opinion | undefined {
  if (!mayBeCredential(around.text, span)) return undefined;
  const { start, end } = linesAround(around.text, span, NEARBY_LINES);
  const sign = nearest(
    around.signs
      .within(start, end)
      .filter(({ reach, at, end: signEnd }) => reach !== "line" && (signEnd <= span.start || at >= span.end)),
    span,
  );
  return sign === undefined ? undefined : { meaning: sign.meaning, scope: "nearby", names: sign.names };
}

/** Anywhere in the file: only an account endpoint or the SDK's own symbols count from afar. */
function ofFile(around: Surroundings, span: Span): Opinion | undefined {
  if (!mayBeCredential(around.text, span)) return undefined;
  const sign = around.fileSign();
  if (sign !== undefined) return { meaning: "cosmos", scope: "file", names: sign.names };
  const name = around.path.slice(around.path.lastIndexOf("/") + 1);
  return /cosmos/i.test(name) ? { meaning: "cosmos", scope: "file", names: "the file's name" } : undefined;
}

function firstFileSign(text: string, signs: SignMap): Sign | undefined {
  const STEP = 1 << 16;
  for (let at = 0; at < text.length; at += STEP) {
    const sign = signs
      .within(at, at + STEP + 200)
      .find(({ reach, meaning }) => reach === "file" && meaning === "cosmos");
    if (sign !== undefined) return sign;
  }
  return undefined;
}

const CREDENTIAL_NOUN =
  /key|pass(?:word|wd)?|pwd|secret|token|cred|auth|conn|string|value|default|primary|secondary|access|dsn|ur[il]|text|data|content|config|setting|option|print|echo|log|args?$/i;

/** Whether the value's name, if it has one, could be that of any credential; a positional value has none and may. */
export function mayBeCredential(text: string, span: Span): boolean {
  const name = nameBefore(text, span.start);
  if (name === undefined) return true;
  const word = text.slice(name.start, name.end);
  return (
    word.length <= 3 || CREDENTIAL_NOUN.test(word) || ACCOUNT_LIKE.test(word) || isArgumentOfClient(text, name, span)
  );
}

/** `new AzureNamedKeyCredential("contoso", …)`: behind another argument the name that counts is the call's. */
function isArgumentOfClient(text: string, name: Span, span: Span): boolean {
  if (!/^["'`]\s*,\s*["'`@$]*$/.test(text.slice(name.end, span.start))) return false;
  const called = /([\w.]+)\(\s*["'`][^"'`()]*$/.exec(text.slice(Math.max(0, name.end - 200), name.end))?.[1];
  return called !== undefined && /cred|key|auth|client|connect|account|cosmos|login|sign/i.test(called);
}

const ACCOUNT_LIKE = /^[\d.:/-]+$|azure|localhost|^http/i;
