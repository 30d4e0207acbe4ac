import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { Declaration, Name, Source } from "../../follow/language";
import { climb } from "../../follow/tree";

/** Attributes: of classes, and of the objects that classes make. */

/** An attribute of objects: by `self` in its class, by the class and its objects elsewhere. */
export function member(
  nameNode: Node,
  path: readonly string[],
  removes: readonly Edit[],
  source: Source,
): Declaration | undefined {
  const scope = classAround(nameNode);
  const owner = scope?.childForFieldName("name");
  if (scope === undefined || owner === null || owner === undefined) return undefined;
  const also: readonly Name[] = [
    { name: "self", path, scope },
    { name: "cls", path, scope },
  ];
  return { name: owner.text, path, nameNode, removes, scope: source.root, outside: undefined, also };
}

function classAround(node: Node): Node | undefined {
  return climb(node, ({ type }) => type === "class_definition");
}

/** What a name of a class, or of anything else, declares; see `named`. */
export function attribute(
  nameNode: Node,
  path: readonly string[],
  removes: readonly Edit[],
  source: Source,
): Declaration {
  return named(nameNode, path, removes, scopeOf(nameNode, source), source);
}

/** A plain name; an attribute of a class goes by the class, by `self` and, among its attributes, by itself. */
export function named(
  nameNode: Node,
  path: readonly string[],
  removes: readonly Edit[],
  scope: Node,
  source: Source,
): Declaration {
  const name = nameNode.text;
  const base = { nameNode, removes, outside: undefined };
  const owner = scope.type === "class_definition" ? scope.childForFieldName("name") : null;
  if (owner === null) return { ...base, name, path, scope };
  const also: readonly Name[] = [
    { name: "self", path: [name, ...path], scope },
    { name: "cls", path: [name, ...path], scope },
    { name, path, scope },
  ];
  return { ...base, name: owner.text, path: [name, ...path], scope: source.root, also };
}

export function scopeOf(node: Node, source: Source): Node {
  return (
    climb(node, ({ type }) => type === "function_definition" || type === "class_definition" || type === "module") ??
    source.root
  );
}
