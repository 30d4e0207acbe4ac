import { relative, sep } from "node:path";
import { maskedPath } from "../engine/mask";
import { escaped } from "./escape";

/**
 * A path as people read it: relative to the working folder if it lies there, with forward slashes, what a terminal or a
 * pipeline would obey escaped.
 */
export function shownPath(path: string, folder = process.cwd()): string {
  return escaped(plainPath(path, folder));
}

/** The same for programs: nothing escaped but what could be a key. */
export function plainPath(path: string, folder: string): string {
  const shown = path.startsWith(folder + sep) ? relative(folder, path) : path;
  return maskedPath(sep === "/" ? shown : shown.replaceAll(sep, "/"));
}
