import type { Span, Suppression } from "./finding";

/** What a person wrote about a value on its line or the line before: nothing, a "no" with its reason, or one without. */
export type Refusal = Suppression | "reason missing" | undefined;

const LONGEST_LINE = 2000;
const ON_LINE = /keyless-ignore-line\b[ \t]*:?([^\r\n]*)/;
const ON_NEXT_LINE = /keyless-ignore-next-line\b[ \t]*:?([^\r\n]*)/;

/** Whether a comment refuses the finding at `span`: `keyless-ignore-line: reason` or `keyless-ignore-next-line: reason`. */
export function refusalOf(text: string, span: Span): Refusal {
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  const lineEnd = endOfLine(text, span.end);
  const before = ON_LINE.exec(text.slice(Math.max(lineStart, span.start - LONGEST_LINE), span.start));
  const after = ON_LINE.exec(text.slice(span.end, Math.min(lineEnd, span.end + LONGEST_LINE)));
  const previousStart = lineStart === 0 ? 0 : text.lastIndexOf("\n", lineStart - 2) + 1;
  const previous = ON_NEXT_LINE.exec(text.slice(Math.max(previousStart, lineStart - LONGEST_LINE), lineStart));
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

function endOfLine(text: string, at: number): number {
  const next = text.indexOf("\n", at);
  return next < 0 ? text.length : next;
}
