import type { Subject } from "../belonging";
import type { Sign } from "../signs";
import type { Part } from "../structure/owner";
import {
  areItemsApart,
  commonGroup,
  type Group,
  isIn,
  type Page,
  type Value,
  valueAt,
  valuesAround,
  wordsAround,
} from "../structure/page";
import { FRAME } from "../structure/vocabulary";
import { areParagraphsApart, areRowsApart, areTitledApart } from "../structure/titles";
import { foreignWords, isAuthName, namesDatabase } from "../structure/words";

/** Whether a value and a sign near it are of two things: two pairs of a line, two objects, two sections. */

/** A sign in another pair of the line, its name or its value, speaks of that pair. */
export function isElsewhere(text: string, { page, part, words }: Subject, { at, end }: Sign): boolean {
  const value = valueAt(page, { start: at, end: at + 1 }) ?? expressionAt(text, page, at);
  // `('CosmosKey', '…'), ('BlobKey', '…')`
  if (value?.form === "quoted" && !isIn(part.group, value.group)) return true;
  if (value?.name === undefined) return isFlagOfAnother(text, part, at, end) || isNameOfAnother(text, page, part, end);
  // A row says whose its secret is: `cosmosdb,key,…`.
  if (value.form === "cell" && value.group === part.group && foreignWords(words).length === 0) return false;
  return !(value.start <= part.start && value.end > part.start);
}

/** `store: new CosmosStore(`: the value without quotes whose expression goes on at a place. */
function expressionAt(text: string, page: Page, at: number): Value | undefined {
  const before = valuesAround(page, at, 1).findLast(({ start }) => start <= at);
  return before?.form === "bare" && /^[ \t\w.]*$/.test(text.slice(before.end, at)) ? before : undefined;
}

/** `--maps-key "…" --cosmos-uri …`: a sign in a command's option that does not take the part. */
function isFlagOfAnother(text: string, { start }: Part, at: number, end: number): boolean {
  if (!/(?:^|\s)--?[\w-]{0,60}$/.test(text.slice(Math.max(0, at - 64), at))) return false;
  return start < at || /\s--?[A-Za-z]/.test(text.slice(end, start));
}

/** `"cosmosKey": "…", "mapsKey": …`: a sign that ends at `end` stands in the name of a pair that does not hold the part. */
function isNameOfAnother(text: string, page: Page, { start, group }: Part, end: number): boolean {
  const separator = /^[\w.-]{0,80}["'`\]]{0,3}\s{0,8}(?:=>?|:(?![\d/]))\s{0,8}/.exec(text.slice(end, end + 120));
  if (separator === null) return false;
  const from = end + separator[0].length;
  if (/[{[(]/.test(text.charAt(from))) return !isIn(group, page.groupAt(from + 1));
  // The pair goes on until the next name.
  return start < end || /[\w"'`\]]\s{0,8}[=:]/.test(text.slice(from, start));
}

/** `"Auth": { "Key": … }` beside `"Cosmos": { … }`: two objects with names of their own are two things. */
export function areNamedApart({ page, part }: Subject, { at }: Sign): boolean {
  const theirs = page.groupAt(at);
  const common = commonGroup(part.group, theirs);
  const own = wordsAround(part.group, common);
  if (own.length === 0 || namesDatabase(own) || !namesDatabase(wordsAround(theirs, common))) return false;
  return foreignWords(own).length > 0 || isAuthName(own);
}

/** A section, an object or an item that is somebody else's, or that the sign is not in: `[session]`, `"Payment": { … }`. */
export function isInOther(text: string, { page, part, words }: Subject, { at, end }: Sign): boolean {
  const theirs = at >= page.start && at < page.end ? page.groupAt(at) : undefined;
  if (theirs !== undefined && areBlocksApart(text, page, part, theirs, { at, end })) return true;
  // A sign in a title speaks of what follows, up to another title.
  const place = hasValuesBetween(page, end, part) ? end : at;
  if (!namesDatabase(words) && theirs !== undefined && areParagraphsApart(page, part.start, place, [])) return true;
  // What a text in a literal is handed to says nothing of what it speaks of.
  let own: Subject["part"]["group"] | undefined = part.group;
  while (own.kind === "string" && own.parent !== undefined) own = own.parent;
  const around = wordsAround(own, theirs === undefined ? undefined : commonGroup(own, theirs));
  if (isHeading(text, at, end, part.start)) return false;
  return (
    foreignWords(around).some((word) => !FRAME.has(word)) && !around.some((word) => /cosmos|doc(?:ument)?db/.test(word))
  );
}

/** Whether another paragraph than a value's holds values between a place and it. */
function hasValuesBetween(page: Page, place: number, { start, paragraph }: Part): boolean {
  return valuesAround(page, start, FEW).some(
    (one) => one.start > place && one.start < start && one.paragraph !== paragraph,
  );
}

const FEW = 8;

/** Behind a word what leads into a call's brackets, and into the line below. */
const LEADS_INTO = [/^[\w<>]{0,60}\(/, /^[^\n]{0,160}\n\s{0,80}/];

/** Whether a value and a sign stand in two items, rows or blocks with titles of their own. */
function areBlocksApart(
  text: string,
  page: Page,
  { group, name }: Part,
  theirs: Group,
  { at, end }: Pick<Sign, "at" | "end">,
): boolean {
  if (areItemsApart(group, theirs) || (name !== undefined && areRowsApart(group, theirs))) return true;
  if (areTitledApart(group, theirs, [])) return true;
  // `CosmosClient database() {`, `AddCosmosStore(`: what opens a block speaks of it.
  return LEADS_INTO.some((pattern) => {
    const next = pattern.exec(text.slice(end, end + 240))?.[0].length;
    const opened = next === undefined ? theirs : page.groupAt(end + next);
    const isOpener = opened.parent === theirs && opened.label.includes(text.slice(at, end));
    return isOpener && areTitledApart(group, opened, []);
  });
}

/** A comment above what holds the value: `# Cosmos DB`, and then `orders:`. */
function isHeading(text: string, at: number, end: number, before: number): boolean {
  const between = text.slice(end, Math.min(before, end + 300));
  return (
    before - end < 300 &&
    !/\n[ \t\r]*\n|[}\]]/.test(between) &&
    /(?:^|\n)[ \t]*(?:#|\/\/|\/?\*|--|;|<!--)[^\n]*$/.test(text.slice(Math.max(0, at - 160), at))
  );
}
