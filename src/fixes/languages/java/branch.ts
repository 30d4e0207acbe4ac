import type { Node } from "web-tree-sitter";
import { choosesIdentity, namesIdentity } from "../../follow/branch";
import type { Missing } from "../../follow/missing";
import { all, climb, parts, same } from "../../follow/tree";
import { modifiersOf } from "./names";
import { declaring } from "./types";

/** Java that takes a key where there is one, and else signs in by identity. */

/** Whether code takes a value, however it is missing where it comes from, only beside an identity. */
export function doesWithout(value: Node): boolean {
  return choosesIdentity(value, missingAt(value)) || isBesideIdentity(value);
}

/** How a value is missing, as far as its declaration tells: nothing in the environment, as it is written in a literal. */
function missingAt(value: Node): Missing {
  const name = value.type === "field_access" ? value.childForFieldName("field") : value;
  const holder = name?.type === "identifier" ? declaring(name) : undefined;
  const given = holder?.childForFieldName("value");
  if (holder !== undefined && /@Value\b/.test(modifiersOf(holder))) return "either";
  if (given == null) return "both";
  if (given.type === "string_literal") return "either";
  return isNullRead(given) ? "null" : "both";
}

/** `System.getenv("X")`, `properties.getProperty("x")`: null where there is none. */
export function isNullRead(node: Node): boolean {
  if (node.type !== "method_invocation") return false;
  const given = parts(node.childForFieldName("arguments") ?? node);
  return given.length === 1 && /^(?:getenv|getProperty|get)$/.test(node.childForFieldName("name")?.text ?? "");
}

/** `if (key != null) builder.key(key);` on a builder that an identity is given to as well. */
function isBesideIdentity(value: Node): boolean {
  const statement = climb(value, ({ type }) => type === "if_statement");
  const body = climb(statement, ({ type }) => /^(?:method|constructor)_declaration$/.test(type));
  const consequence = statement?.childForFieldName("consequence");
  if (statement === undefined || body === undefined || consequence == null) return false;
  if (statement.childForFieldName("alternative") !== null) return false;
  const builder = /^\{?\s*(\w+)\s*(?:=\s*\1\s*)?\.\s*(?:key|credential)\([^;]*;\s*\}?$/.exec(consequence.text)?.[1];
  if (builder === undefined) return false;
  const isGiven = all(body, "method_invocation", "variable_declarator").some((one) => {
    const own = one.type === "variable_declarator" ? one.childForFieldName("name") : one.childForFieldName("object");
    const isBefore = one.endIndex <= statement.startIndex;
    return isBefore && own?.text === builder && one.text.includes(".credential(") && namesIdentity(one.text);
  });
  const condition = statement.childForFieldName("condition");
  const asked = condition === null ? [] : all(condition, value.type).filter((one) => one.text === value.text);
  return isGiven && (asked.length > 0 || same(condition, value));
}
