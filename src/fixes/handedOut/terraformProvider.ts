import { type NotFixable, notFixable, type Workspace } from "../fix";
import { folderOf } from "../project/projects";
import { isOlder, versionIn } from "../project/version";

/** What the provider's version can do. */

/** The first version of the provider with role assignments (its changelog, 2.99.0). */
const SINCE = [2, 99];

/** Why the provider of a module knows no role assignments of Cosmos DB; undefined where it does, or is not known. */
export function olderProvider({ paths, read }: Workspace, folder: string): NotFixable | undefined {
  for (const path of paths.filter((one) => folderOf(one) === folder)) {
    const text = /\.terraform\.lock\.hcl$|\.tf$/.test(path) ? (read(path) ?? "") : "";
    const locked = path.endsWith(".lock.hcl")
      ? /provider\s+"[^"]*\/hashicorp\/azurerm"\s*\{\s*version\s*=\s*"([\d.]+)"/.exec(text)
      : /\bazurerm\s*=\s*\{[^}]*\bversion\s*=\s*"=?\s*(\d[\d.]*)"/.exec(text);
    const version = locked?.[1] === undefined ? undefined : versionIn(locked[1]);
    if (locked !== null && version !== undefined && isOlder(version, SINCE))
      return notFixable(
        `azurerm ${locked[1] ?? ""} knows no role assignments of Cosmos DB: move to 2.99 or later (terraform init -upgrade) first.`,
        { path, span: { start: locked.index, end: locked.index + locked[0].length } },
      );
  }
  return undefined;
}

/** Whether the provider is at least 5, which has `local_authentication_enabled` in the place of `…_disabled`. */
export function isFive({ paths, read }: Workspace, folder: string): boolean {
  return paths.some((path) => {
    const text = folderOf(path) === folder && /\.terraform\.lock\.hcl$|\.tf$/.test(path) ? (read(path) ?? "") : "";
    const version =
      /\bazurerm\s*=\s*\{[^}]*\bversion\s*=\s*"([^"]+)"/.exec(text)?.[1] ??
      /\/hashicorp\/azurerm"\s*\{\s*version\s*=\s*"([\d.]+)"/.exec(text)?.[1];
    return version !== undefined && !/^\s*</.test(version) && !isOlder(versionIn(version) ?? [0], [5]);
  });
}
