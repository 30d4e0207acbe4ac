import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Declaration, Source } from "../../follow/language";
import { all, parts } from "../../follow/tree";
import { isNullable, nameNodeOf } from "./types";
import { demanded } from "../../follow/reasons";
import { askedFor, withoutAnnotation } from "../../follow/demands";

/** What demands that a property or parameter is filled, though code takes its value only where there is one. */

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
