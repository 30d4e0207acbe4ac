import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { lineEnd, lineStart } from "../lines";
import type { Source } from "./language";

/** Documentation of a parameter or property that goes: `@param key the account's key`, in a comment before what has it. */

/** The edits that take what is said of `name` out of the comment before a declaration; the comment goes where it says no more. */
export function undocumented(declaration: Node, name: string, { text }: Source): readonly Edit[] {
  const line = lineStart(text, declaration.startIndex);
  const before = text.slice(0, line).trimEnd();
  const start = before.endsWith("*/") ? before.lastIndexOf("/**") : -1;
  if (start < 0 || before.indexOf("*/", start) < before.length - 2) return [];
  const comment = text.slice(start, before.length);
  const said = tagOf(comment, name);
  if (said === undefined) return [];
  const rest = comment.slice(0, said.start) + comment.slice(said.end);
  const isEmpty = /^\/\*\*[\s*]*\/$/.test(rest);
  return isEmpty
    ? [{ start: lineStart(text, start), end: lineEnd(text, before.length - 1), text: "" }]
    : [{ start: start + said.start, end: start + said.end, text: "" }];
}

/** The lines of a tag, or the tag of a comment of one line. */
function tagOf(comment: string, name: string): { readonly start: number; readonly end: number } | undefined {
  const tag = String.raw`@(?:param|property)[ \t]+(?:\{[^}\n]*\}[ \t]+)?\[?${name}\b`;
  const lines = new RegExp(String.raw`^[ \t]*\*?[ \t]*${tag}.*\r?\n(?:[ \t]*\*[ \t]+(?!@)\S.*\r?\n)*`, "m").exec(
    comment,
  );
  const single = lines ?? new RegExp(String.raw`${tag}[^@\n]*(?=\*\/)`).exec(comment);
  return single === null ? undefined : { start: single.index, end: single.index + single[0].length };
}
