import type { Workspace } from "../fix";
import { languageOf } from "../languages/index";
import { folderOf, linksOf, PROJECT_FILES, type Project } from "./projects";

/**
 * Which files are one program. Projects that refer to each other are one (project references, workspaces, modules); a
 * project's settings, and the deployment files in the folders above it, belong to it too. Another sample in the same
 * repository does not.
 */

/** A workspace's programs, found once for all fixes in it. */
export interface Programs {
  /** The files that are one program with `path`, itself among them. */
  readonly around: (path: string) => Workspace;
}

const KNOWN = new WeakMap<Workspace, Programs>();

/** The programs of a workspace, found once for each. Reads project files alone. */
export function programsIn(workspace: Workspace): Programs {
  const known = KNOWN.get(workspace) ?? findPrograms(workspace);
  KNOWN.set(workspace, known);
  return known;
}

function findPrograms(workspace: Workspace): Programs {
  const projects = projectsIn(workspace);
  if (projects.length < 2) return { around: () => workspace };
  const groups = groupsOf(projects, workspace);
  const owners = ownerIndex(projects);
  const groupOf = (path: string): number | undefined => {
    const owner = owners(path);
    return owner === undefined ? undefined : groups.get(owner);
  };
  const programs = new Map<string, Workspace>();
  return {
    around(path) {
      const own = reachOf(path, owners, groups, projects);
      const key = [...own].sort((a, b) => a - b).join(" ");
      const known = programs.get(key);
      if (known !== undefined) return known;
      const isIn = (other: string): boolean => {
        const group = groupOf(other);
        if (group !== undefined && own.has(group)) return true;
        return !isOfOneProject(other) && [...reachOf(other, owners, groups, projects)].some((one) => own.has(one));
      };
      const program: Workspace = { paths: workspace.paths.filter(isIn), read: workspace.read };
      programs.set(key, program);
      return program;
    },
  };
}

/** Code belongs to its own project alone; what stands above several projects may set up each of them. */
function isOfOneProject(path: string): boolean {
  return languageOf(path) !== undefined;
}

/** The groups of projects that a file can speak of: its own; for a file of no code also those below its project. */
function reachOf(
  path: string,
  owners: (path: string) => Project | undefined,
  groups: ReadonlyMap<Project, number>,
  projects: readonly Project[],
): ReadonlySet<number> {
  const owner = owners(path);
  const own = owner === undefined ? undefined : groups.get(owner);
  if (isOfOneProject(path) && own !== undefined) return new Set([own]);
  const top = owner?.folder ?? nearestAbove(path, projects);
  const below = projects.filter(({ folder }) => folder.startsWith(top)).flatMap((one) => groups.get(one) ?? []);
  return new Set(own === undefined ? below : [own, ...below]);
}

/** The nearest folder at or above a file that has a project somewhere below it; the whole workspace where none has. */
function nearestAbove(path: string, projects: readonly Project[]): string {
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder.slice(0, -1)))
    if (projects.some((one) => one.folder.startsWith(folder))) return folder;
  return "";
}

function projectsIn({ paths }: Workspace): readonly Project[] {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    const folder = folderOf(path);
    if (!PROJECT_FILES.some(({ matches }) => matches.test(path.slice(folder.length)))) continue;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  return [...byFolder].map(([folder, files]) => ({ folder, files }));
}

/** Numbers of the groups that projects belong to: those that refer to each other, in either direction, are one. */
function groupsOf(projects: readonly Project[], workspace: Workspace): ReadonlyMap<Project, number> {
  const parents = projects.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parents[at] !== at) at = parents[at] ?? at;
    return at;
  };
  const numbers = new Map(projects.map(({ folder }, i) => [folder, i]));
  for (const [i, project] of projects.entries()) {
    for (const folder of linksOf(project, projects, workspace)) {
      const other = numbers.get(folder);
      if (other !== undefined) parents[rootOf(i)] = rootOf(other);
    }
  }
  return new Map(projects.map((project, i) => [project, rootOf(i)]));
}

/** Finds the project whose folder holds a file, the nearest where several do. */
function ownerIndex(projects: readonly Project[]): (path: string) => Project | undefined {
  const byFolder = new Map(projects.map((project) => [project.folder, project]));
  return (path) => {
    for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
      const project = byFolder.get(folder);
      if (project !== undefined || folder === "") return project;
    }
  };
}
