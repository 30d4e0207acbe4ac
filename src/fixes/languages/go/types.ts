import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, parts } from "../../follow/tree";
import { type Declared, declaring, folderOf, functionOf, namesOf } from "./scope";

/** Of which struct an expression of Go is, as far as the program says it. */

/** A node with the file that it stands in. */
export interface Placed {
  readonly node: Node;
  readonly source: Source;
}

/** Every struct of the program that has a name. */
function structNamed(name: string, source: Source, base: CodeBase): Placed | undefined {
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "type_spec")
      .filter(
        (spec) =>
          spec.childForFieldName("name")?.text === name && spec.childForFieldName("type")?.type === "struct_type",
      )
      .map((spec) => ({ node: spec.childForFieldName("type") ?? spec, source: one })),
  );
  const near = found.filter((one) => folderOf(one.source) === folderOf(source));
  const choice = near.length > 0 ? near : found;
  return choice.length === 1 ? choice[0] : undefined;
}

/** The struct that a type names, through pointers; undefined where it is none of the program's. */
export function structOf(type: Node | undefined | null, source: Source, base: CodeBase): Placed | undefined {
  if (type === undefined || type === null) return undefined;
  if (type.type === "struct_type") return { node: type, source };
  if (type.type === "pointer_type" || type.type === "parenthesized_type") return structOf(parts(type)[0], source, base);
  if (type.type === "type_identifier") return structNamed(type.text, source, base);
  const name = type.type === "qualified_type" ? type.childForFieldName("name") : null;
  return name === null ? undefined : structNamed(name.text, source, base);
}

/** The type that an expression has, as it is written; undefined where the program does not say it. */
export function typeOf(node: Node | null | undefined, source: Source, base: CodeBase, depth = 0): Placed | undefined {
  if (node === null || node === undefined || depth > 8) return undefined;
  const deeper = (other: Node | null | undefined, one: Source = source): Placed | undefined =>
    typeOf(other, one, base, depth + 1);
  if (node.type === "parenthesized_expression" || node.type === "unary_expression") return deeper(parts(node).at(-1));
  if (node.type === "composite_literal") {
    const type = node.childForFieldName("type");
    return type === null ? undefined : { node: type, source };
  }
  if (node.type === "identifier") {
    const declared = declaring(node);
    if (declared !== undefined) return typeDeclared(declared, source, base, depth);
    const outer = base.others(source, node.text).filter((one) => folderOf(one) === folderOf(source));
    for (const one of outer) {
      const spec = all(one.root, "var_spec").find(
        (other) => functionOf(other) === undefined && namesOf(other).some(({ text }) => text === node.text),
      );
      if (spec !== undefined) return typeDeclared({ holder: spec, nameNode: spec, index: 0 }, one, base, depth);
    }
    return undefined;
  }
  if (node.type === "selector_expression") {
    const owner = deeper(node.childForFieldName("operand"));
    const struct = owner === undefined ? undefined : structOf(owner.node, owner.source, base);
    const field = node.childForFieldName("field")?.text ?? "";
    const found = struct === undefined ? undefined : fieldNamed(struct.node, field);
    const type = found?.childForFieldName("type");
    return struct === undefined || type === null || type === undefined
      ? undefined
      : { node: type, source: struct.source };
  }
  return node.type === "call_expression" ? resultOf(node, 0, source, base, depth) : undefined;
}

function typeDeclared({ holder, index }: Declared, source: Source, base: CodeBase, depth: number): Placed | undefined {
  const type = holder.childForFieldName("type");
  if (type !== null) return { node: type, source };
  if (holder.type === "range_clause") return undefined;
  const right = holder.childForFieldName("right") ?? holder.childForFieldName("value");
  const values = right === null ? [] : parts(right);
  const [only] = values;
  if (values.length === 1 && only?.type === "call_expression") return resultOf(only, index, source, base, depth + 1);
  return typeOf(values[index], source, base, depth + 1);
}

/** The type of one of a call's results. */
function resultOf(call: Node, index: number, source: Source, base: CodeBase, depth: number): Placed | undefined {
  const called = call.childForFieldName("function");
  if (called?.text === "new") {
    const [type] = parts(call.childForFieldName("arguments") ?? call);
    return type === undefined ? undefined : { node: type, source };
  }
  const name = called?.type === "selector_expression" ? called.childForFieldName("field")?.text : called?.text;
  if (name === undefined || depth > 8) return undefined;
  const found = functionsNamed(name, source, base);
  const [only] = found;
  const result = found.length === 1 ? only?.node.childForFieldName("result") : undefined;
  if (only === undefined || result === null || result === undefined) return undefined;
  const types = result.type === "parameter_list" ? parts(result).map((one) => one.childForFieldName("type")) : [result];
  const type = types[index];
  return type === null || type === undefined ? undefined : { node: type, source: only.source };
}

/** The functions and methods of the program that have a name. */
export function functionsNamed(name: string, source: Source, base: CodeBase): readonly Placed[] {
  return [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "function_declaration", "method_declaration")
      .filter((node) => node.childForFieldName("name")?.text === name)
      .map((node) => ({ node, source: one })),
  );
}

/** The fields that a struct lists, each with its declaration. */
export function fieldsOf(
  struct: Node,
): readonly { readonly name: string; readonly nameNode: Node; readonly declaration: Node }[] {
  const list = parts(struct).find(({ type }) => type === "field_declaration_list");
  return (list === undefined ? [] : parts(list)).flatMap((declaration) => {
    const names = declaration.childrenForFieldName("name");
    if (names.length > 0) return names.map((nameNode) => ({ name: nameNode.text, nameNode, declaration }));
    // An embedded struct goes by its type's name.
    const type = all(declaration, "type_identifier").at(-1);
    return type === undefined ? [] : [{ name: type.text, nameNode: type, declaration }];
  });
}

function fieldNamed(struct: Node, name: string): Node | undefined {
  return fieldsOf(struct).find((field) => field.name === name)?.declaration;
}
