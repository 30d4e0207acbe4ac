import type { Edit, Workspace } from "../../fix";
import { lineAfter, lineBefore, lineEndOf } from "../../lines";
import type { Node } from "web-tree-sitter";
import { nearest } from "../../manifests/manifest";
import type { Need, Source } from "../../follow/language";
import { all } from "../../follow/tree";

/** Using directives of C#. */

const NAMESPACES: Readonly<Partial<Record<Need, readonly string[]>>> = {
  identity: ["Azure.Identity"],
  secrets: ["Azure.Security.KeyVault.Secrets"],
  environment: ["System"],
};

/** The directives that the needs stand for, where neither the file nor its project has them. */
export function usingsFor(source: Source, needs: readonly Need[], workspace: Workspace): readonly Edit[] {
  const wanted = new Set(needs.flatMap((need) => NAMESPACES[need] ?? []));
  return usings(
    source,
    [...wanted].filter((namespace) => !isGlobal(namespace, source.path, workspace)),
  );
}

/** Whether a `global using` of the project, its `<Using>` items or its implicit usings name a namespace. */
function isGlobal(namespace: string, path: string, { paths, read }: Workspace): boolean {
  const project = nearest({ paths, read }, path, (name) => /\.csproj$/i.test(name));
  const folder = project?.slice(0, project.lastIndexOf("/") + 1) ?? "";
  const settings = project === undefined ? "" : (read(project) ?? "");
  if (settings.includes(`<Using Include="${namespace}"`)) return true;
  if (namespace === "System" && /<ImplicitUsings>\s*(?:enable|true)/i.test(settings)) return true;
  const directive = new RegExp(String.raw`^\s*global\s+using\s+${namespace.replaceAll(".", "\\.")}\s*;`, "m");
  // They stand in files that are named for them, or beside the code.
  return paths.some(
    (one) =>
      /(?:using|global|import)[^/]*\.cs$/i.test(one) && one.startsWith(folder) && directive.test(read(one) ?? ""),
  );
}

/** Using directives in order, once; none where the file, or a global using in it, has the namespace. */
function usings(source: Source, namespaces: readonly string[]): readonly Edit[] {
  const directives = all(source.root, "using_directive");
  const nameOf = (node: Node): string => /^(?:global\s+)?using\s+([\w.]+)\s*;/.exec(node.text)?.[1] ?? "";
  const plain = directives.filter((node) => nameOf(node) !== "" && !node.text.startsWith("global"));
  const missing = namespaces.filter((namespace) => !directives.some((node) => nameOf(node) === namespace));
  return [...missing].sort(order).map((namespace) => {
    const line = `using ${namespace};`;
    const next = plain.find((node) => order(namespace, nameOf(node)) < 0);
    const last = plain.at(-1);
    if (next !== undefined) return lineBefore(source.text, next.startIndex, line);
    if (last !== undefined) return lineAfter(source.text, last.startIndex, line);
    const first = source.root.namedChildren.find((child) => !/comment|directive|preproc/.test(child.type));
    const blank = lineEndOf(source.text);
    return {
      start: first?.startIndex ?? 0,
      end: first?.startIndex ?? 0,
      text: line + blank + (missing.indexOf(namespace) === missing.length - 1 ? blank : ""),
    };
  });
}

/** System first, then by name, as editors order usings. */
function order(a: string, b: string): number {
  const system = Number(b === "System" || b.startsWith("System.")) - Number(a === "System" || a.startsWith("System."));
  return system !== 0 ? system : a < b ? -1 : a > b ? 1 : 0;
}
