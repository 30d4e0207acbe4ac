import { LineMap } from "../../engine/position";
import type { Span } from "../../engine/finding";
import { isGenerated } from "../formats/format";
import { type NotFixable, notFixable, type Workspace } from "../fix";

/** Outputs of templates: one that hands out a key goes where nothing takes it. */

/** Where an output is taken, or may be; undefined where nothing in the workspace names it, but documents. */
export function takenAt(name: string, own: { readonly path: string; readonly span: Span }, workspace: Workspace) {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(String.raw`(?<![\w-])${literal}(?![\w-])`, "gi");
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

/** Why an output that is taken elsewhere stays. */
export function taken(name: string, { path, span, text }: NonNullable<ReturnType<typeof takenAt>>): NotFixable {
  const line = String(new LineMap(text).at(span.start).line + 1);
  return notFixable(
    `The output ${name} hands the key to ${path.slice(path.lastIndexOf("/") + 1)}:${line}: what takes it there must do without it first.`,
    { path, span },
  );
}
