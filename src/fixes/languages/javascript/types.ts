import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";
import { fromPattern } from "./patterns";
import { below, type Ends, ends, entriesOf, signatures, typeNameIn } from "./typeMembers";
import { keyOf } from "./ways";

/** Types of TypeScript: what a property's end means for its interface, and for every name of that type. */

type Declared = NonNullable<Reads["declared"]>[number];
const TYPED = /\.[cm]?tsx?$/i;
const FUNCTIONS = /^(?:arrow_function|function_expression|method_definition|(?:generator_)?function_declaration)$/;

/** A type by its name, and the keys below it under which a value stands. */
interface Place {
  readonly type: string;
  readonly path: readonly string[];
}

/** What ends with a declared value: the property in its type, and what other names of that type take out of it. */
export function typesAlong(declaration: Declaration, source: Source, base: CodeBase): Reads | undefined {
  const { name, path } = declaration;
  if (path[0] === "new" && name !== "") return ofType({ type: name, path: path.slice(1) }, source, base, false);
  const found = TYPED.test(source.path) ? annotationOf(declaration) : undefined;
  if (found === undefined || found.path.length === 0) return undefined;
  const type = typeNameIn(found.annotation);
  if (type !== undefined) return ofType({ type, path: found.path }, source, base);
  const members = all(found.annotation, "object_type")
    .slice(0, 1)
    .flatMap((one) => below(one, found.path, source));
  return { uses: [], ...ends(members, source) };
}

/** The properties that a type loses below a path, and the names of that type. */
export function ofType({ type, path }: Place, source: Source, base: CodeBase, loses = true): Reads {
  const declared: Declared[] = [];
  const removes: Ends["removes"][number][] = [];
  const loosens: Ends["loosens"][number][] = [];
  for (const one of [source, ...base.others(source, type)].filter((other) => TYPED.test(other.path))) {
    const own = ends(loses ? signatures(type, path, one) : [], one);
    removes.push(...own.removes);
    loosens.push(...own.loosens);
    for (const annotation of all(one.root, "type_annotation")) {
      if (typeNameIn(annotation) === type) declared.push(...namesTyped(annotation, path, one, base));
    }
    if (loses && path.length === 1) removes.push({ source: one, edits: entriesOf(type, path[0] ?? "", one) });
  }
  return { uses: [], declared, removes, loosens };
}

/** The annotation that an entry of an object literal, a variable or a parameter stands under, and its keys below that. */
function annotationOf({
  nameNode,
  path,
}: Declaration): { readonly annotation: Node; readonly path: readonly string[] } | undefined {
  const at = (annotation: Node | null | undefined, keys: readonly string[]) =>
    annotation === null || annotation === undefined ? undefined : { annotation, path: keys };
  const owner = nameNode.parent;
  const pattern = climb(nameNode, ({ type }) => type === "object_pattern");
  if (pattern !== undefined) {
    const key = owner?.type === "pair_pattern" ? keyOf(owner.childForFieldName("key") ?? owner) : nameNode.text;
    return at(pattern.parent?.childForFieldName("type"), [key, ...path]);
  }
  if (owner !== null && /^(?:variable_declarator|\w+_parameter)$/.test(owner.type))
    return at(owner.childForFieldName("type"), path);
  const keys: string[] = [];
  let node = nameNode;
  if (node.type === "shorthand_property_identifier") keys.unshift(node.text);
  for (let above = node.parent; above !== null; above = node.parent) {
    if (above.type === "pair") keys.unshift(keyOf(above.childForFieldName("key") ?? above));
    if (above.type === "as_expression" || above.type === "satisfies_expression") {
      const [, type] = parts(above);
      if (type?.text !== "const") return at(type, keys);
    }
    if (above.type === "variable_declarator" || above.type === "public_field_definition")
      return at(above.childForFieldName("type"), keys);
    const made = above.type === "return_statement" ? climb(above, ({ type }) => FUNCTIONS.test(type)) : above;
    if (made !== undefined && FUNCTIONS.test(made.type)) return at(made.childForFieldName("return_type"), keys);
    if (!/^(?:object|pair|parenthesized_expression|as_expression|spread_element)$/.test(above.type)) return undefined;
    node = above;
  }
  return undefined;
}

/** Names that an annotation gives a type: a parameter, a variable, a field, a property of a further type. */
function namesTyped(annotation: Node, path: readonly string[], source: Source, base: CodeBase): readonly Declared[] {
  const owner = annotation.parent;
  if (owner === null) return [];
  return namesOwned(owner, path, source, base);
}

/** The names that a parameter, variable, field or property declares, for a value below `path` of what it holds. */
export function namesOwned(owner: Node, path: readonly string[], source: Source, base: CodeBase): readonly Declared[] {
  const declare = (declaration: Declaration): readonly Declared[] => [{ declaration, source }];
  const nameNode = owner.childForFieldName("name") ?? owner.childForFieldName("pattern");
  if (nameNode === null) return [];
  const plain = { name: nameNode.text, path, nameNode, removes: [], outside: undefined };
  if (owner.type.endsWith("_parameter")) {
    const made = climb(owner, ({ type }) => FUNCTIONS.test(type));
    const body = made?.childForFieldName("body");
    if (body === null || body === undefined) return [];
    if (nameNode.type === "object_pattern") {
      const taken = fromPattern(nameNode, path, source);
      return taken === undefined ? [] : declare({ ...taken, scope: body });
    }
    const isField =
      parts(owner).some(({ type }) => type === "accessibility_modifier") || /^readonly\b/.test(owner.text);
    const scope = climb(owner, ({ type }) => type === "class_body");
    const also = isField && scope !== undefined ? [{ name: "this", path: [nameNode.text, ...path], scope }] : [];
    return declare({ ...plain, scope: body, also });
  }
  if (owner.type === "variable_declarator") {
    const scope = climb(owner, ({ type }) => type === "statement_block" || type === "program") ?? source.root;
    return nameNode.type === "identifier" ? declare({ ...plain, scope }) : [];
  }
  if (owner.type === "public_field_definition") {
    const scope = climb(owner, ({ type }) => type === "class_body");
    return scope === undefined ? [] : declare({ ...plain, name: "this", path: [nameNode.text, ...path], scope });
  }
  if (owner.type !== "property_signature") return [];
  const outer = climb(owner, ({ type }) => /^(?:interface|type_alias)_declaration$/.test(type));
  const type = outer?.childForFieldName("name")?.text;
  if (outer === undefined || type === undefined) return [];
  const body = outer.childForFieldName("body") ?? outer.childForFieldName("value");
  return same(owner.parent, body)
    ? (ofType({ type, path: [keyOf(nameNode), ...path] }, source, base, false).declared ?? [])
    : [];
}
