import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";

/** Which declaration a name of Go means where it stands. */

/** What declares a name: its holder, the identifier, and its place among several. */
export interface Declared {
  readonly holder: Node;
  readonly nameNode: Node;
  readonly index: number;
}

/** The function around a node; a literal one counts. */
export function functionOf(node: Node): Node | undefined {
  return climb(node.parent, ({ type }) => /^(?:function_declaration|method_declaration|func_literal)$/.test(type));
}

/** The folder of a file: its package. */
export function folderOf({ path }: Source): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The names that a statement declares. */
export function namesOf(holder: Node): readonly Node[] {
  if (/^(?:short_var_declaration|range_clause)$/.test(holder.type)) {
    const left = holder.childForFieldName("left");
    return left === null ? [] : parts(left);
  }
  return holder.childrenForFieldName("name").filter(({ type }) => type === "identifier");
}

const HOLDERS = new Set(["short_var_declaration", "var_spec", "const_spec", "range_clause", "parameter_declaration"]);

/** What declares a plain name where it stands, in this file; undefined where it is another file's, or imported. */
export function declaring(node: Node): Declared | undefined {
  for (let at: Node | null = node; at !== null; at = at.parent) {
    const { parent } = at;
    if (parent === null) return undefined;
    const here = [
      ...holdersAmong(parent, at),
      ...["parameters", "receiver", "result"].flatMap((field) => {
        const list = parent.childForFieldName(field);
        return list?.type === "parameter_list" ? parts(list) : [];
      }),
    ];
    for (const holder of here.reverse()) {
      const names = namesOf(holder);
      const index = names.findIndex(({ text }) => text === node.text);
      const nameNode = names[index];
      if (nameNode !== undefined) return { holder, nameNode, index };
    }
  }
  return undefined;
}

/** Declarations of a block before a node, or of a file anywhere. */
function holdersAmong(parent: Node, from: Node): readonly Node[] {
  const isFile = parent.type === "source_file";
  return parts(parent)
    .filter((one) => isFile || one.startIndex <= from.startIndex)
    .flatMap((one) =>
      HOLDERS.has(one.type)
        ? [one]
        : /^(?:var|const)_declaration$/.test(one.type)
          ? all(one, "var_spec", "const_spec").filter((spec) => functionOf(spec)?.id === functionOf(one)?.id)
          : one.type === "range_clause" || one.type === "for_clause"
            ? all(one, "short_var_declaration", "range_clause")
            : [],
    );
}

/** Whether an identifier stands for a value: no label, no key of a literal, no declaration's own name. */
export function isPlain(node: Node): boolean {
  if (node.type !== "identifier") return false;
  const element = node.parent;
  const isKey = element?.type === "literal_element" && same(element.parent?.childForFieldName("key"), element);
  return !isKey && !(element?.childrenForFieldName("name") ?? []).some((one) => same(one, node));
}
