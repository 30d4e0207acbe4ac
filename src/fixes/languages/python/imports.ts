import type { Edit } from "../../fix";
import type { Need, Source } from "../../follow/language";
import { all, climb, spanOf, withoutItem } from "../../follow/tree";
import { lineAfter, lineBefore, lineEndOf, removal } from "../../lines";

/** Imports of Python, beside those of azure.cosmos. */

const IMPORTS: Readonly<Record<Need, readonly [line: string, has: RegExp]>> = {
  identity: [
    "from azure.identity import DefaultAzureCredential",
    /^[ \t]*from azure\.identity import (?:\([^)]*|[^\n]*)\bDefaultAzureCredential\b/m,
  ],
  "identity-async": [
    "from azure.identity.aio import DefaultAzureCredential",
    /^[ \t]*from azure\.identity\.aio import (?:\([^)]*|[^\n]*)\bDefaultAzureCredential\b/m,
  ],
  secrets: [
    "from azure.keyvault.secrets import SecretClient",
    /^[ \t]*from azure\.keyvault\.secrets import (?:\([^)]*|[^\n]*)\bSecretClient\b/m,
  ],
  "pydantic-field": ["from pydantic import Field", /^[ \t]*from pydantic import (?:\([^)]*|[^\n]*)\bField\b/m],
  "dataclass-field": ["from dataclasses import field", /^[ \t]*from dataclasses import (?:\([^)]*|[^\n]*)\bfield\b/m],
  environment: ["import os", /^[ \t]*import (?:[\w., ]*,\s*)?os\b/m],
};

/** The import's line: behind that of azure.cosmos, else behind the last import, else behind the docstring. */
export function importFor(source: Source, need: Need): readonly Edit[] {
  const [line, has] = IMPORTS[need];
  if (has.test(source.text)) return [];
  const top = source.root.namedChildren;
  const imports = top.filter(({ type }) => /^(?:import|import_from|future_import)_statement$/.test(type));
  if (need === "environment") {
    const first = imports.find(({ type }) => type !== "future_import_statement");
    if (first !== undefined) return [lineBefore(source.text, first.startIndex, line)];
  }
  const anchor = imports.find((node) => /\bazure\.cosmos\b/.test(node.text)) ?? imports.at(-1);
  if (anchor !== undefined) return [lineAfter(source.text, anchor.endIndex - 1, line)];
  const docstring =
    top[0]?.type === "expression_statement" && top[0].namedChild(0)?.type === "string" ? top[0] : undefined;
  if (docstring !== undefined) return [lineAfter(source.text, docstring.endIndex - 1, line)];
  const first = top.find(({ type }) => type !== "comment");
  // A blank line parts the imports from what follows them.
  return [lineBefore(source.text, first?.startIndex ?? 0, line + lineEndOf(source.text))];
}

/** Names that only code used which goes: their imports go too. */
export function unusedImports(source: Source, edits: readonly Edit[]): readonly Edit[] {
  const covers = (start: number, end: number): boolean => edits.some((edit) => edit.start <= start && edit.end >= end);
  return all(source.root, "import_from_statement").flatMap((statement) => {
    if (covers(statement.startIndex, statement.endIndex)) return [];
    const items = statement.childrenForFieldName("name").filter((one) => !covers(one.startIndex, one.endIndex));
    const isUnused = (item: (typeof items)[number]): boolean => {
      const name = (item.childForFieldName("alias") ?? item).text;
      const uses = all(source.root, "identifier").filter(
        (one) => one.text === name && climb(one, ({ type }) => type.startsWith("import")) === undefined,
      );
      return (
        uses.length > 0 &&
        uses.every((one) => covers(one.startIndex, one.endIndex)) &&
        !edits.some(({ text }) => new RegExp(String.raw`\b${name}\b`).test(text))
      );
    };
    const gone = items.filter(isUnused);
    if (gone.length === 0) return [];
    if (gone.length === statement.childrenForFieldName("name").length) return [removal(source.text, spanOf(statement))];
    return gone.map((item) => withoutItem(source.text, statement.childrenForFieldName("name"), item));
  });
}
