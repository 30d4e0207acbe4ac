import type { Span } from "./finding";
import { looksRandom, looksRandomInShort } from "./randomRun";

/** What stands in a secret's place wherever a text is shown. */
export const MASK = "********";

/** Longer runs than this are masked too, whatever they are: a key of another service may stand beside ours. */
const LONG_RUN = /[A-Za-z0-9+/%_\\-]{36,}={0,2}/g;

/**
 * A text fit to be shown: each span (in order, without overlap) and every long unbroken run replaced by `MASK`.
 * A span that holds line ends keeps them, so that a masked text has as many lines as the text.
 */
export function masked(text: string, secrets: readonly Span[]): string {
  let shown = "";
  let at = 0;
  for (const { start, end } of secrets) {
    if (start < at) continue;
    shown += maskRuns(text.slice(at, start)) + MASK + text.slice(start, end).replace(/[^\r\n]/g, "");
    at = end;
  }
  return shown + maskRuns(text.slice(at));
}

/** A path or name fit to be shown: what is long enough to be a key is masked, ordinary paths are not. */
export function maskedPath(path: string): string {
  return path.replace(/[A-Za-z0-9+/]{80,}={0,2}/g, (run) => (looksRandomInShort(run) ? MASK : run));
}

/** An id of Azure's: a role's, a subscription's. */
const GUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi;

function maskRuns(text: string): string {
  return text.replace(LONG_RUN, (run) => (looksRandom(run.replace(GUID, "")) ? MASK : run));
}
