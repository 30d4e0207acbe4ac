import type { Node } from "web-tree-sitter";
import type { Edit, Workspace } from "../../fix";
import { indentOf, lineAfter, lineBefore, lineEndOf, removal } from "../../lines";
import type { Need, Source } from "../../follow/language";
import { all, climb, spanOf } from "../../follow/tree";
import { withoutDeclaration } from "./removals";
import { projectOf, settingsOf } from "../../manifests/nuget";

/** Using directives of C#. */

const NAMESPACES: Readonly<Partial<Record<Need, readonly string[]>>> = {
  identity: ["Azure.Identity"],
  secrets: ["Azure.Security.KeyVault.Secrets"],
  environment: ["System"],
};

/** The directives that the needs stand for, where neither the file nor its project has them. */
export function usingsFor(source: Source, needs: readonly Need[], workspace: Workspace): readonly Edit[] {
  return usingNamespaces(source, [...new Set(needs.flatMap((need) => NAMESPACES[need] ?? []))], workspace);
}

/** The directives for namespaces, where neither the file nor its project has them. */
export function usingNamespaces(source: Source, namespaces: readonly string[], workspace: Workspace): readonly Edit[] {
  return usings(
    source,
    namespaces.filter((namespace) => !isGlobal(namespace, source.path, workspace)),
  );
}

const WEB = ["System", "Microsoft.Extensions.Configuration"];

/** Whether a `global using` of the project, its `<Using>` items or its implicit usings name a namespace. */
function isGlobal(namespace: string, path: string, { paths, read }: Workspace): boolean {
  const project = projectOf({ paths, read }, path);
  const folder = project?.slice(0, project.lastIndexOf("/") + 1) ?? "";
  const settings = project === undefined ? "" : settingsOf({ paths, read }, project).join("\n");
  if (settings.includes(`<Using Include="${namespace}"`)) return true;
  const isImplicit = /<ImplicitUsings>\s*(?:enable|true)/i.test(settings);
  if (
    isImplicit &&
    (namespace === "System" || (WEB.includes(namespace) && /Sdk="Microsoft\.NET\.Sdk\.(?:Web|Worker)"/i.test(settings)))
  )
    return true;
  const directive = new RegExp(
    String.raw`^\s*global\s+using\s+(?:global::)?${namespace.replaceAll(".", "\\.")}\s*;`,
    "m",
  );
  return paths.some(
    (one) =>
      one.endsWith(".cs") &&
      one.startsWith(folder) &&
      (read(one)?.includes("global using") ?? false) &&
      directive.test(read(one) ?? ""),
  );
}

const PLAIN = /^using\s+(?:global::)?([\w.]+)\s*;/;

/** Using directives in order, once; none where the file has the namespace. They stand where the file's own do. */
function usings(source: Source, namespaces: readonly string[]): readonly Edit[] {
  const directives = all(source.root, "using_directive");
  const nameOf = (node: Node): string => /^(?:global\s+)?using\s+(?:global::)?([\w.]+)\s*;/.exec(node.text)?.[1] ?? "";
  // What stands below `#if` is not there for every build.
  const plain = directives.filter(
    (node) => PLAIN.test(node.text) && !(node.parent?.type.startsWith("preproc") ?? false),
  );
  const missing = namespaces.filter((namespace) => !directives.some((node) => nameOf(node) === namespace));
  // Those of a file with several namespaces stand in the first.
  const first = plain[0]?.parent;
  const near = plain.filter((node) => node.parent?.id === first?.id);
  return [...missing].sort(order).map((namespace, i) => {
    const next = near.find((node) => order(namespace, nameOf(node)) < 0);
    const last = near.at(-1);
    const at = next ?? last;
    const line = `using ${isHidden(namespace, at) ? "global::" : ""}${namespace};`;
    if (next !== undefined)
      return lineBefore(source.text, next.startIndex, indentOf(source.text, next.startIndex) + line);
    if (last !== undefined)
      return lineAfter(source.text, last.startIndex, indentOf(source.text, last.startIndex) + line);
    return atTop(source, line, i === missing.length - 1);
  });
}

/** Within `namespace Microsoft.…` or `Contoso.Azure.…`, `Azure` may be another: only `global::` is sure. */
function isHidden(namespace: string, at: Node | undefined): boolean {
  const outer = climb(
    at?.parent,
    ({ type }) => type === "namespace_declaration" || type === "file_scoped_namespace_declaration",
  );
  const scoped = at?.parent?.namedChildren.find(({ type }) => type === "file_scoped_namespace_declaration");
  const around =
    outer ?? (scoped !== undefined && at !== undefined && scoped.startIndex < at.startIndex ? scoped : undefined);
  const name = around?.childForFieldName("name")?.text;
  if (name === undefined) return false;
  const [first] = namespace.split(".");
  return (
    name
      .split(".")
      .slice(1)
      .includes(first ?? "") ||
    (name.startsWith("Microsoft") && first === "Azure") ||
    (name.split(".")[0] === first && name !== first)
  );
}

function atTop(source: Source, line: string, isLast: boolean): Edit {
  const first = source.root.namedChildren.find((child) => !/comment|directive|preproc/.test(child.type));
  const externs = source.root.namedChildren.findLast(({ type }) => type === "extern_alias_directive");
  const eol = lineEndOf(source.text);
  const global = all(source.root, "using_directive").findLast(({ text }) => text.startsWith("global"));
  if (global !== undefined || externs !== undefined)
    return lineAfter(source.text, (global ?? externs)?.startIndex ?? 0, line);
  const start = first?.startIndex ?? 0;
  return { start, end: start, text: line + eol + (isLast ? eol : "") };
}

/** System first, then by name, as editors order usings. */
function order(a: string, b: string): number {
  const system = Number(b === "System" || b.startsWith("System.")) - Number(a === "System" || a.startsWith("System."));
  return system !== 0 ? system : a < b ? -1 : a > b ? 1 : 0;
}

const OF_AZURE =
  /\b(?:AzureKeyCredential|AzureSasCredential|AzureNamedKeyCredential|RequestFailedException|Response|NullableResponse|ETag|Pageable|AsyncPageable|Page|WaitUntil|HttpRange|Operation|HttpHeader|MatchConditions|RequestConditions|HttpAuthorization|ResponseError|RequestContext)\b/g;

/** `using Azure;` goes where only `AzureKeyCredential` needed it, and constants go that only named what nobody reads any more. */
export function unusedAfter(source: Source, edits: readonly Edit[]): readonly Edit[] {
  const isGone = (at: number): boolean => edits.some(({ start, end }) => start <= at && at < end);
  const directive = all(source.root, "using_directive").find(({ text }) => text === "using Azure;");
  const names = [...source.text.matchAll(OF_AZURE)];
  const isFree = directive !== undefined && names.length > 0 && names.every(({ index }) => isGone(index));
  const constants = all(source.root, "field_declaration", "local_declaration_statement").flatMap((node) => {
    const declarators = all(node, "variable_declarator");
    const [only] = declarators;
    const name = only?.childForFieldName("name");
    const modifiers = node.children.filter(({ type }) => type === "modifier").map(({ text }) => text);
    if (
      name == null ||
      declarators.length > 1 ||
      !modifiers.includes("const") ||
      modifiers.includes("public") ||
      modifiers.includes("internal") ||
      modifiers.includes("protected")
    )
      return [];
    const uses = all(source.root, "identifier").filter((one) => one.text === name.text && one.id !== name.id);
    const isUnused = uses.length > 0 && uses.every((one) => isGone(one.startIndex)) && !isGone(node.startIndex);
    return isUnused && only !== undefined ? withoutDeclaration(only, source) : [];
  });
  return [...(isFree ? [removal(source.text, spanOf(directive))] : []), ...constants];
}
