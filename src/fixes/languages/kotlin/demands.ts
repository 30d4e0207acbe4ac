import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import { choosesIdentity } from "../../follow/branch";
import type { Declaration, Source } from "../../follow/language";
import { all, parts, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { isNullable, nameNodeOf } from "./types";

/** What demands that a property or parameter is filled, though code takes its value only where there is one. */

const DEMANDED = "The value is demanded here, though the code does without the key: let it be missing first.";

/** The edits after which a property or parameter need not be filled, or why it must. */
export function loosened(holder: Node, declaration: Declaration, source: Source): readonly Edit[] | NotFixable {
  const modifiers = parts(holder).find(({ type }) => type === "modifiers");
  const annotations = modifiers === undefined ? [] : all(modifiers, "annotation");
  const edits: Edit[] = [];
  let isFilled = false;
  for (const annotation of annotations) {
    const name = all(annotation, "user_type")[0]?.text.split(".").at(-1) ?? "";
    if (/^(?:NotNull|NotBlank|NotEmpty)$/.test(name)) edits.push(withoutAnnotation(annotation, source));
    if (/^(?:ConfigProperty|Property)$/.test(name)) return demanded(annotation, source);
    if (name !== "Value") continue;
    isFilled = true;
    const [literal] = all(annotation, "string_literal");
    if (literal === undefined || !/^"\\\$\{[\w.-]+\}"$/.test(literal.text)) continue;
    if (!askedFor(declaration).isEmpty) return demanded(annotation, source);
    edits.push({ start: literal.endIndex - 2, end: literal.endIndex - 2, text: ":" });
  }
  return isFilled ? edits : [...edits, ...withDefault(holder, modifiers)];
}

/** `val key: String` becomes `val key: String = ""`; `lateinit` goes. */
function withDefault(holder: Node, modifiers: Node | undefined): readonly Edit[] {
  const late =
    modifiers === undefined ? undefined : all(modifiers, "member_modifier").find(({ text }) => text === "lateinit");
  const inner = holder.type === "property_declaration" ? nameNodeOf(holder)?.parent : holder;
  const type = inner == null ? undefined : parts(inner).find((one) => /^(?:user|nullable)_type$/.test(one.type));
  const nullable = isNullable(holder);
  if (type === undefined || (late === undefined && holder.type !== "class_parameter")) return [];
  if (late === undefined && /^\s*=/.test(holder.text.slice(type.endIndex - holder.startIndex))) return [];
  const given: Edit = { start: type.endIndex, end: type.endIndex, text: nullable === true ? " = null" : ' = ""' };
  return late === undefined ? [given] : [{ start: late.startIndex, end: late.endIndex + 1, text: "" }, given];
}

function withoutAnnotation(annotation: Node, { text }: Source): Edit {
  const alone = removal(text, spanOf(annotation));
  const blank = /^[ \t]*/.exec(text.slice(annotation.endIndex))?.[0].length ?? 0;
  return alone.start < annotation.startIndex
    ? alone
    : { ...spanOf(annotation), end: annotation.endIndex + blank, text: "" };
}

/** Whether every choice that asks for a declared value takes the identity where the value is null, and where it is empty. */
export function askedFor({ name, scope, nameNode }: Declaration): {
  readonly isNull: boolean;
  readonly isEmpty: boolean;
} {
  const uses = all(scope, "identifier").filter(
    (node) => node.text === name && node.id !== nameNode.id && choosesIdentity(node, "either"),
  );
  return {
    isNull: uses.every((node) => choosesIdentity(node, "null")),
    isEmpty: uses.every((node) => choosesIdentity(node, "empty")),
  };
}

/** Why a place that demands a value is left. */
export function demanded(node: Node, source: Source): NotFixable {
  return notFixable(DEMANDED, { path: source.path, span: spanOf(node) });
}
