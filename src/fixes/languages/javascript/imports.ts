import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { lineAfter, lineBefore } from "../../lines";
import type { Need, Source } from "../../follow/language";
import { all, climb, contentOf } from "../../follow/tree";

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
  const line = isModule(source)
    ? `import { ${name} } from ${quoted(from, source)}${semicolon}`
    : `const { ${name} } = require(${quoted(from, source)})${semicolon}`;
  if (anchor !== undefined) return [lineAfter(source.text, anchor.endIndex - 1, line)];
  const first = source.root.namedChildren.find(
    (node) => !/comment|hash_bang/.test(node.type) && !/^["']use /.test(node.text),
  );
  return [lineBefore(source.text, first?.startIndex ?? 0, line)];
}
