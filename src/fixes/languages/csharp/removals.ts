import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { lineEnd, lineStart, removal } from "../../lines";
import type { Source } from "../../follow/language";
import { all, climb, parts, spanOf, withoutItem } from "../../follow/tree";

/** How declarations of C# go: with their attributes and documentation, and without a trace in the documentation of others. */

/** Takes a member, variable or parameter away. */
export function withoutDeclaration(node: Node, source: Source): readonly Edit[] {
  if (node.type === "parameter") return withoutParameter(node, source);
  if (node.type === "variable_declarator") {
    const declaration = node.parent;
    const siblings = declaration === null ? [] : all(declaration, "variable_declarator");
    if (siblings.length > 1) return [withoutItem(source.text, siblings, node)];
    const whole = climb(
      declaration,
      ({ type }) => /_declaration$|_statement$/.test(type) && type !== "variable_declaration",
    );
    const outer = whole?.parent?.type === "global_statement" ? whole.parent : whole;
    return [removalWithDocumentation(outer ?? node, source)];
  }
  return [removalWithDocumentation(node, source)];
}

/** Takes a parameter away, and what its method's documentation says of it. */
export function withoutParameter(node: Node, source: Source): readonly Edit[] {
  const { parent } = node;
  if (parent === null) return [];
  const owner = parent.parent ?? parent;
  const siblings = parts(parent).filter(({ type }) => type === "parameter");
  return [
    withoutItem(source.text, siblings, node),
    ...withoutParagraph(owner, node.childForFieldName("name")?.text ?? "", source),
  ];
}

function removalWithDocumentation(node: Node, source: Source): Edit {
  const first = documentationOf(node).at(-1) ?? node;
  return removal(source.text, { start: first.startIndex, end: node.endIndex });
}

/** The documentation above a declaration, last line first. */
function documentationOf(node: Node): readonly Node[] {
  const lines: Node[] = [];
  for (
    let above = node.previousNamedSibling;
    above?.type === "comment" && /^\/\/\/|^\/\*\*/.test(above.text);
    above = above.previousNamedSibling
  )
    lines.push(above);
  return lines;
}

/** `/// <param name="key">…</param>` goes, over as many lines as it has. */
function withoutParagraph(owner: Node, name: string, source: Source): readonly Edit[] {
  const lines = documentationOf(owner);
  const top = lines.at(-1);
  const [bottom] = lines;
  if (top === undefined || bottom === undefined) return [];
  const start = lineStart(source.text, top.startIndex);
  const end = lineEnd(source.text, bottom.endIndex - 1);
  const text = source.text.slice(start, end);
  const found = new RegExp(String.raw`[ \t]*///[ \t]*<param name="${name}"\s*(?:/>|>[\s\S]*?</param>)[ \t]*\r?\n`).exec(
    text,
  );
  return found === null ? [] : [{ start: start + found.index, end: start + found.index + found[0].length, text: "" }];
}

/** Lets a property be empty: `[Required]` goes. */
export function withoutRequirement(node: Node, source: Source): readonly Edit[] {
  return all(node, "attribute_list").flatMap((list) => {
    const items = parts(list);
    const item = items.find((one) => one.childForFieldName("name")?.text === "Required");
    if (item === undefined) return [];
    return [items.length === 1 ? removal(source.text, spanOf(list)) : withoutItem(source.text, items, item)];
  });
}

/** The range of a statement as an edit that takes it away. */
export function withoutStatement(statement: Node, source: Source): Edit {
  const whole = statement.parent?.type === "global_statement" ? statement.parent : statement;
  return removal(source.text, spanOf(whole));
}
