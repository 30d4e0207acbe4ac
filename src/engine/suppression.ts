import type { Span, Suppression } from "./finding";
import { breakAfter, breakBefore } from "./lines";

/** What a person wrote about a value on its line or the line before: nothing, a "no" with its reason, or one without. */
export type Refusal = Suppression | "reason missing" | undefined;

const LONGEST_LINE = 2000;
const ON_LINE = /keyless-ignore-line\b[ \t]*:?([^\r\n]*)/;
const ON_NEXT_LINE = /keyless-ignore-next-line\b[ \t]*:?([^\r\n]*)/;

/** Whether a comment refuses the finding at `span`: `keyless-ignore-line: reason` or `keyless-ignore-next-line: reason`. */
export function refusalOf(text: string, span: Span): Refusal {
  const lineStart = breakBefore(text, span.start, LONGEST_LINE) + 1;
  const before = ON_LINE.exec(text.slice(lineStart, span.start));
  const after = ON_LINE.exec(text.slice(span.end, breakAfter(text, span.end, LONGEST_LINE)));
  const previous = ON_NEXT_LINE.exec(text.slice(breakBefore(text, lineStart - 1, LONGEST_LINE) + 1, lineStart));
  const match = after ?? previous ?? before;
  if (match === null) return undefined;
  const reason = reasonIn(match[1] ?? "");
  return reason === "" ? "reason missing" : { reason };
}

/** The reason without what closes the comment or string it stands in. */
function reasonIn(rest: string): string {
  const reason = rest.replace(/(?:\*\/|-->|#>|["'`;,}\])]|%>)[\s"'`;,}\])]*$/, "").trim();
  return /\p{L}{2}/u.test(reason) ? reason.slice(0, 200) : "";
}
