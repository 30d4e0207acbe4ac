import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, lastName, parts } from "../../follow/tree";

/** Which declaration a name of Java means, and of which class an expression is, as far as the program says it. */

const CLASSES = ["class_declaration", "record_declaration", "interface_declaration", "enum_declaration"];
const BODIES = /^(?:class_body|interface_body|enum_body_declarations)$/;

/** A code base of one file: what can be known without looking further. */
export const ALONE: CodeBase = { others: () => [] };

/** The class, record, interface or enum around a node. */
export function ownerOf(node: Node): Node | undefined {
  return climb(node.parent, ({ type }) => CLASSES.includes(type));
}

/** A class's simple name. */
export function nameOf(owner: Node | undefined): string {
  return owner?.childForFieldName("name")?.text ?? "";
}

/** The class, record, interface or enum of a simple name; undefined where the program has none, or two. */
export function classNamed(
  name: string,
  source: Source,
  base: CodeBase,
): { readonly node: Node; readonly source: Source } | undefined {
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, ...CLASSES)
      .filter((node) => nameOf(node) === name)
      .map((node) => ({ node, source: one })),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The names that a class extends or implements. */
export function supersOf(owner: Node): readonly string[] {
  const lists = parts(owner).filter(({ type }) => /^(?:superclass|super_interfaces|extends_interfaces)$/.test(type));
  return lists.flatMap((list) => all(list, "type_identifier").map(({ text }) => text));
}

/**
 * What declares a simple name where it stands: the declarator, parameter, or record component; undefined where it is
 * inherited, imported or a class.
 */
export function declaring(node: Node): Node | undefined {
  const name = node.text;
  for (let at: Node | null = node; at !== null; at = at.parent) {
    const { parent } = at;
    if (parent === null) return undefined;
    const found = declaredBefore(parent, at, name) ?? parameterOf(parent, name) ?? fieldOf(parent, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A variable of a block, a loop or a `try`, before the node that looks for it. */
function declaredBefore(parent: Node, from: Node, name: string): Node | undefined {
  for (const child of parts(parent)) {
    if (child.startIndex > from.startIndex) break;
    const declared = child.type === "local_variable_declaration" ? declaratorIn(child, name) : undefined;
    if (declared !== undefined) return declared;
    if (child.type === "resource_specification" && child.id !== from.id) {
      const resource = parts(child).find((one) => one.childForFieldName("name")?.text === name);
      if (resource !== undefined) return resource;
    }
  }
  return parent.type === "enhanced_for_statement" && parent.childForFieldName("name")?.text === name
    ? parent
    : undefined;
}

function parameterOf(parent: Node, name: string): Node | undefined {
  const list = parent.childForFieldName("parameters");
  const inside = list ?? parts(parent).find(({ type }) => type === "catch_formal_parameter");
  if (inside === undefined) return undefined;
  if (inside.type === "identifier") return inside.text === name ? inside : undefined;
  if (inside.type === "catch_formal_parameter")
    return inside.childForFieldName("name")?.text === name ? inside : undefined;
  return parts(inside).find((one) => (one.childForFieldName("name")?.text ?? one.text) === name);
}

function fieldOf(parent: Node, name: string): Node | undefined {
  if (!BODIES.test(parent.type)) return undefined;
  for (const member of parts(parent)) {
    const declared = /^(?:field|constant)_declaration$/.test(member.type) ? declaratorIn(member, name) : undefined;
    if (declared !== undefined) return declared;
  }
  return undefined;
}

function declaratorIn(statement: Node, name: string): Node | undefined {
  return parts(statement).find(
    (one) => one.type === "variable_declarator" && one.childForFieldName("name")?.text === name,
  );
}

/** The type that a declarator, parameter or method is declared with; undefined for a lambda's bare parameter. */
export function declaredType(node: Node): Node | undefined {
  const holder = node.type === "variable_declarator" ? node.parent : node;
  return holder?.childForFieldName("type") ?? parts(holder ?? node).find(({ type }) => type === "catch_type");
}

/** The simple name of an expression's class; undefined where the program does not say it. */
export function typeOf(node: Node | null, source: Source, base: CodeBase, depth = 0): string | undefined {
  if (node === null || depth > 6) return undefined;
  const deeper = (other: Node | null): string | undefined => typeOf(other, source, base, depth + 1);
  switch (node.type) {
    case "this":
      return nameOf(ownerOf(node));
    case "parenthesized_expression":
      return deeper(parts(node)[0] ?? null);
    case "cast_expression":
    case "object_creation_expression":
      return lastName(node.childForFieldName("type"));
    case "identifier": {
      const declared = declaring(node);
      if (declared === undefined) return /^[A-Z]/.test(node.text) ? node.text : undefined;
      const type = declaredType(declared);
      if (type?.text !== "var") return type === undefined ? undefined : lastName(type);
      return deeper(declared.childForFieldName("value"));
    }
    case "field_access": {
      const field = node.childForFieldName("field")?.text ?? "";
      const owner = deeper(node.childForFieldName("object"));
      const found = owner === undefined ? undefined : classNamed(owner, source, base);
      const type = found === undefined ? undefined : memberType(found.node, field);
      return type ?? (/^[A-Z]/.test(field) ? field : undefined);
    }
    case "method_invocation": {
      const object = node.childForFieldName("object");
      const owner = object === null ? nameOf(ownerOf(node)) : deeper(object);
      const found = owner === undefined ? undefined : classNamed(owner, source, base);
      const name = node.childForFieldName("name")?.text ?? "";
      if (found !== undefined) return returnType(found.node, name);
      // A builder's methods give the builder back, until it builds.
      return owner?.endsWith("Builder") === true && !name.startsWith("build") ? owner : undefined;
    }
    default:
      return undefined;
  }
}

/** What a method of a class gives back, one that Lombok or a record makes included. */
function returnType(owner: Node, method: string): string | undefined {
  const body = owner.childForFieldName("body");
  const declared = body === null ? [] : parts(body).filter((one) => one.childForFieldName("name")?.text === method);
  const types = declared.flatMap((one) => declaredType(one) ?? []).map(lastName);
  if (types.length > 0) return new Set(types).size === 1 ? types[0] : undefined;
  const field = method.replace(/^(?:get|is)(?=[A-Z])/, "");
  return memberType(owner, field.charAt(0).toLowerCase() + field.slice(1));
}

function memberType(owner: Node, name: string): string | undefined {
  const body = owner.childForFieldName("body");
  const member = (body === null ? undefined : fieldOf(body, name)) ?? parameterOf(owner, name);
  const type = member === undefined ? undefined : declaredType(member);
  return type === undefined ? undefined : lastName(type);
}
