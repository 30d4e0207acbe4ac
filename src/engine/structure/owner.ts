import { countUpTo } from "../countUpTo";
import type { Endpoint } from "./endpoints";
import { areItemsApart, commonGroup, type Group, wordsAround } from "./page";
import { affinity, foreignWords, ownerWords, wordsOf } from "./words";

/** Which endpoint a value belongs to: the one that the same call, object, section or name holds together with it. */

/** A value whose owner is asked for. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly name: string | undefined;
  readonly group: Group;
  readonly paragraph: number;
  readonly line: number | undefined;
  /** A command's option goes with what stands on the command's own line. */
  readonly isFlag: boolean;
}

/** A value of the kind of the one whose owner is asked for. */
export type Beside = Pick<Part, "start" | "end" | "line" | "group">;

interface Bond {
  readonly endpoint: Endpoint;
  /** The greater of two ranks holds more tightly; the earlier number outweighs the later. */
  readonly rank: readonly number[];
}

/** How an owner is asked for. */
interface Asking {
  /** Whether an endpoint has another value already: it goes with this one only if no other does. */
  readonly isTaken?: (endpoint: Endpoint) => boolean;
  /** Whatever names say: what a group below the page holds together with the value. */
  readonly isAnybodys?: boolean;
}

/** UTF-16 units between a value and its endpoint, at the most. */
export const FARTHEST = 4000;
/** Endpoints that are looked at on each side of a value, at the most: what keeps a page of thousands linear. */
const NEIGHBOURS = 24;

/** The endpoints that hold a value most tightly, all as tightly; none where its name says that it belongs elsewhere. */
export function ownersOf(part: Part, endpoints: readonly Endpoint[], asking: Asking = {}): readonly Endpoint[] {
  let best: readonly Bond[] = [];
  const words = part.name === undefined ? [] : wordsOf(part.name);
  for (const endpoint of neighbours(part, endpoints)) {
    const bond = bondOf(part, words, endpoint, asking);
    if (bond === undefined) continue;
    const order = best[0] === undefined ? 1 : compare(bond.rank, best[0].rank);
    if (order > 0) best = [bond];
    else if (order === 0) best = [...best, bond];
  }
  return best.map(({ endpoint }) => endpoint);
}

/** The endpoints nearest to a value, in order. */
export function neighbours({ start }: { readonly start: number }, endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const before = countUpTo(endpoints, start - 1, (one) => one.start);
  return endpoints
    .slice(Math.max(0, before - NEIGHBOURS), before + NEIGHBOURS)
    .filter((one) => one.end >= start - FARTHEST && one.start <= start + FARTHEST);
}

function bondOf(
  part: Part,
  name: readonly string[],
  endpoint: Endpoint,
  { isTaken, isAnybodys = false }: Asking,
): Bond | undefined {
  if (areItemsApart(part.group, endpoint.group)) return undefined;
  const common = commonGroup(part.group, endpoint.group);
  const around = wordsAround(part.group, common);
  const theirs = [...endpoint.words, ...wordsAround(endpoint.group, common)];
  const isSetUp = endpoint.kind === "resource" || endpoint.kind === "management";
  const words = isSetUp ? name : [...name, ...around];
  if (isAnybodys ? common.kind === "page" : !speaksFor(words, endpoint)) return undefined;
  // Two sections with names of their own are two things.
  if (!isSetUp && isApart(around, wordsAround(endpoint.group, common))) return undefined;
  const isOnLine = part.isFlag && part.line === endpoint.line;
  const isApartFromCommand = common.kind === "page" && !isInOneList(part, endpoint);
  if (part.isFlag && !isOnLine && isApartFromCommand && endpoint.kind !== "other") return undefined;
  return {
    endpoint,
    rank: [
      isOnLine ? 1 : 0,
      blockOf(part, endpoint)?.depth ?? common.depth,
      part.line === endpoint.line ? 1 : 0,
      isTaken?.(endpoint) === true ? 0 : 1,
      affinity(ownerWords([...name, ...around]), ownerWords(theirs)),
      -Math.abs(part.paragraph - endpoint.paragraph),
    ],
  };
}

/** The block around a value that a resource's own type opens: `resource "azurerm_mongo_cluster" "shop" {`. */
function blockOf(part: Part, { kind, start, group }: Endpoint): Group | undefined {
  if (kind !== "resource") return undefined;
  let block: Group | undefined = part.group;
  while (block !== undefined && block.parent !== group) block = block.parent;
  return block !== undefined && start < block.start && start >= block.start - block.label.length - 2
    ? block
    : undefined;
}

/** `- --host=…`, `- --password=…`: an option in each line of a list. */
function isInOneList(part: Part, { group, value, paragraph }: Endpoint): boolean {
  const isItem = part.group.kind === "item" && group.kind === "item" && part.group.parent === group.parent;
  return isItem && value?.form === "flag" && part.paragraph === paragraph;
}

/** Whether sections are called after two things: `keys` and `endpoints` are two parts of one. */
function isApart(one: readonly string[], other: readonly string[]): boolean {
  return ownerWords(one).length > 0 && ownerWords(other).length > 0 && affinity(one, other) < 0;
}

/** Whether a value's words may be an endpoint's: they name nobody else. */
function speaksFor(words: readonly string[], { words: own, group, account }: Endpoint): boolean {
  const foreign = foreignWords(words);
  if (foreign.length === 0) return true;
  const theirs = [...own, ...wordsAround(group), ...(account?.host.split(/[.-]/).slice(0, 6) ?? [])];
  return foreign.every((word) => theirs.includes(word));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, one] of a.entries()) if (one !== b[i]) return one - (b[i] ?? 0);
  return 0;
}

/**
 * Of endpoints that hold a value equally, the one that it goes with by order: where `values` and endpoints take turns,
 * each value goes with its neighbour on the side on which the first one stands; where they stand in two lists, with its
 * like in the other. Undefined where order does not tell.
 */
export function inOrder(part: Part, owners: readonly Endpoint[], values: readonly Beside[]): Endpoint | undefined {
  const [first] = owners;
  if (first === undefined || owners.every((one) => isSame(one, first))) return first;
  const onLine = owners.filter(({ line }) => part.line !== undefined && line === part.line);
  if (onLine.length === 1) return onLine[0];
  if (!takesTurns(owners, values)) return inList(part, owners, values);
  const before = owners.findLast(({ end }) => end <= part.start);
  const after = owners.find(({ start }) => start >= part.end);
  const starts = values.map(({ start }) => start);
  const isFirst = first.start < Math.min(...starts);
  const isLast = (owners.at(-1)?.start ?? 0) > Math.max(...starts);
  return isFirst === isLast ? undefined : isFirst ? before : after;
}

/** No two different endpoints stand side by side without a value between them. */
function takesTurns(owners: readonly Endpoint[], values: readonly Beside[]): boolean {
  return owners.every((owner, i) => {
    const next = owners[i + 1];
    return next === undefined || values.some(({ start }) => start > owner.start && start < next.start);
  });
}

/** `urls = [a, b]`, `keys = [c, d]`: of the one list of as many endpoints, that of a value's own number. */
function inList(part: Part, owners: readonly Endpoint[], values: readonly Beside[]): Endpoint | undefined {
  const [first] = owners;
  if (first === undefined) return undefined;
  const common = commonGroup(part.group, first.group);
  const list = listOf(part, common);
  const own = values.filter((one) => listOf(one, common) === list);
  const lists = new Map<List, Endpoint[]>();
  for (const owner of owners) {
    const theirs = listOf(owner, common);
    lists.set(theirs, [...(lists.get(theirs) ?? []), owner]);
  }
  const like = [...lists.values()].filter(({ length }) => length === own.length && length > 1);
  return like.length === 1
    ? like[0]?.[own.findIndex(({ start, end }) => start <= part.start && part.start < end)]
    : undefined;
}

type List = Group | "items" | number | undefined;

/** What a place is listed in below a group: the outermost group there, all items of a list being one, or its line. */
function listOf({ group, line }: Pick<Part, "group" | "line">, common: Group): List {
  let list: Group | undefined;
  for (let one: Group | undefined = group; one !== undefined && one !== common; one = one.parent) list = one;
  return list?.kind === "item" ? "items" : (list ?? line);
}

function isSame(a: Endpoint, b: Endpoint): boolean {
  return a.account?.name === b.account?.name && a.kind === b.kind;
}
