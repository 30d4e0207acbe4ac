import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { Reads, Source } from "../../follow/language";
import { goneAt, lostAt, together } from "../../follow/reads";
import { all, climb, parts, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { calledBy } from "./types";

/** Lines of Kotlin that only show a value: `println("key: $key")`, `logger.info { "… ${key.length}" }`. */

const LOGS = /^(?:print|println|trace|debug|info|warn|error)$/;
const HIDDEN = "***";

/** What becomes of a name in texts, which the grammar does not see: it goes from lines that show it, and is lost in others. */
export function inTemplates(name: string, source: Source): Reads {
  const pattern = new RegExp(String.raw`(?<!\\)\$(?:${name}\b|\{${name}\b[^}]*\})`);
  const texts = all(source.root, "string_literal", "multiline_string_literal").filter(({ text }) => pattern.test(text));
  return together(
    texts.map((text): Reads => {
      const edit = shown(text, new RegExp(pattern, "g"), source);
      return edit === undefined ? lostAt(text, source) : goneAt(source, [edit], []);
    }),
  );
}

/** The edit that takes what a text shows out of a line that logs it. */
export function shown(text: Node, pattern: RegExp, source: Source): Edit | undefined {
  const statement = climb(text.parent, (node) => isLog(node) || node.type === "block" || node.type === "function_body");
  if (statement === undefined || !isLog(statement)) return undefined;
  const others = all(statement, "string_literal", "multiline_string_literal").map((one) =>
    one.text.replace(pattern, ""),
  );
  const given = parts(statement).find(({ type }) => type === "value_arguments");
  const values = given === undefined ? [] : parts(given).flatMap((one) => parts(one).slice(-1));
  const isAlone =
    !others.some((one) => /(?<!\\)\$[\w{]/.test(one)) && values.every(({ type }) => type.endsWith("string_literal"));
  if (isAlone) return removal(source.text, spanOf(statement));
  return { ...spanOf(text), text: text.text.replace(pattern, HIDDEN) };
}

/** Whether a node is a statement that logs. */
function isLog(node: Node): boolean {
  const called = calledBy(node);
  const object = called?.object?.text ?? "";
  return (
    called !== undefined &&
    LOGS.test(called.name) &&
    /^(?:|(?:this\.)?_?log(?:ger|ging)?|LOG(?:GER)?|System\.(?:out|err))$/.test(object) &&
    /^(?:block|lambda_literal)$/.test(node.parent?.type ?? "")
  );
}

/** The edit for a value that stands in a text which is shown: `${key.length}`. */
export function hides(value: Node, source: Source): Edit | undefined {
  const text = climb(value, ({ type }) => /^(?:multiline_)?string_literal$/.test(type));
  const hole = climb(value, ({ type }) => type === "interpolation");
  if (text === undefined || hole === undefined || hole.startIndex < text.startIndex) return undefined;
  const name = value.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return shown(text, new RegExp(String.raw`(?<!\\)\$(?:${name}\b|\{${name}\b[^}]*\})`, "g"), source);
}
