import type { Source, Use } from "../../follow/language";
import { all, contentOf, parts } from "../../follow/tree";
import type { Node } from "web-tree-sitter";

/** Files of settings that code loads: JSON, YAML, TOML, INI. */

const LOADS =
  /^(?:json|yaml|toml|tomllib|tomli|commentjson|json5|hjson)\.(?:load|loads|safe_load|full_load)$|^(?:safe_load|dotenv_values)$/;
const PARSER = /(?:^|\.)(?:Raw|Safe)?ConfigParser$/;

/** Reads of a setting under a path of keys, of whatever a file of settings was loaded as. */
export function configReads(source: Source, path: readonly string[]): readonly Use[] {
  const loaded = all(source.root, "call").filter((call) => LOADS.test(call.childForFieldName("function")?.text ?? ""));
  const uses: Use[] = loaded.map((node) => ({ node, source, rest: path }));
  for (const assignment of all(source.root, "assignment")) {
    const right = assignment.childForFieldName("right");
    const left = assignment.childForFieldName("left");
    if (right?.type !== "call" || !PARSER.test(right.childForFieldName("function")?.text ?? "") || left === null)
      continue;
    uses.push(...parsed(source, left, path), { node: right, source, rest: path });
  }
  return uses;
}

/** `parser.get("cosmos", "key")`: section and option of one call. */
function parsed(source: Source, parser: Node, path: readonly string[]): readonly Use[] {
  const [section, option, ...more] = path;
  if (more.length > 0) return [];
  return all(source.root, "call")
    .filter((call) => call.childForFieldName("function")?.text === `${parser.text}.get`)
    .filter((call) => {
      const [first, second] = parts(call.childForFieldName("arguments") ?? call);
      return (
        first !== undefined && second !== undefined && contentOf(first) === section && contentOf(second) === option
      );
    })
    .map((node) => ({ node, source, rest: [] }));
}
