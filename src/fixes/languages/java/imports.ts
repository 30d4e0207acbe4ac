import type { Edit } from "../../fix";
import type { Need, Source } from "../../follow/language";
import { all, spanOf } from "../../follow/tree";
import { lineAfter, lineBefore, removal } from "../../lines";

/** Imports of Java: put in their place, and taken away where the last use goes. */

const IMPORTS: Readonly<Partial<Record<Need, string>>> = {
  identity: "com.azure.identity.DefaultAzureCredentialBuilder",
  secrets: "com.azure.security.keyvault.secrets.SecretClientBuilder",
};

const nameOf = (text: string): string => /^import\s+(?:static\s+)?([\w.*]+)/.exec(text)?.[1] ?? "";

/** The imports that needs call for, where the file has none. */
export function importsFor(source: Source, needs: readonly Need[]): readonly Edit[] {
  return [...new Set(needs)].flatMap((need) => importFor(source, IMPORTS[need]));
}

function importFor(source: Source, name: string | undefined): readonly Edit[] {
  if (name === undefined) return [];
  const imports = all(source.root, "import_declaration");
  const folder = name.slice(0, name.lastIndexOf("."));
  if (imports.some(({ text }) => nameOf(text) === name || nameOf(text) === `${folder}.*`)) return [];
  const line = `import ${name};`;
  const before = imports.findLast(({ text }) => nameOf(text) < name && !/^import\s+static/.test(text));
  const anchor = before ?? all(source.root, "package_declaration")[0];
  if (before === undefined && imports[0] !== undefined) return [lineBefore(source.text, imports[0].startIndex, line)];
  return anchor === undefined
    ? [{ start: 0, end: 0, text: `${line}\n` }]
    : [lineAfter(source.text, anchor.endIndex - 1, line)];
}

/** Takes imports away whose every use the edits take away. */
export function unusedImports(source: Source, edits: readonly Edit[]): readonly Edit[] {
  const names = all(source.root, "identifier", "type_identifier");
  return all(source.root, "import_declaration").flatMap((node) => {
    const simple = nameOf(node.text).split(".").at(-1) ?? "*";
    if (!/^\w+$/.test(simple)) return [];
    const uses = names.filter(
      (one) =>
        one.text === simple &&
        !(one.startIndex >= node.startIndex && one.endIndex <= node.endIndex) &&
        one.parent?.type !== "scoped_identifier",
    );
    const isGone = uses.every((one) =>
      edits.some(
        ({ start, end, text }) =>
          start <= one.startIndex && one.endIndex <= end && !new RegExp(String.raw`\b${simple}\b`).test(text),
      ),
    );
    const isMentioned = new RegExp(String.raw`(?:@link|@see)\s+#?${simple}\b`).test(source.text);
    return uses.length === 0 || !isGone || isMentioned ? [] : [removal(source.text, spanOf(node))];
  });
}
