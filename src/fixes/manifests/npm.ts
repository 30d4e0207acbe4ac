import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Edit, Workspace } from "../fix";
import { indentOf, lineEndOf, lineStart } from "../lines";
import { isOlder, type Version, versionIn } from "../project/version";
import type { Package } from "../follow/language";
import type { Manifest } from "./manifest";

/** package.json: into `dependencies`, in its place by name, with the file's indentation. */
export const npm: Manifest = {
  id: "package.json",
  language: "javascript",
  matches: (name) => name === "package.json",
  prefers: (text) => /"@azure\/(?:cosmos|data-tables)"\s*:/.test(text),
  afterwards(path, text, packages, { read }) {
    const missing = missingIn(text, packages).map(({ name }) => name);
    if (missing.length === 0) return [];
    for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
      const lock = LOCKS.find(({ file }) => read(folder + file) !== undefined);
      if (lock !== undefined) return [`Run ${lock.command}: ${lock.file} does not list ${missing.join(" and ")} yet.`];
      if (folder === "" || folder === "/") return [];
    }
  },
  add(path, text, packages) {
    const root = parseTree(text);
    if (root?.type !== "object") return [];
    const missing = missingIn(text, packages);
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

const LOCKS = [
  { file: "package-lock.json", command: "npm install" },
  { file: "npm-shrinkwrap.json", command: "npm install" },
  { file: "pnpm-lock.yaml", command: "pnpm install" },
  { file: "yarn.lock", command: "yarn install" },
  { file: "bun.lockb", command: "bun install" },
  { file: "bun.lock", command: "bun install" },
] as const;

/** The packages that no group of a manifest's dependencies names, tools for development aside: those are not shipped. */
function missingIn(text: string, packages: readonly Package[]): readonly Package[] {
  const root = parseTree(text);
  const groups = ["dependencies", "devDependencies", "peerDependencies"];
  return packages.filter(
    ({ name }) => root === undefined || groups.every((group) => findNodeAtLocation(root, [group, name]) === undefined),
  );
}

/** What separates an entry from its neighbour: a line and indentation, or a blank in a file of one line. */
function gap(text: string, at: number, eol: string): string {
  const start = lineStart(text, at);
  return text.slice(start, at).trim() === "" && start > 0 ? eol + indentOf(text, at) : " ";
}

const GROUPS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/** Why a package that a file's program has is too old for an identity; undefined where it may do. */
export function tooOldPackage(program: Workspace, path: string, name: string, since: string): string | undefined {
  const version = versionOf(program, path, name);
  const least = versionIn(since);
  if (version === undefined || least === undefined || !isOlder(version, least)) return undefined;
  return `${name} ${version.join(".")} takes no identity that can be relied on: move to ${name} ${since} or later first.`;
}

/** The version of a package that a file's program has: as locked, else the lower end of what its manifest asks for. */
export function versionOf(program: Workspace, path: string, name: string): Version | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    const text = program.read(`${folder}package.json`);
    const root = text === undefined ? undefined : parseTree(text);
    const asked = GROUPS.flatMap(
      (group) => (root === undefined ? undefined : findNodeAtLocation(root, [group, name])) ?? [],
    )[0];
    if (asked !== undefined) return lockedVersion(program, folder, name) ?? versionIn(String(asked.value));
    if (folder === "" || folder === "/") return undefined;
  }
}

function lockedVersion({ read }: Workspace, from: string, name: string): Version | undefined {
  const escaped = name.replace(/[/.]/g, "\\$&");
  for (let folder = from; ; folder = folderOf(folder.slice(0, -1))) {
    const npmLock = read(`${folder}package-lock.json`);
    const pnpmLock = read(`${folder}pnpm-lock.yaml`);
    const yarnLock = read(`${folder}yarn.lock`);
    const found =
      new RegExp(`"(?:[^"]*/)?node_modules/${escaped}"\\s*:\\s*\\{[^}]*?"version"\\s*:\\s*"([^"]+)"`).exec(
        npmLock ?? "",
      ) ??
      new RegExp(`"${escaped}"\\s*:\\s*\\{\\s*"version"\\s*:\\s*"([^"]+)"`).exec(npmLock ?? "") ??
      new RegExp(`['"/]?${escaped}['"]?:\\s*\\n\\s+specifier:[^\\n]*\\n\\s+version: ([\\d.]+)`).exec(pnpmLock ?? "") ??
      new RegExp(`^"?${escaped}@[^\\n]*:\\s*\\n\\s+version:? "?([^"\\n]+)`, "m").exec(yarnLock ?? "");
    if (found?.[1] !== undefined) return versionIn(found[1]);
    if (folder === "" || folder === "/") return undefined;
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
