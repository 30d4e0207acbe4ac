import type { Node } from "web-tree-sitter";
import type { Reads, Source } from "../../follow/language";
import { below } from "../../follow/trace";
import { contentOf, parts } from "../../follow/tree";
import { declarationOf } from "./names";
import { stepOf } from "./ways";

/** Wholes that code chooses as it runs: one of several configurations, an option of a parser. */

const NOWHERE: Reads = { uses: [], removes: [] };

/** `configs[name]`: one of several wholes, any of which may be the one that holds the value. */
export function computed(node: Node, rest: readonly string[], source: Source): Reads | undefined {
  const isOne =
    (node.type === "subscript" && node.childForFieldName("subscript")?.type !== "string") ||
    (node.type === "call" && (node.childForFieldName("function")?.text ?? "").endsWith(".get"));
  const call = node.parent?.type === "argument_list" ? node.parent.parent : undefined;
  if (!isOne) return undefined;
  // What a framework takes out of it is found by its names.
  if ((call?.childForFieldName("function")?.text ?? "").endsWith(".from_object")) return NOWHERE;
  const option = optionIn(node, rest, source);
  if (option !== undefined) return option;
  if (rest.length < 2) return undefined;
  const step = stepOf(node);
  if (step?.key !== undefined)
    return step.key === rest[1] ? { uses: [{ node: step.whole, source, rest: rest.slice(2) }], removes: [] } : NOWHERE;
  const alias = declarationOf(node, source);
  if (alias === undefined) return undefined;
  return { uses: [], declared: [{ declaration: below(alias, rest.slice(1)), source }], removes: [] };
}

/** `parser.get("cosmos", "key")`: an option of the section that the first name is. */
function optionIn(node: Node, [key, ...rest]: readonly string[], source: Source): Reads | undefined {
  const given = node.type === "call" ? parts(node.childForFieldName("arguments") ?? node) : [];
  const [first, second] = given;
  if (given.length !== 2 || first?.type !== "string" || second?.type !== "string") return undefined;
  return contentOf(second) === key ? { uses: [{ node, source, rest }], removes: [] } : NOWHERE;
}
