import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { Declaration, Name, Source } from "../../follow/language";
import { all, climb, same, spanOf, withoutItem } from "../../follow/tree";

/** Names of C#: variables, fields, static properties, and members that are assigned. */

const TYPE = /^(?:class|struct|record|interface)_declaration$/;

/** What holds a value. Properties of objects are not followed here: see `csharpOptions.ts`. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const parent = value.parent?.type === "arrow_expression_clause" ? value.parent.parent : value.parent;
  if (parent?.type === "variable_declarator") return declarator(parent, source);
  if (parent?.type === "property_declaration" && isPlain(parent)) return property(parent, source);
  if (parent?.type !== "assignment_expression" || !same(parent.childForFieldName("right"), value)) return undefined;
  const name = parent.childForFieldName("left")?.text.replace(/^this\./, "") ?? "";
  const statement = parent.parent;
  if (statement?.type !== "expression_statement" || !/^\w+$/.test(name)) return undefined;
  const declared = declaredBefore(name, statement, source);
  return declared === undefined
    ? undefined
    : { ...declared, removes: [...declared.removes, removal(source.text, spanOf(statement))] };
}

/** The partial class, struct or record that a node stands in: its members are seen in its other files too. */
export function partialOwner(node: Node): Node | undefined {
  const owner = climb(node, ({ type }) => TYPE.test(type));
  return owner?.children.some(({ type, text }) => type === "modifier" && text === "partial") === true
    ? owner
    : undefined;
}

/** A member of a partial class in each of its files. */
export function partialDeclarations(
  value: Node,
  source: Source,
  others: readonly Source[],
): readonly { readonly declaration: Declaration; readonly source: Source }[] {
  const declaration = declarationOf(value, source);
  const owner = declaration === undefined ? undefined : partialOwner(declaration.nameNode);
  const type = owner?.childForFieldName("name")?.text;
  if (declaration === undefined || owner === undefined) return [];
  const elsewhere = others.flatMap((other) =>
    all(other.root, owner.type)
      .filter((node) => node.childForFieldName("name")?.text === type)
      .map((scope) => ({ declaration: { ...declaration, scope, removes: [], outside: undefined }, source: other })),
  );
  return [{ declaration, source }, ...elsewhere];
}

/** A property that other files can only read through the class itself, or not at all. */
export function isPlain(node: Node): boolean {
  return node.children.some((child) => child.type === "modifier" && /^(?:static|const|private)$/.test(child.text));
}

function property(node: Node, source: Source): Declaration | undefined {
  const nameNode = node.childForFieldName("name");
  return nameNode === null
    ? undefined
    : {
        name: nameNode.text,
        path: [],
        nameNode,
        removes: [removal(source.text, spanOf(node))],
        ...memberOf(node, nameNode.text),
      };
}

/** The variable, field or property of a name that a statement assigns. */
function declaredBefore(name: string, statement: Node, source: Source): Declaration | undefined {
  const owner = climb(statement, ({ type }) => TYPE.test(type)) ?? source.root;
  const found = all(owner, "variable_declarator", "property_declaration").filter(
    (node) => node.childForFieldName("name")?.text === name,
  );
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  return only.type === "property_declaration" ? property(only, source) : declarator(only, source);
}

function declarator(node: Node, source: Source): Declaration | undefined {
  const nameNode = node.childForFieldName("name");
  const declaration = node.parent;
  const statement = declaration?.parent;
  if (nameNode === null || declaration === null || statement === null || statement === undefined) return undefined;
  const siblings = all(declaration, "variable_declarator");
  const whole =
    statement.type === "global_statement"
      ? statement
      : (climb(statement, ({ type }) => type.endsWith("_declaration") || type.endsWith("_statement")) ?? statement);
  const removes = siblings.length > 1 ? withoutItem(source.text, siblings, node) : removal(source.text, spanOf(whole));
  const isField = statement.type === "field_declaration";
  const block = climb(statement, ({ type }) => type === "block" || type === "compilation_unit");
  return {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: [removes],
    ...(isField ? memberOf(statement, nameNode.text) : { scope: block ?? source.root, outside: undefined }),
  };
}

/** Scope of a class's member, and the name that other files may use it by. */
function memberOf(node: Node, name: string): Pick<Name & Declaration, "scope" | "outside"> {
  const owner = climb(node, ({ type }) => TYPE.test(type));
  const type = owner?.childForFieldName("name")?.text;
  const isPrivate = !node.children.some(
    (child) => child.type === "modifier" && /^(?:public|internal|protected)$/.test(child.text),
  );
  const root = climb(node, ({ parent }) => parent === null) ?? node;
  return {
    scope: isPrivate ? (owner ?? root) : root,
    outside: isPrivate || type === undefined ? undefined : `${type}.${name}`,
  };
}
