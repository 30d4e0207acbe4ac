import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { Source } from "../../follow/language";
import { all, parts, same, withoutItem } from "../../follow/tree";

/** Lists of the names of variables that a program demands. */

/** A name goes out of its list; a tuple that is left with one item keeps its comma. */
export function withoutName(node: Node, list: Node, { text }: Source): readonly Edit[] {
  const items = parts(list);
  const edit = withoutItem(text, items, node);
  const isPair = list.type === "tuple" && items.length === 2;
  if (!isPair || /,\s*\)$/.test(list.text)) return [edit];
  const end = items[1]?.endIndex ?? edit.end;
  return same(items[1], node) ? [{ ...edit, text: "," }] : [edit, { start: end, end, text: "," }];
}

export function isWalked(list: Node, source: Source): boolean {
  const walks = (node: Node): boolean => {
    const { parent } = node;
    if (parent?.type === "for_in_clause" || parent?.type === "for_statement") {
      const left = parent.childForFieldName("left");
      const made = parent.type === "for_in_clause" ? parent.parent : undefined;
      const isTaken =
        made?.parent?.type === "assignment" && made.parent.childForFieldName("left")?.type !== "identifier";
      return same(parent.childForFieldName("right"), node) && left?.type === "identifier" && !isTaken;
    }
    if (parent?.type === "comparison_operator") return true;
    const call = parent?.type === "argument_list" ? parent.parent : null;
    return (
      call?.parent?.type === "expression_statement" &&
      /(?:check|require|validate|ensure|assert|verify)\w*$/i.test(call.childForFieldName("function")?.text ?? "")
    );
  };
  const { parent } = list;
  const left = parent?.type === "assignment" ? parent.childForFieldName("left") : undefined;
  if (left?.type !== "identifier") return walks(list);
  const uses = all(source.root, "identifier").filter((one) => one.text === left.text && !same(one, left));
  return uses.length > 0 && uses.every(walks);
}
