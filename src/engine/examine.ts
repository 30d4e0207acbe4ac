import { accountOf } from "./account";
import { anchorPlaces } from "./search/anchors";
import { BLOB_ANCHORS, blobAround } from "./inner/blob";
import type { Candidate } from "./candidate";
import { opinionOn } from "./context";
import { type Surroundings, surroundings } from "./surroundings";
import type { Span } from "./finding";
import type { Inner } from "./inner/inner";
import { InnerTexts } from "./inner/innerTexts";
import { RULES } from "./rules/index";
import { KEY_TAILS, keyEndingAt, type SpelledKey } from "./spelling";
import { FARTHEST } from "./structure/owner";
import type { Page } from "./structure/page";
import { isOwn } from "./structure/pages";
import { judge, saysNothing, type Verdict } from "./verdict";

/** A place that was looked at and what came of it; harmless ones too, so that a person can be told why. */
export interface Examined {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly encoding: "plain" | "base64";
}

/** A text in a text in a text is looked into so far. */
const DEEPEST = 2;
/** UTF-16 units that a key takes at the most, however it is spelled and split: its anchor stands at its end. */
const LONGEST_KEY = 6000;

const KEY_RULES = RULES.filter((rule) => rule.reads === "key");
const TEXT_RULES = RULES.filter((rule) => rule.reads === "text");
const PAGE_RULES = RULES.filter((rule) => rule.reads === "page");
const PAGE_ANCHORS = new Set(PAGE_RULES.flatMap((rule) => rule.anchors));
const TAILS = new Set(KEY_TAILS);
const BLOBS = new Set(BLOB_ANCHORS);

/** Judges every candidate that starts within `within`. Total and linear in the text's length. */
export function examine(text: string, path: string, within: Span): readonly Examined[] {
  return examineLayer(surroundings(text, path), within, 0);
}

function examineLayer(around: Surroundings, within: Span, depth: number): readonly Examined[] {
  const { text } = around;
  const found: Examined[] = [];
  let blobsEnd = 0;
  const isWithin = ({ start }: Span): boolean => start >= within.start && start < within.end;
  const add = (candidate: Candidate | undefined): void => {
    if (candidate === undefined || candidate.end <= candidate.start || !isWithin(candidate)) return;
    const verdict = judge(candidate, () => opinionOn(around, candidate));
    found.push({ candidate, verdict, encoding: "plain" });
  };
  const pages = new Set<Page>();
  const from = Math.max(0, within.start - FARTHEST);
  const inners = new InnerTexts(text, from);
  let looked: readonly Inner[] = [];
  for (const { anchor, at } of anchorPlaces(text, from, within.end + LONGEST_KEY)) {
    const inside = depth === DEEPEST ? [] : inners.around(at);
    if (inside !== looked)
      for (const inner of inside)
        found.push(...examineInside(around, inner, within, depth + 1).filter(({ candidate }) => isWithin(candidate)));
    looked = inside;
    if (PAGE_ANCHORS.has(anchor))
      for (const place of [at - FARTHEST, at, at + FARTHEST]) pages.add(around.pages.at(place));
    const [inner] = inside;
    const key = TAILS.has(anchor) ? keyEndingAt(text, { start: at, end: at + anchor.length }) : undefined;
    // A key that begins before the text in which it ends is the outer text's.
    if (inner === undefined || (key !== undefined && key.start < inner.start)) add(candidateOf(around, key));
    if (inner !== undefined) continue;
    for (const rule of TEXT_RULES) if (rule.anchors.includes(anchor)) add(rule.propose(text, at, anchor, around.path));
    if (depth === DEEPEST || !BLOBS.has(anchor) || at < Math.max(blobsEnd, within.start)) continue;
    const blob = blobAround(text, at, blobsEnd);
    blobsEnd = blob.end;
    if (blob.inner !== undefined && isWithin(blob)) found.push(...examineInside(around, blob.inner, within, depth + 1));
  }
  for (const page of pages)
    for (const rule of PAGE_RULES)
      for (const candidate of rule.propose(text, page, around.path))
        if (isOwn(page, candidate) && !inners.hold(candidate.start)) add(candidate);
  return found;
}

/** The most specific rule that proposes speaks for a key. */
function candidateOf({ text, pages }: Surroundings, key: SpelledKey | undefined): Candidate | undefined {
  if (key === undefined) return undefined;
  for (const rule of KEY_RULES) {
    const candidate = rule.propose(text, key, pages);
    if (candidate !== undefined) return candidate;
  }
  return undefined;
}

/** What stands in a text that the text holds: judged there and, where that says nothing, by what stands around it. */
function examineInside(around: Surroundings, inner: Inner, within: Span, depth: number): readonly Examined[] {
  const all = examineLayer(surroundings(inner.text, ""), inner.within(within), depth);
  const said = inner.isComment === true ? all.filter(({ candidate }) => candidate.shape !== "reference") : all;
  return said.map(({ candidate, ...examined }) => {
    const span = inner.spanOf(candidate);
    const isOpen = saysNothing(examined.verdict) || (inner.isValue === true && !examined.verdict.alarm);
    const verdict = isOpen ? judge(candidate, () => opinionOn(around, span)) : examined.verdict;
    // Whose a key is stands inside or outside; it is looked for only where the key is a finding.
    const owner =
      verdict.alarm && candidate.shape === "key" && candidate.account === undefined
        ? accountOf(around.text, around.pages, span)
        : verdict.alarm
          ? candidate
          : NOBODY;
    const { rule, shape, value, access, beside, partOfLongerRun } = candidate;
    const { api, account } = owner;
    const pieces = inner.encoding === "base64" ? [span] : candidate.pieces.map(inner.spanOf);
    return {
      candidate: { ...span, pieces, rule, shape, value, access, beside, partOfLongerRun, api, account },
      verdict,
      encoding: inner.encoding ?? examined.encoding,
    };
  });
}

const NOBODY = { api: "unknown", account: undefined } as const;
