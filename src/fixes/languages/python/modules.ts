import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { removal } from "../../lines";
import type { Declaration, Source } from "../../follow/language";
import { all, lastName, spanOf, withoutItem } from "../../follow/tree";
import { scopeOf } from "./members";

/** What modules of Python give to each other. */

/** The word that an importing file must hold: the module's name, or its package's. */
export function moduleOf(path: string): string {
  return /([^/]+?)(?:\/__init__)?\.pyw?$/i.exec(path)?.[1] ?? path;
}

/** The names under which another file has what a declaration of a module's top holds. */
export function broughtTo(other: Source, declaration: Declaration, source: Source): readonly Declaration[] {
  const { name, path, scope } = declaration;
  if (scope.type !== "module") return [];
  const module = moduleOf(source.path);
  const found: Declaration[] = [];
  const local = (nameNode: Node, first: string, rest: readonly string[], removes: readonly Edit[]): void => {
    found.push({
      name: first,
      path: rest,
      nameNode,
      removes: rest.every((key) => key === "()") ? removes : [],
      scope: scopeOf(nameNode, other),
      outside: undefined,
    });
  };
  for (const statement of all(other.root, "import_from_statement")) {
    const from = statement.childForFieldName("module_name");
    const items = statement.childrenForFieldName("name");
    const isHere = lastName(from) === module;
    for (const item of items) {
      const given = (item.childForFieldName("name") ?? item).text;
      const alias = item.childForFieldName("alias") ?? item;
      if (isHere && given === name)
        local(alias, alias.text, path, [
          items.length === 1 ? removal(other.text, spanOf(statement)) : withoutItem(other.text, items, item),
        ]);
      else if (given === module && !isHere) local(alias, alias.text, [name, ...path], []);
    }
    const star = isHere ? all(statement, "wildcard_import")[0] : undefined;
    if (star !== undefined) local(star, name, path, []);
  }
  for (const item of all(other.root, "import_statement").flatMap((node) => node.childrenForFieldName("name"))) {
    const dotted = item.childForFieldName("name") ?? item;
    const alias = item.childForFieldName("alias");
    if (lastName(dotted) !== module) continue;
    const [first = "", ...rest] = alias === null ? dotted.text.split(".") : [alias.text];
    local(alias ?? dotted, first, [...rest, name, ...path], []);
  }
  return found;
}
