import type { Span } from "../finding";
import { lineAround } from "../lines";
import type { Page } from "./page";
import { isEndpointName, isKeyName, wordsOf } from "./words";

/** Endpoints that code takes from its environment or its settings: no text says which account they are. */

/** Where an endpoint is read, what it is called there, and what the text calls it. */
export interface Reading extends Span {
  readonly name: string;
  readonly given: string;
}

/** `process.env.COSMOS_ENDPOINT`, `os.environ["COSMOS_URI"]`, `Configuration["Cosmos:Endpoint"]`, `config.get("cosmos", "uri")`. */
const READ =
  /(?:process\.env\.|import\.meta\.env\.|\$env:|(?:environ(?:\.get)?|getenv|env|fetch|env::var|GetEnvironmentVariable|get_?property|config(?:uration|\.get|\.getString)?|settings|AppSettings|ENV)[[(]["'](?:[\w.:-]{2,40}["'],\s?["'])?)([\w:.-]{2,80})/gi;

/** `process.env.COSMOS_URI ??` before a literal of its own. */
const FALLS_BACK = /^["')\]]{0,3}\s{0,40}(?:\?\?|\|\||\?:|or\b|,)\s{0,40}[@$fr]{0,2}["'`][\w+]{0,12}:?\/{0,2}$/;

const GIVEN = /([\p{L}_$][\p{L}\p{N}_.-]*)["'?]?\s{0,4}(?::\s?[\w.<>]{1,30}\s?)?[:=]>?\s{0,4}(?:new\s)?[\w.(]*$/u;

/** The endpoints that a page reads, those aside that have a literal of their own. */
export function readingsOn(text: string, page: Page, hosts: readonly Span[]): readonly Reading[] {
  const readings: Reading[] = [];
  for (const match of text.slice(page.start, page.end).matchAll(READ)) {
    const [whole, name = ""] = match;
    const start = page.start + match.index;
    const end = start + whole.length;
    const words = wordsOf(name);
    if (!isEndpointName(words) || isKeyName(words)) continue;
    const line = lineAround(text, { start, end });
    const hasLiteral = hosts.some(
      (host) =>
        (host.start >= line.start && host.start < line.end) ||
        (host.start > end && host.start < end + 120 && FALLS_BACK.test(text.slice(end, host.start))),
    );
    if (hasLiteral) continue;
    const given = GIVEN.exec(text.slice(Math.max(line.start, start - 80), start))?.[1] ?? name;
    readings.push({ start, end, name, given });
  }
  return readings;
}
