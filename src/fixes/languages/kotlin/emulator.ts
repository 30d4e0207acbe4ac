import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Rewrite, Source } from "../../follow/language";
import { all, spanOf } from "../../follow/tree";
import { indentOf, indentUnit, lineEndOf } from "../../lines";
import { calledBy } from "./types";
import { byHand } from "../../follow/reasons";

/** A program that also runs on the emulator, which takes no identity: the key where there is one, else the identity. */

/** The client's `.key(value)`, and an identity where there is no value. */
export function eitherWay(call: Node, value: Node, identity: string, source: Source): Rewrite | NotFixable {
  const called = calledBy(call);
  const key = value.type === "call_expression" ? all(value, "value_argument")[0]?.namedChild(0) : value;
  const isPlain = key != null && /^(?:identifier|navigation_expression)$/.test(key.type);
  const edits = isPlain && called !== undefined ? chosen(call, called.object, key, identity, source) : undefined;
  return edits === undefined ? byHand(call, source) : { edits, needs: ["identity"], keeps: true };
}

function chosen(
  call: Node,
  object: Node | undefined,
  key: Node,
  identity: string,
  source: Source,
): readonly Edit[] | undefined {
  const asked = `if (${key.text}.isNullOrEmpty())`;
  const isStatement = /^(?:block|lambda_literal)$/.test(call.parent?.type ?? "");
  if (isStatement && (object === undefined || object.type === "identifier")) {
    const on = object === undefined ? "" : `${object.text}.`;
    return [{ ...spanOf(call), text: `${asked} ${on}${identity} else ${call.text}` }];
  }
  const root = object === undefined ? undefined : rootOf(object);
  if (object === undefined || root === undefined || !/^[A-Z]/.test(root.text)) return undefined;
  const own = call.text.slice(call.text.indexOf(".", object.text.length) + 1);
  const gap = `${lineEndOf(source.text)}${indentOf(source.text, root.startIndex)}${indentUnit(source.text, 4)}`;
  return [
    { ...spanOf(root), text: `(${asked} ${root.text}.${identity}${gap}else ${root.text}.${own})` },
    { start: object.endIndex, end: call.endIndex, text: "" },
  ];
}

/** The call that a chain of calls begins with. */
function rootOf(node: Node): Node | undefined {
  if (node.type !== "call_expression") return undefined;
  const object = calledBy(node)?.object;
  return object === undefined ? node : rootOf(object);
}
