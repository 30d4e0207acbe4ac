import type { Workspace } from "../fix";
import { languageOf } from "../languages/index";
import { folderOf, PROJECT_FILES, type Project, referencesOf } from "./projects";

/**
 * Which files are one program: a project, what it refers to, and what refers to it (its tests), with its settings and the
 * deployment files in the folders above. Another sample in the same repository is another program, and so is another
 * host that shares a library: it comes in where a fix changes what both share.
 */

/** A workspace's programs, found once for all fixes in it. */
export interface Programs {
  /** The files that are one program with `path`, itself among them. */
  readonly around: (path: string) => Workspace;
  /**
   * The files that see what stands in any of the changed ones, with those of `path`'s own program. The same workspace as
   * `around` gives where nothing else sees them.
   */
  readonly touchedBy: (path: string, changed: readonly string[]) => Workspace;
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
  if (projects.length < 2) return { around: () => workspace, touchedBy: () => workspace };
  const map = new ProjectMap(projects, workspace);
  const known = new Map<string, Workspace>();
  const filesOf = (own: ReadonlySet<Project>): Workspace => {
    const key = projects.flatMap((project, i) => (own.has(project) ? [i] : [])).join(" ");
    const program = known.get(key) ?? {
      paths: workspace.paths.filter((path) => map.reachOf(path).some((project) => own.has(project))),
      read: workspace.read,
    };
    known.set(key, program);
    return program;
  };
  const own = (path: string): Set<Project> => new Set(map.reachOf(path).flatMap((project) => map.around(project)));
  return {
    around: (path) => filesOf(own(path)),
    touchedBy(path, changed) {
      const all = own(path);
      for (const one of changed.filter(isCode))
        for (const project of map.reachOf(one)) for (const user of map.around(project)) all.add(user);
      return filesOf(all);
    },
  };
}

/** Code belongs to its own project alone; what stands above several projects may set up each of them. */
function isCode(path: string): boolean {
  return languageOf(path) !== undefined;
}

/** Projects, and who refers to whom. */
class ProjectMap {
  private readonly byFolder: ReadonlyMap<string, Project>;
  private readonly references = new Map<Project, Set<Project>>();
  private readonly users = new Map<Project, Set<Project>>();

  constructor(
    private readonly projects: readonly Project[],
    workspace: Workspace,
  ) {
    this.byFolder = new Map(projects.map((project) => [project.folder, project]));
    for (const project of projects) {
      for (const folder of referencesOf(project, projects, workspace)) {
        const other = this.byFolder.get(folder);
        if (other === undefined || other === project) continue;
        add(this.references, project, other);
        add(this.users, other, project);
      }
    }
  }

  /** A project, what uses it, and what those refer to. */
  around(project: Project): readonly Project[] {
    return closure(closure([project], this.users), this.references);
  }

  /** The projects that a file can speak of: its own; for a file of no code also those below its project. */
  reachOf(path: string): readonly Project[] {
    const owner = this.ownerOf(path);
    if (isCode(path) && owner !== undefined) return [owner];
    const top = owner?.folder ?? this.nearestAbove(path);
    return this.projects.filter(({ folder }) => folder.startsWith(top));
  }

  /** The project whose folder holds a file, the nearest where several do. */
  private ownerOf(path: string): Project | undefined {
    for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
      const project = this.byFolder.get(folder);
      if (project !== undefined || folder === "") return project;
    }
  }

  /** The nearest folder at or above a file that has a project somewhere below it; the whole workspace where none has. */
  private nearestAbove(path: string): string {
    for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder.slice(0, -1)))
      if (this.projects.some((one) => one.folder.startsWith(folder))) return folder;
    return "";
  }
}

function add(map: Map<Project, Set<Project>>, from: Project, to: Project): void {
  map.set(from, (map.get(from) ?? new Set<Project>()).add(to));
}

function closure(from: readonly Project[], next: ReadonlyMap<Project, ReadonlySet<Project>>): readonly Project[] {
  const all = new Set(from);
  for (const one of all) for (const other of next.get(one) ?? []) all.add(other);
  return [...all];
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
