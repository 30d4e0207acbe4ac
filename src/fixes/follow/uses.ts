import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Language, Name, Source, Use } from "./language";
import { all, same } from "./tree";

/** Where a declared value is used again: in its own file and, where it can be seen from there, in others. */

/** Every use of a declaration in its own file. */
export function usesOf(declaration: Declaration, source: Source): readonly Use[] {
  return [declaration, ...(declaration.also ?? [])].flatMap((name) =>
    namesIn(source, name, declaration).flatMap((node) => {
      const reached = follow(node, name.path, source.language);
      return reached === undefined || isOwn(reached.node, declaration) ? [] : [{ ...reached, source }];
    }),
  );
}

/** Uses in other files by the declaration's full name: `Settings.Key`. */
export function outsideUses(declaration: Declaration, source: Source, base: CodeBase): readonly Use[] {
  const { outside } = declaration;
  if (outside === undefined) return [];
  return base.others(source, declaration.name).flatMap((other) =>
    all(other.root, ...NAME_TYPES)
      .filter((node) => node.text === declaration.name && other.language.isUse(node, declaration))
      .map(memberOf)
      .filter((node) => node.text === outside || node.text.endsWith(`.${outside}`))
      .map((node) => ({ node, source: other, rest: [] })),
  );
}

const NAME_TYPES = [
  "identifier",
  "shorthand_property_identifier",
  "property_identifier",
  "private_property_identifier",
  "this",
];
const MEMBER_TYPES = new Set([
  "member_access_expression",
  "member_expression",
  "attribute",
  "field_access",
  "selector_expression",
  "navigation_expression",
]);

/** The nodes that are a name, where the name holds. */
function namesIn(source: Source, name: Name, declaration: Declaration): readonly Node[] {
  return all(source.root, ...NAME_TYPES)
    .filter(
      (node) =>
        node.text === name.name &&
        !same(node, declaration.nameNode) &&
        !(name.path.length > 0 && isDeclaring(node)) &&
        isWithin(node, name.scope) &&
        (source.language.scoped === true || !isShadowed(node, name)) &&
        source.language.isUse(node, name === declaration ? declaration : { ...declaration, nameNode: node }),
    )
    .map((node) => (name.path.length === 0 ? memberOf(node) : node));
}

/** Whether a name is only declared here: as a variable, a class or a parameter. */
function isDeclaring(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  return (
    same(parent.childForFieldName("name"), node) ||
    /parameters?$/.test(parent.type) ||
    (parent.type === "assignment" && same(parent.childForFieldName("left"), node))
  );
}

/** From a name along its keys; undefined where another key is taken, `rest` where the whole goes elsewhere before. */
function follow(root: Node, path: readonly string[], language: Language): Omit<Use, "source"> | undefined {
  let node = root;
  for (const [i, key] of path.entries()) {
    const step = language.step?.(node);
    if (step?.key === undefined) return { node: step?.whole ?? language.instance?.(node) ?? node, rest: path.slice(i) };
    if (step.key !== key) return undefined;
    node = step.whole;
  }
  return { node, rest: [] };
}

/** The place that declares the value is no use of it. */
function isOwn(node: Node, { nameNode, removes }: Declaration): boolean {
  return (
    same(node, nameNode) ||
    (node.startIndex <= nameNode.startIndex &&
      node.endIndex >= nameNode.endIndex &&
      node.endIndex === nameNode.endIndex) ||
    removes.some(({ start, end }) => node.startIndex >= start && node.endIndex <= end)
  );
}

function isWithin(node: Node, scope: Node): boolean {
  return node.startIndex >= scope.startIndex && node.endIndex <= scope.endIndex;
}

/** A parameter between a use and the name's scope that has the same name; types and defaults give no names. */
function isShadowed(node: Node, { name, scope }: Name): boolean {
  for (let at = node.parent; at !== null && !same(at, scope); at = at.parent) {
    const list = at.childForFieldName("parameters");
    const single = at.childForFieldName("parameter");
    const given = (list?.namedChildren ?? (single === null ? [] : [single])).map(nameOf);
    const isNamed = given.some((one) => one !== undefined && namesGiven(one).includes(name));
    const isBeside =
      list !== null && isWithin(node, list) && !given.some((one) => one !== undefined && isWithin(node, one));
    if (isNamed && !isBeside) return name !== "self";
  }
  return false;
}

/** The part of a parameter that gives its name, or its pattern of names. */
function nameOf(parameter: Node): Node | undefined {
  return (
    parameter.childForFieldName("name") ??
    parameter.childForFieldName("pattern") ??
    parameter.childForFieldName("left") ??
    (parameter.type.endsWith("identifier") ? parameter : (parameter.namedChildren[0] ?? undefined))
  );
}

function namesGiven(named: Node): readonly string[] {
  return [named.text, ...all(named, "identifier", "shorthand_property_identifier_pattern").map(({ text }) => text)];
}

function memberOf(node: Node): Node {
  const { parent } = node;
  return parent !== null && MEMBER_TYPES.has(parent.type) && parent.endIndex === node.endIndex ? parent : node;
}

/** Uses less those that go with the check of another: `if (key == null) throw new ArgumentNullException(nameof(key))`. */
export function withoutGuarded(uses: readonly Use[]): readonly Use[] {
  const guards = uses.flatMap(({ node, source }) => {
    const guard = source.language.guard?.(node, source);
    return guard === undefined ? [] : [{ node, source, guard }];
  });
  return uses.filter(
    ({ node, source }) =>
      !guards.some(
        (one) =>
          one.source.path === source.path &&
          one.guard.start <= node.startIndex &&
          one.guard.end >= node.endIndex &&
          one.node.id !== node.id &&
          source.language.guard?.(node, source) === undefined,
      ),
  );
}
