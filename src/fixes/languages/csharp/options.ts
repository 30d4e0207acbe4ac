import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import type { CodeBase, Reads, Source, Use } from "../../follow/language";
import { all, climb, lastName, parts, same, spanOf, withoutItem } from "../../follow/tree";

/** Properties of option classes: `options.Value.Key` where `options` is an `IOptions<CosmosOptions>`. */

/** The reads of a property, found by the types that the file itself names; what goes is the property. */
export function propertyReads(type: string, path: readonly string[], source: Source, base: CodeBase): Reads {
  const sources = [source, ...base.others(source, type)].filter(({ text }) => text.includes(type));
  const owner = ownerOf(type, path, sources);
  const uses = sources.flatMap((one) => [
    ...accessesOf(type, path, one),
    ...(owner?.source.path === one.path ? ownUses(owner.node, path.at(-1) ?? "", one) : []),
  ]);
  const given = sources.some(({ root }) =>
    all(root, "object_creation_expression").some(
      (node) =>
        lastName(node.childForFieldName("type")) === (owner?.name ?? type) &&
        (parts(node.childForFieldName("arguments") ?? node).some(({ type: kind }) => kind === "argument") ||
          assignsIn(node, path.at(-1) ?? "").length > 1),
    ),
  );
  const member = owner === undefined || given ? undefined : memberOf(owner.node, path.at(-1) ?? "");
  return {
    uses,
    removes:
      owner === undefined || member === undefined
        ? []
        : [{ source: owner.source, edits: [withoutMember(owner.source.text, member)] }],
  };
}

/** `new CosmosOptions { Key = … }`: the class and the property that a value is given to. */
export function initialized(
  value: Node,
): { readonly type: string; readonly property: string; readonly assignment: Node } | undefined {
  const assignment = value.parent;
  const creation = climb(assignment, ({ type }) => type === "object_creation_expression");
  const left = assignment?.childForFieldName("left");
  if (assignment?.type !== "assignment_expression" || assignment.parent?.type !== "initializer_expression")
    return undefined;
  return creation === undefined || left?.type !== "identifier"
    ? undefined
    : { type: lastName(creation.childForFieldName("type")), property: left.text, assignment };
}

function assignsIn(creation: Node, property: string): readonly Node[] {
  return all(creation, "assignment_expression").filter((node) => node.childForFieldName("left")?.text === property);
}

/** The class that declares the last property of a path that begins in `type`. */
function ownerOf(
  type: string,
  path: readonly string[],
  sources: readonly Source[],
): { readonly node: Node; readonly source: Source; readonly name: string } | undefined {
  for (const source of sources) {
    const node = all(source.root, "class_declaration", "record_declaration", "struct_declaration").find(
      (one) => one.childForFieldName("name")?.text === type,
    );
    if (node === undefined) continue;
    const [first, ...rest] = path;
    if (rest.length === 0) return { node, source, name: type };
    const inner = lastName(memberOf(node, first ?? "")?.childForFieldName("type")).replace(/\?$/, "");
    return inner === "" ? undefined : ownerOf(inner, rest, sources);
  }
  return undefined;
}

/** A property of a class or a parameter of a record, by its name; configuration knows no upper and lower case. */
function memberOf(owner: Node, name: string): Node | undefined {
  return all(owner, "property_declaration", "parameter").find(
    (node) =>
      node.childForFieldName("name")?.text.toLowerCase() === name.toLowerCase() &&
      (node.type === "property_declaration" || same(node.parent?.parent, owner)),
  );
}

function withoutMember(text: string, member: Node): ReturnType<typeof removal> {
  return member.type === "parameter" && member.parent !== null
    ? withoutItem(text, parts(member.parent), member)
    : removal(text, spanOf(member));
}

/** `x.Value.Key` where x is of the type, as far as the file says. */
function accessesOf(type: string, path: readonly string[], source: Source): readonly Use[] {
  return all(source.root, "member_access_expression", "conditional_access_expression").flatMap((node) => {
    const owner = ownerExpression(node, path);
    return owner !== undefined && isOf(owner, type, source) ? [{ node, source, rest: [] }] : [];
  });
}

/** What stands before the path of properties in a member access. */
function ownerExpression(node: Node, path: readonly string[]): Node | undefined {
  let owner = node;
  for (const name of [...path].reverse()) {
    const isConditional = owner.type === "conditional_access_expression";
    const taken = isConditional
      ? all(owner, "member_binding_expression")[0]?.childForFieldName("name")
      : owner.childForFieldName("name");
    const inner = owner.childForFieldName(isConditional ? "condition" : "expression");
    if (inner === null || taken?.text.toLowerCase() !== name.toLowerCase()) return undefined;
    owner = inner;
  }
  return owner;
}

/** Uses of the property by its bare name within its class. */
function ownUses(owner: Node, name: string, source: Source): readonly Use[] {
  return all(owner, "identifier")
    .filter(
      (node) =>
        node.text === name &&
        !same(node.parent?.childForFieldName("name"), node) &&
        node.parent?.childForFieldName("type")?.text !== node.text,
    )
    .map((node) => ({ node, source, rest: [] }));
}

/** Whether an expression is of a type: it names the type, or its first name is declared or assigned so. */
function isOf(expression: Node, type: string, source: Source, depth = 0): boolean {
  if (new RegExp(String.raw`\b${type}\b`).test(expression.text)) return true;
  const name = /^(?:this\.)?([A-Za-z_]\w*)/.exec(expression.text)?.[1];
  if (name === undefined || depth > 4) return false;
  const typed = all(source.root, "parameter", "property_declaration", "variable_declaration", "declaration_expression");
  const isTyped = typed.some((node) => {
    const names =
      node.type === "variable_declaration"
        ? all(node, "variable_declarator").map((one) => one.childForFieldName("name")?.text)
        : [node.childForFieldName("name")?.text];
    return names.includes(name) && new RegExp(String.raw`\b${type}\b`).test(node.childForFieldName("type")?.text ?? "");
  });
  return (
    isTyped ||
    all(source.root, "variable_declarator", "assignment_expression").some((node) => {
      const left = node.childForFieldName("name") ?? node.childForFieldName("left");
      const right = node.childForFieldName("right") ?? parts(node).at(-1);
      return (
        left?.text.replace(/^this\./, "") === name &&
        right != null &&
        !same(right, left) &&
        isOf(right, type, source, depth + 1)
      );
    })
  );
}
