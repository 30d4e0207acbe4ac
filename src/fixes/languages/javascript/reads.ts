import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { arrivals } from "../../follow/arrivals";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { all, climb, contentOf, parts, replace, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { entryNamed, isEnvironment, isVariable, readBy } from "./environment";
import { dotted } from "./files";
import { type Found, goes, nothingFound, readsIn } from "../../follow/found";
import { isNameList, isTypeOnly } from "./lists";
import { declarationOf } from "./names";
import { fromPattern } from "./patterns";
import { convicted, described } from "./schemas";

/** Every read of a setting in a file: of the environment, by schemas, by names in constants, of files of settings. */

export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  const found = nothingFound();
  if (/[:.]/.test(setting)) found.uses.push(...dotted(source, setting.split(/[:.]/)));
  members(source, setting, found);
  patterns(source, setting, found);
  strings(source, setting, base, found);
  if (isVariable(setting)) {
    described(source, setting, found);
    convicted(source, setting, base, found);
  }
  return readsIn(found);
}

/** A read at a node; inside an entry of the setting's own name the entry is what holds it, and goes. */
function use(node: Node, source: Source, setting: string, found: Found): void {
  if (isVariable(setting) && entryNamed(node, setting) !== undefined) return;
  found.uses.push({ node, source, rest: [] });
}

/** `NAMES.COSMOS_KEY` of a table of names: what reads by it is found from there. */
function isName(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === "subscript_expression") return same(parent.childForFieldName("index"), node);
  const object = node.childForFieldName("object")?.text ?? "";
  return /^(?:[A-Z][A-Z_]*|\w*(?:[nN]ames|[kK]eys|[vV]ars))$/.test(object) && readBy(node) !== undefined;
}

/** `process.env.NAME`, `env["NAME"]`; a variable's whole name is a read on whatever object it is asked of. */
function members(source: Source, setting: string, found: Found): void {
  for (const node of all(source.root, "member_expression", "subscript_expression")) {
    const index = node.childForFieldName("index");
    const key = node.childForFieldName("property")?.text ?? (index === null ? undefined : contentOf(index));
    if (key !== setting) continue;
    const { parent } = node;
    if (parent?.type === "assignment_expression" && same(parent.childForFieldName("left"), node)) {
      gives(parent, source, found);
      continue;
    }
    if (parent?.type === "unary_expression" && parent.text.startsWith("delete")) {
      gives(parent, source, found);
      continue;
    }
    if (isName(node)) continue;
    if (isVariable(setting) || isEnvironment(node.childForFieldName("object"), source))
      use(node, source, setting, found);
  }
}

/** A statement that gives the variable a value goes: nobody reads it any more. */
function gives(node: Node, source: Source, found: Found): void {
  const statement = node.parent;
  if (statement?.type !== "expression_statement") {
    found.lost ??= { node, source };
    return;
  }
  const right = node.childForFieldName("right");
  const body = statement.parent;
  const isAlone = body?.type === "statement_block" && parts(body).length === 1;
  if (right !== null && !/^(?:string|template_string|identifier|undefined|call_expression)$/.test(right.type)) return;
  if (right?.type === "string") goes(found, source, expectedWith(right, source), []);
  goes(found, source, [isAlone ? { ...spanOf(statement), text: "" } : removal(source.text, spanOf(statement))], []);
}

/** What a test that gives the variable a value expects of the client: to be opened with that key. */
function expectedWith(given: Node, { root }: Source): readonly Edit[] {
  return all(root, "pair")
    .filter((pair) => {
      const value = pair.childForFieldName("value");
      const call = climb(pair, ({ type }) => type === "arguments")?.parent;
      return (
        value?.type === "string" &&
        contentOf(value) === contentOf(given) &&
        /^expect\(\s*CosmosClient\s*\)[\s\S]*CalledWith$/.test(call?.childForFieldName("function")?.text ?? "")
      );
    })
    .map((pair) => replace(pair, "aadCredentials: expect.anything()"));
}

/** `const { NAME } = process.env`, `({ NAME }) => …`. */
function patterns(source: Source, setting: string, found: Found): void {
  for (const pattern of all(source.root, "object_pattern")) {
    const value = pattern.parent?.childForFieldName("value") ?? null;
    if (!isVariable(setting) && !isEnvironment(value, source)) continue;
    const declaration = fromPattern(pattern, [setting], source);
    if (declaration !== undefined) found.declared.push({ declaration, source });
  }
  if (!isVariable(setting)) return;
  for (const one of all(source.root, "import_specifier")) {
    const statement = climb(one, ({ type }) => type === "import_statement");
    if (one.childForFieldName("name")?.text !== setting || !/["']\$env\//.test(statement?.text ?? "")) continue;
    const list = one.parent;
    const nameNode = one.childForFieldName("alias") ?? one;
    const alone = list !== null && parts(list).length === 1 && statement !== undefined;
    const edit = alone ? removal(source.text, spanOf(statement)) : withoutItem(source.text, parts(list ?? one), one);
    const declaration = {
      name: nameNode.text,
      path: [],
      nameNode,
      removes: [edit],
      scope: source.root,
      outside: undefined,
    };
    found.declared.push({ declaration, source });
  }
}

/** The setting's name as a string: an argument, an item of a list of names, a constant. */
function strings(source: Source, setting: string, base: CodeBase, found: Found): void {
  for (const node of all(source.root, "string", "template_string")) {
    const { parent } = node;
    if (parent === null || contentOf(node) !== setting || parent.type === "subscript_expression") continue;
    const read = readBy(node);
    if (read === "gives") gives(parent.parent ?? parent, source, found);
    else if (read !== undefined) {
      const statement = read.parent?.type === "expression_statement" ? read.parent : undefined;
      if (statement === undefined) use(read, source, setting, found);
      else {
        const edits = [removal(source.text, spanOf(statement))];
        goes(found, source, edits, edits);
      }
    } else if (parent.type === "array" && isVariable(setting)) {
      const edits = [withoutItem(source.text, parts(parent), node)];
      if (isNameList(parent, source)) goes(found, source, edits, isTypeOnly(parent, source) ? [] : edits);
      else found.lost ??= { node, source };
    } else if (parent.type === "literal_type" && parent.parent?.type === "union_type")
      goes(found, source, [withoutItem(source.text, parts(parent.parent), parent)], []);
    else if (
      /^(?:variable_declarator|pair|enum_assignment|public_field_definition)$/.test(parent.type) &&
      isVariable(setting)
    )
      constant(node, source, base, found);
  }
}

/** A constant that holds the name: what reads by it reads the setting. */
function constant(node: Node, source: Source, base: CodeBase, found: Found): void {
  if (node.parent?.type === "pair" && same(node.parent.childForFieldName("key"), node)) return;
  const declaration = declarationOf(node, source);
  if (declaration === undefined) return;
  const { uses, removes, lost } = arrivals(declaration, source, base);
  found.lost ??= lost;
  for (const { source: where, edits } of removes) goes(found, where, edits, []);
  for (const one of uses) {
    const read = readBy(one.node);
    if (read === undefined) found.lost ??= one;
    else if (read === "gives") gives(one.node.parent?.parent ?? one.node, one.source, found);
    else found.uses.push({ node: read, source: one.source, rest: [] });
  }
}
