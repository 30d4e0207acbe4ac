import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { all, climb, parts } from "../../follow/tree";
import { indentOf, lineEndOf } from "../../lines";
import { functionOf } from "./scope";

/** New statements of Go in the style of the function around them. */

/** An identity, from wherever the program runs. */
export const NEW_CREDENTIAL = "azidentity.NewDefaultAzureCredential(nil)";

/** The statement around a node, as an item of a block. */
export function statementOf(node: Node): Node | undefined {
  return climb(node, ({ parent }) => parent?.type === "statement_list" || parent?.type === "block");
}

/** A name that nothing in the file has yet. */
export function freshName(wanted: readonly string[], { root }: Source): string {
  const taken = new Set(all(root, "identifier", "field_identifier", "package_identifier").map(({ text }) => text));
  return wanted.find((name) => !taken.has(name)) ?? `${wanted[0] ?? "value"}2`;
}

/** What a function does with an error: as it does behind the statement, else what its results allow. */
export function handlingOf(statement: Node, error: string, source: Source): string | undefined {
  if (error === "_") return "";
  const eol = lineEndOf(source.text);
  const indent = indentOf(source.text, statement.startIndex);
  const next = statement.nextNamedSibling;
  const isCheck =
    next?.type === "if_statement" &&
    next.childForFieldName("condition")?.text === `${error} != nil` &&
    next.childForFieldName("alternative") === null;
  if (isCheck) return `${eol}${indent}${next.text}`;
  const body = stopOf(statement, error);
  return body === undefined ? undefined : `${eol}${indent}if ${error} != nil {${eol}${indent}\t${body}${eol}${indent}}`;
}

/** The statement that ends a function with an error; undefined where the values beside the error are not known. */
function stopOf(statement: Node, error: string): string | undefined {
  const method = functionOf(statement);
  const result = method?.childForFieldName("result");
  if (method === undefined) return undefined;
  if (result === null || result === undefined) return `panic(${error})`;
  const types =
    result.type === "parameter_list" ? parts(result).map((one) => one.childForFieldName("type") ?? one) : [result];
  if (types.at(-1)?.text !== "error") return `panic(${error})`;
  const values = types.slice(0, -1).map(zeroOf);
  return values.includes(undefined) ? undefined : `return ${[...values, error].join(", ")}`;
}

/** What stands for nothing of a type. */
function zeroOf(type: Node): string | undefined {
  if (/^(?:pointer|slice|map|channel|function|interface)_type$/.test(type.type)) return "nil";
  if (/^(?:string)$/.test(type.text)) return '""';
  if (type.text === "bool") return "false";
  if (/^(?:u?int(?:8|16|32|64)?|float(?:32|64)|byte|rune)$/.test(type.text)) return "0";
  return undefined;
}
