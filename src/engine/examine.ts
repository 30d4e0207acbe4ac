import { accountOf } from "./account";
import { anchorPlaces } from "./anchors";
import { BLOB_ANCHORS, blobAround } from "./blob";
import type { Candidate } from "./candidate";
import { opinionOn } from "./context";
import type { Opinion } from "./scopes/scope";
import { type Surroundings, surroundings } from "./surroundings";
import type { Span } from "./finding";
import { RULES } from "./rules/index";
import { KEY_TAILS, keyEndingAt, type SpelledKey } from "./spelling";
import { FARTHEST } from "./structure/owner";
import type { Page } from "./structure/page";
import { isOwn } from "./structure/pages";
import { judge, type Verdict } from "./verdict";

/** A place that was looked at and what came of it; harmless ones too, so that a person can be told why. */
export interface Examined {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly encoding: "plain" | "base64";
}

const DEEPEST_BLOB = 2;
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
  for (const { anchor, at } of anchorPlaces(text, from, within.end + LONGEST_KEY)) {
    if (PAGE_ANCHORS.has(anchor))
      for (const place of [at - FARTHEST, at, at + FARTHEST]) pages.add(around.pages.at(place));
    if (TAILS.has(anchor)) add(candidateOf(around, keyEndingAt(text, { start: at, end: at + anchor.length })));
    for (const rule of TEXT_RULES) if (rule.anchors.includes(anchor)) add(rule.propose(text, at, anchor, around.path));
    if (depth === DEEPEST_BLOB || !BLOBS.has(anchor) || at < Math.max(blobsEnd, within.start)) continue;
    const blob = blobAround(text, at, blobsEnd);
    blobsEnd = blob.end;
    if (blob.text !== undefined && isWithin(blob)) found.push(...examineBlob(around, blob, blob.text, depth + 1));
  }
  for (const page of pages)
    for (const rule of PAGE_RULES)
      for (const candidate of rule.propose(text, page, around.path)) if (isOwn(page, candidate)) add(candidate);
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

/** What stands inside base64, judged by what is inside and, where that says nothing, by what stands around the blob. */
function examineBlob(around: Surroundings, { start, end }: Span, inside: string, depth: number): readonly Examined[] {
  const span: Span = { start, end };
  return examineLayer(surroundings(inside, ""), { start: 0, end: inside.length }, depth).map(
    ({ candidate, verdict }) => {
      const { account, api } = candidate.account === undefined ? accountOf(around.text, around.pages, span) : candidate;
      const placed: Candidate = { ...candidate, ...span, pieces: [span], account, api };
      const outer = (): Opinion | undefined => opinionOn(around, span);
      return { candidate: placed, verdict: verdict.alarm ? verdict : judge(placed, outer), encoding: "base64" };
    },
  );
}
