import type { Reads, Source, Use } from "../../follow/language";
import { all, contentOf, parts } from "../../follow/tree";
import type { Node } from "web-tree-sitter";

/** Files of settings that code loads: JSON, YAML, TOML, INI. */

const LOADS =
  /^(?:json|yaml|toml|tomllib|tomli|commentjson|json5|hjson)\.(?:load|loads|safe_load|full_load)$|^(?:safe_load|dotenv_values)$/;
const PARSER = /(?:^|\.)(?:Raw|Safe)?ConfigParser$/;

/**
 * Every read of the value at `keys` in a file that a source loads: `json.load(f)["cosmos"]["key"]`. Undefined where the
 * source speaks of the file in another way.
 */
export function readsFile(source: Source, file: string, keys: readonly string[]): Reads | undefined {
  const name = file.slice(file.lastIndexOf("/") + 1);
  if (!source.text.includes(name)) return { uses: [], removes: [] };
  const loaded = all(source.root, "call").filter((call) => {
    const called = call.childForFieldName("function")?.text ?? "";
    return LOADS.test(called) && (!called.endsWith("loads") || /\bopen\(|\.read/.test(call.text));
  });
  const uses: Use[] = loaded.map((node) => ({ node, source, rest: keys }));
  for (const assignment of all(source.root, "assignment")) {
    const right = assignment.childForFieldName("right");
    const left = assignment.childForFieldName("left");
    if (right?.type !== "call" || !PARSER.test(right.childForFieldName("function")?.text ?? "") || left === null)
      continue;
    uses.push(...parsed(source, left, keys), { node: right, source, rest: keys });
  }
  return uses.length === 0 ? undefined : { uses, removes: [] };
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
