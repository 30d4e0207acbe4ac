import type { Edit, FileEdits } from "../fix";
import { indentOf, lineAfter, lineBefore, lineEndOf } from "../lines";
import type { Package } from "../follow/language";
import { type Manifest, nearest } from "./manifest";

/** Project files of .NET; with central package management the version goes to Directory.Packages.props. */
export const nuget: Manifest = {
  id: "project file",
  language: "csharp",
  matches: (name) => /\.(?:cs|fs|vb)proj$/i.test(name),
  add(path, text, packages, workspace) {
    const central = nearest(workspace, path, (name) => name.toLowerCase() === "directory.packages.props");
    const centralText = central === undefined ? undefined : workspace.read(central);
    const isCentral = centralText !== undefined && /<ManagePackageVersionsCentrally>\s*true/i.test(centralText);
    const own = items(path, text, "PackageReference", packages, !isCentral);
    if (!isCentral || central === undefined) return own;
    return [...own, ...items(central, centralText, "PackageVersion", packages, true)];
  },
};

/** Items in their place by name, in the first group that has their kind. */
function items(
  path: string,
  text: string,
  kind: string,
  packages: readonly Package[],
  withVersion: boolean,
): readonly FileEdits[] {
  const existing = [...text.matchAll(new RegExp(String.raw`<${kind}\s[^>]*Include="([^"]+)"`, "gi"))];
  const edits = packages
    .filter(({ name }) => !existing.some(([, has = ""]) => has.toLowerCase() === name.toLowerCase()))
    .map(({ name, version }): Edit => {
      const item = `<${kind} Include="${name}"${withVersion ? ` Version="${version}"` : ""} />`;
      const next = existing.find(([, other = ""]) => other.toLowerCase() > name.toLowerCase());
      const last = existing.at(-1);
      if (next !== undefined) return lineBefore(text, next.index, indentOf(text, next.index) + item);
      if (last !== undefined)
        return lineAfter(text, text.indexOf(">", closing(text, last.index, kind)), indentOf(text, last.index) + item);
      const end = text.lastIndexOf("</Project>");
      const eol = lineEndOf(text);
      return { start: end, end, text: `  <ItemGroup>${eol}    ${item}${eol}  </ItemGroup>${eol}` };
    });
  return edits.length === 0 ? [] : [{ path, edits }];
}

/** Where an item ends that may have children. */
function closing(text: string, at: number, kind: string): number {
  const open = text.indexOf(">", at);
  if (text.charAt(open - 1) === "/") return open;
  const end = text.indexOf(`</${kind}`, open);
  return end < 0 ? open : end;
}
