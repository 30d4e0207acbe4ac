import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { all, lastName, parts, same } from "../../follow/tree";
import { argument } from "./handed";
import { withoutEntry } from "./names";
import { keyOf, WRAPS } from "./ways";

/** Values that stand in an object that a function of the program is given: `createClient({ endpoint, key })`. */

/** Where the function takes the value out of its parameter; the entry goes, in every call of the function. */
export function givenIn(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const keys: string[] = [];
  let at = value.type === "shorthand_property_identifier" ? value : value.parent;
  let object: Node | null = null;
  while (at !== null && (at.type === "pair" || at.type === "shorthand_property_identifier") && at.parent !== null) {
    keys.unshift(at.type === "pair" ? keyOf(at.childForFieldName("key") ?? at) : at.text);
    object = at.parent;
    at = object.parent;
  }
  for (; object?.parent != null && WRAPS.test(object.parent.type);) object = object.parent;
  const list = object?.parent;
  const call = list?.type === "arguments" ? list.parent : undefined;
  if (object === null || list == null || call == null || keys.length === 0) return undefined;
  const taken = argument(object, list, keys, source, base);
  if (taken === undefined) return undefined;
  const position = parts(list).findIndex((one) => same(one, object));
  const name = calledBy(call);
  const removes = [source, ...base.others(source, name)].map((one) => ({
    source: one,
    edits: all(one.root, "call_expression", "new_expression")
      .filter((other) => calledBy(other) === name)
      .flatMap((other) => entryIn(parts(other.childForFieldName("arguments") ?? other)[position], keys, one)),
  }));
  return { ...taken, removes: [...taken.removes, ...removes] };
}

function calledBy(call: Node): string {
  const called = call.childForFieldName("function") ?? call.childForFieldName("constructor");
  return lastName(called?.childForFieldName("property") ?? called);
}

/** Takes the entry at a path of keys out of an object literal. */
function entryIn(given: Node | undefined, [key, ...rest]: readonly string[], source: Source): readonly Edit[] {
  let object = given;
  while (object !== undefined && WRAPS.test(object.type)) object = parts(object)[0];
  if (object?.type !== "object") return [];
  const entry = parts(object).find((one) => keyOf(one.childForFieldName("key") ?? one) === key);
  if (entry === undefined) return [];
  if (rest.length === 0) return [withoutEntry(source.text, object, entry)];
  return entryIn(entry.childForFieldName("value") ?? undefined, rest, source);
}
