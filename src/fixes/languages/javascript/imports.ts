import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { lineAfter, lineBefore, removal } from "../../lines";
import type { Need, Source } from "../../follow/language";
import { all, climb, contentOf, parts, spanOf, withoutItem } from "../../follow/tree";

/** Imports and requires of JavaScript and TypeScript, in the file's own way. */

const IMPORTS: Readonly<Partial<Record<Need, readonly (readonly [name: string, from: string])[]>>> = {
  identity: [["DefaultAzureCredential", "@azure/identity"]],
  secrets: [["SecretClient", "@azure/keyvault-secrets"]],
};

/** The imports that the needs stand for, where the file has none. */
export function importsFor(source: Source, needs: readonly Need[]): readonly Edit[] {
  return needs.flatMap((need) => IMPORTS[need] ?? []).flatMap(([name, from]) => importOf(source, name, from));
}

/** Whether a file is an ES module: it imports or exports, and requires nothing. */
export function isModule(source: Source): boolean {
  if (all(source.root, "import_statement", "export_statement").length > 0) return true;
  if (/\.cjs$|\.cts$/i.test(source.path)) return false;
  return !/\brequire\s*\(|\bmodule\.exports\b/.test(source.text);
}

/** A string in the file's own quotes. */
export function quoted(text: string, source: Source): string {
  const strings = all(source.root, "string");
  const single = strings.filter((node) => node.text.startsWith("'")).length;
  return single * 2 > strings.length ? `'${text}'` : JSON.stringify(text);
}

/** An import or require of a name, where the file has none: beside that of @azure/cosmos, else behind the last. */
function importOf(source: Source, name: string, from: string): readonly Edit[] {
  const statements = [
    ...all(source.root, "import_statement"),
    ...all(source.root, "call_expression")
      .filter((node) => node.childForFieldName("function")?.text === "require")
      .map((node) => climb(node, ({ parent }) => parent?.type === "program"))
      .filter((node) => node !== undefined),
  ];
  const fromOf = (node: Node): string => contentOf(node.childForFieldName("source") ?? all(node, "string")[0] ?? node);
  const existing = statements.find((node) => fromOf(node) === from);
  if (existing !== undefined) {
    const specifiers = all(existing, "import_specifier", "shorthand_property_identifier_pattern");
    if (specifiers.some((node) => node.text === name)) return [];
    const last = specifiers.at(-1);
    if (last !== undefined && !existing.text.startsWith("import type"))
      return [{ start: last.endIndex, end: last.endIndex, text: `, ${name}` }];
  }
  const anchor = statements.find((node) => fromOf(node) === "@azure/cosmos") ?? statements.at(-1);
  const semicolon = anchor === undefined || anchor.text.trimEnd().endsWith(";") ? ";" : "";
  // Quotes and braces are spelled as beside it.
  const beside = anchor === undefined ? undefined : all(anchor, "string").at(-1)?.text.charAt(0);
  const path = beside === undefined ? quoted(from, source) : beside + from + beside;
  const names = /\{\w[^}]*\w\}/.test(anchor?.text ?? "") ? `{${name}}` : `{ ${name} }`;
  const line = isModule(source)
    ? `import ${names} from ${path}${semicolon}`
    : `const ${names} = require(${path})${semicolon}`;
  if (anchor !== undefined) return [lineAfter(source.text, anchor.endIndex - 1, line)];
  const first = source.root.namedChildren.find(
    (node) => !/comment|hash_bang/.test(node.type) && !/^["']use /.test(node.text),
  );
  return [lineBefore(source.text, first?.startIndex ?? 0, line)];
}

const NAMES = ["identifier", "type_identifier", "shorthand_property_identifier", "jsx_identifier"];

/** Names that only code used which goes: their imports go too. */
export function unusedImports(source: Source, edits: readonly Edit[]): readonly Edit[] {
  const covers = ({ startIndex, endIndex }: Node): boolean =>
    edits.some(({ start, end }) => start <= startIndex && end >= endIndex);
  const isUnused = (item: Node): boolean => {
    const name = (item.childForFieldName("alias") ?? item.childForFieldName("name") ?? item).text;
    const uses = all(source.root, ...NAMES).filter((one) => one.text === name && listAround(one) === undefined);
    const isWritten = edits.some(({ text }) =>
      new RegExp(String.raw`\b${name.replaceAll("$", String.raw`\$`)}\b`).test(text),
    );
    return uses.length > 0 && uses.every(covers) && !isWritten;
  };
  return all(source.root, "named_imports", "object_pattern").flatMap((list) => {
    const statement = statementOf(list);
    const items = parts(list);
    if (statement === undefined || covers(statement) || items.some(covers)) return [];
    const gone = items.filter(isUnused);
    if (gone.length === 0) return [];
    const isAlone = list.type === "object_pattern" || list.parent?.namedChildCount === 1;
    if (gone.length === items.length) return isAlone ? [removal(source.text, spanOf(statement))] : [];
    return gone.length === 1 ? gone.map((item) => withoutItem(source.text, items, item)) : [];
  });
}

/** The list of imported names that a name stands in. */
function listAround(name: Node): Node | undefined {
  return climb(
    name,
    (one) => one.type === "named_imports" || (one.type === "object_pattern" && statementOf(one) !== undefined),
  );
}

/** The statement of a list of imported names: an import, or a require by itself. */
function statementOf(list: Node): Node | undefined {
  if (list.type === "named_imports") return climb(list, ({ type }) => type === "import_statement");
  const declarator = list.parent;
  const value = declarator?.childForFieldName("value");
  const statement = declarator?.parent ?? undefined;
  const isAlone = statement !== undefined && parts(statement).length === 1;
  return isAlone && value?.type === "call_expression" && value.childForFieldName("function")?.text === "require"
    ? statement
    : undefined;
}
