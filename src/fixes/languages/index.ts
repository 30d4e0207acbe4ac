import { csharp } from "./csharp/csharp";
import { go } from "./go/go";
import { java } from "./java/java";
import { javascript } from "./javascript/javascript";
import { kotlin } from "./kotlin/kotlin";
import type { Language } from "../follow/language";
import { python } from "./python/python";
import { rust } from "./rust/rust";

/** Every program language that fixes can rewrite. */
export const LANGUAGES: readonly Language[] = [csharp, javascript, python, java, kotlin, go, rust];

/** The language of a path; undefined where none is known. */
export function languageOf(path: string): Language | undefined {
  return LANGUAGES.find(({ matches }) => matches.test(path));
}
