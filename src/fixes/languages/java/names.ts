import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import { undocumented } from "../../follow/documented";
import type { Declaration, Source } from "../../follow/language";
import { all, climb, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { loosened } from "./demands";
import { declaring, ownerOf } from "./types";

/** Names of Java: variables, fields and record components, where they are declared or assigned. */

/** What a value is given to: the declarator that it initialises, or the one variable or field that it is assigned to. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  if (parent?.type === "variable_declarator") return declared(parent, source);
  if (parent?.type !== "assignment_expression" || !same(parent.childForFieldName("right"), value)) return undefined;
  if (parent.parent?.type !== "expression_statement") return undefined;
  const holder = assignedTo(parent);
  return holder === undefined || holder.type === "formal_parameter" ? undefined : declared(holder, source);
}

/** A variable, field, or record component; what goes with it is every statement that fills it. */
export function declared(holder: Node, source: Source): Declaration | undefined {
  const nameNode = holder.childForFieldName("name");
  const around = holder.parent;
  if (nameNode === null || around === null) return undefined;
  const siblings = parts(around).filter(({ type }) => type === holder.type);
  const isItem = siblings.length > 1 || holder.type === "formal_parameter";
  const own = isItem ? withoutItem(source.text, siblings, holder) : removal(source.text, spanOf(around));
  const scope = scopeOf(holder) ?? source.root;
  const statements = writesTo(nameNode, scope).map(({ statement }) => removal(source.text, spanOf(statement)));
  const declaration: Declaration = {
    ...{ name: nameNode.text, path: [], nameNode, scope, outside: undefined },
    removes: [own, ...statements, ...(isComponent(holder) ? undocumented(scope, nameNode.text, source) : [])],
  };
  return { ...declaration, loosens: loosened(holder, declaration, source) };
}

/** A statement that gives a name a value, and nothing else. */
export interface Write {
  readonly statement: Node;
  readonly value: Node;
}

/** Every statement within `scope` that only assigns to a declared name. */
export function writesTo(nameNode: Node, scope: Node): readonly Write[] {
  return all(scope, "assignment_expression").flatMap((node) => {
    const value = node.childForFieldName("right");
    const statement = node.parent;
    const isSimple = node.childForFieldName("operator")?.text === "=" && statement?.type === "expression_statement";
    if (value === null || !isSimple || node.childForFieldName("left")?.text.endsWith(nameNode.text) !== true) return [];
    return same(assignedTo(node), nameNode.parent) ? [{ statement, value }] : [];
  });
}

/** Where a field holds: in the class around it. Undefined where a declarator is no field. */
export function isField(holder: Node): boolean {
  return /^(?:field|constant)_declaration$/.test(holder.parent?.type ?? "") || isComponent(holder);
}

/** Whether a parameter is a component of a record. */
export function isComponent(holder: Node): boolean {
  return holder.type === "formal_parameter" && holder.parent?.parent?.type === "record_declaration";
}

/** Modifiers and annotations of a declaration, as written. */
export function modifiersOf(holder: Node): string {
  const statement = holder.type === "variable_declarator" ? holder.parent : holder;
  return statement === null ? "" : (parts(statement).find(({ type }) => type === "modifiers")?.text ?? "");
}

function assignedTo(assignment: Node): Node | undefined {
  const left = assignment.childForFieldName("left");
  if (left?.type === "identifier") return declaring(left);
  const field = left?.type === "field_access" ? left.childForFieldName("field") : null;
  if (field === null || left?.childForFieldName("object")?.type !== "this") return undefined;
  return fieldNamed(ownerOf(left), field.text);
}

/** A field or record component of a class. */
export function fieldNamed(owner: Node | undefined, name: string): Node | undefined {
  if (owner === undefined) return undefined;
  return fieldsOf(owner).find((one) => one.childForFieldName("name")?.text === name);
}

/** The fields of a class or the components of a record, in their order. */
export function fieldsOf(owner: Node): readonly Node[] {
  const body = owner.childForFieldName("body");
  const members = body === null ? [] : [body, ...parts(body).filter(({ type }) => type === "enum_body_declarations")];
  const components = owner.type === "record_declaration" ? owner.childForFieldName("parameters") : null;
  return [
    ...(components === null ? [] : parts(components)),
    ...members.flatMap(parts).flatMap((member) => {
      if (!/^(?:field|constant)_declaration$/.test(member.type)) return [];
      return parts(member).filter(({ type }) => type === "variable_declarator");
    }),
  ];
}

function scopeOf(holder: Node): Node | undefined {
  if (isField(holder)) return isComponent(holder) ? (holder.parent?.parent ?? undefined) : ownerOf(holder);
  return climb(holder.parent, ({ type }) => /^(?:block|constructor_body|switch_block|lambda_expression)$/.test(type));
}
