/** What others wrote, made fit to be printed: a repository chooses its names and lines. */

/**
 * What a terminal obeys instead of showing it: control characters, line ends and tabs among them, and what turns the
 * direction of text around or takes no room.
 */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** A text on one line in which nothing is obeyed by a terminal or by the log of a pipeline. */
export function escaped(text: string): string {
  return withoutCommands(text.replace(UNSEEN, escapeOf));
}

/** The same for a text of several lines: its line ends and tabs stay. */
export function escapedLines(text: string): string {
  return text.replace(UNSEEN, (one) => (/[\t\r\n]/.test(one) ? one : escapeOf(one))).replace(ANYWHERE, BROKEN);
}

/** Azure Pipelines obeys `##vso[` and `##[` anywhere in a line, GitHub `::` at its beginning. */
const ANYWHERE = /##(?=(?:vso)?\[)/gi;
const BROKEN = "#\\x23";

function withoutCommands(text: string): string {
  return text.replace(ANYWHERE, BROKEN).replace(/^(\s*)::/, "$1\\x3a:");
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** A name in a cell of a Markdown table, as code: no link, no mention, no HTML, and no end of the code or the cell. */
export function markdownCode(text: string): string {
  const shown = escaped(text);
  if (!/[`|\\<>&]/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(/[^\w./ :-]/g, (one) => `&#${one.codePointAt(0) ?? 0};`)}</code>`;
}
