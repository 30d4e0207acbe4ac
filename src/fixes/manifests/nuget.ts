import type { Edit, FileEdits, Workspace } from "../fix";
import { indentOf, lineAfter, lineBefore, lineEndOf } from "../lines";
import type { Package } from "../follow/language";
import { isOlder, versionIn, type Version } from "../project/version";
import { type Manifest, nearest } from "./manifest";

/** Project files of .NET; with central package management the version goes to Directory.Packages.props. */
export const nuget: Manifest = {
  id: "project file",
  language: "csharp",
  matches: (name) => /\.(?:cs|fs|vb)proj$/i.test(name),
  add(path, text, packages, workspace) {
    const fitting = packages
      .filter(({ name }) => !hasByFramework(name, text))
      .map((one) => ({ ...one, version: fittingVersion(one, path, workspace) }));
    const central = nearest(workspace, path, (name) => name.toLowerCase() === "directory.packages.props");
    const centralText = central === undefined ? undefined : workspace.read(central);
    const isCentral =
      centralText !== undefined &&
      /<ManagePackageVersionsCentrally>\s*true/i.test(settingsOf(workspace, path).join("\n") + centralText);
    const own = items(path, text, "PackageReference", fitting, !isCentral);
    if (!isCentral || central === undefined) return own;
    return [...own, ...items(central, centralText, "PackageVersion", fitting, true)];
  },
  afterwards(path, text, packages, { paths }) {
    if (packages.every(({ name }) => text.includes(name))) return [];
    const lock = `${path.slice(0, path.lastIndexOf("/") + 1)}packages.lock.json`;
    return paths.includes(lock) ? ["Run dotnet restore --force-evaluate: packages.lock.json must follow."] : [];
  },
};

/** The project file that a file belongs to. */
export function projectOf(workspace: Workspace, path: string): string | undefined {
  return nearest(workspace, path, nuget.matches);
}

/** The texts that say something of a project: its own, then `Directory.Build.props` and its like above it. */
export function settingsOf(workspace: Workspace, project: string): readonly string[] {
  const above = workspace.paths.filter(
    (path) =>
      /(?:^|\/)Directory\.(?:Build|Packages)\.(?:props|targets)$/i.test(path) &&
      project.startsWith(path.slice(0, path.lastIndexOf("/") + 1)),
  );
  return [project, ...above].map((path) => workspace.read(path) ?? "");
}

/** The version of a package that a project has, by itself or through the projects that it refers to. */
export function versionOf(
  workspace: Workspace,
  project: string,
  name: RegExp,
  seen: ReadonlySet<string> = new Set(),
): { readonly name: string; readonly version: Version } | undefined {
  const texts = settingsOf(workspace, project);
  const all = texts.join("\n");
  for (const text of texts)
    for (const [item, , given = ""] of text.matchAll(
      /<(PackageReference|PackageVersion|GlobalPackageReference)\s[^>]*?(?:Include|Update)="([^"]+)"[^>]*?(?:\/>|>[\s\S]*?<\/\1>)/gi,
    )) {
      if (!name.test(given)) continue;
      const written = /(?:VersionOverride|Version)="([^"]+)"|<Version>([^<]+)<\/Version>/i.exec(item);
      const version = versionIn(resolved((written?.[1] ?? written?.[2] ?? "").trim(), all));
      if (version !== undefined) return { name: given, version };
    }
  for (const other of referencesOf(workspace, project)) {
    if (seen.has(other)) continue;
    const found = versionOf(workspace, other, name, new Set([...seen, project]));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `$(CosmosVersion)` as the project's properties say. */
function resolved(version: string, texts: string): string {
  const property = /^\$\((\w+)\)$/.exec(version)?.[1];
  return property === undefined ? version : (new RegExp(`<${property}>([^<]+)</${property}>`).exec(texts)?.[1] ?? "");
}

/** The projects that a project refers to. */
export function referencesOf(workspace: Workspace, project: string): readonly string[] {
  const folder = project.slice(0, project.lastIndexOf("/") + 1);
  return [...(workspace.read(project) ?? "").matchAll(/<ProjectReference\s[^>]*Include="([^"]+)"/gi)].flatMap(
    ([, given = ""]) => {
      const steps: string[] = [];
      for (const step of (folder + given.replaceAll("\\", "/")).split("/")) {
        if (step === "..") steps.pop();
        else if (step !== ".") steps.push(step);
      }
      const path = steps.join("/");
      return workspace.paths.filter((one) => one.toLowerCase() === path.toLowerCase());
    },
  );
}

/** Why the package that a file's project has takes no identity yet, with the version that does; undefined where it does. */
export function oldVersion(
  workspace: Workspace,
  path: string,
  {
    package: name,
    since,
    says,
  }: { readonly package: RegExp; readonly since: string | undefined; readonly says: string },
): string | undefined {
  const project = projectOf(workspace, path);
  const has = project === undefined ? undefined : versionOf(workspace, project, name);
  const least = since === undefined ? undefined : versionIn(since);
  if (has === undefined || least === undefined || !isOlder(has.version, least)) return undefined;
  return `${has.name} ${has.version.join(".")} is too old for an identity here: move to ${says} ${since ?? ""} or later first.`;
}

/**
 * The version that fits: what the repository has already; never newer than what a project asks for that refers to this
 * one, which would be a downgrade (NU1605).
 */
function fittingVersion({ name, version }: Package, project: string, workspace: Workspace): string {
  const exact = new RegExp(`^${name.replaceAll(".", "\\.")}$`, "i");
  const projects = workspace.paths.filter((path) => nuget.matches(path.slice(path.lastIndexOf("/") + 1)));
  const known = projects.flatMap((path) => {
    const own = versionOf({ paths: workspace.paths, read: workspace.read }, path, exact);
    return own === undefined ? [] : [{ path, version: own.version }];
  });
  const dependents = known.filter(({ path }) => reaches(workspace, path, project));
  const [lowest] = [...dependents].sort((a, b) => (isOlder(a.version, b.version) ? -1 : 1));
  const [highest] = [...known].sort((a, b) => (isOlder(b.version, a.version) ? -1 : 1));
  return (lowest ?? highest)?.version.join(".") ?? version;
}

function reaches(workspace: Workspace, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return referencesOf(workspace, from).some((one) => one === to || reaches(workspace, one, to, seen));
}

/** Packages that the framework brings by itself: a web project has the configuration's. */
function hasByFramework(name: string, text: string): boolean {
  return (
    /^Microsoft\.Extensions\.Configuration\b/.test(name) &&
    /NET\.Sdk\.(?:Web|Worker)"|<FrameworkReference[^>]*Microsoft\.AspNetCore\.App|Include="Microsoft\.Extensions\.Hosting"/i.test(
      text,
    )
  );
}

/** Items in their place by name, in the first group that has their kind. */
function items(
  path: string,
  text: string,
  kind: string,
  packages: readonly Package[],
  withVersion: boolean,
): readonly FileEdits[] {
  const existing = [...text.matchAll(new RegExp(String.raw`<${kind}\s[^>]*Include="([^"]+)"`, "gi"))];
  const missing = packages
    .filter(({ name }) => !existing.some(([, has = ""]) => has.toLowerCase() === name.toLowerCase()))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const end = text.lastIndexOf("</Project>");
  const eol = lineEndOf(text);
  if (existing.length === 0 && missing.length > 0) {
    const lines = missing.map((one) => `    ${itemOf(one, kind, withVersion)}${eol}`).join("");
    return [{ path, edits: [{ start: end, end, text: `  <ItemGroup>${eol}${lines}  </ItemGroup>${eol}` }] }];
  }
  const edits = missing.map((one): Edit => {
    const { name } = one;
    const item = itemOf(one, kind, withVersion);
    const next = existing.find(([, other = ""]) => other.toLowerCase() > name.toLowerCase());
    const last = existing.at(-1);
    if (next !== undefined) return lineBefore(text, next.index, indentOf(text, next.index) + item);
    if (last !== undefined)
      return lineAfter(text, text.indexOf(">", closing(text, last.index, kind)), indentOf(text, last.index) + item);
    return { start: end, end, text: `    ${item}${eol}` };
  });
  return edits.length === 0 ? [] : [{ path, edits }];
}

function itemOf({ name, version }: Package, kind: string, withVersion: boolean): string {
  return `<${kind} Include="${name}"${withVersion ? ` Version="${version}"` : ""} />`;
}

/** Where an item ends that may have children. */
function closing(text: string, at: number, kind: string): number {
  const open = text.indexOf(">", at);
  if (text.charAt(open - 1) === "/") return open;
  const end = text.indexOf(`</${kind}`, open);
  return end < 0 ? open : end;
}
