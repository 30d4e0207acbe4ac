import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import { choosesIdentity } from "../../follow/branch";
import type { Declaration, Source } from "../../follow/language";
import { all, lastName, parts, spanOf } from "../../follow/tree";
import { removal } from "../../lines";

/** What demands that a field or parameter is filled, though code takes its value only where there is one. */

const DEMANDED = "The value is demanded here, though the code does without the key: let it be missing first.";

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
