import type { Edit } from "../../fix";
import { lineAfter, lineBefore } from "../../lines";
import type { Need, Source } from "../../follow/language";

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
  return [lineBefore(source.text, first?.startIndex ?? 0, line)];
}
