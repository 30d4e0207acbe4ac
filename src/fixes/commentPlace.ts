import type { Node } from "web-tree-sitter";
import { languageOf } from "./languages/index";
import { lineStart } from "./lines";
import type { Parsers } from "./parsers";

/**
 * Whether a comment can stand on a line of its own above the line of `offset` (UTF-16): outside of every string,
 * template, comment and text of markup. Undefined where no parser knows the language.
 */
export async function canHoldComment(
  path: string,
  text: string,
  offset: number,
  parsers: Parsers,
): Promise<boolean | undefined> {
  const language = languageOf(path);
  if (language === undefined) return undefined;
  await parsers.load([language.grammar(path)]);
  const parsed = parsers.parse(language.grammar(path), text);
  if (parsed === undefined) return undefined;
  const line = lineStart(text, offset);
  const isContinued = /\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line));
  const can = !isContinued && !isInsideText(parsed.root.descendantForIndex(line, line), line);
  parsed.dispose();
  return can;
}

/** Nodes whose every character is content; and what could not be parsed, of which nothing is known. */
const CONTENT = /string|template|text|char|literal|comment|regex|ERROR/;

function isInsideText(node: Node | null, at: number): boolean {
  for (let one = node; one !== null; one = one.parent)
    if (one.startIndex < at && one.endIndex > at && CONTENT.test(one.type)) return true;
  return false;
}
