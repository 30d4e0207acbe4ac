import type { Node } from "web-tree-sitter";
import { type Choice, type Edit, type NotFixable, notFixable } from "../../fix";
import type { Source } from "../../follow/language";
import { all, climb, replace, same } from "../../follow/tree";

/** Constants that are to hold what is read while the program runs. */

/** Lets a declaration hold what is not constant; for a vault a field becomes a property that asks on use. */
export function withoutConst(value: Node, source: Source, { kind }: Choice): readonly Edit[] | NotFixable {
  if (climb(value, ({ type }) => type === "attribute" || type === "parameter") !== undefined) {
    return notFixable("Only a constant can stand here: make the field a variable first.");
  }
  const owner = climb(value, ({ type }) => /^(?:field|local)_declaration/.test(type) || type === "block");
  const modifier = owner?.children.find((child) => child.type === "modifier" && child.text === "const");
  // No class asks a vault when it is loaded: its field becomes a property that asks on use.
  const asked = kind === "key-vault" && owner?.type === "field_declaration" ? onUse(owner, value, source) : undefined;
  if (asked !== undefined) return asked;
  if (owner === undefined || modifier === undefined) return [];
  if (owner.type === "field_declaration") return [replace(modifier, "static readonly")];
  const type = all(owner, "variable_declaration")[0]?.childForFieldName("type");
  return [{ start: modifier.startIndex, end: type?.startIndex ?? modifier.endIndex, text: "" }];
}

/** `const string Key = …` as `static string Key => …`; undefined where the field is assigned elsewhere or has neighbours. */
function onUse(field: Node, value: Node, source: Source): readonly Edit[] | undefined {
  const declarators = all(field, "variable_declarator");
  const [only] = declarators;
  const name = only?.childForFieldName("name");
  const equals = only?.children.find(({ type }) => type === "=");
  const modifiers = field.children.filter(({ type }) => type === "modifier");
  const fixed = modifiers.find(({ text }) => text === "const" || text === "readonly");
  const isOwn = !modifiers.some(({ text }) => /^(?:public|internal|protected)$/.test(text));
  const isStatic = modifiers.some(({ text }) => text === "static");
  if (name == null || equals === undefined || declarators.length > 1 || !same(value.parent, only)) return undefined;
  if (fixed === undefined && !(isOwn && isStatic)) return undefined;
  const isAssigned = all(source.root, "assignment_expression").some(
    (one) => one.childForFieldName("left")?.text.replace(/^this\./, "") === name.text,
  );
  if (isAssigned && fixed?.text !== "const") return undefined;
  if (fixed === undefined) return [replace(equals, "=>")];
  const next = fixed.nextSibling?.startIndex ?? fixed.endIndex;
  return [
    fixed.text === "const" ? replace(fixed, "static") : { start: fixed.startIndex, end: next, text: "" },
    replace(equals, "=>"),
  ];
}
