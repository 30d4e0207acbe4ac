import type { Node } from "web-tree-sitter";
import { choosesIdentity } from "../../follow/branch";
import type { Edit } from "../../fix";
import type { Source } from "../../follow/language";
import { whereMissing } from "../../follow/missing";
import { all, climb, parts, same } from "../../follow/tree";
import { removal } from "../../lines";
import { declaring } from "./scope";

/** Go that takes a key where there is one, and else signs in by identity. */

/** Whether code takes a value, which is empty where it is missing, only beside an identity. */
export function doesWithout(value: Node): boolean {
  const asked = askedInstead(value);
  return asked.length > 0 ? asked.every((one) => choosesIdentity(one, "empty")) : choosesIdentity(value, "empty");
}

/** `case key == "": return …`: a case that only stops where the value is missing goes. */
export function caseAround(value: Node, { text }: Source): Edit | undefined {
  const around = climb(value, ({ type }) => type === "expression_case" || type === "statement_list");
  const condition = around?.type === "expression_case" ? around.childForFieldName("value") : null;
  if (around?.parent == null || condition === null || parts(around.parent).length < 2) return undefined;
  if (whereMissing(condition.text, value.text, "empty") !== true) return undefined;
  const body = around.text.slice(condition.endIndex - around.startIndex);
  const isStop = /\b(?:return|panic|Fatal\w*|Exit)\b/.test(body) && !/\b(?:nil, nil|NewClient\w*)\b/.test(body);
  if (!isStop) return undefined;
  // The grammar ends a case where the next begins.
  return removal(text, { start: around.startIndex, end: around.startIndex + around.text.trimEnd().length });
}

/** What is asked in a value's place: `ok` of `key, ok := os.LookupEnv("X")`, `key` of `if key := os.Getenv("X"); key != ""`. */
function askedInstead(value: Node): readonly Node[] {
  const declaration = value.parent?.type === "expression_list" ? value.parent.parent : null;
  if (declaration?.type !== "short_var_declaration") return [];
  const left = declaration.childForFieldName("left");
  const [name, second] = left === null ? [] : parts(left);
  const isInitializer = declaration.parent?.type === "if_statement";
  const asked = second !== undefined && second.text !== "_" ? second : isInitializer ? name : undefined;
  const scope = climb(declaration, ({ type }) => type === "block" || type === "source_file");
  if (asked === undefined || scope === undefined || asked.text.startsWith("err")) return [];
  return all(scope, "identifier").filter(
    (one) => one.text === asked.text && !same(one, asked) && same(declaring(one)?.nameNode, asked),
  );
}
