import { LEFT_OUT, type LeftOut, type Omissions } from "../files/note";
import type { Terminal } from "./terminal";

/** What a scan left out, in words. */

const WORDS: Readonly<Record<LeftOut, string>> = {
  ignored: "ignored by git",
  excluded: "excluded",
  binary: "binary",
  "too large": "too large",
  "not here": "not here",
};

/** What settings left out, with its numbers; empty where nothing was. A folder that is left out counts as one. */
export function leftOutInWords({ leftOut }: Omissions): string {
  return LEFT_OUT.filter((kind) => leftOut[kind] > 0)
    .map((kind) => `${leftOut[kind]} ${WORDS[kind]}`)
    .join(", ");
}

/** How many places could not be looked at. */
export function unseenInWords({ unseen }: Omissions): string {
  return `${unseen.length} ${unseen.length === 1 ? "place" : "places"} could not be looked at`;
}

/** Globs of a person that left nothing out: mistyped, or no longer needed. */
export function idleGlobs({ globs }: Omissions, asked: readonly string[]): readonly string[] {
  return asked.filter((glob) => !globs.has(glob));
}

/**
 * The exit code of a command that looked at files: 2 where something could not be looked at, unless a person accepts
 * that; else what it is by itself. Says why on stderr.
 */
export function exitCode(code: number, omissions: Omissions, allowPartial: boolean, terminal: Terminal): number {
  if (omissions.unseen.length === 0 || allowPartial) return code;
  terminal.tell(`cosmos-keyless: ${unseenInWords(omissions)}: the result is incomplete. --allow-partial accepts that.`);
  return Math.max(code, 2);
}
