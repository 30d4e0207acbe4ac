import type { FileEdits, Workspace } from "../fix";
import type { Language, Package } from "../follow/language";
import { cargo } from "./cargo";
import { goModule } from "./goModule";
import { gradle } from "./gradle";
import { type Manifest, nearest } from "./manifest";
import { maven } from "./maven";
import { npm } from "./npm";
import { nuget } from "./nuget";
import { pypi } from "./pypi";

/** Every kind of manifest. */
export const MANIFESTS: readonly Manifest[] = [npm, nuget, pypi, maven, gradle, goModule, cargo];

/** Adds packages to the manifest that governs a file of code; nothing where the workspace has none. */
export function addPackages(
  workspace: Workspace,
  path: string,
  language: Language["id"],
  packages: readonly Package[],
): readonly FileEdits[] {
  if (packages.length === 0) return [];
  const ecosystem = language === "kotlin" ? "java" : language;
  const kinds = MANIFESTS.filter((manifest) => manifest.language === ecosystem);
  const fits = (name: string): boolean => kinds.some(({ matches }) => matches(name));
  const lists = (file: string, name: string): boolean =>
    kinds.some(({ matches, prefers }) => matches(name) && prefers?.(workspace.read(file) ?? "") === true);
  const found =
    nearest(workspace, path, (name, file) => fits(name) && lists(file, name)) ?? nearest(workspace, path, fits);
  const text = found === undefined ? undefined : workspace.read(found);
  if (found === undefined || text === undefined) return [];
  const kind = kinds.find(({ matches }) => matches(found.slice(found.lastIndexOf("/") + 1)));
  return kind?.add(found, text, packages, workspace) ?? [];
}

/** The packages that code needs where no manifest is there to list them, as a sentence; undefined where one is. */
export function leftToAdd(
  workspace: Workspace,
  path: string,
  language: Language["id"],
  packages: readonly Package[],
): string | undefined {
  const ecosystem = language === "kotlin" ? "java" : language;
  const kinds = MANIFESTS.filter((manifest) => manifest.language === ecosystem);
  const found = nearest(workspace, path, (name) => kinds.some(({ matches }) => matches(name)));
  if (found !== undefined || packages.length === 0) return undefined;
  return `Nothing here lists packages: add ${packages.map(({ name }) => name).join(", ")} where they are listed.`;
}

/** The commands that are left to run for the manifests among `edits`. */
export function commandsAfter(workspace: Workspace, edits: readonly FileEdits[]): readonly string[] {
  const commands = edits.flatMap(({ path }) => {
    const kind = MANIFESTS.find(({ matches }) => matches(path.slice(path.lastIndexOf("/") + 1)));
    return kind?.afterwards?.(path, workspace) ?? [];
  });
  return [...new Set(commands)];
}
