import { LineMap } from "../../engine/position";
import type { Span } from "../../engine/finding";
import { isGenerated } from "../formats/format";
import { type NotFixable, notFixable, type Workspace } from "../fix";

/** Outputs of templates: one that hands out a key goes where nothing takes it. */

/** Where an output is taken, or may be; undefined where nothing in the workspace names it, but documents. */
export function takenAt(name: string, own: { readonly path: string; readonly span: Span }, workspace: Workspace) {
  // Pipelines put a prefix before the names of outputs: `RGDO_cosmosKey`.
  const pattern = new RegExp(String.raw`(?<![A-Za-z\d])${literally(name)}(?![\w-])`, "gi");
  for (const path of workspace.paths) {
    if (/\.(?:md|mdx|markdown|rst|adoc|txt|log|html?|svg|png|jpe?g|lock|map)$/i.test(path)) continue;
    const text = workspace.read(path) ?? "";
    if (isGenerated(text)) continue;
    for (const { index } of text.matchAll(pattern)) {
      const isOwn = path === own.path && index >= own.span.start && index < own.span.end;
      const isInComment = /^\s*(?:#|\/\/|\*)/.test(text.slice(text.lastIndexOf("\n", index) + 1, index + 1));
      if (!isOwn && !isInComment) return { path, span: { start: index, end: index + name.length }, text };
    }
  }
  return undefined;
}

/** What must be known of an output that goes: a person, or a pipeline that is not here, may read it off a deployment. */
export function goneFrom(name: string, path: string): string {
  return `The output ${name} goes from ${path.slice(path.lastIndexOf("/") + 1)}: what reads it off a deployment elsewhere must do without it.`;
}

/** Why an output that is taken elsewhere stays. */
export function taken(name: string, { path, span, text }: NonNullable<ReturnType<typeof takenAt>>): NotFixable {
  const line = String(new LineMap(text).at(span.start).line + 1);
  return notFixable(
    `The output ${name} hands the key to ${path.slice(path.lastIndexOf("/") + 1)}:${line}: what takes it there must do without it first.`,
    { path, span },
  );
}

/**
 * Why an output of a module stays that nothing here calls: others may. A folder of Terraform is a root where it sets
 * up a provider or a backend; a file of Bicep may be one wherever it does not lie among modules.
 */
export function takenByOthers(path: string, span: Span, { paths, read }: Workspace): NotFixable | undefined {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const name = path.slice(folder.length);
  const isTerraform = name.endsWith(".tf");
  const own = paths.filter((one) => one.endsWith(".tf") && one.slice(0, one.lastIndexOf("/") + 1) === folder);
  const isRoot = isTerraform
    ? own.some((one) => /^\s*provider\s+"|^\s*(?:backend|cloud)\b/m.test(read(one) ?? ""))
    : !/(?:^|\/)modules?\//i.test(path);
  if (isRoot) return undefined;
  const last = folder.split("/").at(-2) ?? "";
  const isCalled = paths.some((one) =>
    isTerraform
      ? one.endsWith(".tf") &&
        !own.includes(one) &&
        new RegExp(String.raw`source\s*=\s*"\.[^"]*${literally(last)}/?"`).test(read(one) ?? "")
      : one.endsWith(".bicep") &&
        new RegExp(String.raw`^module\s+\w+\s+'[^']*${literally(name)}'`, "m").test(read(one) ?? ""),
  );
  return isCalled
    ? undefined
    : notFixable("This is a module that nothing here calls: who takes its output cannot be told.", { path, span });
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
