import { isKeyName, wordsOf } from "./words";

/** What prose calls a key: words before a colon, or before a verb. */

/** UTF-16 units that are looked at before a key. */
const REACH = 100;
/** `Webhook secret: …`, `**Webhook secret**: …`, also at the end of the line before. */
const LABEL =
  /(?:^|[^\p{L}\p{N}_ '’-])[ \t]{0,20}((?:(?!(?:the|our|your|my|a|an) )[\p{L}][\p{L}\p{N}_'’-]* ){0,3}[\p{L}][\p{L}\p{N}_-]*)[*_]{0,3}\s?[:：][*_]{0,3}[ \t]*(?:\r?\n[ \t]*)?["'`]?$/iu;
/** `The webhook's secret is …`, `the storage key …`: at most three words before a verb or a key, articles aside. */
const SAID = /(?<![\p{L}\p{N}_'’-])(?:(?!(?:the|our|your|my|a|an|and|or|with|by|using|is) )[\p{L}\p{N}_'’-]+ ){1,3}$/iu;

/** The label that stands right before a place, where it is one of several words and a key's. */
export function labelBefore(text: string, at: number): string | undefined {
  const label = LABEL.exec(text.slice(Math.max(0, at - REACH), at))?.[1];
  return label !== undefined && isKeyName(wordsOf(label)) ? label : undefined;
}

/** What the words before a verb, or a key, at a place call the key. */
export function saidBefore(text: string, at: number): string | undefined {
  const said = SAID.exec(text.slice(Math.max(0, at - REACH), at))?.[0];
  return said !== undefined && isKeyName(wordsOf(said)) ? said.trim() : undefined;
}
