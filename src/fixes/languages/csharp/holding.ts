import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { climb, parts, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { lookup } from "./lookup";
import { memberReads } from "./members";
import { handedOn } from "./parameters";
import { passedThrough } from "./passing";
import { enclosingType, memberOf } from "./program";
import { withoutDeclaration, withoutStatement } from "./removals";
import { returnedReads } from "./returns";
import { typeOf } from "./typeOf";

/** What keeps a value: a local variable, a field or property, a parameter, what a method gives back. */

/** The local variable that holds a value, where it begins with it or is assigned. */
export function declaration(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  if (parent?.type === "variable_declarator") {
    const holder = parent.parent?.parent;
    return holder?.type === "local_declaration_statement" || holder?.type === "using_statement"
      ? local(parent, source)
      : undefined;
  }
  if (parent?.type !== "assignment_expression" || !same(parent.childForFieldName("right"), value)) return undefined;
  const left = parent.childForFieldName("left");
  const statement = parent.parent;
  if (left?.type !== "identifier" || statement?.type !== "expression_statement") return undefined;
  const meaning = lookup(left.text, left, source, { others: () => [] });
  if (meaning?.is !== "local" || meaning.node.type !== "variable_declarator") return undefined;
  const declared = local(meaning.node, source);
  return { ...declared, removes: [...declared.removes, withoutStatement(statement, source)] };
}

function local(node: Node, source: Source): Declaration {
  const nameNode = node.childForFieldName("name") ?? node;
  const block = climb(node, ({ type }) => type === "block" || type === "compilation_unit" || type === "switch_section");
  return {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: withoutDeclaration(node, source),
    scope: block ?? source.root,
    outside: undefined,
  };
}

/** A value that a field, a property, a method or a parameter holds. */
export function held(value: Node, source: Source, base: CodeBase, secret: Secret): Reads | undefined {
  const { parent } = value;
  if (parent === null) return undefined;
  const given = (type: string | undefined, name: string): Reads | undefined => {
    const member = type === undefined ? undefined : memberOf(type, name, source, base);
    return member === undefined ? undefined : memberReads(member, value, source, base, secret);
  };
  const own = enclosingType(value, source);
  if (parent.type === "variable_declarator" && parent.parent?.parent?.type === "field_declaration")
    return given(own?.name, parent.childForFieldName("name")?.text ?? "");
  if (parent.type === "property_declaration") return given(own?.name, parent.childForFieldName("name")?.text ?? "");
  if (parent.type === "with_initializer")
    return given(typeOf(parent.parent, source, base), parts(parent)[0]?.text ?? "");
  if (parent.type !== "assignment_expression")
    return (
      returnedReads(value, source, base, secret) ??
      passedThrough(value, source, base, secret) ??
      handedOn(value, source, base, secret)
    );
  const left = parent.childForFieldName("left");
  if (left === null || !same(parent.childForFieldName("right"), value)) return undefined;
  if (parent.parent?.type === "initializer_expression") {
    const made = climb(parent.parent.parent, ({ type }) =>
      /^(?:implicit_)?object_creation_expression$|^assignment_expression$/.test(type),
    );
    return given(
      typeOf(made?.type === "assignment_expression" ? made.childForFieldName("left") : made, source, base),
      left.text,
    );
  }
  if (left.type === "member_access_expression")
    return given(
      typeOf(left.childForFieldName("expression"), source, base),
      left.childForFieldName("name")?.text ?? "",
    );
  if (left.type !== "identifier") return undefined;
  const meaning = lookup(left.text, left, source, base);
  return meaning?.is === "member" ? memberReads(meaning.member, value, source, base, secret) : undefined;
}
