import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { removal } from "../../lines";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";
import { withoutEntry } from "./names";
import { fromPattern } from "./patterns";
import { keyOf } from "./ways";

/** Types of TypeScript: what a property's end means for its interface, and for every name of that type. */

type Declared = NonNullable<Reads["declared"]>[number];
const TYPED = /\.[cm]?tsx?$/i;
const WRAPPED = /^(?:Readonly|Partial|Required|Promise|NonNullable|Awaited)$/;
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
  const edits = all(found.annotation, "object_type")
    .slice(0, 1)
    .flatMap((one) => below(one, found.path, source));
  return { uses: [], removes: [{ source, edits }] };
}

/** The properties that a type loses below a path, and the names of that type. */
export function ofType({ type, path }: Place, source: Source, base: CodeBase, loses = true): Reads {
  const declared: Declared[] = [];
  const removes: { readonly source: Source; readonly edits: readonly Edit[] }[] = [];
  for (const one of [source, ...base.others(source, type)].filter((other) => TYPED.test(other.path))) {
    if (loses) removes.push({ source: one, edits: signatures(type, path, one) });
    for (const annotation of all(one.root, "type_annotation")) {
      if (typeNameIn(annotation) === type) declared.push(...namesTyped(annotation, path, one, base));
    }
    if (loses && path.length === 1) removes.push({ source: one, edits: entriesOf(type, path[0] ?? "", one) });
  }
  return { uses: [], declared, removes };
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

/** The one type that an annotation names, `Readonly<…>`, `Promise<…>` and `| undefined` aside. */
function typeNameIn(node: Node): string | undefined {
  if (node.type === "type_identifier") return node.text;
  if (node.type === "generic_type") {
    const [name, args] = parts(node);
    const inner = args === undefined ? undefined : parts(args)[0];
    return inner !== undefined && WRAPPED.test(name?.text ?? "") ? typeNameIn(inner) : undefined;
  }
  if (node.type === "union_type") {
    const names = parts(node).filter(({ text }) => text !== "undefined" && text !== "null");
    return names.length === 1 && names[0] !== undefined ? typeNameIn(names[0]) : undefined;
  }
  const [only, ...more] = parts(node);
  return node.type === "type_annotation" && only !== undefined && more.length === 0 ? typeNameIn(only) : undefined;
}

/** The property signatures of a type under a path of keys. */
function signatures(type: string, path: readonly string[], source: Source): readonly Edit[] {
  return all(
    source.root,
    "interface_declaration",
    "type_alias_declaration",
    "class_declaration",
    "abstract_class_declaration",
  )
    .filter((node) => node.childForFieldName("name")?.text === type)
    .flatMap((node) => below(node.childForFieldName("body") ?? node.childForFieldName("value"), path, source));
}

function below(body: Node | null, [key, ...rest]: readonly string[], source: Source): readonly Edit[] {
  if (body === null || key === undefined) return [];
  const objects = body.type === "intersection_type" ? all(body, "object_type") : [body];
  return objects.flatMap((object) =>
    parts(object)
      .filter(
        (one) =>
          /^(?:property_signature|public_field_definition|method_signature)$/.test(one.type) &&
          keyOf(one.childForFieldName("name") ?? one) === key,
      )
      .flatMap((one) => {
        if (rest.length === 0) return [withoutMember(one, source)];
        const inner = parts(one.childForFieldName("type") ?? one)[0];
        if (inner?.type === "object_type") return below(inner, rest, source);
        const named = inner === undefined ? undefined : typeNameIn(inner);
        return named === undefined ? [] : signatures(named, rest, source);
      }),
  );
}

/** A member of a type goes, with its separator. */
export function withoutMember(node: Node, { text }: Source): Edit {
  const mark = /^[ \t]*[;,]/.exec(text.slice(node.endIndex, node.endIndex + 20))?.[0].length ?? 0;
  const line = removal(text, { start: node.startIndex, end: node.endIndex + mark });
  return line.start < node.startIndex
    ? line
    : { ...line, end: line.end + (text.slice(line.end).startsWith(" ") ? 1 : 0) };
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

/** Entries of object literals of a type that go with its property: the settings of tests. */
function entriesOf(type: string, key: string, source: Source): readonly Edit[] {
  return all(source.root, "type_annotation")
    .filter((one) => typeNameIn(one) === type)
    .flatMap((one) => one.parent?.childForFieldName("value") ?? [])
    .filter((value) => value.type === "object")
    .flatMap((object) => parts(object))
    .filter((pair) => pair.type === "pair" && keyOf(pair.childForFieldName("key") ?? pair) === key)
    .filter((pair) => /^(?:string|template_string)$/.test(pair.childForFieldName("value")?.type ?? ""))
    .flatMap((pair) => (pair.parent === null ? [] : [withoutEntry(source.text, pair.parent, pair)]));
}
