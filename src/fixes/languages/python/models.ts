import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { all, climb, lastName, parts, same, withoutItem } from "../../follow/tree";
import { attribute } from "./members";
import { removalOf } from "./names";

/** Objects that are made by the names of their attributes: dataclasses, pydantic's models, named tuples. */

/** Where a value goes that a class without a constructor of its own gets by name; undefined where there is none. */
export function constructed(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const keyword = value.parent?.type === "keyword_argument" ? value.parent : undefined;
  const call = keyword?.parent?.parent;
  const field = keyword?.childForFieldName("name")?.text;
  if (call?.type !== "call" || field === undefined) return undefined;
  const name = lastName(call.childForFieldName("function"));
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "class_definition")
      .filter((definition) => definition.childForFieldName("name")?.text === name)
      .map((definition) => ({ definition, one })),
  );
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) return undefined;
  const left = fieldOf(only.definition, field);
  if (left === undefined) return undefined;
  const statement = climb(left, ({ type }) => type === "expression_statement") ?? left;
  const declaration = attribute(left, [], [removalOf(statement, only.one)], only.one);
  const removes = [only.one, ...base.others(only.one, name)].map((one) => ({
    source: one,
    edits: all(one.root, "call")
      .filter((other) => lastName(other.childForFieldName("function")) === name)
      .flatMap((other) => {
        const list = parts(other.childForFieldName("arguments") ?? other);
        const given = list.find(
          (item) => item.type === "keyword_argument" && item.childForFieldName("name")?.text === field,
        );
        return given === undefined ? [] : [withoutItem(one.text, list, given)];
      }),
  }));
  return { uses: [], declared: [{ declaration, source: only.one }], removes };
}

/** The attribute of a class, where objects are made by its name. */
function fieldOf(definition: Node, name: string): Node | undefined {
  const hasConstructor = all(definition, "function_definition").some(
    (made) =>
      made.childForFieldName("name")?.text === "__init__" &&
      same(
        climb(made, ({ type }) => type === "class_definition"),
        definition,
      ),
  );
  if (hasConstructor) return undefined;
  return (
    all(definition, "assignment")
      .map((node) => node.childForFieldName("left"))
      .find((left) => left?.type === "identifier" && left.text === name) ?? undefined
  );
}
