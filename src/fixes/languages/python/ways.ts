import type { Node } from "web-tree-sitter";
import type { Language } from "../../follow/language";
import { contentOf, lastName, parts, same } from "../../follow/tree";

/** The way from a name to what it holds: attributes, items, calls. */

/** `a.b["c"]` as names; undefined where a part is computed. */
export function wayTo(node: Node): readonly string[] | undefined {
  if (node.type === "identifier") return [node.text];
  const inner = node.childForFieldName("object") ?? node.childForFieldName("value");
  const step = inner === null ? undefined : stepOf(inner);
  const way = inner === null ? undefined : wayTo(inner);
  return step?.key === undefined || way === undefined ? undefined : [...way, step.key];
}

/** The member that is taken of what a node denotes: `.key`, `["key"]`, `.get("key")`; an instance is as its class. */
export function stepOf(node: Node): ReturnType<NonNullable<Language["step"]>> {
  const { parent } = node;
  const instance = instanceOf(node);
  if (instance !== undefined) return stepOf(instance);
  if (parent?.type === "parenthesized_expression" || parent?.type === "await") return stepOf(parent);
  if (parent?.type === "call" && same(parent.childForFieldName("function"), node)) return { whole: parent, key: "()" };
  if (parent?.type === "subscript" && same(parent.childForFieldName("value"), node)) {
    const key = parent.childForFieldName("subscript");
    return { whole: parent, key: key?.type === "string" ? contentOf(key) : undefined };
  }
  if (parent?.type !== "attribute" || !same(parent.childForFieldName("object"), node)) return undefined;
  const key = parent.childForFieldName("attribute")?.text;
  if (key !== undefined && WHOLE.test(key)) return { whole: parent, key: undefined };
  const call = parent.parent;
  if (key !== "get" || call?.type !== "call") return { whole: parent, key };
  const [first] = parts(call.childForFieldName("arguments") ?? call);
  return first?.type === "string" ? { whole: call, key: contentOf(first) } : { whole: call, key: undefined };
}

/** Attributes that give the whole again, in another shape. */
const WHOLE = /^(?:dict|model_dump|_asdict|copy|items|values|json|__dict__)$/;

/** `Settings()` for `Settings`: a call of what is named like a class. */
export function instanceOf(node: Node): Node | undefined {
  const { parent } = node;
  return parent?.type === "call" &&
    same(parent.childForFieldName("function"), node) &&
    /^_?[A-Z]\w*[a-z]/.test(lastName(node))
    ? parent
    : undefined;
}
