import type { Node } from "web-tree-sitter";
import type { Reads, Source } from "../../follow/language";
import { goneAt } from "../../follow/reads";
import { all, climb, lastName, parts, same, withoutItem } from "../../follow/tree";
import { declaring } from "./types";

/** Lists of names that code only asks for: `for (String name : REQUIRED) if (System.getenv(name) == null) throw …`. */

const MAKES = /^(?:of|asList|copyOf|requireAll|checkAll|ofEntries)$/;
const ASKS = /\b(?:getenv|getProperty|containsProperty|containsKey)\s*\(/;
const KEEPS = /\b(?:put|setProperty|add|collect|toMap|map)\s*\(/;

/** A name of such a list goes; the list demands it, whatever becomes of the value. */
export function listedName(name: Node, source: Source): Reads | undefined {
  const list = name.parent;
  const isInitializer = list?.type === "array_initializer";
  const isArguments = list?.type === "argument_list" && MAKES.test(lastName(list.parent?.childForFieldName("name")));
  if (list == null || (!isInitializer && !isArguments) || parts(list).length < 2) return undefined;
  if (!parts(list).every(({ type }) => type === "string_literal")) return undefined;
  const walked = walksOf(list, source);
  if (walked.length === 0 || !walked.every((one) => ASKS.test(one) && !KEEPS.test(one))) return undefined;
  const edits = [withoutItem(source.text, parts(list), name)];
  return goneAt(source, edits, edits);
}

/** What is done with each name of a list: loops, or a stream's calls; `""` where it goes elsewhere. */
function walksOf(list: Node, { root }: Source): readonly string[] {
  const loop = climb(list, ({ type }) => /^(?:enhanced_for_statement|block|class_body)$/.test(type));
  if (loop?.type === "enhanced_for_statement" && holds(loop.childForFieldName("value"), list)) return [bodyOf(loop)];
  const declarator = climb(list, ({ type }) => type === "variable_declarator" || type === "block");
  const nameNode = declarator?.type === "variable_declarator" ? declarator.childForFieldName("name") : null;
  if (declarator === undefined || nameNode === null) return [];
  const uses = all(root, "identifier").filter(
    (one) => one.text === nameNode.text && !same(one, nameNode) && same(declaring(one), declarator),
  );
  return uses.map((use) => {
    const { parent } = use;
    if (parent?.type === "enhanced_for_statement") return bodyOf(parent);
    const isWalked =
      parent?.type === "method_invocation" && /^(?:stream|forEach)$/.test(lastName(parent.childForFieldName("name")));
    return isWalked
      ? (climb(parent, ({ type }) => type.endsWith("statement") || type.endsWith("declaration"))?.text ?? "")
      : "";
  });
}

function bodyOf(loop: Node): string {
  return loop.childForFieldName("body")?.text ?? "";
}

function holds(outer: Node | null, inner: Node): boolean {
  return outer !== null && outer.startIndex <= inner.startIndex && outer.endIndex >= inner.endIndex;
}
