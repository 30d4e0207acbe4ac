import { relative, sep } from "node:path";
import { maskedPath } from "../engine/mask";

/** A path as people read it: relative to the working folder if it lies there, with forward slashes. */
export function shownPath(path: string, folder = process.cwd()): string {
  const shown = path.startsWith(folder + sep) ? relative(folder, path) : path;
  return maskedPath(shown.replaceAll("\\", "/"));
}
