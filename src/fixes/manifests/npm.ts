import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Edit } from "../fix";
import { indentOf, lineEndOf } from "../lines";
import type { Manifest } from "./manifest";

/** package.json: into `dependencies`, in its place by name, with the file's indentation. */
export const npm: Manifest = {
  id: "package.json",
  language: "javascript",
  matches: (name) => name === "package.json",
  add(path, text, packages) {
    const root = parseTree(text);
    if (root?.type !== "object") return [];
    const has = (name: string): boolean =>
      ["dependencies", "devDependencies", "peerDependencies"].some(
        (group) => findNodeAtLocation(root, [group, name]) !== undefined,
      );
    const missing = packages.filter(({ name }) => !has(name));
    if (missing.length === 0) return [];
    const eol = lineEndOf(text);
    const dependencies = findNodeAtLocation(root, ["dependencies"]);
    const properties = dependencies?.children ?? [];
    const edits: Edit[] = missing.map(({ name, version }) => {
      const entry = `${JSON.stringify(name)}: ${JSON.stringify(version)}`;
      const next = properties.find((property) => String(property.children?.[0]?.value) > name);
      if (next !== undefined)
        return { start: next.offset, end: next.offset, text: `${entry},${gap(text, next.offset, eol)}` };
      const last = properties.at(-1);
      if (last === undefined) return { start: 0, end: 0, text: "" };
      const end = last.offset + last.length;
      return { start: end, end, text: `,${gap(text, last.offset, eol)}${entry}` };
    });
    if (properties.length > 0) return [{ path, edits }];
    const unit = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
    const entries = missing
      .map(({ name, version }) => `${unit}${unit}${JSON.stringify(name)}: ${JSON.stringify(version)}`)
      .join(`,${eol}`);
    if (dependencies !== undefined) {
      const { offset: start, length } = dependencies;
      return [{ path, edits: [{ start, end: start + length, text: `{${eol}${entries}${eol}${unit}}` }] }];
    }
    const last = root.children?.at(-1);
    if (last === undefined) return [];
    const end = last.offset + last.length;
    return [
      { path, edits: [{ start: end, end, text: `,${eol}${unit}"dependencies": {${eol}${entries}${eol}${unit}}` }] },
    ];
  },
};

/** What separates an entry from its neighbour: a line and indentation, or a blank in a file of one line. */
function gap(text: string, at: number, eol: string): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return text.slice(start, at).trim() === "" && start > 0 ? eol + indentOf(text, at) : " ";
}
