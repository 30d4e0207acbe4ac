import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { lineEnd, lineStart, removal } from "../lines";
import type { Source } from "./language";
import { parts } from "./tree";

/** Documentation of a parameter or property that goes: `@param key the account's key`, `key (str): …`, `:param key: …`. */

/** The edits that take what is said of `name` out of the comment before a declaration, and out of Python's docstrings. */
export function undocumented(declaration: Node, name: string, source: Source): readonly Edit[] {
  return [...uncommented(declaration, name, source), ...docstringsOf(declaration).flatMap(without(name, source))];
}

/** The comment goes where it says no more. */
function uncommented(declaration: Node, name: string, { text }: Source): readonly Edit[] {
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

/** The string that a Python function begins with, and that of its class for a constructor. */
function docstringsOf(method: Node): readonly Node[] {
  if (method.type !== "function_definition") return [];
  const owner = method.parent?.parent?.type === "class_definition" ? method.parent.parent : undefined;
  const isConstructor = method.childForFieldName("name")?.text === "__init__";
  return [method, ...(isConstructor && owner !== undefined ? [owner] : [])].flatMap((one) => {
    const body = one.childForFieldName("body");
    const first = body === null ? undefined : parts(body)[0];
    const text = first?.type === "expression_statement" ? parts(first)[0] : undefined;
    return text?.type === "string" ? [text] : [];
  });
}

const without =
  (name: string, source: Source) =>
  ({ text, startIndex }: Node): readonly Edit[] => {
    const line = new RegExp(
      String.raw`^[ \t]*(?::(?:param|type)\b[^:\n]*\b${name}:|${name}(?:[ \t]*\([^)\n]*\))?:[ \t])[^\n]*`,
      "gm",
    );
    return [...text.matchAll(line)].map((match) => {
      const start = startIndex + match.index;
      return removal(source.text, { start, end: start + match[0].length });
    });
  };
