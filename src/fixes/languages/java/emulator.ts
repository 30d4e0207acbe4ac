import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Rewrite, Source } from "../../follow/language";
import { lastName, parts, spanOf } from "../../follow/tree";
import { indentOf, indentUnit, lineEndOf } from "../../lines";
import { byHand } from "../../follow/reasons";

/** A program that also runs on the emulator, which takes no identity: the key where there is one, else the identity. */

/** The client's `.key(value)`, and an identity where there is no value. */
export function eitherWay(call: Node, value: Node, identity: string, source: Source): Rewrite | NotFixable {
  const key = keyIn(value);
  const object = call.childForFieldName("object");
  const edits = key === undefined || object === null ? undefined : chosen(call, object, key, identity, source);
  return edits === undefined ? byHand(call, source) : { edits, needs: ["identity"], keeps: true };
}

/** The text that a value is, or that a credential is made of; undefined where asking for it twice may not be the same. */
function keyIn(value: Node): Node | undefined {
  const inner =
    value.type === "object_creation_expression" ? parts(value.childForFieldName("arguments") ?? value)[0] : value;
  if (inner === undefined) return undefined;
  const isPlain =
    /^(?:identifier|field_access)$/.test(inner.type) ||
    (inner.type === "method_invocation" && /^(?:get|is)?\w*$/.test(lastName(inner.childForFieldName("name"))));
  return isPlain ? inner : undefined;
}

function chosen(call: Node, object: Node, key: Node, identity: string, source: Source): readonly Edit[] | undefined {
  const missing = `${key.text} == null || ${key.text}.isEmpty()`;
  const own = `.${call.childForFieldName("name")?.text ?? ""}${call.childForFieldName("arguments")?.text ?? ""}`;
  const eol = lineEndOf(source.text);
  const statement = call.parent?.type === "expression_statement" ? call.parent : undefined;
  if (statement !== undefined && object.type === "identifier") {
    const indent = indentOf(source.text, statement.startIndex);
    const unit = indentUnit(source.text, 4);
    const branch = (then: string): string => `{${eol}${indent}${unit}${object.text}${then};${eol}${indent}}`;
    return [{ ...spanOf(statement), text: `if (${missing}) ${branch(`.${identity}`)} else ${branch(own)}` }];
  }
  const root = rootOf(object);
  if (root.type !== "object_creation_expression") return undefined;
  const gap = `${eol}${indentOf(source.text, root.startIndex)}${indentUnit(source.text, 4).repeat(2)}`;
  return [
    {
      ...spanOf(root),
      text: `(${missing}${gap}? ${root.text}.${identity}${gap}: ${root.text}${own})`,
    },
    { start: object.endIndex, end: call.endIndex, text: "" },
  ];
}

/** What a chain of calls begins with. */
function rootOf(node: Node): Node {
  let root = node;
  for (let next = root; next.type === "method_invocation"; next = root) {
    const object = next.childForFieldName("object");
    if (object === null) return root;
    root = object;
  }
  return root;
}
