import type { Node } from "web-tree-sitter";
import { choosesIdentity } from "../../follow/branch";
import { all, climb, parts, same } from "../../follow/tree";
import { declaring } from "./scope";

/** Go that takes a key where there is one, and else signs in by identity. */

/** Whether code takes a value, which is empty where it is missing, only beside an identity. */
export function doesWithout(value: Node): boolean {
  const asked = askedInstead(value);
  return asked.length > 0 ? asked.every((one) => choosesIdentity(one, "empty")) : choosesIdentity(value, "empty");
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
