import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { Need, Source } from "../../follow/language";
import { all, parts, spanOf } from "../../follow/tree";
import { indentOf, lineAfter, lineEndOf, removal } from "../../lines";

/** Imports of Go: put in their place, and taken away where the last use goes, as the compiler demands. */

export const IDENTITY = "github.com/Azure/azure-sdk-for-go/sdk/azidentity";
export const SECRETS = "github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets";

const IMPORTS: Readonly<Partial<Record<Need, readonly string[]>>> = {
  identity: [IDENTITY],
  environment: ["os"],
  secrets: ["context", SECRETS],
};

/** The imports that needs call for, where the file has none. */
export function importsFor(source: Source, needs: readonly Need[]): readonly Edit[] {
  return [...new Set(needs)].flatMap((need) => (IMPORTS[need] ?? []).flatMap((path) => importFor(source, path)));
}

/** Imports whose every use the edits take away. */
export function unusedImports(source: Source, edits: readonly Edit[]): readonly Edit[] {
  return all(source.root, "import_spec").flatMap((spec) => {
    const path = (spec.childForFieldName("path")?.text ?? "").slice(1, -1);
    const last = path.replace(/\/v\d+$/, "");
    const name = spec.childForFieldName("name")?.text ?? last.slice(last.lastIndexOf("/") + 1);
    const uses = all(source.root, "selector_expression", "qualified_type").filter(({ text }) =>
      text.startsWith(`${name}.`),
    );
    const used = new RegExp(String.raw`(?<![\w.])${name}\.`);
    const isStill = edits.some(({ text }) => used.test(text));
    const isGone = uses.every((node) =>
      edits.some(({ start, end }) => start <= node.startIndex && node.endIndex <= end),
    );
    if (uses.length === 0 || !isGone || isStill) return [];
    const alone = spec.parent?.type === "import_declaration" ? spec.parent : spec;
    return [removal(source.text, spanOf(alone))];
  });
}

/** An import in its place by path, within the group that holds others of the same host. */
function importFor(source: Source, path: string): readonly Edit[] {
  const specs = all(source.root, "import_spec");
  const pathOf = (node: (typeof specs)[number]): string => (node.childForFieldName("path")?.text ?? "").slice(1, -1);
  if (specs.some((node) => pathOf(node) === path)) return [];
  const list = all(source.root, "import_spec_list")[0];
  const line = `"${path}"`;
  const eol = lineEndOf(source.text);
  if (list === undefined) {
    const last = all(source.root, "import_declaration").at(-1) ?? all(source.root, "package_clause")[0];
    if (last === undefined) return [];
    const lead = last.type === "package_clause" ? eol : "";
    return [lineAfter(source.text, last.endIndex - 1, `${lead}import ${line}`)];
  }
  const isLibrary = path.includes(".");
  const kin = parts(list).filter((node) => pathOf(node).includes(".") === isLibrary);
  const before = kin.findLast((node) => pathOf(node) < path);
  const anchor = before ?? kin[0] ?? parts(list)[0];
  if (anchor === undefined) return [{ start: list.startIndex + 1, end: list.startIndex + 1, text: `${eol}\t${line}` }];
  const indent = indentOf(source.text, anchor.startIndex);
  if (before !== undefined) return [lineAfter(source.text, before.endIndex - 1, indent + line)];
  const blank = kin.length === 0 ? eol : "";
  return [{ start: anchor.startIndex, end: anchor.startIndex, text: `${line}${eol}${blank}${indent}` }];
}

/** Whether a name is that of a package of the SDK, under an alias too. */
export function isPackage(operand: Node | null, name: string, { root }: Source): boolean {
  if (operand === null) return false;
  if (operand.text === name) return true;
  return all(root, "import_spec").some(
    (spec) =>
      spec.childForFieldName("name")?.text === operand.text &&
      (spec.childForFieldName("path")?.text ?? "").endsWith(`/${name}"`),
  );
}
