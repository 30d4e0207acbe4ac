import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source, Use } from "../../follow/language";
import { all, climb, lastName, parts, same, withoutItem } from "../../follow/tree";
import { attribute } from "./members";
import { removalOf } from "./names";

/** Objects that are made by their attributes, in name or order: dataclasses, pydantic's models, named tuples. */

/** Where a value goes that a class without a constructor of its own gets for an attribute; undefined where there is none. */
export function constructed(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const argument = value.parent?.type === "keyword_argument" ? value.parent : value;
  const call = argument.parent?.type === "argument_list" ? argument.parent.parent : undefined;
  if (call?.type !== "call") return undefined;
  const name = madeBy(call);
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "class_definition")
      .filter((definition) => definition.childForFieldName("name")?.text === name)
      .map((definition) => ({ definition, one })),
  );
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) return undefined;
  const left = fieldGiven(argument, only.definition);
  if (left === undefined) return undefined;
  const statement = climb(left, ({ type }) => type === "expression_statement") ?? left;
  const declaration = attribute(left, [], [removalOf(statement, only.one)], only.one);
  const uses: Use[] = [];
  const removes = [only.one, ...base.others(only.one, name)].map((one) => ({
    source: one,
    edits: all(one.root, "call")
      .filter((other) => madeBy(other) === name)
      .flatMap((other) => {
        const list = parts(other.childForFieldName("arguments") ?? other);
        const given = list.find((item) => same(fieldGiven(item, only.definition), left));
        // What is made of the class holds what the attribute held.
        if (given !== undefined) uses.push({ node: other, source: one, rest: [left.text] });
        return given === undefined ? [] : [withoutItem(one.text, list, given)];
      }),
  }));
  return { uses, declared: [{ declaration, source: only.one }], removes };
}

/** The class that a call makes an object of: in a method of its own `cls(…)` does. */
function madeBy(call: Node): string {
  const called = call.childForFieldName("function");
  if (called?.text !== "cls") return lastName(called);
  return climb(call, ({ type }) => type === "class_definition")?.childForFieldName("name")?.text ?? "";
}

/** The attribute that an argument gives, where the class makes its objects so: by its name, or by its place. */
function fieldGiven(argument: Node, definition: Node): Node | undefined {
  if (hasConstructor(definition)) return undefined;
  const body = definition.childForFieldName("body");
  const fields = (body === null ? [] : parts(body)).flatMap((statement) => {
    const field = statement.type === "expression_statement" ? parts(statement)[0] : undefined;
    const left = field?.type === "assignment" ? field.childForFieldName("left") : null;
    return left?.type === "identifier" ? [{ left, isTyped: field?.childForFieldName("type") != null }] : [];
  });
  if (argument.type === "keyword_argument")
    return fields.find(({ left }) => left.text === argument.childForFieldName("name")?.text)?.left;
  if (!isInOrder(definition)) return undefined;
  const list = argument.parent;
  const at = list === null ? -1 : parts(list).findIndex((one) => same(one, argument));
  return fields.filter(({ isTyped }) => isTyped)[at]?.left;
}

/** Whether objects take their attributes in order, all of which stand in the class itself. */
function isInOrder(definition: Node): boolean {
  const bases = definition.childForFieldName("superclasses")?.text ?? "";
  const isDataclass = /^@(?:dataclasses\.)?dataclass\b/m.test(definition.parent?.text ?? "") && bases === "";
  return isDataclass || /^\((?:typing\.)?NamedTuple\)$/.test(bases);
}

function hasConstructor(definition: Node): boolean {
  return all(definition, "function_definition").some(
    (made) =>
      made.childForFieldName("name")?.text === "__init__" &&
      same(
        climb(made, ({ type }) => type === "class_definition"),
        definition,
      ),
  );
}
