import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";

/** Which declaration a name of Rust means, and of which struct an expression is, as far as the program says it. */

/** A node with the file that it stands in. */
export interface Placed {
  readonly node: Node;
  readonly source: Source;
}

/** The function around a node. */
export function functionOf(node: Node): Node | undefined {
  return climb(node.parent, ({ type }) => type === "function_item");
}

/** The type that an `impl` around a node is of. */
export function implOf(node: Node): string | undefined {
  const owner = climb(node, ({ type }) => type === "impl_item");
  return owner === undefined ? undefined : lastName(owner.childForFieldName("type"));
}

/** What declares a plain name where it stands: a `let`, a parameter, a constant; the last one before it. */
export function declaring(node: Node): Node | undefined {
  for (let { parent } = node; parent !== null; { parent } = parent) {
    const list = parent.type === "function_item" ? parent.childForFieldName("parameters") : null;
    const here = /^(?:block|source_file|declaration_list)$/.test(parent.type) ? parts(parent) : [];
    const found =
      here.findLast(
        (one) =>
          /^(?:let_declaration|const_item|static_item)$/.test(one.type) &&
          nameNodeOf(one)?.text === node.text &&
          (one.type !== "let_declaration" || one.endIndex <= node.startIndex || same(nameNodeOf(one), node)),
      ) ?? (list === null ? undefined : parts(list).find((one) => nameNodeOf(one)?.text === node.text));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The identifier that a `let`, constant or parameter declares. */
export function nameNodeOf(holder: Node): Node | undefined {
  const name = holder.childForFieldName("pattern") ?? holder.childForFieldName("name");
  return name?.type === "identifier" ? name : undefined;
}

/** The program's one struct of a name. */
export function structNamed(name: string, source: Source, base: CodeBase): Placed | undefined {
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "struct_item")
      .filter((node) => node.childForFieldName("name")?.text === name)
      .map((node) => ({ node, source: one })),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The fields that a struct lists by name. */
export function fieldsOf(struct: Node): readonly Node[] {
  const body = struct.childForFieldName("body");
  return body === null ? [] : parts(body).filter(({ type }) => type === "field_declaration");
}

/** The last name of a written type, through references and `Option`: `Config` of `&Config`. */
function typeName(type: Node | null): string | undefined {
  return type === null ? undefined : all(type, "type_identifier").at(-1)?.text;
}

/** The name of an expression's struct; undefined where the program does not say it. */
export function typeOf(node: Node | null, source: Source, base: CodeBase, depth = 0): string | undefined {
  if (node === null || depth > 6) return undefined;
  if (node.type === "self") return implOf(node);
  if (/^(?:reference_expression|try_expression|await_expression|parenthesized_expression)$/.test(node.type))
    return typeOf(parts(node).at(-1) ?? null, source, base, depth + 1);
  if (node.type === "struct_expression") return named(lastName(node.childForFieldName("name")), node);
  if (node.type === "identifier") {
    const holder = declaring(node);
    if (holder === undefined) return undefined;
    return (
      typeName(holder.childForFieldName("type")) ?? typeOf(holder.childForFieldName("value"), source, base, depth + 1)
    );
  }
  if (node.type === "field_expression") {
    const owner = typeOf(node.childForFieldName("value"), source, base, depth + 1);
    const struct = owner === undefined ? undefined : structNamed(owner, source, base);
    const field = struct === undefined ? undefined : fieldNamed(struct.node, node.childForFieldName("field")?.text);
    return field === undefined ? undefined : typeName(field.childForFieldName("type"));
  }
  if (node.type !== "call_expression") return undefined;
  const called = node.childForFieldName("function");
  if (called?.type === "field_expression")
    return /^(?:unwrap|expect|clone|as_ref|context|map_err)$/.test(called.childForFieldName("field")?.text ?? "")
      ? typeOf(called.childForFieldName("value"), source, base, depth + 1)
      : undefined;
  const path = called?.type === "scoped_identifier" ? lastName(called.childForFieldName("path")) : "";
  if (/^[A-Z]/.test(path)) return named(path, node);
  return returned(lastName(called ?? null), source, base);
}

function named(name: string, at: Node): string | undefined {
  return name === "Self" ? implOf(at) : name;
}

/** What the program's one function of a name gives back. */
function returned(name: string, source: Source, base: CodeBase): string | undefined {
  const found = functionsNamed(name, source, base);
  const [only] = found;
  const type = found.length === 1 ? only?.node.childForFieldName("return_type") : undefined;
  const types = type == null ? [] : all(type, "type_identifier").map(({ text }) => text);
  return types.find((one) => structNamed(one, source, base) !== undefined);
}

/** The program's functions of a name. */
export function functionsNamed(name: string, source: Source, base: CodeBase): readonly Placed[] {
  return [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "function_item")
      .filter((node) => node.childForFieldName("name")?.text === name)
      .map((node) => ({ node, source: one })),
  );
}

/** A struct's field. */
export function fieldNamed(struct: Node, name: string | undefined): Node | undefined {
  return fieldsOf(struct).find((one) => one.childForFieldName("name")?.text === name);
}
