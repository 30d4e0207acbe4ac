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

/** What packages a program lacks: the edits that list them, and what a person must do then. */
export interface Added {
  readonly edits: readonly FileEdits[];
  readonly left: readonly string[];
}

/** Adds packages to the manifest that governs a file of code; where the workspace has none a sentence names them. */
export function addPackages(
  workspace: Workspace,
  path: string,
  language: Language["id"],
  packages: readonly Package[],
): Added {
  if (packages.length === 0) return { edits: [], left: [] };
  const ecosystem = language === "kotlin" ? "java" : language;
  const kinds = MANIFESTS.filter((manifest) => manifest.language === ecosystem);
  const fits = (name: string): boolean => kinds.some(({ matches }) => matches(name));
  const lists = (file: string, name: string): boolean =>
    kinds.some(({ matches, prefers }) => matches(name) && prefers?.(workspace.read(file) ?? "") === true);
  const found =
    nearest(workspace, path, (name, file) => fits(name) && lists(file, name)) ?? nearest(workspace, path, fits);
  const text = found === undefined ? undefined : workspace.read(found);
  const kind = kinds.find(({ matches }) => matches(found?.slice(found.lastIndexOf("/") + 1) ?? ""));
  if (found === undefined || text === undefined || kind === undefined) {
    const names = packages.map(({ name }) => name).join(", ");
    return { edits: [], left: [`Nothing here lists packages: add ${names} where they are listed.`] };
  }
  const edits = kind.add(found, text, packages, workspace);
  return { edits, left: kind.afterwards?.(found, text, packages, workspace) ?? [] };
}
