import { csharp } from "./csharp";
import { go } from "./go";
import { java } from "./java";
import { javascript } from "./javascript";
import type { Language } from "./language";
import { python } from "./python";
import { rust } from "./rust";

/** Every program language that fixes can rewrite. */
export const LANGUAGES: readonly Language[] = [csharp, javascript, python, java, go, rust];

/** The language of a path; undefined where none is known. */
export function languageOf(path: string): Language | undefined {
  return LANGUAGES.find(({ matches }) => matches.test(path));
}
