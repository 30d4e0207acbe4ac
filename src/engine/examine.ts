import { BLOB_ANCHORS, blobAround } from "./blob";
import type { Candidate } from "./candidate";
import { type Opinion, opinionOn, type Surroundings, surroundings } from "./context";
import type { Span } from "./finding";
import { RULES } from "./rules/index";
import { KEY_TAILS, keyEndingAt } from "./spelling";
import { judge, type Verdict } from "./verdict";

/** A place that was looked at and what came of it; harmless ones too, so that a person can be told why. */
export interface Examined {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly encoding: "plain" | "base64";
}

const DEEPEST_BLOB = 2;
/** UTF-16 units that a key takes at the most, however it is spelled and split. */
const LONGEST_KEY = 2048;

const KEY_RULES = RULES.filter((rule) => rule.reads === "key");
const TEXT_ANCHORS = RULES.filter((rule) => rule.reads === "text").flatMap((rule) =>
  rule.anchors.map((anchor) => ({ rule, anchor })),
);

/** Texts of which at least one stands, in this or the other case, in every text that holds a credential. */
export const ANCHORS: readonly string[] = [...KEY_TAILS, ...TEXT_ANCHORS.map(({ anchor }) => anchor), ...BLOB_ANCHORS];

/** Judges every candidate that starts within `within`. Total and linear in the text's length. */
export function examine(text: string, path: string, within: Span): readonly Examined[] {
  return examineLayer(surroundings(text, path), within, 0);
}

function examineLayer(around: Surroundings, within: Span, depth: number): readonly Examined[] {
  const { text } = around;
  const found: Examined[] = [];
  const add = (candidate: Candidate | undefined): void => {
    if (
      candidate === undefined ||
      candidate.end <= candidate.start ||
      candidate.start < within.start ||
      candidate.start >= within.end
    )
      return;
    const verdict = judge(candidate, () => opinionOn(around, candidate));
    found.push({ candidate, verdict, encoding: "plain" });
  };
  for (const tail of KEY_TAILS) {
    for (const at of placesOf(text, tail, within)) {
      const key = keyEndingAt(text, { start: at, end: at + tail.length });
      if (key !== undefined) add(firstProposal(text, key));
    }
  }
  for (const { rule, anchor } of TEXT_ANCHORS) {
    for (const at of placesOf(text, anchor, within)) add(rule.propose(text, at, anchor));
  }
  if (depth < DEEPEST_BLOB) found.push(...blobs(around, within, depth));
  return found;
}

function firstProposal(text: string, key: Parameters<(typeof KEY_RULES)[number]["propose"]>[1]): Candidate | undefined {
  for (const rule of KEY_RULES) {
    const candidate = rule.propose(text, key);
    if (candidate !== undefined) return candidate;
  }
  return undefined;
}

/** What stands inside base64, judged by what is inside and, where that says nothing, by what stands around the blob. */
function* blobs(around: Surroundings, within: Span, depth: number): Generator<Examined> {
  const { text } = around;
  const seen: Span[] = [];
  for (const anchor of BLOB_ANCHORS) {
    for (const at of placesOf(text, anchor, within)) {
      if (seen.some(({ start, end }) => at >= start && at < end)) continue;
      const blob = blobAround(text, at);
      if (blob === undefined) continue;
      seen.push(blob);
      if (blob.start < within.start || blob.start >= within.end) continue;
      const span: Span = { start: blob.start, end: blob.end };
      const inside = surroundings(blob.text, "");
      for (const { candidate, verdict } of examineLayer(inside, { start: 0, end: blob.text.length }, depth + 1)) {
        const placed: Candidate = { ...candidate, ...span, pieces: [span] };
        const outer = (): Opinion | undefined => opinionOn(around, span);
        yield { candidate: placed, verdict: verdict.alarm ? verdict : judge(placed, outer), encoding: "base64" };
      }
    }
  }
}

/** Where an anchor stands that a candidate starting within the range may have; its end may lie a little behind. */
function* placesOf(text: string, anchor: string, { start, end }: Span): Generator<number> {
  const most = end + LONGEST_KEY;
  for (let at = text.indexOf(anchor, start); at >= 0 && at < most; at = text.indexOf(anchor, at + 1)) yield at;
}
