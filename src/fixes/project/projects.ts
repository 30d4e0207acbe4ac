import type { Workspace } from "../fix";

/** Project files, and how each kind says that another project belongs to it. */

/** A folder with at least one project file. Folders end in a slash; the workspace's own, with relative paths, is "". */
export interface Project {
  readonly folder: string;
  readonly files: readonly string[];
}

/** A kind of project file. */
interface ProjectFile {
  /** The file's name. */
  readonly matches: RegExp;
  /** Folders of projects that it refers to, as it writes them. Workspaces and modules alone make no one program. */
  readonly refersTo: (text: string) => readonly string[];
  /** The name by which other projects of its kind refer to it. */
  readonly name?: (text: string) => string | undefined;
  /** The names of the projects that it refers to, among those of packages from elsewhere. */
  readonly names?: (text: string) => readonly string[];
}

const group = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);

/** Every kind of file that makes its folder a project. */
export const PROJECT_FILES: readonly ProjectFile[] = [
  {
    matches: /\.(?:cs|fs|vb)proj$/i,
    refersTo: (text) =>
      group(text, /<ProjectReference\s[^>]*Include="([^"]+)"/gi).map((path) => folderOf(slashed(path))),
  },
  {
    matches: /^package\.json$/,
    refersTo: (text) => group(text, /"(?:file|link|portal):([^"]+)"/g),
    name: (text) => /^\s*"name"\s*:\s*"([^"]+)"/m.exec(text)?.[1],
    names: (text) => group(text, /"([@\w./-]+)"\s*:\s*"(?:workspace:|\^|~|\*|[\d.])[^"]*"/g),
  },
  {
    matches: /^(?:pyproject\.toml|setup\.py|setup\.cfg|Pipfile|requirements[\w.-]*\.(?:txt|in))$/i,
    refersTo: (text) => [
      ...group(text, /\bpath\s*=\s*["']([^"']+)["']/g),
      ...group(text, /^\s*(?:-e|--editable)\s+(\.[^\s[#]*)/gm),
    ],
  },
  {
    matches: /^pom\.xml$/,
    refersTo: () => [],
    name: (text) => /<artifactId>([^<]+)<\/artifactId>/.exec(text.replace(/<parent>[\s\S]*?<\/parent>/, ""))?.[1],
    names: (text) => group(text, /<dependency>[\s\S]*?<artifactId>([^<]+)<\/artifactId>/g),
  },
  {
    matches: /^(?:build|settings)\.gradle(?:\.kts)?$/,
    refersTo: () => [],
    names: (text) => group(text, /\bproject\s*\(\s*(?:path\s*[:=]\s*)?["']:?([\w:.-]+)["']/g),
  },
  { matches: /^go\.mod$/, refersTo: (text) => group(text, /=>\s*(\.[^\s]*)/g) },
  { matches: /^go\.work$/, refersTo: () => [] },
  { matches: /^Cargo\.toml$/, refersTo: (text) => group(text, /\bpath\s*=\s*"([^"]+)"/g) },
];

/** The folder of a path, with its slash; "" where it has none. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function kindOf({ folder, files: [first = ""] }: Project): number {
  return PROJECT_FILES.findIndex(({ matches }) => matches.test(first.slice(folder.length)));
}

/** The folders of the projects that a project refers to; tests that name none are the tests of what stands beside. */
export function referencesOf(project: Project, projects: readonly Project[], { read }: Workspace): readonly string[] {
  const named = project.files.flatMap((path) => {
    const kind = PROJECT_FILES.find(({ matches }) => matches.test(path.slice(project.folder.length)));
    const text = read(path) ?? "";
    const names = new Set(kind?.names?.(text) ?? []);
    return [
      ...(kind?.refersTo(text) ?? []).map((link) => joined(project.folder, slashed(link))),
      ...(names.size === 0 ? [] : projects.filter((one) => goesBy(one, names, read)).map(({ folder }) => folder)),
    ];
  });
  if (named.length > 0 || !/(?:^|[/._-])tests?\/$/i.test(project.folder)) return named;
  const parent = folderOf(project.folder.slice(0, -1));
  return projects
    .filter((one) => one !== project && one.folder.startsWith(parent) && kindOf(one) === kindOf(project))
    .map(({ folder }) => folder);
}

/** Whether one of the names is a project's: as its file gives it, or by its folder as Gradle has it. */
function goesBy({ folder, files }: Project, names: ReadonlySet<string>, read: Workspace["read"]): boolean {
  return files.some((path) => {
    const kind = PROJECT_FILES.find(({ matches }) => matches.test(path.slice(folder.length)));
    if (kind?.names === undefined) return false;
    if (kind.name === undefined) return [...names].some((name) => folder.endsWith(`${name.replaceAll(":", "/")}/`));
    const own = kind.name(read(path) ?? "");
    return own !== undefined && names.has(own);
  });
}

/** A folder from another, `..` and `.` taken in. */
function joined(from: string, relative: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}
