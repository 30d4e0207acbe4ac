import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Declaration, Source } from "../../follow/language";
import { all, lastName, parts } from "../../follow/tree";
import { demanded } from "../../follow/reasons";
import { askedFor, withoutAnnotation } from "../../follow/demands";

/** What demands that a field or parameter is filled, though code takes its value only where there is one. */

/** The edits after which a field or parameter need not be filled, or why it must. */
export function loosened(holder: Node, declaration: Declaration, source: Source): readonly Edit[] | NotFixable {
  const statement = holder.type === "variable_declarator" ? holder.parent : holder;
  const modifiers = statement === null ? undefined : parts(statement).find(({ type }) => type === "modifiers");
  const annotations = modifiers === undefined ? [] : parts(modifiers).filter(({ type }) => type.endsWith("annotation"));
  const edits: Edit[] = [];
  for (const annotation of annotations) {
    const name = lastName(annotation.childForFieldName("name"));
    if (/^(?:NotNull|NotBlank|NotEmpty|NonNull)$/.test(name)) edits.push(withoutAnnotation(annotation, source));
    if (/^(?:ConfigProperty|Property)$/.test(name)) return demanded(annotation, source);
    if (name !== "Value") continue;
    const [literal] = all(annotation, "string_literal");
    const inner = /^"\$\{[\w.-]+\}"$/.exec(literal?.text ?? "");
    if (literal === undefined || inner === null) continue;
    const asked = askedFor(declaration);
    const other = asked.isEmpty ? ":" : asked.isNull ? ":#{null}" : undefined;
    if (other === undefined) return demanded(annotation, source);
    const end = literal.endIndex - 2;
    edits.push({ start: end, end, text: other });
  }
  return edits;
}
