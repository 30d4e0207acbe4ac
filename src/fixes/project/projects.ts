import { minimatch } from "minimatch";
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
  /** Folders, or patterns of folders, that the file names as belonging to it, as it writes them. */
  readonly links: (text: string) => readonly string[];
}

const group = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);

/** The quoted or listed strings behind a name: `workspaces: ["a", "b"]`, `members = ["a"]`. */
const listed = (text: string, name: RegExp): readonly string[] =>
  group(text, name).flatMap((list) => group(list, /["']([^"']+)["']/g));

/** Every kind of file that makes its folder a project. */
export const PROJECT_FILES: readonly ProjectFile[] = [
  {
    matches: /\.(?:cs|fs|vb)proj$/i,
    links: (text) => group(text, /<ProjectReference\s[^>]*Include="([^"]+)"/gi).map((path) => folderOf(slashed(path))),
  },
  {
    matches: /^package\.json$/,
    links: (text) => [
      ...listed(text, /"workspaces"\s*:\s*(?:\{[^}]*?"packages"\s*:\s*)?(\[[^\]]*\])/g),
      ...group(text, /"(?:file|link|portal):([^"]+)"/g),
    ],
  },
  { matches: /^pnpm-workspace\.ya?ml$/, links: (text) => group(text, /^\s*-\s*["']?([^"'#\s]+)/gm) },
  { matches: /^lerna\.json$/, links: (text) => listed(text, /"packages"\s*:\s*(\[[^\]]*\])/g) },
  {
    matches: /^(?:pyproject\.toml|setup\.py|setup\.cfg|Pipfile|requirements[\w.-]*\.(?:txt|in))$/i,
    links: (text) => [
      ...group(text, /\bpath\s*=\s*["']([^"']+)["']/g),
      ...group(text, /^\s*(?:-e|--editable)\s+(\.[^\s[#]*)/gm),
    ],
  },
  { matches: /^pom\.xml$/, links: (text) => group(text, /<module>([^<]+)<\/module>/g) },
  {
    matches: /^(?:build|settings)\.gradle(?:\.kts)?$/,
    links: (text) => group(text, /["'](:[\w:.-]+)["']/g).map((name) => name.slice(1).replaceAll(":", "/")),
  },
  { matches: /^go\.mod$/, links: (text) => group(text, /=>\s*(\.[^\s]*)/g) },
  { matches: /^go\.work$/, links: (text) => group(text, /^\s*(?:use\s+)?(\.[^\s)]*)/gm) },
  {
    matches: /^Cargo\.toml$/,
    links: (text) => [...listed(text, /\bmembers\s*=\s*(\[[^\]]*\])/g), ...group(text, /\bpath\s*=\s*"([^"]+)"/g)],
  },
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

/** The folders of the projects that a project's files name; tests that name none are the tests of what stands beside. */
export function linksOf(project: Project, projects: readonly Project[], { read }: Workspace): readonly string[] {
  const named = project.files.flatMap((path) => {
    const kind = PROJECT_FILES.find(({ matches }) => matches.test(path.slice(project.folder.length)));
    return (kind?.links(read(path) ?? "") ?? []).flatMap((link) => foldersFor(project.folder, link, projects));
  });
  if (named.length > 0 || !/(?:^|[/._-])tests?\/$/i.test(project.folder)) return named;
  const parent = folderOf(project.folder.slice(0, -1));
  return projects
    .filter((one) => one !== project && one.folder.startsWith(parent) && kindOf(one) === kindOf(project))
    .map(({ folder }) => folder);
}

/** The projects that a relative path or pattern names. */
function foldersFor(from: string, link: string, projects: readonly Project[]): readonly string[] {
  const wanted = joined(from, slashed(link));
  if (!/[*?{[]/.test(link)) return [wanted];
  const pattern = wanted.slice(0, -1);
  return projects.map(({ folder }) => folder).filter((folder) => minimatch(folder.slice(0, -1), pattern));
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
